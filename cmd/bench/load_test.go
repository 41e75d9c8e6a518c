package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The little client reads answers to their end, however long they say that they are.
func TestConnection(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer func(http.ResponseWriter)
		want   int
	}{
		{"with a length", func(w http.ResponseWriter) { w.Write(bytes.Repeat([]byte("x"), 1000)) }, 200},
		{"in chunks", func(w http.ResponseWriter) {
			for range 5 {
				w.Write(bytes.Repeat([]byte("x"), 100_000))
				w.(http.Flusher).Flush()
			}
		}, 200},
		{"nothing", func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) }, 404},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { c.answer(w) }))
			defer s.Close()
			address := strings.TrimPrefix(s.URL, "http://")
			connection, err := dial(address)
			if err != nil {
				t.Fatal(err)
			}
			defer connection.Close()
			for range 3 { // what one answer leaves behind, the next begins with
				got, err := connection.do(get(address, "/"))
				if err != nil || got != c.want {
					t.Fatalf("do: %d, %v; want %d", got, err, c.want)
				}
			}
		})
	}
}

func TestDurations(t *testing.T) {
	var d durations
	for i := range 200 {
		d = append(d, time.Duration(200-i))
	}
	for percent, want := range map[int]time.Duration{0: 1, 50: 101, 99: 199, 100: 200} {
		if got := d.at(percent); got != want {
			t.Errorf("at(%d) = %d, want %d", percent, got, want)
		}
	}
}

func TestResources(t *testing.T) {
	page := `<head><link rel="stylesheet" href="/static/a.css"><link rel="canonical" href="/news/a">
		<script src="/static/a.js"></script><script src="/static/a.js"></script><link rel="icon" href="data:,"></head>
		<img src="/media/a.webp"><a href="/news">News</a>`
	if diff := cmp.Diff([]string{"/static/a.css", "/static/a.js"}, resources([]byte(page))); diff != "" {
		t.Errorf("resources (-want +got):\n%s", diff)
	}
}
