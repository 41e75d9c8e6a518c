package main

import (
	"context"
	"fmt"
	"time"
)

// measureAnew measures what pages cost that no cache holds.
func measureAnew(ctx context.Context, b *bench) error {
	return b.with(ctx, b.data, []string{makeAnew}, func(s *server) error {
		page, err := (load{each: b.each, request: repeat(get(s.address, b.p.page))}).run(ctx, s)
		if err != nil {
			return err
		}
		b.report.compare(fmt.Sprintf("article page with %d comments, made anew and compressed", commentsOnPage), page.String(),
			"≤ 1 s of CPU", page.cpu <= time.Millisecond)
		front, err := (load{each: b.each, request: repeat(get(s.address, "/"))}).run(ctx, s)
		if err != nil {
			return err
		}
		b.report.add("front page, made anew and compressed", front.String())
		return nil
	})
}
