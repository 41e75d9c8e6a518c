package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"time"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/net/html"
)

// measurePage measures what an article page weighs and how many are served, in turn with a bare
// handler so that what else the machine does hits both.
func measurePage(ctx context.Context, r *report, program, data string, p *publication, each time.Duration) (err error) {
	s, err := serve(ctx, program, data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	page, err := fetch(ctx, s.address, p.page)
	if err != nil {
		return err
	}
	if err := weigh(ctx, r, s.address, page); err != nil {
		return err
	}

	input, err := json.Marshal(page)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	bareCtx, cancel := context.WithCancel(ctx)
	bare, err := start(bareCtx, bytes.NewReader(input), self, "-bare")
	if err != nil {
		cancel()
		return err
	}
	defer func() {
		cancel()
		bare.command.Wait() // its error is that it was ended
	}()
	const rounds = 3
	var ours, theirs outcome
	var ratios []float64
	for range rounds {
		if theirs, err = load(ctx, bare, each/rounds, http.StatusOK, repeat(get(bare.address, p.page))); err != nil {
			return err
		}
		if ours, err = load(ctx, s, each/rounds, http.StatusOK, repeat(get(s.address, p.page))); err != nil {
			return err
		}
		ratios = append(ratios, ours.perSecond/theirs.perSecond)
	}
	slices.Sort(ratios)
	r.add(fmt.Sprintf("article page with %d comments", commentsOnPage), ours.String(), "")
	r.add("the same bytes from a bare net/http handler", theirs.String(), "")
	r.add(fmt.Sprintf("ours to bare, the middle of %d rounds in turn (%.2f to %.2f)", rounds, ratios[0], ratios[rounds-1]),
		fmt.Sprintf("%.2f", ratios[rounds/2]), "≥ 0.9 once pages are cached")
	return nil
}

func repeat(request []byte) func(int) []byte { return func(int) []byte { return request } }

// weigh adds up the bodies of a page and of the style sheets and scripts that it asks for.
func weigh(ctx context.Context, r *report, address string, page answer) error {
	total := len(page.Body)
	text, err := page.text()
	if err != nil {
		return err
	}
	files := resources(text)
	for _, path := range files {
		file, err := fetch(ctx, address, path)
		if err != nil {
			return err
		}
		total += len(file.Body)
	}
	r.add(fmt.Sprintf("article page without picture: HTML %.1f KB, with %d style sheets, scripts and icons", float64(len(page.Body))/1000, len(files)),
		fmt.Sprintf("%.1f KB", float64(total)/1000), "≤ 40 KB")
	return nil
}

// fetch asks for a path as a browser does; the body stays compressed.
func fetch(ctx context.Context, address, path string) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+path, nil)
	if err != nil {
		return answer{}, err
	}
	request.Header.Set("Accept-Encoding", "gzip")
	client := http.Client{Timeout: 10 * time.Second}
	response, err := client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return answer{}, err
	}
	if response.StatusCode != http.StatusOK {
		return answer{}, fmt.Errorf("GET %s: %s", path, response.Status)
	}
	header := response.Header.Clone()
	header.Del("Date") // every server writes its own
	return answer{header, body}, nil
}

// text returns the body as it was before compression.
func (a answer) text() ([]byte, error) {
	if a.Header.Get("Content-Encoding") != "gzip" {
		return a.Body, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(a.Body))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// resources lists what a page makes a browser load besides pictures, each once.
func resources(page []byte) []string {
	var paths []string
	add := func(path string) {
		if path != "" && path[0] == '/' && !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	for z := html.NewTokenizer(bytes.NewReader(page)); z.Next() != html.ErrorToken; {
		t := z.Token()
		attributes := map[string]string{}
		for _, a := range t.Attr {
			attributes[a.Key] = a.Val
		}
		switch t.Data {
		case "script":
			add(attributes["src"])
		case "link":
			switch attributes["rel"] {
			case "stylesheet", "icon", "modulepreload", "preload", "manifest":
				add(attributes["href"])
			}
		}
	}
	return paths
}
