package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// grace is how long requests under way may take to end once the program is asked to.
const grace = 20 * time.Second

// serve prints the URL at which it listens and answers requests until ctx ends and those under
// way are answered. The listener is closed then. endStreams ends what has no end of its own, and
// what the server doesn't count.
func serve(ctx context.Context, listener net.Listener, url string, server *http.Server, endStreams func(), log *slog.Logger) error {
	// The listener takes connections already, so this holds as soon as it is read.
	fmt.Println("listening on " + url)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	log.Info("stopping: the requests under way are answered first")
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	endStreams()
	if err := server.Shutdown(last); err != nil {
		log.Warn("some requests took too long to end and were cut off", "after", grace)
		return server.Close()
	}
	log.Info("stopped")
	return nil
}

// address returns the URL of a listener that was asked for as HOST:PORT. One that listens
// everywhere is found at localhost.
func address(asked string, l net.Listener) string {
	host, _, err := net.SplitHostPort(asked)
	if err != nil || host == "" || net.ParseIP(host).IsUnspecified() {
		host = "localhost"
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return "http://" + l.Addr().String()
	}
	return "http://" + net.JoinHostPort(host, port)
}

// checkListen returns an error unless what the flag asks for is HOST:PORT.
func checkListen(flag, asked string) error {
	if _, _, err := net.SplitHostPort(asked); err != nil {
		return fmt.Errorf("%s: want HOST:PORT, for example 127.0.0.1:8080, not %q", flag, asked)
	}
	return nil
}

// listenNear listens on the first free port of localhost from 8080 on.
func listenNear() (net.Listener, error) {
	var errs []error
	for port := 8080; port < 8100; port++ {
		l, err := net.Listen("tcp", fmt.Sprintf("localhost:%d", port))
		if err == nil {
			return l, nil
		}
		errs = append(errs, err)
	}
	return nil, fmt.Errorf("no port from 8080 to 8099 is free; choose one with --listen: %w", errors.Join(errs...))
}
