package site

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"gogai/member"
	"gogai/publication"
	"gogai/web"
	"gogai/web/webtest"
)

// A part that breaks costs the request an apology and a number, and nothing else: no handler tells
// what happened, none leaves half of something behind, and the site serves on.
func TestBrokenParts(t *testing.T) {
	s := webtest.New(t, New)
	list := table(t, s)
	secret := (&http.Response{Header: s.Client().PostForm("/login", "login", "Pia", "password", webtest.Password).Want(303).Header}).Cookies()[0].Value
	before := contents(t, s)
	for name, breakIt := range map[string]func(*web.Site){
		// A store that isn't there panics with the first call.
		"articles":    func(w *web.Site) { w.Articles = nil },
		"discussions": func(w *web.Site) { w.Discussions = nil }, "moderation": func(w *web.Site) { w.Moderation = nil },
		"members": func(w *web.Site) { w.Members = nil }, "files": func(w *web.Site) { w.Files = nil },
		"sessions": func(w *web.Site) { w.Members = lostMembers{w.Members} }, "the publication": func(w *web.Site) { w.Publications = lostPublication{w.Publications} },
	} {
		broken := s.Like()
		breakIt(broken)
		handler := New(broken)
		failed := 0
		for _, route := range list {
			method, path := route[0], route[1]
			if path == "/logout" {
				continue
			}
			r := httptest.NewRequest(method, path, strings.NewReader("nothing=x"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if strings.HasPrefix(path, "/api/") {
				r = httptest.NewRequest(method, path, strings.NewReader(`{"nothing":1}`))
				r.Header.Set("Content-Type", "application/json")
			}
			r.AddCookie(&http.Cookie{Name: "gogai", Value: secret})
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			if w.Code < 500 {
				continue
			}
			failed++
			h, body := w.Header(), w.Body.String()
			if h.Get("Cache-Control") != "no-store, private" || h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") {
				t.Errorf("%s %s without %s: headers %v", method, path, name, h)
			}
			for _, word := range []string{secret, "goroutine", "runtime", ".go:", "nil pointer", "lost in the cellar", "sqlite", s.File, s.Publisher.Email} {
				if strings.Contains(body, word) {
					t.Errorf("%s %s without %s: the answer holds %q", method, path, name, word)
				}
			}
			problem := strings.HasPrefix(path, "/api/")
			if problem != strings.HasPrefix(h.Get("Content-Type"), "application/problem+json") || !problem && !strings.Contains(body, "<main") {
				t.Errorf("%s %s without %s: the answer is %s", method, path, name, h.Get("Content-Type"))
			}
		}
		if failed == 0 {
			t.Errorf("without %s nothing failed", name)
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest("GET", "/healthz", nil))
		if w.Code != http.StatusOK {
			t.Errorf("without %s: the program is not healthy any more", name)
		}
	}
	if contents(t, s) != before {
		t.Error("something was changed by what failed")
	}
	if log := s.Log.String(); !strings.Contains(log, "lost in the cellar") || strings.Contains(log, secret) {
		t.Error("the log lacks the causes, or holds the session")
	}
}

// Without sessions nobody writes, and who isn't signed in reads on.
func TestLostSessions(t *testing.T) {
	s := webtest.New(t, New)
	story := s.Story("Harbour tunnel opens")
	broken := s.Like()
	broken.Members = lostMembers{s.Members}
	handler := New(broken)
	for _, path := range []string{"/", "/news", story.Path(), "/feed.xml", "/comments", "/about", "/api/v1/articles"} {
		for _, cookie := range []string{"", "a-session"} {
			r := httptest.NewRequest("GET", path, nil)
			if cookie != "" && !strings.HasPrefix(path, "/api/") { // which has to know whose limit counts
				r.AddCookie(&http.Cookie{Name: "gogai", Value: cookie})
			}
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			if w.Code != http.StatusOK {
				t.Errorf("%s with the cookie %q: status %d", path, cookie, w.Code)
			}
		}
	}
	before := contents(t, s)
	for pattern, who := range least {
		method, path, _ := strings.Cut(pattern, " ")
		if who == "" {
			continue
		}
		r := httptest.NewRequest(method, strings.NewReplacer("{key}", story.ID.String(), "{handle}", "Rita").Replace(path), nil)
		r.AddCookie(&http.Cookie{Name: "gogai", Value: "a-session"})
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != http.StatusInternalServerError {
			t.Errorf("%s: status %d, want 500", pattern, w.Code)
		}
	}
	if contents(t, s) != before {
		t.Error("something was changed")
	}
}

var errLost = errors.New("lost in the cellar")

type lostMembers struct{ member.Store }

func (lostMembers) Session(context.Context, string, time.Time) (member.Session, member.Member, error) {
	return member.Session{}, member.Member{}, errLost
}

type lostPublication struct{ publication.Store }

func (lostPublication) Publication(context.Context) (publication.Publication, error) {
	return publication.Publication{}, errLost
}
