package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gogai/publication"
)

// Routes is a mux that answers with our own pages where it has no route, and that knows its
// patterns, so that a test can walk them all.
type Routes struct {
	site     *Site
	mux      *http.ServeMux
	patterns []string
}

// NewRoutes returns a mux without routes.
func (s *Site) NewRoutes() *Routes { return &Routes{site: s, mux: http.NewServeMux()} }

// Page adds a handler whose errors become pages. Patterns are those of http.ServeMux.
func (t *Routes) Page(pattern string, h Handler) { t.Handle(pattern, t.site.Pages(h)) }

// Handle adds a handler that answers for its own errors.
func (t *Routes) Handle(pattern string, h http.Handler) {
	t.mux.Handle(pattern, h)
	t.patterns = append(t.patterns, pattern)
}

// Patterns returns what was added, in that order.
func (t *Routes) Patterns() []string { return slices.Clone(t.patterns) }

func (t *Routes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h, pattern := t.mux.Handler(r)
	if pattern != "" {
		t.mux.ServeHTTP(w, r)
		return
	}
	// The mux alone knows whether the path or the method is at fault, and which would do.
	said := &unsaid{header: http.Header{}}
	h.ServeHTTP(said, r)
	if said.status < http.StatusBadRequest { // a path with dots or doubled slashes: its clean form
		h.ServeHTTP(w, r)
		return
	}
	if to, ok := t.withoutSlash(r); ok {
		http.Redirect(w, r, to, http.StatusMovedPermanently)
		return
	}
	if allow := said.header.Get("Allow"); allow != "" {
		w.Header().Set("Allow", allow)
	}
	t.site.failWith(w, r, said.status, nil)
}

// withoutSlash returns where to lead somebody who put a slash behind an address that has none.
func (t *Routes) withoutSlash(r *http.Request) (to string, ok bool) {
	path := strings.TrimSuffix(r.URL.EscapedPath(), "/")
	if r.Method != http.MethodGet && r.Method != http.MethodHead || path == r.URL.EscapedPath() || !strings.HasPrefix(path, "/") {
		return "", false
	}
	shorter := r.Clone(r.Context())
	shorter.URL.Path, shorter.URL.RawPath = strings.TrimSuffix(r.URL.Path, "/"), strings.TrimSuffix(r.URL.RawPath, "/")
	_, pattern := t.mux.Handler(shorter)
	return (&url.URL{Path: shorter.URL.Path, RawPath: shorter.URL.RawPath, RawQuery: r.URL.RawQuery}).String(), pattern != ""
}

// unsaid keeps the status and headers of an answer and drops its text.
type unsaid struct {
	header http.Header
	status int
}

func (u *unsaid) Header() http.Header         { return u.header }
func (u *unsaid) Write(b []byte) (int, error) { return len(b), nil }
func (u *unsaid) WriteHeader(status int)      { u.status = status }

// Fixed tells whether a path belongs to the site's own words, and not to a section. A word with
// a dot in it (feed.xml) is never a section's.
func Fixed(path string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return publication.Reserved(first) || strings.Contains(first, ".")
}
