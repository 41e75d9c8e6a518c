package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"
)

// settle is how long the cache is given, more than once, to compress a page as well as it can.
const settle = time.Second

// rounds is how often servers that are compared are loaded in turn, so that what else the machine
// does hits all of them.
const rounds = 3

// measurePage measures what an article page weighs, and how many are served from the cache beside
// nginx and a bare handler that send the very same.
func measurePage(ctx context.Context, b *bench) error {
	return b.with(ctx, b.data, nil, func(s *server) error {
		page, err := warm(ctx, s, b.p.page)
		if err != nil {
			return err
		}
		if err := weigh(ctx, b.report, s.address, page); err != nil {
			return err
		}
		self, err := os.Executable()
		if err != nil {
			return err
		}
		input, err := json.Marshal(page)
		if err != nil {
			return err
		}
		bare, err := start(ctx, bytes.NewReader(input), self, "-bare")
		if err != nil {
			return err
		}
		defer bare.terminate()
		nginx, err := startNginx(ctx, b.dir, b.p.page, page)
		if err != nil {
			return err
		}
		defer nginx.terminate()
		for _, other := range []*server{bare, nginx} {
			if err := sendsSame(ctx, other, b.p.page, page); err != nil {
				return err
			}
		}
		return compareServers(ctx, b, s, bare, nginx)
	})
}

// warm asks for a page until it is hot, and returns it as it is sent from then on.
func warm(ctx context.Context, s *server, path string) (answer, error) {
	for range 3 { // hot is what is asked for often, and for longer than a moment
		for range 50 {
			if _, err := fetch(ctx, s.address, path, nil); err != nil {
				return answer{}, err
			}
		}
		time.Sleep(settle)
	}
	return fetch(ctx, s.address, path, nil)
}

// compareServers loads the servers in turn.
func compareServers(ctx context.Context, b *bench, gogai, bare, nginx *server) error {
	servers := []*server{nginx, bare, gogai}
	var all [3]outcome
	var toBare, toNginx ratios
	for round := range rounds {
		var now [3]outcome
		for i, s := range servers {
			var err error
			if now[i], err = (load{each: b.each / rounds, request: repeat(getGzip(s.address, b.p.page))}).run(ctx, s); err != nil {
				return err
			}
			all[i] = all[i].join(now[i], round)
		}
		toBare = append(toBare, now[2].perSecond/now[1].perSecond)
		toNginx = append(toNginx, now[2].perSecond/now[0].perSecond)
	}
	r := b.report
	r.add(fmt.Sprintf("article page with %d comments, from the cache", commentsOnPage), all[2].String())
	r.add("the same bytes and headers from a bare net/http handler", all[1].String())
	r.add("the same bytes and headers from nginx (gzip_static)", all[0].String())
	r.compare("gogai ÷ bare, "+toBare.spread(), toBare.middle(), "≥ 0.9", toBare.at(50) >= 0.9)
	r.compare("gogai ÷ nginx, "+toNginx.spread(), toNginx.middle(), "≥ 0.4", toNginx.at(50) >= 0.4)
	return nil
}

// sendsSame is nil when a server's answer is the page, byte for byte and header for header, but
// for two that nginx won't leave out.
func sendsSame(ctx context.Context, s *server, path string, want answer) error {
	got, err := fetch(ctx, s.address, path, nil)
	if err != nil {
		return err
	}
	got.Header.Del("Server")
	got.Header.Del("Connection") // keep-alive
	if d := cmp.Diff(want.Header, got.Header); d != "" || !bytes.Equal(want.Body, got.Body) {
		return fmt.Errorf("%s sends %d bytes in place of %d, headers (-want +got):\n%s", s.address, len(got.Body), len(want.Body), d)
	}
	return nil
}

// ratios are of one round each.
type ratios []float64

func (r ratios) at(percent int) float64 {
	return slices.Sorted(slices.Values(r))[min(len(r)*percent/100, len(r)-1)]
}

func (r ratios) middle() string { return fmt.Sprintf("%.2f", r.at(50)) }

func (r ratios) spread() string {
	return fmt.Sprintf("the middle of %d rounds in turn (%.2f to %.2f)", len(r), slices.Min(r), slices.Max(r))
}

// weigh adds up the bodies of a page and of the style sheets and scripts that it asks for.
func weigh(ctx context.Context, r *report, address string, page answer) error {
	total := len(page.Body)
	text, err := page.text()
	if err != nil {
		return err
	}
	files := resources(text)
	for _, path := range files {
		file, err := fetch(ctx, address, path, nil)
		if err != nil {
			return err
		}
		total += len(file.Body)
	}
	r.compare(fmt.Sprintf("article page without picture: HTML %.1f KB, with %d style sheets, scripts and icons", float64(len(page.Body))/1000, len(files)),
		fmt.Sprintf("%.1f KB", float64(total)/1000), "≤ 40 KB", total <= 40_000)
	return nil
}
