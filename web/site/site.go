// Package site puts the areas of the web together: which address leads to which of them.
package site

import (
	"net/http"

	"gogai/web"
	"gogai/web/api"
	"gogai/web/newsroom"
	"gogai/web/reader"
	"gogai/web/static"
)

// New returns the whole site, ready to be served.
//
// The site's own words (login, desk, c, …) have a mux of their own, and everything else, which is
// sections and their stories, another: /{section}/{slug} and /desk/stories would be refused in
// one, since neither is more specific for every path.
func New(s *web.Site) http.Handler {
	fixed, sections := routes(s)
	s.LogInPage, s.Preview = reader.LogInPage(s), reader.Preview(s)
	return s.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if web.Fixed(r.URL.Path) {
			fixed.ServeHTTP(w, r)
		} else {
			sections.ServeHTTP(w, r)
		}
	}))
}

// routes is the table of contents.
func routes(s *web.Site) (fixed, sections *web.Routes) {
	fixed, sections = s.NewRoutes(), s.NewRoutes()
	reader.Routes(s, fixed, sections)
	newsroom.Routes(s, fixed)
	fixed.Handle("/api/", api.Handler(s))
	fixed.Handle("GET "+static.Prefix, static.Handler())
	fixed.Page("GET "+web.MediaPrefix+"{name}", s.Media)
	fixed.Page("GET /healthz", s.Healthy)
	fixed.Page("GET /readyz", s.Ready)
	return fixed, sections
}
