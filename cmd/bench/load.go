package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// connection speaks just enough HTTP/1.1 to be answered. net/http's client takes as much of the
// processor as a server does, and would be what is measured.
type connection struct {
	net.Conn
	in *bufio.Reader
}

func dial(address string) (*connection, error) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &connection{c, bufio.NewReaderSize(c, 64<<10)}, nil
}

// do sends a request and reads its answer to the end.
func (c *connection) do(request []byte) (status int, err error) {
	if _, err := c.Write(request); err != nil {
		return 0, err
	}
	line, err := c.in.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	if len(line) < 12 {
		return 0, fmt.Errorf("the answer begins with %q", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, err
	}
	length, chunked := 0, false
	for {
		line, err = c.in.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(value)); err != nil {
				return 0, err
			}
		} else if bytes.Equal(line, []byte("Transfer-Encoding: chunked")) {
			chunked = true
		}
	}
	if chunked {
		return status, c.discardChunks()
	}
	_, err = c.in.Discard(length)
	return status, err
}

func (c *connection) discardChunks() error {
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(string(bytes.TrimRight(line, "\r\n")), 16, 32)
		if err != nil {
			return err
		}
		if _, err := c.in.Discard(int(size) + len("\r\n")); err != nil || size == 0 {
			return err
		}
	}
}

// durations are sorted once they are asked for.
type durations []time.Duration

// at returns the duration that so many percent don't exceed.
func (d durations) at(percent int) time.Duration {
	if len(d) == 0 {
		return 0
	}
	slices.Sort(d)
	return d[min(len(d)*percent/100, len(d)-1)]
}

// outcome is what came of a load.
type outcome struct {
	perSecond float64
	took      durations
	cpu       time.Duration // of the server, for each answer
}

func (o outcome) String() string {
	return fmt.Sprintf("%.0f /s; p50 %v, p99 %v; CPU %v", o.perSecond,
		o.took.at(50).Round(10*time.Microsecond), o.took.at(99).Round(10*time.Microsecond), o.cpu.Round(time.Microsecond))
}

// warmUp is how long a load runs before it counts.
const warmUp = time.Second

// load sends requests over all connections, each as soon as the one before is answered. request
// makes a client's next one; an answer with another status than want is an error.
func load(ctx context.Context, s *server, each time.Duration, want int, request func(client int) []byte) (outcome, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	from := time.Now().Add(warmUp)
	until := from.Add(each)
	var (
		wg       sync.WaitGroup
		took     [clients]durations
		errs     [clients]error
		answered atomic.Int64
	)
	cpu := s.processorTime()
	for i := range clients {
		wg.Go(func() {
			took[i], errs[i] = client(ctx, s.address, from, until, want, func() []byte {
				answered.Add(1)
				return request(i)
			})
			if errs[i] != nil {
				cancel()
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return outcome{}, err
		}
	}
	all := slices.Concat(took[:]...)
	cpu = (s.processorTime() - cpu) / time.Duration(answered.Load())
	return outcome{float64(len(all)) / each.Seconds(), all, cpu}, ctx.Err()
}

// client is one connection's part of a load. It returns how long each answer took that came
// between from and until.
func client(ctx context.Context, address string, from, until time.Time, want int, request func() []byte) (durations, error) {
	c, err := dial(address)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	var took durations
	for ctx.Err() == nil {
		r := request()
		begun := time.Now()
		status, err := c.do(r)
		now := time.Now()
		switch {
		case err != nil:
			return nil, err
		case status != want:
			return nil, fmt.Errorf("status %d, want %d, of %.80q", status, want, r)
		case now.After(until):
			return took, nil
		case now.After(from):
			took = append(took, now.Sub(begun))
		}
	}
	return took, nil
}

// get is a browser's request for a page.
func get(address, path string) []byte {
	return []byte("GET " + path + " HTTP/1.1\r\nHost: " + address + "\r\nAccept-Encoding: gzip, br, zstd\r\n\r\n")
}

// send is a script's request to the API.
func send(method, address, path, token, body string) []byte {
	return []byte(method + " /api/v1" + path + " HTTP/1.1\r\nHost: " + address + "\r\nAuthorization: Bearer " + token +
		"\r\nContent-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body)
}
