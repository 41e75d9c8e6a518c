package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"time"

	"gogai/sample/century"
)

// measureAgain measures what a page costs for a browser that has it already: as it is, and as it
// was before somebody commented.
func measureAgain(ctx context.Context, b *bench) error {
	return b.with(ctx, b.data, nil, func(s *server) error {
		path := b.p.page + "?comments=latest"
		page, err := warm(ctx, s, path)
		if err != nil {
			return err
		}
		unchanged, err := (load{each: b.each, want: http.StatusNotModified,
			request: repeat(getGzip(s.address, path, "If-None-Match: "+page.Header.Get("ETag")))}).run(ctx, s)
		if err != nil {
			return err
		}
		b.report.add("the same page, asked for by who has it (304)", unchanged.String())
		return b.measureDictionary(ctx, s, path, page)
	})
}

// measureDictionary measures a page of which the browser has the version before one more comment:
// compressed with that as its dictionary (RFC 9842).
func (b *bench) measureDictionary(ctx context.Context, s *server, path string, before answer) error {
	text, err := before.text()
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	has := ":" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
	c, err := dial(s.address)
	if err != nil {
		return err
	}
	defer c.Close()
	body := fmt.Sprintf(`{"body":"%s"}`, century.English(newLots(1)[0], remarkLength))
	status, err := c.do(send(http.MethodPost, s.address, "/articles/"+b.p.story+"/comments", b.p.tokens[0], body))
	if err == nil && status != http.StatusCreated {
		err = fmt.Errorf("a comment: status %d", status)
	}
	if err != nil {
		return err
	}
	time.Sleep(time.Second) // a page may lag
	whole, err := warm(ctx, s, path)
	if err != nil {
		return err
	}
	rest, err := fetch(ctx, s.address, path, http.Header{"Accept-Encoding": {"gzip, br, zstd, dcb, dcz"}, "Available-Dictionary": {has}})
	if err != nil {
		return err
	}
	b.report.compare(fmt.Sprintf("reload after one more comment of %d bytes, by the version before as the dictionary (%s; gzip: %d bytes)",
		remarkLength, rest.Header.Get("Content-Encoding"), len(whole.Body)), fmt.Sprintf("%d bytes", len(rest.Body)), "≤ 500 bytes", len(rest.Body) <= 500)
	by, err := (load{each: b.each / 2, request: repeat(asking(s.address, path, "gzip, br, zstd, dcb, dcz", "Available-Dictionary: "+has))}).run(ctx, s)
	if err != nil {
		return err
	}
	b.report.add("the same reload, many times", by.String())
	return nil
}
