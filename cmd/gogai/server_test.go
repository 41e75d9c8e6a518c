package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience is how long a server may take to start, and to end.
const patience = 30 * time.Second

// start ARGS… runs gogai with the arguments until it listens, prints what it printed and sets
// $ADDRESS to its HOST:PORT.
func start(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: start ARGS…")
	}
	s := sessionOf(ts)
	s.log.Reset()
	s.server = exec.Command("gogai", args...)
	s.server.Dir = ts.MkAbs(".")
	s.server.Env = environment(ts)
	s.server.Stderr = &s.log
	out, err := s.server.StdoutPipe()
	ts.Check(err)
	ts.Check(s.server.Start())
	ts.Defer(func() {
		s.server.Process.Kill()
		s.server.Wait()
	})
	slow := time.AfterFunc(patience, func() { s.server.Process.Kill() })
	defer slow.Stop()
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		io.WriteString(ts.Stdout(), line)
		if _, url, ok := strings.Cut(line, "listening on "); ok {
			s.url = strings.TrimSpace(url)
			ts.Setenv("ADDRESS", strings.TrimPrefix(s.url, "http://"))
			return
		}
		if err != nil {
			s.server.Wait()
			ts.Fatalf("gogai %s: %v before it listened; its log:\n%s", strings.Join(args, " "), err, s.log.String())
		}
	}
}

// environment is the script's, as far as it matters to gogai.
func environment(ts *testscript.TestScript) []string {
	var env []string
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "GOGAI_CONFIG", "GOGAI_DATA", "GOGAI_LISTEN", "GOGAI_METRICS_LISTEN", "GOGAI_LIMITS", "GOGAI_LOG_FORMAT"} {
		if value := ts.Getenv(name); value != "" {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// signal asks the server to end with SIGTERM.
func signalServer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: signal")
	}
	ts.Check(sessionOf(ts).server.Process.Signal(syscall.SIGTERM))
}

// [!] ended waits until the server has ended, which it has to do without an error (or with one),
// and prints its log.
func ended(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) > 0 {
		ts.Fatalf("usage: [!] ended")
	}
	s := sessionOf(ts)
	slow := time.AfterFunc(patience, func() { s.server.Process.Kill() })
	err := s.server.Wait()
	if !slow.Stop() {
		ts.Fatalf("the server did not end; its log:\n%s", s.log.String())
	}
	io.WriteString(ts.Stdout(), s.log.String())
	if (err != nil) != neg {
		ts.Fatalf("the server ended with %v; its log:\n%s", err, s.log.String())
	}
}

// half TOKEN PATH JSON posts a request, but only the half of it, and returns when the server has
// begun to read it.
func half(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: half TOKEN PATH JSON")
	}
	s := sessionOf(ts)
	body, send := io.Pipe()
	reading := make(chan struct{})
	ctx := httptrace.WithClientTrace(context.Background(), &httptrace.ClientTrace{Got100Continue: func() { close(reading) }})
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+args[1], body)
	ts.Check(err)
	r.Header.Set("Authorization", "Bearer "+args[0])
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Expect", "100-continue")
	s.status = make(chan string, 1)
	go func() {
		client := http.Client{Transport: &http.Transport{ExpectContinueTimeout: patience}, Timeout: patience}
		response, err := client.Do(r)
		if err != nil {
			s.status <- err.Error()
			return
		}
		response.Body.Close()
		s.status <- strconv.Itoa(response.StatusCode)
	}()
	select {
	case <-reading:
	case got := <-s.status:
		ts.Fatalf("answered before the request was there: %s", got)
	}
	middle := len(args[2]) / 2
	io.WriteString(send, args[2][:middle])
	s.rest = func() {
		io.WriteString(send, args[2][middle:])
		send.Close()
	}
}

// rest STATUS sends the other half, which has to be answered so.
func rest(ts *testscript.TestScript, neg bool, args []string) {
	s := sessionOf(ts)
	if neg || len(args) != 1 || s.rest == nil {
		ts.Fatalf("usage, after half: rest STATUS")
	}
	s.rest()
	if got := <-s.status; got != args[0] {
		ts.Fatalf("the request was answered with %s, want %s", got, args[0])
	}
}

// follow PATH opens a stream and returns when it tells something.
func follow(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: follow PATH")
	}
	s := sessionOf(ts)
	response, err := http.Get(s.url + args[0])
	ts.Check(err)
	ts.Defer(func() { response.Body.Close() })
	in := bufio.NewReader(response.Body)
	_, err = in.Peek(1)
	ts.Check(err)
	s.stream = in
}

// followed PATTERN waits for the stream to end, in whose whole the pattern must be.
func followed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage, after follow: followed PATTERN")
	}
	all, err := io.ReadAll(sessionOf(ts).stream)
	ts.Check(err)
	if !regexp.MustCompile(args[0]).Match(all) {
		ts.Fatalf("%s is not in what was told:\n%s", args[0], all)
	}
}

// deaf waits until the server takes no more connections.
func deaf(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: deaf")
	}
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		c, err := net.Dial("tcp", ts.Getenv("ADDRESS"))
		if err != nil {
			return
		}
		c.Close()
	}
	ts.Fatalf("the server still takes connections")
}
