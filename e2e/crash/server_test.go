package crash

import (
	"bufio"
	"bytes"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// buildProgram builds gogai and returns where it lies.
func buildProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "gogai")
	if out, err := exec.Command("go", "build", "-o", program, "gogai/cmd/gogai").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return program
}

// server is a gogai serve that runs.
type server struct {
	url     string
	command *exec.Cmd
	log     bytes.Buffer
}

// startServer returns once the server listens.
func startServer(t *testing.T, program, dir string) *server {
	t.Helper()
	s := &server{command: exec.Command(program, "serve", "--data", dir, "--listen", "127.0.0.1:0", "--limits", "off", "--log-level", "warn")}
	s.command.Stderr = &s.log
	out, err := s.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	slow := time.AfterFunc(30*time.Second, s.kill)
	defer slow.Stop()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, url, ok := strings.Cut(lines.Text(), "listening on "); ok {
			s.url = url
			return s
		}
	}
	s.kill()
	t.Fatalf("gogai serve ended, or was silent for 30 s:\n%s", s.log.String())
	return nil
}

// kill ends the server with SIGKILL, as a power cut would, and waits until it is gone.
func (s *server) kill() {
	s.command.Process.Kill()
	s.command.Wait()
}

// check runs gogai check, which has to be clean.
func check(t *testing.T, program, dir string) {
	t.Helper()
	out, err := exec.Command(program, "check", "--data", dir).CombinedOutput()
	if _, failed := errors.AsType[*exec.ExitError](err); failed {
		t.Errorf("gogai check:\n%s", out)
	} else if err != nil {
		t.Fatal(err)
	}
}
