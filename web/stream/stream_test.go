package stream_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"gogai/live"
	"gogai/web/stream"
)

var (
	here  = netip.MustParsePrefix("192.0.2.1/32")
	there = netip.MustParsePrefix("192.0.2.2/32")
)

// served opens a stream for each request and hands it to the test.
func served(t *testing.T, s *stream.Streams) (address string, opened chan *stream.Conn) {
	t.Helper()
	opened = make(chan *stream.Conn, 100)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		w.Header().Set("X-Odd", "a\r\nb")
		from := here
		if r.URL.Path == "/there" {
			from = there
		}
		if c := s.Open(w, r, from, []byte("hello\n")); c != nil {
			c.Follow(func() {})
			opened <- c
		}
	}))
	t.Cleanup(func() {
		server.Close()
		for len(opened) > 0 {
			(<-opened).Close()
		}
		s.Close()
	})
	return server.Listener.Addr().String(), opened
}

// ask sends a request on a connection of its own, as one who may never read the answer.
func ask(t *testing.T, address, path string) *net.TCPConn {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path)
	return c.(*net.TCPConn)
}

func TestOpen(t *testing.T) {
	s := &stream.Streams{Most: 3, MostFrom: 2}
	address, opened := served(t, s)
	answer := func(path string) (*http.Response, *net.TCPConn) {
		t.Helper()
		c := ask(t, address, path)
		resp, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatal(err)
		}
		return resp, c
	}
	resp, client := answer("/")
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "text/event-stream" || resp.Header.Get("Date") == "" || !resp.Close {
		t.Errorf("got %+v", resp)
	}
	if odd := resp.Header.Get("X-Odd"); strings.ContainsAny(odd, "\r\n") || resp.Header.Get("b") != "" {
		t.Errorf("a header reads %q", odd)
	}
	c := <-opened
	if c.Send([]byte("news\n")) != live.Fine || c.Send([]byte("more\n")) != live.Fine {
		t.Error("nobody takes it")
	}
	c.Close()
	if all, err := io.ReadAll(resp.Body); err != nil || string(all) != "hello\nnews\nmore\n" {
		t.Errorf("got %q, %v", all, err)
	}
	client.Close()
	waitFor(t, func() bool { return s.Count() == 0 })

	for _, want := range []struct {
		path   string
		status int
	}{{"/", 200}, {"/", 200}, {"/", 429}, {"/there", 200}, {"/there", 503}} {
		resp, _ := answer(want.path)
		if resp.StatusCode != want.status || want.status != 200 && resp.Header.Get("Retry-After") == "" {
			t.Errorf("%s: status %d, want %d; Retry-After %q", want.path, resp.StatusCode, want.status, resp.Header.Get("Retry-After"))
		}
	}
}

// Where there can be no stream, the answer says so, and nothing is counted.
func TestNoStream(t *testing.T) {
	s := &stream.Streams{Most: 1}
	for name, c := range map[string]struct {
		streams *stream.Streams
		major   int
	}{
		"none are wanted": {nil, 1}, "none may be": {&stream.Streams{}, 1}, "HTTP/2": {s, 2}, "not a connection": {s, 1},
	} {
		w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil)
		r.ProtoMajor = c.major
		if conn := c.streams.Open(w, r, here, nil); conn != nil || w.Code != http.StatusNotImplemented {
			t.Errorf("%s: status %d", name, w.Code)
		}
		if c.streams.Count() != 0 {
			t.Errorf("%s: %d streams", name, c.streams.Count())
		}
	}
	s.Close()
	w := httptest.NewRecorder()
	if conn := s.Open(w, httptest.NewRequest("GET", "/", nil), here, nil); conn != nil || w.Code != http.StatusServiceUnavailable {
		t.Errorf("after the end: status %d", w.Code)
	}
}

// A reader who never reads is behind, then lost, and costs no more than is allowed; nothing waits
// for them. One who reads late gets all of it, in order.
func TestSlow(t *testing.T) {
	s := &stream.Streams{Most: 10}
	address, opened := served(t, s)
	deaf := ask(t, address, "/")
	deaf.SetReadBuffer(4 << 10)
	never := <-opened
	late := ask(t, address, "/")
	late.SetReadBuffer(4 << 10)
	later := <-opened

	frame := bytes.Repeat([]byte("0123456789abcdef"), 1024) // 16 KB
	var sent int
	state := live.Fine
	for state != live.Lost {
		state = never.Send(frame)
		sent += len(frame)
	}
	if sent > 8<<20 { // the system's own share varies
		t.Errorf("%d bytes were sent to nobody", sent)
	}

	want := []byte("hello\n")
	for i, behind := 0, 0; behind < 3; i++ { // frames that wait, one of them in part
		line := fmt.Appendf(nil, "%d %s\n", i, frame)
		want = append(want, line...)
		if later.Send(line) == live.Behind {
			behind++
		}
	}
	go func() {
		for end := time.Now().Add(10 * time.Second); later.Send(nil) == live.Behind && time.Now().Before(end); {
			time.Sleep(time.Millisecond)
		}
		later.Send([]byte("the end\n"))
		later.Close()
	}()
	resp, err := http.ReadResponse(bufio.NewReader(late), nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(resp.Body)
	if want = append(want, "the end\n"...); err != nil || !bytes.Equal(got, want) {
		t.Errorf("of %d bytes came %d, %v", len(want), len(got), err)
	}
}

// Who goes, or says something out of turn, is noticed at once.
func TestGone(t *testing.T) {
	s := &stream.Streams{Most: 10}
	address, opened := served(t, s)
	for name, leave := range map[string]func(*net.TCPConn){
		"closed":    func(c *net.TCPConn) { c.Close() },
		"reset":     func(c *net.TCPConn) { c.SetLinger(0); c.Close() },
		"half shut": func(c *net.TCPConn) { c.CloseWrite() },
		"talking":   func(c *net.TCPConn) { io.WriteString(c, "GET / HTTP/1.1\r\n\r\n") },
	} {
		t.Run(name, func(t *testing.T) {
			client := ask(t, address, "/")
			c := <-opened
			leave(client)
			waitFor(t, func() bool { return s.Count() == 0 })
			if state := c.Send([]byte("more")); state != live.Lost {
				t.Errorf("sending to nobody is %v", state)
			}
		})
	}
}

func waitFor(t *testing.T, done func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !done(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it never came")
		}
	}
}
