package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/member"
	"gogai/sample/century"
)

const (
	// reference is the length of the thread that longer ones are compared with.
	reference = 100
	// threadClients is how many read at once: the machine is not to be full.
	threadClients = 4
	// chunk is how many comments a transaction writes.
	chunk = 5_000
)

// lengths of threads, in comments.
var lengths = []int{commentsOnPage, reference, 1_000, 10_000, 100_000}

// view is a way to read a thread.
type view struct {
	name string
	// query is what follows the story's path. A thread of one page has no other than its first.
	query func(story article.ID, comments int) string
	first bool
}

var views = []view{
	{"oldest", func(article.ID, int) string { return "" }, true},
	{"latest", func(article.ID, int) string { return "?comments=latest" }, true},
	{"popular", func(article.ID, int) string { return "?comments=popular" }, true},
	{"controversial", func(article.ID, int) string { return "?comments=controversial" }, true},
	{"threaded", func(article.ID, int) string { return "?view=threaded" }, true},
	{"the middle", func(_ article.ID, n int) string { return after((n - commentsOnPage) / 2) }, false},
	{"the last page", func(_ article.ID, n int) string { return after(n - commentsOnPage) }, false},
	{"from a comment in the middle", func(id article.ID, n int) string {
		return "?c=" + discussion.Key{Article: id, Number: (n - commentsOnPage) / 2}.String()
	}, false},
}

// after asks for the page behind a comment, in the order of writing.
func after(number int) string { return "?after=" + discussion.Cursor{Number: number}.String() }

// measureThreads measures whether a page of a thread costs the same however long the thread is.
func measureThreads(ctx context.Context, b *bench) error {
	stories := make([]article.Article, len(lengths))
	if err := fill(ctx, b.data, func(f *filler) (err error) {
		for i, n := range lengths {
			if stories[i], err = f.addThread(ctx, n, b.p.readers); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	return b.with(ctx, b.data, []string{makeAnew}, func(s *server) error {
		results := make([]threadResult, len(lengths))
		for _, v := range views {
			if err := b.measureView(ctx, s, v, stories, results); err != nil {
				return err
			}
		}
		for i, n := range lengths {
			text := fmt.Sprintf("%s; p99 at most %s", strings.Join(results[i].shown, ", "), millis(results[i].slowest))
			if n <= reference {
				b.report.add(fmt.Sprintf("thread of %d comments, a page made anew: CPU", n), text)
			} else {
				b.report.compare(fmt.Sprintf("thread of %d comments: CPU against that of %d", n, reference), text, "≤ × 1.2", results[i].worst <= 1.2)
			}
		}
		return nil
	})
}

// threadResult is what was measured of a thread.
type threadResult struct {
	shown   []string
	worst   float64       // of its ratios
	slowest time.Duration // of its p99s
}

// measureView reads the threads in one way, in turn, and adds to their results.
func (b *bench) measureView(ctx context.Context, s *server, v view, stories []article.Article, results []threadResult) error {
	costs, against := make([]ratios, len(lengths)), make([]ratios, len(lengths))
	for range rounds {
		for i, n := range lengths {
			if n <= commentsOnPage && !v.first {
				continue
			}
			request := get(s.address, stories[i].Path()+v.query(stories[i].ID, n))
			o, err := (load{clients: threadClients, each: b.each / 8 / rounds, request: repeat(request)}).run(ctx, s)
			if err != nil {
				return err
			}
			costs[i] = append(costs[i], o.cpu.Seconds())
			results[i].slowest = max(results[i].slowest, o.took.at(99))
		}
		for i, n := range lengths {
			if n > reference {
				last := len(costs[i]) - 1
				against[i] = append(against[i], costs[i][last]/costs[slices.Index(lengths, reference)][last])
			}
		}
	}
	for i, n := range lengths {
		r := &results[i]
		switch {
		case n > reference:
			r.shown = append(r.shown, fmt.Sprintf("%s × %s", v.name, against[i].middle()))
			r.worst = max(r.worst, against[i].at(50))
		case len(costs[i]) > 0:
			r.shown = append(r.shown, fmt.Sprintf("%s %.3f s", v.name, 1000*costs[i].at(50)))
		}
	}
	return nil
}

// addThread adds a story with a discussion by the authors, in which about every other comment
// answers one of the twenty before it.
func (f *filler) addThread(ctx context.Context, n int, authors []member.ID) (article.Article, error) {
	a, err := f.addStory(ctx, fmt.Sprintf("A thread of %d", n))
	if err != nil {
		return a, err
	}
	for from := 0; from < n; from += chunk {
		comments := make([]discussion.Comment, min(chunk, n-from))
		for i := range comments {
			if comments[i], err = f.remark(a.ID, authors, from+i+1); err != nil {
				return a, err
			}
		}
		if err := f.db.AppendComments(ctx, a.ID, comments); err != nil {
			return a, err
		}
	}
	return a, nil
}

func (f *filler) remark(id article.ID, authors []member.ID, number int) (discussion.Comment, error) {
	body, html, err := discussion.Compose(century.English(f.lot, remarkLength), nil)
	parent := 0
	if number > 1 && f.lot.IntN(2) == 0 {
		parent = number - 1 - f.lot.IntN(min(number-1, 20))
	}
	return discussion.Comment{
		Key: discussion.Key{Article: id, Number: number}, Author: authors[f.lot.IntN(len(authors))], Parent: parent, Body: body, HTML: html,
		CreatedAt: f.now, State: discussion.Visible, Base: discussion.Tally{Up: f.lot.IntN(30), Down: f.lot.IntN(15)},
	}, err
}
