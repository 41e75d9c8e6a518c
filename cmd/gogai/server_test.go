package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"os/exec"
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
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "GOGAI_CONFIG", "GOGAI_DATA", "GOGAI_LISTEN", "GOGAI_LIMITS", "GOGAI_LOG_FORMAT"} {
		if value := ts.Getenv(name); value != "" {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// end asks the server to end with SIGTERM, which it has to do without an error, and prints its log.
func end(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: end")
	}
	s := sessionOf(ts)
	ts.Check(s.server.Process.Signal(syscall.SIGTERM))
	awaitEnd(ts, s)
}

func awaitEnd(ts *testscript.TestScript, s *session) {
	slow := time.AfterFunc(patience, func() { s.server.Process.Kill() })
	defer slow.Stop()
	err := s.server.Wait()
	io.WriteString(ts.Stdout(), s.log.String())
	if err != nil {
		ts.Fatalf("the server did not end well: %v\n%s", err, s.log.String())
	}
}

// busy TOKEN PATH JSON posts a request, and asks the server to end with SIGTERM when it has
// read the half of it. It then has to take no more connections, but to answer this one.
func busy(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: busy TOKEN PATH JSON")
	}
	s := sessionOf(ts)
	body, rest := io.Pipe()
	reading := make(chan struct{})
	trace := httptrace.WithClientTrace(context.Background(), &httptrace.ClientTrace{Got100Continue: func() { close(reading) }})
	r, err := http.NewRequestWithContext(trace, http.MethodPost, s.url+args[1], body)
	ts.Check(err)
	r.Header.Set("Authorization", "Bearer "+args[0])
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Expect", "100-continue")

	type outcome struct {
		status int
		err    error
	}
	answered := make(chan outcome, 1)
	go func() {
		client := http.Client{Transport: &http.Transport{ExpectContinueTimeout: patience}, Timeout: patience}
		response, err := client.Do(r)
		if err != nil {
			answered <- outcome{err: err}
			return
		}
		response.Body.Close()
		answered <- outcome{status: response.StatusCode}
	}()
	select {
	case <-reading:
	case got := <-answered:
		ts.Fatalf("answered before the request was there: %+v", got)
	}
	half := len(args[2]) / 2
	io.WriteString(rest, args[2][:half])
	ts.Check(s.server.Process.Signal(syscall.SIGTERM))
	s.browser.CloseIdleConnections()
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		response, err := s.browser.Get(s.url + "/healthz")
		if err != nil {
			break
		}
		response.Body.Close()
		s.browser.CloseIdleConnections()
		if time.Now().After(deadline) {
			ts.Fatalf("the server still takes connections")
		}
	}
	io.WriteString(rest, args[2][half:])
	rest.Close()
	got := <-answered
	ts.Check(got.err)
	if got.status != http.StatusCreated {
		ts.Fatalf("the request under way was answered with %d", got.status)
	}
	awaitEnd(ts, s)
}
