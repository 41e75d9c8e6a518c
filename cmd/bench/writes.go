package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"gogai/sample/century"
)

// slowest is how long a write may take at p99.
const slowest = 50 * time.Millisecond

// measureWrites measures how many comments and votes are acknowledged, which they are once they
// are on disk.
func measureWrites(ctx context.Context, b *bench) error {
	return b.with(ctx, b.data, nil, func(s *server) error {
		lots := newLots(clients)
		var sent [clients]int
		comments, batches, err := loadAndCount(ctx, s, load{each: b.each, want: http.StatusCreated, request: func(client int) []byte {
			sent[client]++
			body := fmt.Sprintf(`{"body":"%d of %d: %s"}`, sent[client], client, century.English(lots[client], remarkLength))
			story := b.p.stories[lots[client].IntN(len(b.p.stories))]
			return send(http.MethodPost, s.address, "/articles/"+story+"/comments", b.p.tokens[client], body)
		}})
		if err != nil {
			return err
		}
		b.report.compare(fmt.Sprintf("comments of %d bytes acknowledged durable; %s", remarkLength, batches), comments.String(),
			"≥ 7,000 /s, p99 ≤ 50 ms", comments.perSecond >= 7_000 && comments.took.at(99) <= slowest)

		votes, batches, err := loadAndCount(ctx, s, load{each: b.each, request: func(client int) []byte {
			lot := lots[client]
			body := fmt.Sprintf(`{"value":%d}`, lot.IntN(3)-1)
			return send(http.MethodPut, s.address, "/comments/"+b.p.comments[lot.IntN(len(b.p.comments))]+"/vote", b.p.tokens[client], body)
		}})
		if err != nil {
			return err
		}
		b.report.compare("votes acknowledged durable; "+batches, votes.String(),
			"≥ 12,000 /s, p99 ≤ 50 ms", votes.perSecond >= 12_000 && votes.took.at(99) <= slowest)
		return nil
	})
}

// newLots returns a source of chance for each client.
func newLots(n int) []*rand.Rand {
	lots := make([]*rand.Rand, n)
	for i := range lots {
		lots[i] = rand.New(rand.NewPCG(uint64(i), 0))
	}
	return lots
}

// loadAndCount runs a load of writes and says how many shared a commit.
func loadAndCount(ctx context.Context, s *server, l load) (outcome, string, error) {
	before, err := s.figures(ctx)
	if err != nil {
		return outcome{}, "", err
	}
	o, err := l.run(ctx, s)
	if err != nil {
		return outcome{}, "", err
	}
	after, err := s.figures(ctx)
	if err != nil {
		return outcome{}, "", err
	}
	return o, after.minus(before).batches(), nil
}
