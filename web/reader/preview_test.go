package reader_test

import (
	"net/http"
	"strings"
	"testing"

	"gogai/article"
	"gogai/web"
	"gogai/web/reader"
	"gogai/web/webtest"
)

// A draft's preview is the story as it will be, and nothing that anybody may keep or find.
func TestPreview(t *testing.T) {
	var draft article.Article
	site := webtest.New(t, func(s *web.Site) http.Handler {
		return s.Wrap(s.Pages(func(w http.ResponseWriter, r *http.Request) error { return reader.Preview(s)(w, r, draft) }))
	})
	draft = site.Draft("Not out yet", func(a *article.Article) { a.Dateline = "SHIOMI" })
	answer := site.Client().Get("/").Want(http.StatusOK)
	doc := answer.Doc()
	if doc.Text("h1") != "Not out yet" || doc.Text(".dateline") != "SHIOMI" || len(doc.Find(".prose p")) != 3 {
		t.Error("the preview doesn't show the story")
	}
	if doc.Has("form.compose") || !doc.Has(`meta[name=robots]`) || doc.Has(`link[rel=canonical]`) {
		t.Error("the preview takes comments, or may be indexed")
	}
	if got := answer.Header.Get("Cache-Control"); !strings.Contains(got, "no-store") {
		t.Errorf("Cache-Control %q", got)
	}
}
