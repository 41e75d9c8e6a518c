package reader

import (
	"net/http"

	"gogai/article"
	"gogai/web"
	"gogai/web/layout"
)

// Preview shows the desk a story, in any state, as readers will see it: without the thread, and
// as if it came out now when no time was set.
func Preview(s *web.Site) func(http.ResponseWriter, *http.Request, article.Article) error {
	rd := &reader{s}
	return func(w http.ResponseWriter, r *http.Request, a article.Article) error {
		web.NoStore(w)
		s, err := rd.set(r.Context(), layout.Story, a.Headline)
		if err != nil {
			return err
		}
		if a.PublishedAt.IsZero() {
			a.PublishedAt = s.now
		}
		p := s.article(a, rd.BaseURL)
		p.Canonical, p.Article, p.Feeds = "", "", nil
		p.Thread = Thread{Count: s.W.Comments(a.Comments), Notice: s.W.Preview}
		return rd.Render(w, r, http.StatusOK, Article(p))
	}
}
