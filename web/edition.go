package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/a-h/templ"

	"gogai/live"
)

// An Edition is a page that is the same for everyone, as it stands at one moment.
type Edition struct {
	Page templ.Component
	Body []byte // in place of Page, where it is no component
	Type string // of Body, as Content-Type has it
	To   string // the address to lead to, in place of a page

	ForGood bool // To is where the page has moved

	// From are the versions of what the page was made from: while these stand, so does the page.
	From []live.Version
	// Loose pages show more than From names: lists of comments, and counts. They may lag a second.
	Loose bool
	// Until is when time alone makes another page of it; zero is never.
	Until time.Time
}

// A Maker makes an edition out of nothing but the address: its request is a bare one, which knows
// the path, its values and the parameters that the route names, and nothing of who asks.
type Maker func(r *http.Request) (*Edition, error)

// Edition adds a route to a page that is the same for everyone, GET only, with the names of the
// parameters that it looks at. Others make no page of their own.
func (t *Routes) Edition(pattern string, make Maker, parameters ...string) {
	t.Page("GET "+pattern, func(w http.ResponseWriter, r *http.Request) error {
		e, err := make(impersonal(r, parameters))
		if err != nil {
			return err
		}
		if e.To != "" {
			status := http.StatusSeeOther
			if e.ForGood {
				status = http.StatusMovedPermanently
			}
			http.Redirect(w, r, e.To, status)
			return nil
		}
		if e.Page == nil {
			return t.site.write(w, r, e.Type, e.Body)
		}
		return t.site.Render(w, r, http.StatusOK, e.Page)
	})
}

// impersonal returns a request that knows of another nothing but what its page is made from.
func impersonal(r *http.Request, parameters []string) *http.Request {
	query := r.URL.Query()
	for name := range query {
		if !slices.Contains(parameters, name) {
			query.Del(name)
		}
	}
	address := &url.URL{Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: query.Encode()}
	bare := (&http.Request{Method: http.MethodGet, URL: address, Pattern: r.Pattern}).WithContext(context.WithoutCancel(r.Context()))
	for _, name := range pathValues {
		if value := r.PathValue(name); value != "" {
			bare.SetPathValue(name, value)
		}
	}
	return bare
}

// pathValues are the names that the patterns of editions have in them.
var pathValues = []string{"section", "slug", "handle"}

// write answers with a body that is no component.
func (s *Site) write(w http.ResponseWriter, r *http.Request, mediaType string, body []byte) error {
	w.Header().Set("Cache-Control", "public, max-age=0, must-revalidate")
	if !NotModified(w, r, body) {
		w.Header().Set("Content-Type", mediaType)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	}
	return nil
}
