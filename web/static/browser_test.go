package static

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gogai/browsertest"
)

// A reader who was here under the release before is sent what changed in style and script, and
// sees the new ones.
func TestBrowserTakesWhatChanged(t *testing.T) {
	script := strings.Repeat("window.lines = (window.lines ?? 0) + 1;\n", 99)
	folders := releases()
	for name, text := range map[string]string{
		"released/2026-01-02/reader.ONE.js": script + `document.title = "one"`,
		"released/2026-02-03/reader.ONE.js": script + `document.title = "one"`,
		"dist/reader.TWO.js":                script + `document.title = "two"`,
	} {
		folders[name].Data = []byte(text)
	}
	shelf := load(folders)
	sent := make(chan string, 10)
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Prefix, func(w http.ResponseWriter, r *http.Request) {
		if accepted := r.Header.Get("Accept-Encoding"); strings.Contains(accepted, "dcz") {
			r.Header.Set("Accept-Encoding", "dcz")
		} else {
			r.Header.Del("Accept-Encoding") // the brotli of releases is none
		}
		shelf.ServeHTTP(w, r)
		sent <- r.URL.Path + " as " + w.Header().Get("Content-Encoding")
	})
	for _, release := range []string{"ONE", "TWO"} {
		mux.HandleFunc("GET /"+release, func(w http.ResponseWriter, r *http.Request) {
			h := w.Header()
			h.Set("Content-Type", "text/html; charset=utf-8")
			h.Set("Link", fmt.Sprintf("<%[1]sreader.%[2]s.css>; rel=preload; as=style, <%[1]sreader.%[2]s.js>; rel=modulepreload", Prefix, release))
			fmt.Fprintf(w, `<!DOCTYPE html><link rel=icon href=data:,><link rel=stylesheet href=%[1]sreader.%[2]s.css>
				<script type=module src=%[1]sreader.%[2]s.js></script><h1>Tram stays</h1>`, Prefix, release)
		})
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	tab := browsertest.Start(t).NewTab(t, server.URL)

	for _, visit := range []struct{ release, colour, title, encoding string }{
		{"ONE", "rgb(255, 0, 0)", "one", ""},
		{"TWO", "rgb(0, 0, 255)", "two", "dcz"},
	} {
		tab.Open("/" + visit.release)
		got := []string{<-sent, <-sent}
		slices.Sort(got)
		file := Prefix + "reader." + visit.release
		if diff := cmp.Diff([]string{file + ".css as " + visit.encoding, file + ".js as " + visit.encoding}, got); diff != "" {
			t.Errorf("under release %s was sent (-want +got):\n%s", visit.release, diff)
		}
		if got := browsertest.Eval[string](tab, `getComputedStyle(document.querySelector("h1")).color`); got != visit.colour {
			t.Errorf("under release %s the headline is %s, want %s", visit.release, got, visit.colour)
		}
		if got := browsertest.Eval[string](tab, `document.title`); got != visit.title {
			t.Errorf("under release %s the script says %q, want %q", visit.release, got, visit.title)
		}
	}
	tab.Open("/ONE") // kept
	tab.Open("/TWO")
	if len(sent) != 0 {
		t.Errorf("what never changes was asked for again: %s", <-sent)
	}
}
