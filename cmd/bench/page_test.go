package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// nginx and the bare handler send the page as it was given to them, or a run ends.
func TestSendsSame(t *testing.T) {
	page := answer{
		Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}, "Content-Length": {"4"}, "Content-Encoding": {"gzip"},
			"Etag": {`"a-gzip"`}, "Link": {"</a.css>; rel=preload", "</b.js>; rel=preload"}, "Vary": {"Accept-Encoding"}},
		Body: []byte("body"),
	}
	input, err := json.Marshal(page)
	if err != nil {
		t.Fatal(err)
	}
	said, out := io.Pipe()
	go serveBare(t.Context(), bytes.NewReader(input), out)
	line := make([]byte, 100)
	n, err := said.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	_, address, _ := strings.Cut(strings.TrimSpace(string(line[:n])), "http://")
	servers := map[string]*server{"bare": {address: address}}
	if _, err := nginxPath(); err == nil {
		nginx, err := startNginx(t.Context(), t.TempDir(), "/news/a-story", page)
		if err != nil {
			t.Fatal(err)
		}
		defer nginx.terminate()
		servers["nginx"] = nginx
	}
	for name, s := range servers {
		if err := sendsSame(t.Context(), s, "/news/a-story", page); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		other := page
		other.Body = []byte("boby")
		if err := sendsSame(t.Context(), s, "/news/a-story", other); err == nil {
			t.Errorf("%s: other bytes went unseen", name)
		}
	}
}

func TestRatios(t *testing.T) {
	r := ratios{0.9, 0.5, 0.7}
	if d := cmp.Diff([]string{"0.70", "the middle of 3 rounds in turn (0.50 to 0.90)"}, []string{r.middle(), r.spread()}); d != "" {
		t.Error(d)
	}
}

func TestChoose(t *testing.T) {
	chosen, err := choose([]string{"writes", "page"})
	if err != nil || len(chosen) != 2 || chosen[0].name != "writes" || chosen[1].name != "page" {
		t.Errorf("%v, %v", chosen, err)
	}
	if _, err := choose([]string{"speed"}); err == nil || !strings.Contains(err.Error(), "archive") {
		t.Errorf("a part that isn't there: %v", err)
	}
}
