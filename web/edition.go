package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/klauspost/compress/gzhttp"

	"gogai/key"
	"gogai/live"
	"gogai/web/pagecache"
	"gogai/web/static"
)

// An Edition is a page that is the same for everyone, as it stands at one moment.
type Edition struct {
	Page templ.Component
	Body []byte // in place of Page, where it is no component
	Type string // of Body, as Content-Type has it
	Part bool   // of another page: nothing to find by itself

	To      string // the address to lead to, in place of a page
	ForGood bool   // To is where the page has moved

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
// parameters that it looks at: others make no other page. It is kept, and served from there
// without coming here again.
func (t *Routes) Edition(pattern string, make Maker, parameters ...string) {
	s := t.site
	t.Page("GET "+pattern, func(w http.ResponseWriter, r *http.Request) error {
		bare := impersonal(r, parameters)
		page, err := s.Cache.Page(r.Context(), keyOf(bare.URL), s.wrote(r), func(ctx context.Context) (*pagecache.Content, error) {
			e, err := make(bare.WithContext(ctx))
			if err != nil {
				return nil, err
			}
			return s.content(bare.WithContext(ctx), e)
		})
		if elsewhere, ok := errors.AsType[*elsewhere](err); ok {
			http.Redirect(w, r, elsewhere.to, elsewhere.status)
			return nil
		}
		if err != nil {
			return err
		}
		w.Header().Set(gzhttp.HeaderNoCompression, "1") // it comes in the encoding that was asked for
		page.Serve(w, r)
		return nil
	})
}

// kept answers with the page that is kept, if it holds, and leaves all else to next. It stands in
// front of everything: what is done for other requests was done when the page was made.
func (s *Site) kept(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		if (r.Method == http.MethodGet || r.Method == http.MethodHead) && !mayHaveWritten(r) {
			if page := s.Cache.Find(keyOf(r.URL)); page != nil {
				s.observe(page.Route, begun, page.Serve(w, r))
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// observe tells who counts of an answer.
func (s *Site) observe(route string, begun time.Time, status int) {
	if s.Observe != nil {
		s.Observe(route, status, time.Since(begun))
	}
}

// keyOf returns the key of a page, if its parameters are in their order, as those of our own links.
// The path stands in it as it was spelled: decoded, one could pass for another, or for a query.
func keyOf(address *url.URL) string {
	if address.RawQuery == "" {
		return address.EscapedPath()
	}
	return address.EscapedPath() + "?" + address.RawQuery
}

// impersonal returns a request that knows of another nothing but what its page is made from.
func impersonal(r *http.Request, parameters []string) *http.Request {
	query := r.URL.Query()
	for name, values := range query {
		if query[name] = values[:1]; values[0] == "" || !slices.Contains(parameters, name) {
			query.Del(name)
		}
	}
	address := &url.URL{Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: query.Encode()}
	bare := (&http.Request{Method: http.MethodGet, URL: address, Pattern: r.Pattern}).WithContext(context.Background())
	for _, name := range pathValues {
		if value := r.PathValue(name); value != "" {
			bare.SetPathValue(name, value)
		}
	}
	return bare
}

// pathValues are the names that the patterns of editions have in them.
var pathValues = []string{"section", "slug", "handle"}

// elsewhere is where an edition leads to in place of a page, which is not kept.
type elsewhere struct {
	to     string
	status int
}

func (e *elsewhere) Error() string { return "the page is at " + e.to }

// usualPage is as long as most pages are, in bytes.
const usualPage = 64 << 10

// content renders an edition.
func (s *Site) content(r *http.Request, e *Edition) (*pagecache.Content, error) {
	switch {
	case e.To != "" && e.ForGood:
		return nil, &elsewhere{e.To, http.StatusMovedPermanently}
	case e.To != "":
		return nil, &elsewhere{e.To, http.StatusSeeOther}
	}
	c := &pagecache.Content{Body: e.Body, Route: r.Pattern, Header: s.editionHeader(r.URL, e), From: e.From, Loose: e.Loose, Until: e.Until}
	if e.Page != nil {
		b := bytes.NewBuffer(make([]byte, 0, usualPage))
		if err := e.Page.Render(r.Context(), b); err != nil {
			return nil, fmt.Errorf("render page: %w", err)
		}
		c.Body = b.Bytes()
	}
	return c, nil
}

// What caches are told of editions. A browser may keep one, and asks each time before it shows it;
// without the second word Chromium would not offer it as a dictionary (RFC 5861, RFC 9842). What
// stands between (RFC 9213) asks each time as well, or is told by the surrogate keys.
const (
	browserCaching = "max-age=0, stale-while-revalidate=600"
	sharedCaching  = "no-cache"
)

// editionHeader returns the header of an edition, in whatever encoding.
func (s *Site) editionHeader(address *url.URL, e *Edition) http.Header {
	h := s.securityHeader()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", browserCaching)
	h.Set("CDN-Cache-Control", sharedCaching)
	h.Set("Surrogate-Key", surrogateKeys(e.From))
	switch {
	case e.Page == nil:
		h.Set("Content-Type", e.Type)
	case e.Part:
		h.Set("X-Robots-Tag", "noindex")
	default:
		h.Set("Link", static.Preload("reader"))
		h.Set("Speculation-Rules", static.SpeculationRules())
		if address.RawQuery == "" {
			h.Set("Use-As-Dictionary", `match="`+address.EscapedPath()+`", match-dest=("document")`)
		}
	}
	return h
}

// surrogateKeys names what a page shows, for a cache that can drop pages by such names.
func surrogateKeys(from []live.Version) string {
	var names []string
	for _, v := range from {
		id := key.ID[any](v.ID).String()
		switch v.Kind {
		case live.Publication:
			names = append(names, "publication")
		case live.Section:
			names = append(names, "section-"+id)
		case live.Article:
			names = append(names, "article-"+id)
		case live.Thread:
			names = append(names, "thread-"+id)
		}
	}
	return strings.Join(names, " ")
}
