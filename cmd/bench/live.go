package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"time"

	"gogai/article"
)

const (
	// liveReaders is how many hold a stream open at once.
	liveReaders = 10_000
	// liveWrites are made while they watch, comments and votes in turn, one at a time.
	liveWrites = 20
	// livePause lies between two writes, so that each is told on its own.
	livePause = time.Second
)

// measureLive measures how soon very many readers see a write, and what each costs in memory.
func measureLive(ctx context.Context, b *bench) error {
	n := liveReaders
	if b.quick {
		n /= 10
	}
	var story article.Article
	var version int64
	if err := fill(ctx, b.data, func(f *filler) (err error) {
		if story, err = f.addThread(ctx, commentsOnPage, b.p.readers); err != nil {
			return err
		}
		t, err := f.db.Thread(ctx, story.ID)
		version = t.Version
		return err
	}); err != nil {
		return err
	}
	return b.with(ctx, b.data, nil, func(s *server) error {
		if _, err := warm(ctx, s, story.Path()); err != nil {
			return err
		}
		alone := s.residentKB()
		crowd, err := gather(ctx, watch{Address: s.address, Path: fmt.Sprintf("%s/live?since=%d", story.Path(), version), Readers: n})
		if err != nil {
			return err
		}
		defer crowd.end()
		time.Sleep(idle)
		each := float64(s.residentKB()-alone) / float64(n)
		cpu := s.processorTime()
		acknowledged, err := b.writeSlowly(ctx, s, story.ID)
		if err != nil {
			return err
		}
		cpu = s.processorTime() - cpu
		seen, err := crowd.end()
		if err != nil {
			return err
		}
		delays, err := seen.since(acknowledged, n)
		if err != nil {
			return err
		}
		b.report.compare(fmt.Sprintf("%d live readers: from the writer's acknowledgement until a reader has it", n),
			fmt.Sprintf("p50 %s, p99 %s, at most %s; CPU %.0f ms a write", millis(delays.at(50)), millis(delays.at(99)), millis(delays.at(100)),
				float64(cpu.Milliseconds())/liveWrites), "p99 ≤ 250 ms", delays.at(99) <= 250*time.Millisecond)
		b.report.compare("memory of the server for each of them", fmt.Sprintf("%.1f KB", each), "≤ 25 KB", each <= 25)
		return nil
	})
}

// writeSlowly posts and votes, and returns when each write was acknowledged.
func (b *bench) writeSlowly(ctx context.Context, s *server, story article.ID) ([]time.Time, error) {
	c, err := dial(s.address)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	var acknowledged []time.Time
	for i := range liveWrites {
		request, want := send(http.MethodPost, s.address, "/articles/"+story.String()+"/comments", b.p.tokens[i], fmt.Sprintf(`{"body":"Number %d."}`, i)), http.StatusCreated
		if i%2 == 1 {
			request, want = send(http.MethodPut, s.address, fmt.Sprintf("/comments/%s-%d/vote", story, i), b.p.tokens[i], `{"value":1}`), http.StatusOK
		}
		status, err := c.do(request)
		if err == nil && status != want {
			err = fmt.Errorf("status %d, want %d, of %.100q", status, want, request)
		}
		if err != nil {
			return nil, err
		}
		acknowledged = append(acknowledged, time.Now())
		select {
		case <-time.After(livePause):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return acknowledged, nil
}

// crowd is the process of the live readers.
type crowd struct {
	command *exec.Cmd
	input   io.Closer // what ends it
	output  *bufio.Reader
	ended   bool
}

// gather starts the readers, and returns once all of them watch.
func gather(ctx context.Context, w watch) (*crowd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, self, "-readers")
	command.Stderr = os.Stderr
	in, err1 := command.StdinPipe()
	out, err2 := command.StdoutPipe()
	if err := errors.Join(err1, err2, command.Start()); err != nil {
		return nil, err
	}
	c := &crowd{command: command, input: in, output: bufio.NewReader(out)}
	if err := json.NewEncoder(in).Encode(w); err != nil {
		c.end()
		return nil, err
	}
	if line, err := c.output.ReadString('\n'); err != nil {
		c.end()
		return nil, fmt.Errorf("the readers said %q: %w", line, err)
	}
	return c, nil
}

// end lets the readers go and returns what they saw. A second call does nothing.
func (c *crowd) end() (sightings, error) {
	if c.ended {
		return nil, nil
	}
	c.ended = true
	c.input.Close()
	var seen sightings
	err := json.NewDecoder(c.output).Decode(&seen)
	return seen, errors.Join(err, c.command.Wait())
}

// sightings are when readers had a message, in nanoseconds since 1970, by its version.
type sightings map[int64][]int64

// since returns how long after its acknowledgement each write was seen by each of n readers; 0
// where it was seen before. A reader who missed one is an error.
func (s sightings) since(acknowledged []time.Time, n int) (durations, error) {
	versions := slices.Sorted(maps.Keys(s))
	if len(versions) != len(acknowledged) {
		return nil, fmt.Errorf("%d writes came as %d messages", len(acknowledged), len(versions))
	}
	var delays durations
	for i, v := range versions {
		if len(s[v]) != n {
			return nil, fmt.Errorf("write %d reached %d of %d readers", i+1, len(s[v]), n)
		}
		for _, at := range s[v] {
			delays = append(delays, max(time.Duration(at-acknowledged[i].UnixNano()), 0))
		}
	}
	return delays, nil
}
