package site

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"gogai/member"
	"gogai/publication"
	"gogai/web/webtest"
)

// unsafeMethods are those that may change something.
var unsafeMethods = []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

// apiRoutes stand for those of the API, which has a mux of its own.
var apiRoutes = []string{
	"POST /api/v1/articles", "PATCH /api/v1/articles/{key}", "POST /api/v1/articles/{key}/publish", "POST /api/v1/articles/{key}/withhold",
	"POST /api/v1/articles/{key}/comments", "PATCH /api/v1/comments/{key}", "DELETE /api/v1/comments/{key}", "PUT /api/v1/comments/{key}/vote",
}

// table returns every route as method and path, its wildcards filled with something that is
// there. A pattern without a method stands for GET.
func table(t *testing.T, s *webtest.Site) (list [][2]string) {
	t.Helper()
	story := s.Story("Harbour tunnel opens")
	comment := s.Comment(story, s.Reader, "At last.", 0)
	fixed, sections := routes(s.Site)
	for _, pattern := range slices.Concat(fixed.Patterns(), sections.Patterns(), apiRoutes) {
		method, path, ok := strings.Cut(pattern, " ")
		if !ok {
			method, path = http.MethodGet, pattern
		}
		key := story.ID.String()
		if strings.HasPrefix(path, "/c/") || strings.Contains(path, "/comments/{key}") {
			key = comment.Key.String()
		}
		if strings.Contains(path, "/sections/") {
			key = "0000000000001"
		}
		path = strings.NewReplacer("{$}", "", "{key}", key, "{handle}", s.Reader.Handle, "{section}", "news", "{slug}", story.Slug,
			"{name}", "nothing.jpeg", "{path...}", "nothing").Replace(path)
		if strings.Contains(path, "{") {
			t.Fatalf("pattern %q has a wildcard that this test doesn't know", pattern)
		}
		if strings.HasSuffix(path, "/live") {
			path += "?poll" // the stream itself has no end
		}
		list = append(list, [2]string{method, path})
	}
	return list
}

// No unsafe route takes what another site sends, whoever is signed in; every one takes what we send.
func TestCrossOrigin(t *testing.T) {
	s := webtest.New(t, New)
	senders := []struct {
		name, fetchSite, origin string
		allowed                 bool
	}{
		{"another site", "cross-site", "https://evil.example", false},
		{"a sub-domain", "same-site", "https://evil.paper.example", false},
		{"another site, older browser", "", "https://evil.example", false},
		{"a sandboxed frame", "cross-site", "null", false},
		{"a sandboxed frame, older browser", "", "null", false},
		{"plain HTTP", "", "http://paper.example", false},
		{"ourselves", "same-origin", "https://paper.example", true},
		{"no browser", "", "", true},
	}
	checked := 0
	for _, route := range table(t, s) {
		method, path := route[0], route[1]
		if !slices.Contains(unsafeMethods, method) {
			continue
		}
		checked++
		for _, sender := range senders {
			c := s.As(s.Publisher)
			c.Header.Del("Sec-Fetch-Site")
			if sender.fetchSite != "" {
				c.Header.Set("Sec-Fetch-Site", sender.fetchSite)
			}
			if sender.origin != "" {
				c.Header.Set("Origin", sender.origin)
			}
			a := c.Send(method, path, "application/x-www-form-urlencoded", strings.NewReader(""))
			if refused := a.Status == http.StatusForbidden && strings.Contains(string(a.Body), "sent from another site"); refused == sender.allowed {
				t.Errorf("%s %s from %s: status %d, allowed should be %v", method, path, sender.name, a.Status, sender.allowed)
			}
		}
	}
	if checked < 30 {
		t.Errorf("only %d unsafe routes were found: is the table whole?", checked)
	}
}

// Every answer protects its reader, and none fails.
func TestEveryRoute(t *testing.T) {
	s := webtest.New(t, New)
	viewers := []*webtest.Client{s.Client(), s.As(s.Reader), s.As(s.Publisher)}
	for _, route := range table(t, s) {
		method, path := route[0], route[1]
		if method != http.MethodGet {
			continue
		}
		for i, c := range viewers {
			a := c.Get(path)
			if a.Status >= 500 {
				t.Errorf("GET %s: status %d", path, a.Status)
			}
			h := a.Header
			if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" || h.Get("Cross-Origin-Opener-Policy") != "same-origin" {
				t.Errorf("GET %s: headers %v", path, h)
			}
			policy := h.Get("Content-Security-Policy")
			if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
				t.Errorf("GET %s: policy %q", path, policy)
			}
			personal := slices.ContainsFunc([]string{"/account", "/desk", "/queue", "/c/"}, func(p string) bool { return strings.HasPrefix(path, p) })
			if keeps := !strings.Contains(h.Get("Cache-Control"), "no-store"); personal && keeps {
				t.Errorf("GET %s as viewer %d: Cache-Control %q, want no-store", path, i, h.Get("Cache-Control"))
			}
			for _, cookie := range (&http.Response{Header: h}).Cookies() {
				if !strings.Contains(h.Get("Cache-Control"), "no-store") {
					t.Errorf("GET %s sets the cookie %s on an answer that caches keep", path, cookie.Name)
				}
			}
			if strings.HasPrefix(h.Get("Content-Type"), "text/html") && strings.Contains(string(a.Body), s.Publisher.Email) && path != "/account" {
				t.Errorf("GET %s shows an e-mail address", path)
			}
		}
	}
}

// A public page is the same bytes for everyone.
func TestSameBytes(t *testing.T) {
	s := webtest.New(t, New)
	story := s.Story("Harbour tunnel opens")
	s.Comment(story, s.Reader, "At last.", 0)
	for _, path := range []string{"/", "/news", story.Path(), story.Path() + "?comments=popular", "/member/Rita", "/comments", "/policy", "/about", "/feed.xml", "/nothing/here"} {
		nobody := s.Client().Get(path)
		for _, m := range []member.Member{s.Reader, s.Publisher} {
			if got := s.As(m).Get(path); string(got.Body) != string(nobody.Body) {
				t.Errorf("GET %s differs for %s", path, m.Handle)
			}
		}
	}
}

// Nothing that is only read changes anything: every page is the same after all of them were asked for.
func TestReadingChangesNothing(t *testing.T) {
	s := webtest.New(t, New)
	list := table(t, s)
	c := s.As(s.Publisher)
	ask := func() map[string]string {
		pages := map[string]string{}
		for _, route := range list {
			if route[0] == http.MethodGet {
				pages[route[1]] = string(c.Get(route[1]).Body)
			}
		}
		return pages
	}
	before, log := ask(), c.Get("/queue/log").Body
	for path, after := range ask() {
		if after != before[path] {
			t.Errorf("GET %s is another page the second time", path)
		}
	}
	if string(c.Get("/queue/log").Body) != string(log) {
		t.Error("the log grew by reading")
	}
}

func TestUncleanPaths(t *testing.T) {
	s := webtest.New(t, New)
	for _, test := range []struct{ name, path, to string }{
		{"doubled slash", "/news//feed.xml", "/news/feed.xml"},
		{"up and down again", "/news/../about", "/about"},
		{"out of the fixed words", "/static/../news", "/news"},
		{"a dot before a section", "/./news", "/news"},
		{"another site", "/static/..//evil.example/x", "/evil.example/x"},
		{"a slash behind a section", "/news/", "/news"},
		{"a slash behind a page, with a query", "/login/?next=/account", "/login?next=/account"},
		{"a slash behind what needs escaping", "/member/%E6%BD%AE%E9%A2%A8/", "/member/%E6%BD%AE%E9%A2%A8"},
	} {
		t.Run(test.name, func(t *testing.T) { s.Client().Get(test.path).WantRedirect(test.to) })
	}
}

// Unknown methods are refused everywhere, with a page or a problem of ours.
func TestUnknownMethods(t *testing.T) {
	s := webtest.New(t, New)
	for _, route := range table(t, s) {
		if route[1] == "/api/" {
			continue // the root of another mux, where nothing is
		}
		for _, method := range []string{"TRACE", "BREW"} {
			a := s.Client().Send(method, route[1], "", nil)
			if a.Status != http.StatusMethodNotAllowed || a.Header.Get("Allow") == "" {
				t.Errorf("%s %s: status %d, Allow %q", method, route[1], a.Status, a.Header.Get("Allow"))
			}
		}
	}
}

// Where caches sit in front, no odd spelling of a personal address gives an answer that they keep.
func TestCacheDeception(t *testing.T) {
	s := webtest.New(t, New)
	c := s.As(s.Publisher)
	for _, path := range []string{
		"/account/x.css", "/account;a.png", "/account%2fx.js", "/account/..%2fx.css", "/account.", "/desk/a.css", "/desk;x.js", "/queue%2ex.png",
	} {
		a := c.Get(path)
		if a.Status == http.StatusOK && !strings.Contains(a.Header.Get("Cache-Control"), "no-store") {
			t.Errorf("GET %s: status %d, Cache-Control %q", path, a.Status, a.Header.Get("Cache-Control"))
		}
		if strings.Contains(string(a.Body), s.Publisher.Email) {
			t.Errorf("GET %s shows the account", path)
		}
	}
}

func TestReadyAndHealthy(t *testing.T) {
	s := webtest.New(t, New)
	s.Client().Get("/healthz").Want(200)
	s.Client().Get("/readyz").Want(200)
	closed := s.Like()
	closed.Publications = closedStore{s.Publications}
	w := httptest.NewRecorder()
	New(closed).ServeHTTP(w, httptest.NewRequest("GET", "/readyz", nil))
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("without a database: status %d, want 503", w.Code)
	}
}

// closedStore is a database that has gone away.
type closedStore struct{ publication.Store }

func (closedStore) Publication(context.Context) (publication.Publication, error) {
	return publication.Publication{}, errors.New("the database is closed")
}
