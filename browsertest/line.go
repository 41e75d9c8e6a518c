package browsertest

import (
	"context"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"
)

// A Line is a network between a browser and a server that is slow, or goes away
// for a while. Unlike the browser's own emulation it carries all that a page
// asks for, prefetches and streams that are open included.
type Line struct {
	listener net.Listener
	server   string // HOST:PORT
	latency  time.Duration
	up, down wire

	mu    sync.Mutex
	cut   bool
	conns map[net.Conn]bool
}

// A wire is one direction of a line, which all its connections share.
type wire struct {
	bytesPerSecond float64 // 0 is no limit

	mu   sync.Mutex
	free time.Time // when all that was sent so far has left
}

// NewLine opens a line to the server at base (http://HOST:PORT) until the test
// ends. latency is the time from a question to its answer, which opening a
// connection takes once more. kbits per second are what it carries each way; 0 is no
// limit.
func NewLine(t testing.TB, base string, kbits int, latency time.Duration) *Line {
	t.Helper()
	to, err := url.Parse(base)
	if err != nil || to.Host == "" {
		t.Fatalf("NewLine: %q is not the address of a server", base)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("NewLine: %v", err)
	}
	rate := float64(kbits) * 1000 / 8
	l := &Line{
		listener: listener, server: to.Host, latency: latency,
		up: wire{bytesPerSecond: rate}, down: wire{bytesPerSecond: rate},
		conns: map[net.Conn]bool{},
	}
	ctx, stop := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return // closed, below
			}
			all.Go(func() { l.carry(ctx, conn) })
		}
	})
	t.Cleanup(func() {
		stop()
		listener.Close()
		l.Cut()
		all.Wait()
	})
	return l
}

// URL is the address under which the line leads to the server.
func (l *Line) URL() string { return "http://" + l.listener.Addr().String() }

// Cut breaks every connection, and lets no other come about until [Line.Mend].
func (l *Line) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = true
	for conn := range l.conns {
		conn.Close()
	}
}

// Mend lets connections come about again.
func (l *Line) Mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = false
}

// carry serves one connection of a browser until an end hangs up or the line is cut.
func (l *Line) carry(ctx context.Context, browser net.Conn) {
	defer l.hold(browser)()
	server, err := net.Dial("tcp", l.server)
	if err != nil {
		return
	}
	defer l.hold(server)()
	select {
	case <-time.After(l.latency): // opening a connection takes a question and an answer
	case <-ctx.Done():
	}
	var both sync.WaitGroup
	both.Go(func() { l.up.send(ctx, server, browser, l.latency/2) })
	both.Go(func() { l.down.send(ctx, browser, server, l.latency/2) })
	both.Wait()
}

// hold counts a connection among those that Cut breaks, which on a line that is cut it does at
// once. It returns what closes the connection.
func (l *Line) hold(conn net.Conn) (release func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cut {
		conn.Close()
	}
	l.conns[conn] = true
	return func() {
		conn.Close()
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.conns, conn)
	}
}

// send copies what comes from one end to the other. Each piece leaves when those before it have,
// and arrives delay later. The end of what comes hangs up.
func (w *wire) send(ctx context.Context, to, from net.Conn, delay time.Duration) {
	type piece struct {
		content []byte
		arrives time.Time
	}
	under := make(chan piece, 1<<10) // way
	var arrivals sync.WaitGroup
	arrivals.Go(func() {
		defer to.Close()
		for p := range under {
			select {
			case <-time.After(time.Until(p.arrives)):
			case <-ctx.Done():
			}
			to.Write(p.content) // an end that hung up is noticed by reading from it
		}
	})
	for {
		// About a packet: of two connections that share the line neither waits long for the other.
		content := make([]byte, 1460)
		n, err := from.Read(content)
		if n > 0 {
			under <- piece{content[:n], w.left(n).Add(delay)}
		}
		if err != nil {
			break
		}
	}
	close(under)
	arrivals.Wait()
}

// left is when the last of n bytes that are ready to be sent now is on its way.
func (w *wire) left(n int) time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now := time.Now(); w.free.Before(now) {
		w.free = now
	}
	if w.bytesPerSecond > 0 {
		w.free = w.free.Add(time.Duration(float64(n) / w.bytesPerSecond * float64(time.Second)))
	}
	return w.free
}
