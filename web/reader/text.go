package reader

import (
	"embed"
	"net/http"

	"gogai/markup"
	"gogai/web"
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
func (rd *reader) about(r *http.Request) (*web.Edition, error) {
	return rd.text(r, "about", func(w *layout.Words) string { return w.About }, func(p *web.Paper) string { return p.About })
}

// policy serves GET /policy.
func (rd *reader) policy(r *http.Request) (*web.Edition, error) {
	return rd.text(r, "policy", func(w *layout.Words) string { return w.Policy }, func(p *web.Paper) string { return p.Policy })
}

// text shows what the publisher wrote, in Markdown, or else the built-in text.
func (rd *reader) text(r *http.Request, name string, title func(*layout.Words) string, of func(*web.Paper) string) (*web.Edition, error) {
	s, err := rd.in(r.Context(), layout.Sheet, title)
	if err != nil {
		return nil, err
	}
	written := of(s.paper)
	if written == "" {
		builtIn, err := texts.ReadFile("texts/" + name + "." + s.W.Lang + ".md")
		if err != nil {
			return nil, err
		}
		written = string(builtIn)
	}
	s.Canonical = rd.BaseURL + "/" + name
	s.changesDaily()
	return s.edition(Text(&TextPage{Page: s.Page, Body: markup.RenderArticle(written)})), nil
}
