package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// load is requests over some connections, each as soon as the one before is answered.
type load struct {
	clients int           // clients when 0
	each    time.Duration // how long it counts, after it has warmed up for half as long, a second at most
	want    int           // the status of every answer, 200 when 0; another is an error
	request func(client int) []byte
}

// repeat is a load's request that is always the same.
func repeat(request []byte) func(int) []byte { return func(int) []byte { return request } }

// run loads the server.
func (l load) run(ctx context.Context, s *server) (outcome, error) {
	if l.clients == 0 {
		l.clients = clients
	}
	if l.want == 0 {
		l.want = http.StatusOK
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	from := time.Now().Add(min(l.each/2, time.Second))
	until := from.Add(l.each)
	var (
		wg       sync.WaitGroup
		took     = make([]durations, l.clients)
		errs     = make([]error, l.clients)
		answered atomic.Int64
	)
	cpu := s.processorTime()
	for i := range l.clients {
		wg.Go(func() {
			var n int64
			took[i], n, errs[i] = l.client(ctx, i, s.address, from, until)
			answered.Add(n)
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
	cpu = s.processorTime() - cpu
	all := slices.Concat(took...)
	return outcome{float64(len(all)) / l.each.Seconds(), all, cpu / time.Duration(max(answered.Load(), 1))}, ctx.Err()
}

// client is one connection's part of a load. It returns how long each answer took that came
// between from and until, and how many came in all.
func (l load) client(ctx context.Context, i int, address string, from, until time.Time) (took durations, answered int64, err error) {
	c, err := dial(address)
	if err != nil {
		return nil, 0, err
	}
	defer c.Close()
	for ; ctx.Err() == nil; answered++ {
		r := l.request(i)
		begun := time.Now()
		status, err := c.do(r)
		now := time.Now()
		switch {
		case err != nil:
			return nil, 0, err
		case status != l.want:
			return nil, 0, fmt.Errorf("status %d, want %d, of %.100q", status, l.want, r)
		case now.After(until):
			return took, answered + 1, nil
		case now.After(from):
			took = append(took, now.Sub(begun))
		}
	}
	return took, answered, nil
}

// outcome is what came of a load.
type outcome struct {
	perSecond float64
	took      durations
	cpu       time.Duration // of the server, for each answer
}

func (o outcome) String() string {
	return fmt.Sprintf("%.0f /s; p50 %s, p99 %s; CPU %s", o.perSecond, millis(o.took.at(50)), millis(o.took.at(99)), cpuOf(o.cpu))
}

// cpuOf writes what one answer took of the processor as that of 1,000.
func cpuOf(d time.Duration) string { return fmt.Sprintf("%.3f s", 1000*d.Seconds()) }

func millis(d time.Duration) string {
	return fmt.Sprintf("%.2f ms", float64(d)/float64(time.Millisecond))
}

// join adds what came of another round of the same load, as long as the first one.
func (o outcome) join(other outcome, rounds int) outcome {
	n := time.Duration(rounds)
	return outcome{
		(o.perSecond*float64(rounds) + other.perSecond) / float64(rounds+1),
		slices.Concat(o.took, other.took),
		(o.cpu*n + other.cpu) / (n + 1),
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
