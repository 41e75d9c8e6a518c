package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// build builds the program as it is released.
func build(ctx context.Context, dir string) (string, error) {
	program := filepath.Join(dir, "gogai")
	command := exec.CommandContext(ctx, "go", "build", "-tags=nodynamic", "-trimpath", "-buildvcs=auto", "-ldflags=-s -w", "-o", program, "gogai/cmd/gogai")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return program, nil
}

// versionOf asks the program what it was built from.
func versionOf(ctx context.Context, program string) (map[string]string, error) {
	out, err := exec.CommandContext(ctx, program, "version").Output()
	if err != nil {
		return nil, fmt.Errorf("%s version: %w", program, err)
	}
	version := map[string]string{}
	for line := range strings.Lines(string(out)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		version[name] = strings.TrimSpace(value)
	}
	return version, nil
}

// server is a program that serves.
type server struct {
	address string // HOST:PORT
	command *exec.Cmd
}

// start runs a program until it says where it listens.
func start(ctx context.Context, input io.Reader, program string, args ...string) (*server, error) {
	command := exec.CommandContext(ctx, program, args...)
	command.Stdin, command.Stderr = input, os.Stderr
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), "listening on http://"); ok {
			return &server{address, command}, nil
		}
	}
	return nil, fmt.Errorf("%s ended before it listened: %w", program, command.Wait())
}

// serve starts gogai on a folder.
func serve(ctx context.Context, program, data string) (*server, error) {
	return start(ctx, nil, program, "serve", "--data", data, "--listen", "127.0.0.1:0", "--limits", "off", "--log-level", "error")
}

// stop ends the server and waits until it is gone.
func (s *server) stop() error {
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return s.command.Wait()
}

// residentKB returns how much memory the server holds; 0 where the system doesn't tell.
func (s *server) residentKB() int {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.command.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(rest), " kB"))
			return kb
		}
	}
	return 0
}

// processorTime returns how long the server has kept cores busy; 0 where the system doesn't tell.
func (s *server) processorTime() time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.command.Process.Pid))
	if err != nil {
		return 0
	}
	// proc(5): the name in parentheses may hold spaces; utime and stime are the 12th and 13th
	// fields after it, in hundredths of a second.
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// idle is how long a server is left alone before its memory is read.
const idle = 5 * time.Second

// measureStart measures how long the program takes to its first page, and what it holds when idle.
func measureStart(ctx context.Context, r *report, program, data string, p *publication) error {
	const times = 7
	var took durations
	for i := range times {
		begun := time.Now()
		s, err := serve(ctx, program, data)
		if err != nil {
			return err
		}
		c, err := dial(s.address)
		if err != nil {
			return err
		}
		status, err := c.do(get(s.address, p.page))
		took = append(took, time.Since(begun))
		if err != nil || status != 200 {
			return fmt.Errorf("first page: status %d: %w", status, err)
		}
		c.Close()
		if i == times-1 {
			time.Sleep(idle)
			r.add("start to first page, the middle of "+strconv.Itoa(times), took.at(50).Round(time.Millisecond).String(), "≤ 150 ms")
			r.add(fmt.Sprintf("memory %v after the first page", idle), fmt.Sprintf("%.1f MB", float64(s.residentKB())/1000), "≤ 60 MB")
		}
		if err := s.stop(); err != nil {
			return err
		}
	}
	return nil
}
