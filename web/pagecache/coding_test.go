package pagecache_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"gogai/live"
	"gogai/web/dictionary"
	"gogai/web/pagecache"
)

// decoded reads an answer as a browser does that holds the dictionary.
func decoded(t *testing.T, w *httptest.ResponseRecorder, held []byte) string {
	t.Helper()
	var in io.Reader = w.Body
	var err error
	switch coding := w.Header().Get("Content-Encoding"); coding {
	case "zstd":
		in, err = zstd.NewReader(in)
	case "br":
		in = brotli.NewReader(in)
	case "gzip":
		in, err = gzip.NewReader(in)
	case "dcz":
		w.Body.Next(40)
		in, err = zstd.NewReader(in, zstd.WithDecoderDictRaw(0, held))
	case "":
	default:
		t.Fatalf("encoded in %q", coding)
	}
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func long(text string) func(*pagecache.Content) {
	return func(c *pagecache.Content) { c.Body = []byte(text) }
}

func paper(comments int) string {
	var b strings.Builder
	for i := range comments {
		fmt.Fprintf(&b, "<article id=c-%d>Comment %d of many, about the ferry and %x.</article>\n", i, i, i*i*7919)
	}
	return b.String()
}

func TestAcceptEncoding(t *testing.T) {
	s := newStage(plenty, pagecache.Options{})
	text := paper(50)
	p, err := s.Page(t.Context(), "/story", nil, s.make(long(text)))
	if err != nil {
		t.Fatal(err)
	}
	tags := map[string]bool{}
	for accept, want := range map[string]string{
		"gzip, deflate, br, zstd": "zstd", "gzip, deflate, br": "br", "gzip": "gzip", "deflate": "", "identity": "", "": "",
		"GZIP": "gzip", "gzip;q=0": "", "zstd;q=0.5, gzip": "gzip", "br;q=0.5, gzip;q=0.5": "br", "*": "zstd", "*;q=0": "",
		"gzip;q=0, *": "zstd", "identity;q=0, gzip;q=0.1": "gzip", "gzip;q=x": "", "gzip;q=2": "", " gzip ; q=1.0 ,": "gzip",
		"dcz": "", "identity;q=1, gzip;q=0.5": "",
	} {
		w := get(p, "Accept-Encoding", accept)
		if got := w.Header().Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q: answered in %q, want %q", accept, got, want)
		}
		if got := w.Header().Get("Content-Length"); got != fmt.Sprint(w.Body.Len()) {
			t.Errorf("Accept-Encoding %q: Content-Length %s of %d bytes", accept, got, w.Body.Len())
		}
		if w.Header().Get("Vary") != "Accept-Encoding, Available-Dictionary" {
			t.Errorf("Vary is %q", w.Header().Get("Vary"))
		}
		tags[w.Header().Get("ETag")] = true
		if decoded(t, w, nil) != text {
			t.Errorf("Accept-Encoding %q: another text", accept)
		}
	}
	if len(tags) != 4 {
		t.Errorf("%d tags of four encodings: %v", len(tags), tags)
	}
	for tag := range tags {
		for _, header := range []string{tag, "W/" + tag, `"other", ` + tag} {
			w := get(p, "If-None-Match", header, "Accept-Encoding", "gzip")
			if w.Code != http.StatusNotModified || w.Body.Len() > 0 || w.Header().Get("ETag") == "" || w.Header().Get("Content-Length") != "" {
				t.Errorf("If-None-Match %s: %d with %d bytes, %v", header, w.Code, w.Body.Len(), w.Header())
			}
		}
	}
	for _, header := range []string{`"other"`, "", `"`, strings.Trim(get(p).Header().Get("ETag"), `"`)[:5] + `"`} {
		if w := get(p, "If-None-Match", header); w.Code != http.StatusOK {
			t.Errorf("If-None-Match %s: %d", header, w.Code)
		}
	}
}

// A page that many ask for and that stays is compressed once more, under another tag.
func TestImproves(t *testing.T) {
	s := newStage(plenty, pagecache.Options{})
	text := paper(400)
	p, err := s.Page(t.Context(), "/story", nil, s.make(long(text)))
	if err != nil {
		t.Fatal(err)
	}
	for _, coding := range []string{"zstd", "br", "gzip"} {
		quick := get(p, "Accept-Encoding", coding)
		before := quick.Body.Len()
		for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
			w := get(p, "Accept-Encoding", coding)
			if w.Header().Get("ETag") != quick.Header().Get("ETag") {
				if w.Body.Len() > before {
					t.Errorf("%s: %d bytes, and %d before", coding, w.Body.Len(), before)
				}
				if decoded(t, w, nil) != text {
					t.Errorf("%s: another text", coding)
				}
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("%s: not compressed once more", coding)
			}
		}
	}
}

// Who holds one of the last versions of a page is sent what changed.
func TestByDictionary(t *testing.T) {
	s := newStage(plenty, pagecache.Options{})
	available := func(text string) string {
		sum := dictionary.Sum([]byte(text))
		return ":" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
	}
	read := func(key, text, held string) *httptest.ResponseRecorder {
		t.Helper()
		p, err := s.Page(t.Context(), key, nil, s.make(long(text)))
		if err != nil {
			t.Fatal(err)
		}
		w := get(p, "Accept-Encoding", "gzip, br, zstd, dcz", "Available-Dictionary", available(held))
		plain := httptest.NewRecorder()
		*plain = *w
		plain.Body = bytes.NewBuffer(bytes.Clone(w.Body.Bytes()))
		if got := decoded(t, plain, []byte(held)); got != text {
			t.Fatalf("%s with %d bytes in %s came out otherwise", key, w.Body.Len(), w.Header().Get("Content-Encoding"))
		}
		return w
	}
	var texts []string
	for n := range 30 {
		texts = append(texts, paper(200+n))
		read("/story", texts[n], texts[max(0, n-1)])
		s.write()
	}
	read("/story", texts[29], texts[29]) // the same again: not a word of the thread's versions in it
	for behind := range 4 {
		w := read("/story", texts[29], texts[29-behind])
		if w.Header().Get("Content-Encoding") != "dcz" || w.Body.Len() > 500 {
			t.Errorf("%d versions behind: %d bytes in %s", behind, w.Body.Len(), w.Header().Get("Content-Encoding"))
		}
		if again := read("/story", texts[29], texts[29-behind]); !bytes.Equal(w.Body.Bytes(), again.Body.Bytes()) {
			t.Error("not the same answer twice")
		}
	}
	if w := read("/story?comments=latest", "latest"+texts[29], texts[29]); w.Header().Get("Content-Encoding") != "dcz" {
		t.Errorf("another order, with the page at hand: %s", w.Header().Get("Content-Encoding"))
	}
	if w := read("/other", texts[29], texts[28]); w.Header().Get("Content-Encoding") != "zstd" {
		t.Errorf("a version that is not known: %s", w.Header().Get("Content-Encoding"))
	}
	p, err := s.Page(t.Context(), "/story", nil, s.make(long(texts[29])))
	if err != nil {
		t.Fatal(err)
	}
	if w := get(p, "Accept-Encoding", "gzip, br, zstd", "Available-Dictionary", available(texts[28])); w.Header().Get("Content-Encoding") != "zstd" {
		t.Errorf("without dcz in Accept-Encoding: %s", w.Header().Get("Content-Encoding"))
	}
	if w := get(p, "Accept-Encoding", "dcz", "Available-Dictionary", "nonsense"); w.Header().Get("Content-Encoding") != "" {
		t.Errorf("nonsense for a dictionary: %s", w.Header().Get("Content-Encoding"))
	}
	// Memory knows no end of versions.
	if got := s.Stats().Bytes; got > 500<<10 {
		t.Errorf("thirty versions of a page take %d bytes", got)
	}
}

// Each run of bytes has a tag of its own, and every one of them is the page's.
func TestTags(t *testing.T) {
	s := newStage(plenty, pagecache.Options{})
	var p *pagecache.Page
	var texts [3]string
	for n := range texts {
		var err error
		texts[n] = paper(200 + n)
		if p, err = s.Page(t.Context(), "/story", nil, s.make(long(texts[n]))); err != nil {
			t.Fatal(err)
		}
		get(p)
		s.write()
	}
	seen := map[string]string{}
	for _, held := range texts {
		sum := dictionary.Sum([]byte(held))
		for _, coding := range []string{"zstd", "br", "gzip", "identity", "identity;q=0.1, dcz"} {
			w := get(p, "Accept-Encoding", coding, "Available-Dictionary", ":"+base64.StdEncoding.EncodeToString(sum[:])+":")
			tag, bytes := w.Header().Get("ETag"), w.Body.String()
			if before, ok := seen[tag]; ok && before != bytes {
				t.Errorf("%s in %s stands for two answers", tag, coding)
			}
			seen[tag] = bytes
			for _, had := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
				if w := get(p, "If-None-Match", had); w.Code != http.StatusNotModified || w.Body.Len() > 0 || w.Header().Get("Content-Length") != "" {
					t.Errorf("who has %s is answered %d with %d bytes", had, w.Code, w.Body.Len())
				}
			}
		}
	}
	if len(seen) != 7 {
		t.Errorf("%d tags, want one for each of four encodings and three dictionaries", len(seen))
	}
	for _, had := range []string{`"other"`, `""`, ""} {
		if w := get(p, "If-None-Match", had); w.Code != http.StatusOK {
			t.Errorf("who has %q is answered %d", had, w.Code)
		}
	}
}

func BenchmarkServe(b *testing.B) {
	s := newStage(plenty, pagecache.Options{Lag: pagecache.Lag})
	header := http.Header{}
	for i := range 10 {
		header.Set(fmt.Sprint("X-Header-", i), "value")
	}
	if _, err := s.Page(b.Context(), "/story", nil, s.make(long(paper(500)), func(c *pagecache.Content) { c.Header = header })); err != nil {
		b.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, "/story", nil)
	r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
	b.ReportAllocs()
	for b.Loop() {
		w := nothing{http.Header{}}
		s.Find("/story").Serve(w, r)
	}
}

type nothing struct{ header http.Header }

func (n nothing) Header() http.Header         { return n.header }
func (n nothing) Write(b []byte) (int, error) { return len(b), nil }
func (n nothing) WriteHeader(int)             {}

func BenchmarkMake(b *testing.B) {
	for name, bytes := range map[string]int64{"kept": plenty, "not kept": 0} {
		b.Run(name, func(b *testing.B) {
			s := newStage(bytes, pagecache.Options{})
			text := []byte(paper(700))
			for b.Loop() {
				s.write()
				p, err := s.Page(b.Context(), "/story", nil, func(context.Context) (*pagecache.Content, error) {
					return &pagecache.Content{Body: text, From: []live.Version{{Subject: threadOf, Number: s.version}}}, nil
				})
				if err != nil {
					b.Fatal(err)
				}
				get(p, "Accept-Encoding", "zstd")
			}
		})
	}
}
