package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	// voters each vote once, on one comment.
	voters = 10_000
	// watchers read the comment's page meanwhile, and rest before they read it again.
	watchers = 8
	rest     = 10 * time.Millisecond
)

// measureStorm measures how long very many votes on one comment take to be acknowledged, and what
// readers of its page notice.
func measureStorm(ctx context.Context, b *bench) error {
	var tokens []string
	if err := fill(ctx, b.data, func(f *filler) (err error) {
		tokens, err = f.addClients(ctx, "voter", voters)
		return err
	}); err != nil {
		return err
	}
	return b.with(ctx, b.data, nil, func(s *server) error {
		st := storm{server: s, page: b.p.page, comment: b.p.comments[0], tokens: tokens}
		calm, err := st.watch(b.each/3).run(ctx, s)
		if err != nil {
			return err
		}
		before, err := s.figures(ctx)
		if err != nil {
			return err
		}
		if err := st.run(ctx); err != nil {
			return err
		}
		after, err := s.figures(ctx)
		if err != nil {
			return err
		}
		added := after.minus(before)
		b.report.add(fmt.Sprintf("storm: %d members vote on one comment; %s", voters, added.batches()),
			fmt.Sprintf("%.2f s, %.0f /s; p50 %s, p99 %s", st.lasted.Seconds(), voters/st.lasted.Seconds(), millis(st.votes.at(50)), millis(st.votes.at(99))))
		b.report.add(fmt.Sprintf("its page meanwhile, %d readers (p99 in the calm before: %s)", watchers, millis(calm.took.at(99))),
			fmt.Sprintf("%d read, p50 %s, p99 %s; made %.0f times", len(st.reads), millis(st.reads.at(50)), millis(st.reads.at(99)), added["gogai_page_cache_makes_total"]))
		return nil
	})
}

// storm is one run of it.
type storm struct {
	server        *server
	page, comment string
	tokens        []string

	lasted       time.Duration
	votes, reads durations
}

// watch is what the watchers do.
func (st *storm) watch(each time.Duration) load {
	request := get(st.server.address, st.page)
	return load{clients: watchers, each: each, want: http.StatusOK, request: func(int) []byte {
		time.Sleep(rest)
		return request
	}}
}

// run lets all members vote over the usual number of connections, while the watchers read.
func (st *storm) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	reading, stopReading := context.WithCancel(ctx)
	var voting, watching sync.WaitGroup
	var votes [clients]durations
	var reads [watchers]durations
	var errs [clients + watchers]error
	begun := time.Now()
	far := begun.Add(time.Hour)
	for i := range watchers {
		watching.Go(func() {
			l := st.watch(0)
			if reads[i], _, errs[i] = l.client(reading, i, st.server.address, begun, far); errs[i] != nil {
				cancel()
			}
		})
	}
	for i := range clients {
		voting.Go(func() {
			if votes[i], errs[watchers+i] = st.vote(ctx, i); errs[watchers+i] != nil {
				cancel()
			}
		})
	}
	voting.Wait()
	st.lasted = time.Since(begun)
	stopReading()
	watching.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	st.votes, st.reads = slices.Concat(votes[:]...), slices.Concat(reads[:]...)
	return ctx.Err()
}

// vote casts the votes of one connection's share of the members.
func (st *storm) vote(ctx context.Context, first int) (durations, error) {
	c, err := dial(st.server.address)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	var took durations
	for i := first; i < len(st.tokens) && ctx.Err() == nil; i += clients {
		value := 1
		if i%4 == 0 {
			value = -1
		}
		begun := time.Now()
		status, err := c.do(send(http.MethodPut, st.server.address, "/comments/"+st.comment+"/vote", st.tokens[i], fmt.Sprintf(`{"value":%d}`, value)))
		if err == nil && status != http.StatusOK {
			err = fmt.Errorf("a vote: status %d", status)
		}
		if err != nil {
			return nil, err
		}
		took = append(took, time.Since(begun))
	}
	return took, nil
}
