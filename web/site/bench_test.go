package site

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"gogai/member"
	"gogai/web"
	"gogai/web/pagecache"
	"gogai/web/webtest"
)

// benchSite is a site, its handler without the network, and a story with fifty comments.
func benchSite(b *testing.B) (s *webtest.Site, handler http.Handler, story string, key string) {
	b.Helper()
	s = webtest.New(b, func(w *web.Site) http.Handler {
		handler = New(w)
		return handler
	})
	a := s.Story("Harbour council votes to keep the night ferry")
	for i := range 50 {
		s.Comment(a, s.Reader, fmt.Sprintf("Comment %d. The last bus leaves at 21:10; without the ferry nobody gets home from the clinic.\n\n> It really is that simple.", i), 0)
	}
	return s, handler, a.Path(), a.ID.String()
}

func benchAsk(b *testing.B, h http.Handler, r *http.Request, want int) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != want {
		b.Fatalf("%s %s: %d %s", r.Method, r.URL, w.Code, w.Body)
	}
	return w
}

// BenchmarkArticlePage answers with a story's page that is kept, and with one made anew each time.
func BenchmarkArticlePage(b *testing.B) {
	s, h, path, _ := benchSite(b)
	for name, bytes := range map[string]int64{"kept": 64 << 20, "anew": 0} {
		options := s.Cache.Options
		options.Bytes = bytes
		s.Cache = pagecache.New(options)
		for _, encoding := range []string{"identity", "gzip", "zstd"} {
			b.Run(name+"/"+encoding, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					r := httptest.NewRequest(http.MethodGet, path, nil)
					r.Header.Set("Accept-Encoding", encoding)
					benchAsk(b, h, r, http.StatusOK)
				}
			})
		}
	}
}

// BenchmarkWrites posts comments and votes through the API, many at a time.
func BenchmarkWrites(b *testing.B) {
	s, h, _, key := benchSite(b)
	token, secret, err := member.NewToken(rand.Reader, s.Editor.ID, s.Now())
	if err == nil {
		err = s.Members.CreateToken(b.Context(), token)
	}
	if err != nil {
		b.Fatal(err)
	}
	var n atomic.Int64
	run := func(name, method, path string, body func(i int64) string, want int) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetParallelism(32)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					r := httptest.NewRequest(method, path, strings.NewReader(body(n.Add(1))))
					r.Header.Set("Authorization", "Bearer "+secret)
					r.Header.Set("Content-Type", "application/json")
					benchAsk(b, h, r, want)
				}
			})
		})
	}
	run("comment", http.MethodPost, "/api/v1/articles/"+key+"/comments",
		func(i int64) string {
			return fmt.Sprintf(`{"body": "Comment number %d, which nobody has made before."}`, i)
		}, http.StatusCreated)
	run("vote", http.MethodPut, "/api/v1/comments/"+key+"-1/vote",
		func(i int64) string { return fmt.Sprintf(`{"value": %d}`, i%3-1) }, http.StatusOK)
}
