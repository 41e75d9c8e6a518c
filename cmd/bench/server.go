package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
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
	metrics string // likewise, where the program has figures of its own
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
			return &server{address: address, command: command}, nil
		}
	}
	return nil, fmt.Errorf("%s ended before it listened: %w", program, command.Wait())
}

// serve starts gogai on a folder, as in service but without limits.
func serve(ctx context.Context, program, data string, flags ...string) (*server, error) {
	metrics, err := freeAddress()
	if err != nil {
		return nil, err
	}
	s, err := start(ctx, nil, program, append([]string{"serve", "--data", data, "--listen", "127.0.0.1:0",
		"--metrics-listen", metrics, "--limits", "off", "--log-level", "error"}, flags...)...)
	if err == nil {
		s.metrics = metrics
	}
	return s, err
}

// makeAnew makes gogai keep no page.
const makeAnew = "--page-cache=off"

// with serves a folder while do runs.
func (b *bench) with(ctx context.Context, data string, flags []string, do func(*server) error) (err error) {
	s, err := serve(ctx, b.program, data, flags...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	return do(s)
}

// freeAddress returns an address of this machine at which nobody listens just now.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// stop ends the server and waits until it is gone.
func (s *server) stop() error {
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return s.command.Wait()
}

// terminate is stop for a server that says with an error that it was ended.
func (s *server) terminate() {
	s.command.Process.Signal(syscall.SIGTERM)
	s.command.Wait()
}
