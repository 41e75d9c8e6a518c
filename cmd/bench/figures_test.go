package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestFigures(t *testing.T) {
	text := `# HELP gogai_writer_batch_writes How many writes shared a commit.
# TYPE gogai_writer_batch_writes histogram
gogai_writer_batch_writes_bucket{le="1"} 10
gogai_writer_batch_writes_bucket{le="2"} 40
gogai_writer_batch_writes_bucket{le="16"} 60
gogai_writer_batch_writes_bucket{le="256"} 100
gogai_writer_batch_writes_bucket{le="+Inf"} 100
gogai_writer_batch_writes_sum 1234
gogai_writer_batch_writes_count 100
gogai_page_cache_makes_total 7
gogai_http_request_seconds_sum{route="/{section}/{slug}",method="GET",status="2xx"} 1.5e-3
`
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(text)) }))
	defer s.Close()
	f, err := (&server{metrics: strings.TrimPrefix(s.URL, "http://")}).figures(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := f.batches(), "12 a commit (half ≤ 16, nearly all ≤ 256)"; got != want {
		t.Errorf("batches: %s, want %s", got, want)
	}
	added := f.minus(figures{"gogai_page_cache_makes_total": 5})
	if added["gogai_page_cache_makes_total"] != 2 || added[`gogai_http_request_seconds_sum{route="/{section}/{slug}",method="GET",status="2xx"}`] != 0.0015 {
		t.Errorf("added: %v", added)
	}
	if got := f.minus(f).batches(); got != "no commit" {
		t.Errorf("batches of nothing: %s", got)
	}
}
