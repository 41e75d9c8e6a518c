package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
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
	comments, err := load(ctx, s.address, each, http.StatusCreated, func(client int) []byte {
		sent[client]++
		body := fmt.Sprintf(`{"body":"Number %d of client %d. %s"}`, sent[client], client, remark)
		return send(http.MethodPost, s.address, "/articles/"+p.stories[rand.N(len(p.stories))]+"/comments", p.tokens[client], body)
	})
	if err != nil {
		return err
	}
	r.add(fmt.Sprintf("comments of %d bytes acknowledged durable", len(remark)), comments.String(), "≥ 7,000 /s, p99 ≤ 50 ms")

	votes, err := load(ctx, s.address, each, http.StatusOK, func(client int) []byte {
		body := fmt.Sprintf(`{"value":%d}`, rand.N(3)-1)
		return send(http.MethodPut, s.address, "/comments/"+p.comments[rand.N(len(p.comments))]+"/vote", p.tokens[client], body)
	})
	if err != nil {
		return err
	}
	r.add("votes acknowledged durable", votes.String(), "≥ 12,000 /s, p99 ≤ 50 ms")
	return nil
}

// remark is as long as comments are in the middle.
var remark = strings.Repeat("The ferry has been late all week, and nobody says why. ", 4)
