package site

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gogai/article"
	"gogai/web"
	"gogai/web/pagecache"
	"gogai/web/webtest"
)

// Whoever asks first, members among them, what is kept is the page that a stranger gets who asks a
// site without a cache.
func TestKeptPagesAreNobodys(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, New)
	for _, headline := range []string{"First", "Second"} {
		story := s.Story(headline)
		s.Comment(story, s.Publisher, "By the publisher.", s.Comment(story, s.Reader, "By Rita.", 0).Number)
	}
	s.Draft("A draft")
	var paths []string
	for _, who := range []*webtest.Client{s.As(s.Reader), s.As(s.Publisher)} {
		who.Header.Set("Accept-Language", "ja")
		for path := range walk(t, who) {
			paths = append(paths, path)
		}
	}
	plain := s.Like()
	plain.Cache = pagecache.New(pagecache.Options{Now: s.Now, Board: s.Board, Versions: s.DB.Versions})
	anew := New(plain)
	hits := s.Cache.Stats().Hits
	kept := 0
	for _, path := range paths {
		if s.Cache.Find(path) == nil {
			continue
		}
		kept++
		got := s.Client().Get(path)
		want := httptest.NewRecorder()
		anew.ServeHTTP(want, httptest.NewRequest(http.MethodGet, path, nil))
		if !bytes.Equal(got.Body, want.Body.Bytes()) {
			t.Errorf("%s: kept is another page than the one a stranger gets", path)
		}
		if keeps := got.Header.Values("Set-Cookie"); len(keeps) > 0 {
			t.Errorf("%s: kept with a cookie", path)
		}
		for _, name := range []string{"Rita", "Pia"} {
			if bytes.Contains(got.Body, []byte(name)) && !strings.Contains(path, "/member/") && !strings.Contains(path, "comments") && !strings.HasPrefix(path, "/news/") {
				t.Errorf("%s: tells of %s", path, name)
			}
		}
	}
	if kept < 20 || s.Cache.Stats().Hits == hits {
		t.Errorf("only %d pages were kept", kept)
	}
}

// However somebody spells an address, those who spell it as links do get the page that they would
// have got without them, also while it is being made.
func TestSpellings(t *testing.T) {
	s := webtest.New(t, New)
	story := s.Story("Ferry resumes")
	s.Comment(story, s.Reader, "By Rita.", 0)
	alone := s.Like()
	alone.Cache = pagecache.New(pagecache.Options{Now: s.Now, Board: s.Board, Versions: s.DB.Versions})
	anew := New(alone)
	for _, tt := range []struct{ path, spelled string }{
		{story.Path(), strings.Replace(story.Path(), "/n", "/%6e", 1)},
		{story.Path(), strings.Replace(story.Path(), "/ferry", "%2Fferry", 1)},
		{story.Path() + "/thread", story.Path() + "%2Fthread"},
		{story.Path() + "?comments=latest", story.Path() + "%3Fcomments=latest"},
		{"/feed.xml", "/feed%2Exml"},
		{"/news/feed.xml", "/news/feed%2exml"},
		{"/", "/./"},
		{"/member/Rita", "/member/R%69ta"},
	} {
		s.Client().Get(tt.spelled)
		var together sync.WaitGroup
		for range 20 {
			together.Go(func() { s.Client().Get(tt.spelled) })
		}
		var got *webtest.Answer
		together.Go(func() { got = s.Client().Get(tt.path) })
		together.Wait()
		want := httptest.NewRecorder()
		anew.ServeHTTP(want, httptest.NewRequest(http.MethodGet, tt.path, nil))
		if got.Status != want.Code || !bytes.Equal(got.Body, want.Body.Bytes()) {
			t.Errorf("%s after %s: %d, and another page", tt.path, tt.spelled, got.Status)
		}
		for _, name := range []string{"Use-As-Dictionary", "Link", "Surrogate-Key"} {
			if g, w := got.Header.Get(name), want.Header().Get(name); g != w {
				t.Errorf("%s after %s: %s is %q, want %q", tt.path, tt.spelled, name, g, w)
			}
		}
	}
}

// A page that was made for whoever asks is answered like one that was kept, in whatever encoding.
func TestMadeAndKept(t *testing.T) {
	s := webtest.New(t, New)
	story := s.Story("Ferry resumes")
	for n := range 20 { // enough to be worth compressing
		s.Comment(story, s.Reader, fmt.Sprintf("Number %d by Rita.", n), 0)
	}
	for _, encodings := range []string{"", "identity", "gzip;q=0.5, identity;q=1", "gzip", "GZIP", "br;q=0.001", "zstd, br, gzip", "*", "gzip, *;q=0", "identity;q=0"} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			ask := func(handler http.Handler) *httptest.ResponseRecorder {
				r := httptest.NewRequest(method, story.Path(), nil)
				r.Header.Set("Accept-Encoding", encodings)
				w := httptest.NewRecorder()
				handler.ServeHTTP(w, r)
				return w
			}
			fresh := s.Like()
			handler := New(fresh)
			made, kept := ask(handler), ask(handler)
			if fresh.Cache.Stats().Hits != 1 {
				t.Fatal("the second answer was made anew")
			}
			if diff := cmp.Diff(made.Header(), kept.Header()); diff != "" || !bytes.Equal(made.Body.Bytes(), kept.Body.Bytes()) {
				t.Errorf("%s, Accept-Encoding %q (-made +kept):\n%s", method, encodings, diff)
			}
		}
	}
}

// What is told to browsers and to caches in front.
func TestKeptHeaders(t *testing.T) {
	s := webtest.New(t, New)
	story := s.Story("Ferry resumes")
	for path, keys := range map[string]string{
		story.Path():                           "publication article-" + story.ID.String() + " thread-" + story.ID.String(),
		story.Path() + "?comments=latest":      "publication article-" + story.ID.String() + " thread-" + story.ID.String(),
		story.Path() + "?utm_source=elsewhere": "publication article-" + story.ID.String() + " thread-" + story.ID.String(),
		"/":                                    "publication section-0000000000001",
		"/news":                                "publication section-0000000000001",
		"/news/feed.xml":                       "publication section-0000000000001",
		"/about":                               "publication",
	} {
		first := s.Client().Get(path)
		again := s.Client().Get(path)
		for _, a := range []*webtest.Answer{first, again} {
			for name, want := range map[string]string{
				"Cache-Control": "max-age=0, stale-while-revalidate=600", "CDN-Cache-Control": "no-cache",
				"Vary": "Accept-Encoding, Available-Dictionary", "Surrogate-Key": keys,
				"Content-Security-Policy": first.Header.Get("Content-Security-Policy"), "X-Content-Type-Options": "nosniff",
			} {
				if got := a.Header.Values(name); len(got) != 1 || got[0] != want {
					t.Errorf("%s: %s is %q, want %q", path, name, got, want)
				}
			}
			if a.Header.Get("ETag") == "" || a.Header.Get("ETag") != first.Header.Get("ETag") {
				t.Errorf("%s: ETag %q, and %q before", path, a.Header.Get("ETag"), first.Header.Get("ETag"))
			}
		}
		back := s.Client()
		back.Header.Set("If-None-Match", first.Header.Get("ETag"))
		if a := back.Get(path); a.Status != http.StatusNotModified || len(a.Body) > 0 {
			t.Errorf("%s: who has it gets %d with %d bytes", path, a.Status, len(a.Body))
		}
	}
	// What a stranger adds to an address makes no other page to keep.
	before := s.Cache.Stats().Makes
	for i := range 10 {
		s.Client().Get(fmt.Sprintf("%s?utm_campaign=%d", story.Path(), i))
	}
	if made := s.Cache.Stats().Makes - before; made != 0 {
		t.Errorf("%d pages were made for parameters that mean nothing", made)
	}
}

// In a storm others may see a page that is a moment old, and who wrote never does: by form, by
// script, and on each page that shows what they did.
func TestOwnWrites(t *testing.T) {
	const lag = 300 * time.Millisecond
	s := webtest.New(t, func(w *web.Site) http.Handler {
		o := w.Cache.Options
		o.Lag, o.LooseLag = lag, time.Minute
		w.Cache = pagecache.New(o)
		return New(w)
	})
	story := s.Story("Ferry resumes")
	s.Comment(story, s.Publisher, "The first one.", 0)
	path, pages := story.Path(), []string{story.Path(), "/", "/comments", "/member/Rita", story.Path() + "?comments=latest"}
	stranger, rita := s.Client(), s.As(s.Reader)
	for _, page := range pages {
		stranger.Get(page)
	}
	for _, write := range []struct {
		what string
		do   func()
		want string
		on   []string
	}{
		{"a comment", func() { rita.PostForm("/c/"+story.ID.String()+"/new", "body", "By Rita.").Want(303) }, "By Rita.",
			[]string{path, "/comments", "/member/Rita", path + "?comments=latest"}},
		{"a vote", func() { rita.PostForm("/c/"+story.ID.String()+"-1/vote", "value", "1").Want(303) }, "1 ( +1 / -0 )", []string{path, path + "?comments=latest"}},
		{"a vote by script", func() {
			rita.JSON(http.MethodPut, "/api/v1/comments/"+story.ID.String()+"-1/vote", map[string]int{"value": -1}).Want(200)
		}, "-1 ( +0 / -1 )", []string{path, path + "?comments=latest"}},
	} {
		for _, page := range write.on {
			stranger.Get(page)
		}
		write.do()
		for _, page := range write.on {
			if a := rita.Get(page); !strings.Contains(string(a.Body), write.want) {
				t.Errorf("%s: %s does not show it to who wrote it", write.what, page)
			}
		}
	}
	s.Comment(story, s.Publisher, "The last one.", 0)
	time.Sleep(lag)
	if a := stranger.Get(path); !strings.Contains(string(a.Body), "The last one.") {
		t.Error("a stranger doesn't see it either, in the end")
	}
}

// A page that time changes is another one at that instant, with nobody writing anything.
func TestTimeChangesPages(t *testing.T) {
	s := webtest.New(t, New)
	now := s.Now()
	story := s.Story("Ferry resumes", func(a *article.Article) { a.ExpiresAt = now.Add(time.Hour) })
	s.Draft("Later", func(a *article.Article) {})
	open := func() bool { return s.Client().Get(story.Path()).Doc().Has("form.compose") }
	text := func() bool {
		return strings.Contains(string(s.Client().Get(story.Path()).Body), "The first paragraph.")
	}
	if !open() || !text() {
		t.Fatal("the story isn't open with its text")
	}
	s.Clock.Add(time.Hour)
	if text() {
		t.Error("its licence has ended, and its text is there")
	}
	if !open() {
		t.Error("the discussion closed with the licence")
	}
	s.Clock.Add(14 * 24 * time.Hour)
	if open() {
		t.Error("the discussion is open after its days")
	}
	day := func() string { return s.Client().Get("/").Doc().Text(".masthead time") }
	before := day()
	s.Clock.Add(24 * time.Hour)
	if day() == before {
		t.Errorf("the front page still has the date %s", before)
	}
}
