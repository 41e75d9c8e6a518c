package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// watch is what the live readers are told to do.
type watch struct {
	Address string // HOST:PORT
	Path    string // of the stream
	Readers int
}

const (
	// arriving is how many readers connect at once.
	arriving = 64
	// lineSize is what a reader holds: lines that matter are short, others are passed over.
	lineSize = 512
)

// readLive is the process of the live readers, apart from that of the load so that it takes the same
// of the processor whatever else is measured. It reads a watch from in, says so on out when
// all watch, and writes its sightings there when in ends.
func readLive(ctx context.Context, in io.Reader, out io.Writer) error {
	input := json.NewDecoder(in)
	var w watch
	if err := input.Decode(&w); err != nil {
		return err
	}
	readers := make([]*liveReader, w.Readers)
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(arriving)
	for i := range readers {
		work.Go(func() (err error) {
			if ctx.Err() == nil {
				readers[i], err = join(w)
			}
			return err
		})
	}
	if err := work.Wait(); err != nil {
		return err
	}
	var reading sync.WaitGroup
	for _, r := range readers {
		reading.Go(r.read)
	}
	fmt.Fprintln(out, "watching")
	io.Copy(io.Discard, io.MultiReader(input.Buffered(), in)) // until it ends
	seen := sightings{}
	for _, r := range readers {
		r.Close()
	}
	reading.Wait()
	for _, r := range readers {
		for _, m := range r.seen {
			seen[m.version] = append(seen[m.version], m.at.UnixNano())
		}
	}
	return json.NewEncoder(out).Encode(seen)
}

// liveReader reads a stream of server-sent events.
type liveReader struct {
	net.Conn
	in   *bufio.Reader
	seen []message
}

// message is one event, and when its last byte was there.
type message struct {
	version int64
	at      time.Time
}

// join opens a stream and reads its greeting.
func join(w watch) (*liveReader, error) {
	c, err := net.Dial("tcp", w.Address)
	if err != nil {
		return nil, err
	}
	r := &liveReader{Conn: c, in: bufio.NewReaderSize(c, lineSize)}
	if _, err := fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\n\r\n", w.Path, w.Address); err != nil {
		return nil, err
	}
	first, err := r.line()
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(first, []byte("HTTP/1.1 200 ")) {
		return nil, fmt.Errorf("GET %s: %s", w.Path, first)
	}
	for {
		line, err := r.line()
		if err != nil {
			return nil, fmt.Errorf("the stream ended before its greeting: %w", err)
		}
		if bytes.Equal(line, []byte("event: hello")) {
			return r, nil
		}
	}
}

// read notes the changes until the connection is closed.
func (r *liveReader) read() {
	var version int64
	change := false
	for {
		line, err := r.line()
		if err != nil {
			return
		}
		switch name, value, _ := bytes.Cut(line, []byte(": ")); string(name) {
		case "id":
			version, _ = strconv.ParseInt(string(value), 10, 64)
		case "event":
			change = string(value) == "change"
		case "": // the end of an event
			if change {
				r.seen = append(r.seen, message{version, time.Now()})
			}
			change = false
		}
	}
}

// line returns the next line, or the beginning of a long one, without its end.
func (r *liveReader) line() ([]byte, error) {
	line, err := r.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		begin := bytes.Clone(line[:16])
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = r.in.ReadSlice('\n')
		}
		return begin, err
	}
	return bytes.TrimRight(line, "\r\n"), err
}
