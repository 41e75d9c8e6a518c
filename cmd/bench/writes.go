package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"
)

// measureWrites measures how many comments and votes are acknowledged, which they are once they
// are on disk.
func measureWrites(ctx context.Context, r *report, program, data string, p *publication, each time.Duration) (err error) {
	s, err := serve(ctx, program, data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()

	var sent [clients]int
	comments, err := load(ctx, s, each, http.StatusCreated, func(client int) []byte {
		sent[client]++
		body := fmt.Sprintf(`{"body":"%d of %d: %s"}`, sent[client], client, prose(remarkLength))
		return send(http.MethodPost, s.address, "/articles/"+p.stories[rand.N(len(p.stories))]+"/comments", p.tokens[client], body)
	})
	if err != nil {
		return err
	}
	r.add(fmt.Sprintf("comments of %d bytes acknowledged durable", remarkLength), comments.String(), "≥ 7,000 /s, p99 ≤ 50 ms")

	votes, err := load(ctx, s, each, http.StatusOK, func(client int) []byte {
		body := fmt.Sprintf(`{"value":%d}`, rand.N(3)-1)
		return send(http.MethodPut, s.address, "/comments/"+p.comments[rand.N(len(p.comments))]+"/vote", p.tokens[client], body)
	})
	if err != nil {
		return err
	}
	r.add("votes acknowledged durable", votes.String(), "≥ 12,000 /s, p99 ≤ 50 ms")
	return nil
}
