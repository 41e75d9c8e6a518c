package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestResources(t *testing.T) {
	page := `<head><link rel="stylesheet" href="/static/a.css"><link rel="canonical" href="/news/a">
		<script src="/static/a.js"></script><script src="/static/a.js"></script><link rel="icon" href="data:,"></head>
		<img src="/media/a.webp"><a href="/news">News</a>`
	if diff := cmp.Diff([]string{"/static/a.css", "/static/a.js"}, resources([]byte(page))); diff != "" {
		t.Errorf("resources (-want +got):\n%s", diff)
	}
}
