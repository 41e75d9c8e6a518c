package static

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"gogai/web/dictionary"
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
	for _, name := range []string{"reader.css", "reader.js", "icon.svg", "speculation.json"} {
		want := own.files[own.names[name]].plain
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

// releases are the files of three releases, of which the last is in dist.
func releases() fstest.MapFS {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	rules := strings.Repeat("main { margin: 1rem } ", 99)
	return fstest.MapFS{
		"released/2026-01-02/reader.ONE.css": file(rules + "h1 { color: red }"),
		"released/2026-01-02/reader.ONE.js":  file("one()"),
		"released/2026-02-03/reader.TWO.css": file(rules + "h1 { color: blue }"),
		"released/2026-02-03/reader.ONE.js":  file("one()"),
		"dist/reader.TWO.css":                file(rules + "h1 { color: blue }"),
		"dist/reader.TWO.css.br":             file(strings.Repeat("br", 50)),
		"dist/reader.TWO.css.gz":             file("gz"),
		"dist/reader.TWO.js":                 file("two()"),
		"dist/reader.TWO.js.br":              file("br"),
		"dist/reader.TWO.js.gz":              file("gz"),
	}
}

// Who holds a file of an earlier release is sent what changed; anybody else the whole.
func TestHandlerSendsWhatChanged(t *testing.T) {
	folders := releases()
	s := load(folders)
	one, two := folders["released/2026-01-02/reader.ONE.css"].Data, folders["dist/reader.TWO.css"].Data
	header := func(content []byte) string {
		hash := dictionary.Sum(content)
		return ":" + base64.StdEncoding.EncodeToString(hash[:]) + ":"
	}
	for _, c := range []struct {
		name, accept, available, encoding string
	}{
		{"holds the release before", "gzip, br, zstd, dcb, dcz", header(one), "dcz"},
		{"holds something else", "gzip, br, zstd, dcb, dcz", header([]byte("else")), "br"},
		{"holds another kind of file", "gzip, br, zstd, dcb, dcz", header([]byte("one()")), "br"},
		{"cannot read it", "gzip, br, dcz;q=0", header(one), "br"},
		{"says nonsense", "gzip, dcz", "nonsense", "gzip"},
		{"holds nothing", "gzip, dcz", "", "gzip"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for range 2 { // made once, sent again
				r := httptest.NewRequest("GET", Prefix+"reader.TWO.css", nil)
				r.Header.Set("Accept-Encoding", c.accept)
				r.Header.Set("Available-Dictionary", c.available)
				w := httptest.NewRecorder()
				s.ServeHTTP(w, r)
				h := w.Header()
				if w.Code != http.StatusOK || h.Get("Content-Encoding") != c.encoding {
					t.Fatalf("status %d, encoding %q; want 200, %q", w.Code, h.Get("Content-Encoding"), c.encoding)
				}
				if got, want := h.Get("Vary"), "Accept-Encoding, Available-Dictionary"; got != want {
					t.Errorf("Vary = %q, want %q", got, want)
				}
				if got, want := h.Get("Use-As-Dictionary"), `match="/static/reader.*.css"`; got != want {
					t.Errorf("Use-As-Dictionary = %q, want %q", got, want)
				}
				if got, want := h.Get("Content-Length"), strconv.Itoa(w.Body.Len()); got != want {
					t.Errorf("Content-Length = %s, want %s", got, want)
				}
				if c.encoding != "dcz" {
					continue
				}
				if w.Body.Len() > 90 {
					t.Errorf("another colour takes %d bytes, want 90 at most", w.Body.Len())
				}
				d, err := zstd.NewReader(nil, zstd.WithDecoderDictRaw(0, one))
				if err != nil {
					t.Fatal(err)
				}
				defer d.Close()
				if got, err := d.DecodeAll(w.Body.Bytes()[40:], nil); err != nil || !bytes.Equal(got, two) {
					t.Errorf("the reader of what changed has %q (%v), want the file", got, err)
				}
			}
		})
	}
}

// A page that was kept still finds its files, whatever was released since.
func TestHandlerServesEarlierReleases(t *testing.T) {
	s := load(releases())
	for _, c := range []struct{ name, path, encoding, content string }{
		{"an earlier release's", "reader.ONE.js", "", "one()"},
		{"one that is in the last release too", "reader.TWO.css", "br", strings.Repeat("br", 50)},
		{"the last one's", "reader.TWO.js", "br", "br"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", Prefix+c.path, nil)
			r.Header.Set("Accept-Encoding", "br")
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			if got := w.Header().Get("Content-Encoding"); w.Body.String() != c.content || got != c.encoding {
				t.Errorf("%q in encoding %q, want %q in %q", w.Body, got, c.content, c.encoding)
			}
			if got := w.Header().Get("Cache-Control"); !strings.Contains(got, "immutable") {
				t.Errorf("Cache-Control = %q, want immutable", got)
			}
		})
	}
	if got := s.names["reader.js"]; got != "reader.TWO.js" {
		t.Errorf("pages name %s, want the last release's", got)
	}
}

// A file that was written anew is smaller whole than as what changed.
func TestHandlerSendsTheSmallest(t *testing.T) {
	s := load(releases())
	hash := dictionary.Sum([]byte("one()"))
	r := httptest.NewRequest("GET", Prefix+"reader.TWO.js", nil)
	r.Header.Set("Accept-Encoding", "br, dcz")
	r.Header.Set("Available-Dictionary", ":"+base64.StdEncoding.EncodeToString(hash[:])+":")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if got := w.Header().Get("Content-Encoding"); got != "br" || w.Body.String() != "br" {
		t.Errorf("%q in encoding %q, want the brotli copy, which is smaller", w.Body, got)
	}
}

func TestHeadersOfPages(t *testing.T) {
	if got := Preload("reader"); !regexp.MustCompile(`^</static/reader\.\w+\.css>; rel=preload; as=style, </static/reader\.\w+\.js>; rel=modulepreload$`).MatchString(got) {
		t.Errorf("Preload = %s", got)
	}
	if got := SpeculationRules(); !regexp.MustCompile(`^"/static/speculation\.\w+\.json"$`).MatchString(got) {
		t.Errorf("SpeculationRules = %s", got)
	}
	if rules := own.files[own.names["speculation.json"]]; !json.Valid(rules.plain) || rules.mediaType != "application/speculationrules+json" {
		t.Errorf("the speculation rules are %s of type %s", rules.plain, rules.mediaType)
	}
}

// What readers load beside the page has a budget (design.md, "Speed and size"): 40 KB in all
// with the page, of which the script has at most 10.
func TestReadersBudget(t *testing.T) {
	for name, most := range map[string]int{"reader.css": 9 << 10, "reader.js": 10 << 10} {
		if got := len(own.files[own.names[name]].gzip); got > most {
			t.Errorf("%s is %d bytes compressed, want at most %d", name, got, most)
		}
	}
}
