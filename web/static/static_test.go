package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func TestHandlerServesEachEncoding(t *testing.T) {
	tests := []struct {
		name, accept, encoding string
		decode                 func(io.Reader) (io.Reader, error)
	}{
		{"nothing asked", "", "", func(r io.Reader) (io.Reader, error) { return r, nil }},
		{"gzip", "gzip, deflate", "gzip", func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
		{"brotli before gzip", "gzip, deflate, br, zstd", "br", func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil }},
		{"refused brotli", "br;q=0, gzip;q=0.5", "gzip", func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
		{"a coding that only looks alike", "brx", "", func(r io.Reader) (io.Reader, error) { return r, nil }},
	}
	for _, name := range []string{"reader.css", "reader.js", "icon.svg"} {
		want := files[names[name]].plain
		if len(want) == 0 {
			t.Fatalf("%s is empty", name)
		}
		for _, tt := range tests {
			t.Run(name+"/"+tt.name, func(t *testing.T) {
				r := httptest.NewRequest("GET", URL(name), nil)
				r.Header.Set("Accept-Encoding", tt.accept)
				w := httptest.NewRecorder()
				Handler().ServeHTTP(w, r)
				if w.Code != http.StatusOK || w.Header().Get("Content-Encoding") != tt.encoding {
					t.Fatalf("status %d, encoding %q; want 200, %q", w.Code, w.Header().Get("Content-Encoding"), tt.encoding)
				}
				if got := w.Header().Get("Cache-Control"); !strings.Contains(got, "immutable") {
					t.Errorf("Cache-Control = %q, want immutable", got)
				}
				decoded, err := tt.decode(w.Body)
				if err != nil {
					t.Fatal(err)
				}
				if got, err := io.ReadAll(decoded); err != nil || !bytes.Equal(got, want) {
					t.Errorf("the %s copy differs from the plain one (%v)", tt.encoding, err)
				}
			})
		}
	}
}

func TestHandlerKnowsOnlyHashedNames(t *testing.T) {
	for _, path := range []string{"/static/reader.css", "/static/", "/static/../static.go", "/static/reader.OLDHASH1.css"} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("GET", "/static/", nil)
		r.URL.Path = path
		Handler().ServeHTTP(w, r)
		if w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", path, w.Code)
		}
	}
}

// What readers load beside the page has a budget (design.md, "Speed and size"): 40 KB in all
// with the page, of which the script has at most 10.
func TestReadersBudget(t *testing.T) {
	for name, most := range map[string]int{"reader.css": 9 << 10, "reader.js": 10 << 10} {
		if got := len(files[names[name]].gzip); got > most {
			t.Errorf("%s is %d bytes compressed, want at most %d", name, got, most)
		}
	}
}
