// Package stream keeps connections open on which readers are told what happens: server-sent
// events (HTML Standard §9.2). A connection is taken over from the HTTP server, whose buffers are
// then free again, and costs little more than a waiting goroutine. Nobody waits for a slow one.
package stream

import (
	"bytes"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"gogai/live"
)

// Streams are the connections to those who follow something. A nil Streams takes none.
type Streams struct {
	Most     int // at once; 0 takes none
	MostFrom int // at once from one network; 0 is as many as there may be

	mu      sync.Mutex
	all     int
	from    map[netip.Prefix]int
	closed  bool
	running sync.WaitGroup // as many as all
}

// Who is refused comes back after so many seconds.
const (
	againWhenFull = 60
	againFromOne  = 30
)

// writeBuffer is how much of a stream the system keeps for a slow reader, in bytes: thousands of
// them must not take its memory.
const writeBuffer = 32 << 10

// Open answers a request from a network with a stream: the header that w has so far, and first.
// Where it can't, it answers with a status that says what to do instead and returns nil: 501 to
// ask from time to time, since there are no streams on this connection; 503 and 429 to come
// back later, since there are too many, in all or from there.
//
// The caller must call Follow on what it gets.
func (s *Streams) Open(w http.ResponseWriter, r *http.Request, from netip.Prefix, first []byte) *Conn {
	if s == nil || s.Most == 0 {
		w.WriteHeader(http.StatusNotImplemented)
		return nil
	}
	if status, after := s.enter(from); status != 0 {
		w.Header().Set("Retry-After", strconv.Itoa(after))
		w.WriteHeader(status)
		return nil
	}
	c := s.takeOver(w, r)
	if c == nil {
		s.leave(from)
		return nil
	}
	c.from = from
	if c.Send(append(head(w.Header()), first...)) != live.Fine {
		c.Close() // it doesn't take even the first bytes
	}
	return c
}

// takeOver takes the connection from the server, or answers that it can't.
func (s *Streams) takeOver(w http.ResponseWriter, r *http.Request) *Conn {
	if r.ProtoMajor != 1 {
		w.WriteHeader(http.StatusNotImplemented)
		return nil
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		w.WriteHeader(http.StatusNotImplemented)
		return nil
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetWriteBuffer(writeBuffer) // where that can't be, a slow reader costs more
	}
	return &Conn{conn: conn, streams: s}
}

// head writes the beginning of an answer that ends with its connection (RFC 9112 §6.3).
func head(h http.Header) []byte {
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 200 OK\r\n")
	h.WriteSubset(&b, map[string]bool{"Connection": true, "Content-Length": true, "Date": true, "Transfer-Encoding": true})
	b.WriteString("Connection: close\r\nDate: " + time.Now().UTC().Format(http.TimeFormat) + "\r\n\r\n")
	return b.Bytes()
}

// enter counts a stream from a network; where it is one too many it returns the status that says
// so, and after how many seconds to come back.
func (s *Streams) enter(from netip.Prefix) (status, after int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed, s.all >= s.Most:
		return http.StatusServiceUnavailable, againWhenFull
	case s.MostFrom > 0 && s.from[from] >= s.MostFrom:
		return http.StatusTooManyRequests, againFromOne
	}
	if s.from == nil {
		s.from = map[netip.Prefix]int{}
	}
	s.running.Add(1)
	s.all++
	s.from[from]++
	return 0, 0
}

func (s *Streams) leave(from netip.Prefix) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all--
	if s.from[from]--; s.from[from] == 0 {
		delete(s.from, from)
	}
	s.running.Done()
}

// Count returns how many there are at the moment.
func (s *Streams) Count() int {
	if s == nil {
		return 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all
}

// Close takes no more streams and returns when those there are have ended, which is for others to
// see to.
func (s *Streams) Close() {
	if s == nil {
		return
	}
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.running.Wait()
}
