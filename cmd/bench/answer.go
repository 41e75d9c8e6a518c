package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/net/html"
)

// answer is a page as it went over the wire.
type answer struct {
	Header http.Header
	Body   []byte
}

// fetch asks for a path as a browser does, for gzip; the body stays compressed. header holds further
// lines, may be nil, and may ask for another encoding.
func fetch(ctx context.Context, address, path string, header http.Header) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+path, nil)
	if err != nil {
		return answer{}, err
	}
	request.Header.Set("Accept-Encoding", "gzip")
	for name, values := range header {
		request.Header[name] = values
	}
	response, err := http.DefaultClient.Do(request)
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
	head := response.Header.Clone()
	head.Del("Date") // every server writes its own
	return answer{head, body}, nil
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
