package reader

import (
	"embed"
	"net/http"

	"gogai/markup"
	"gogai/web/layout"
)

// TextPage is a page of plain text: the comment policy, about the publication.
type TextPage struct {
	layout.Page
	Body markup.HTML
}

// texts hold what stands on these pages until the publisher writes something else, in each
// language of the interface.
//
//go:embed texts
var texts embed.FS

// about serves GET /about.
func (rd *reader) about(w http.ResponseWriter, r *http.Request) error {
	p, err := rd.Publications.Publication(r.Context())
	if err != nil {
		return err
	}
	return rd.text(w, r, "about", p.About, func(w *layout.Words) string { return w.About })
}

// policy serves GET /policy.
func (rd *reader) policy(w http.ResponseWriter, r *http.Request) error {
	p, err := rd.Publications.Publication(r.Context())
	if err != nil {
		return err
	}
	return rd.text(w, r, "policy", p.Policy, func(w *layout.Words) string { return w.Policy })
}

// text shows what the publisher wrote, in Markdown, or else the built-in text.
func (rd *reader) text(w http.ResponseWriter, r *http.Request, name, written string, title func(*layout.Words) string) error {
	s, err := rd.in(r.Context(), layout.Sheet, title)
	if err != nil {
		return err
	}
	if written == "" {
		builtIn, err := texts.ReadFile("texts/" + name + "." + s.W.Lang + ".md")
		if err != nil {
			return err
		}
		written = string(builtIn)
	}
	s.Canonical = rd.BaseURL + "/" + name
	return rd.Render(w, r, http.StatusOK, Text(&TextPage{Page: s.Page, Body: markup.RenderArticle(written)}))
}
