package reader

import (
	"net/http"

	"gogai/fault"
	"gogai/live"
	"gogai/web"
	"gogai/web/layout"
)

// fragment serves GET /{section}/{slug}/thread: the thread alone, exactly as the story's page has it
// under the same parameters, for the script to put in the place of another page of the thread.
func (rd *reader) fragment(r *http.Request) (*web.Edition, error) {
	ctx := r.Context()
	s, err := rd.set(ctx, layout.Story, "") // first, as the page does
	if err != nil {
		return nil, err
	}
	a, err := rd.Articles.ArticleAt(ctx, r.PathValue("section"), r.PathValue("slug"))
	if err == nil {
		err = a.Readable(s.now)
	}
	if err != nil {
		return nil, err
	}
	if a.Section.Slug != r.PathValue("section") || a.Slug != r.PathValue("slug") {
		return moved(r, fragmentPath(a.Path())), nil
	}
	t, err := rd.thread(ctx, s, a, r.URL.Query())
	switch {
	case fault.Is(err, fault.NotFound) && r.FormValue("c") != "":
		return &web.Edition{To: fragmentPath(a.Path())}, nil // as the page does
	case err != nil:
		return nil, err
	}
	e := s.edition(ThreadOf(s.W, &t), live.ArticleVersion(a.ID, a.Version), live.ThreadVersion(a.ID, t.Version))
	e.Part = true
	return e, nil
}

// fragmentPath is where a story's thread is to be had alone.
func fragmentPath(story string) string { return story + "/thread" }
