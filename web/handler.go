package web

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"gogai/fault"
	"gogai/publication"
	"gogai/web/layout"
)

// Handler answers a request, or returns why it can't. It has written nothing when it returns an
// error: pages are rendered to a buffer first.
type Handler func(http.ResponseWriter, *http.Request) error

// Pages makes a handler's errors into pages. Who isn't signed in is led to the log-in.
func (s *Site) Pages(h Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.Fail(w, r, err)
		}
	})
}

// Fail answers with the page for an error: by the kind of fault, with its sentence. What is no
// fault is logged in full and shown as "Something went wrong".
func (s *Site) Fail(w http.ResponseWriter, r *http.Request, err error) {
	f := fault.Of(err)
	if f.Kind == fault.Unauthenticated {
		s.askToLogIn(w, r)
		return
	}
	if f.Kind == fault.Internal {
		s.LogError(r, err)
	}
	RetryAfter(w, f)
	s.failWith(w, r, Status(f.Kind), f.Sentence)
}

// LogError writes an internal error to the log, in full. A reader who left in the middle of
// their request is no error of ours.
func (s *Site) LogError(r *http.Request, err error) {
	level := slog.LevelError
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		level = slog.LevelDebug
	}
	s.Log.Log(r.Context(), level, "request failed", "request", RequestID(r.Context()), "error", err)
}

// RetryAfter tells a client that comes too often when to come back (RFC 9110 §10.2.3).
func RetryAfter(w http.ResponseWriter, f *fault.Fault) {
	if f.After > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(f.After.Seconds()))))
	}
}

// askToLogIn answers one who isn't signed in; what was typed goes along to the log-in.
func (s *Site) askToLogIn(w http.ResponseWriter, r *http.Request) {
	NoStore(w)
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		SeeOther(w, r, "/login?next="+url.QueryEscape(r.URL.RequestURI()))
		return
	}
	typed, _, err := FormWithFile(r, 0)
	if err != nil {
		s.failWith(w, r, Status(fault.KindOf(err)), fault.Of(err).Sentence)
		return
	}
	if s.LogInPage == nil {
		SeeOther(w, r, "/login")
		return
	}
	if err := s.LogInPage(w, r, typed); err != nil {
		s.LogError(r, err)
		s.failWith(w, r, http.StatusInternalServerError, "")
	}
}

// failWith writes the error page of a status, or for the API what it has instead. The page is
// written also when the database can't be read: then without the publication's name and sections.
func (s *Site) failWith(w http.ResponseWriter, r *http.Request, status int, sentence string) {
	if s.Problem != nil && strings.HasPrefix(r.URL.Path, "/api/") {
		s.Problem(w, r, status, sentence)
		return
	}
	// The reader may have left, and the answer is due all the same.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), time.Second)
	defer cancel()
	page, err := s.Page(ctx, "")
	if err != nil {
		page = s.page(publication.Default(), nil, "")
	}
	words, ok := page.W.Errors[status]
	if !ok {
		words = page.W.Errors[http.StatusInternalServerError]
	}
	page.Title = words.Title
	e := layout.ErrorPage{
		Page: page, Status: status, Text: words.Text, Advice: words.Advice,
		Links: []layout.Link{{Text: page.W.FrontPage, Href: "/"}},
	}
	// The fault knows better than the general words what happened, but says it in English.
	if status < http.StatusInternalServerError && page.W.Lang == "en" {
		e.Text = cmp.Or(sentence, e.Text)
	}
	if status >= http.StatusInternalServerError {
		e.Request = RequestID(r.Context())
	}
	NoStore(w)
	if err := s.Render(w, r, status, layout.Error(&e)); err != nil {
		s.LogError(r, err)
		http.Error(w, words.Title, status)
	}
}

// SeeOther ends a POST: it leads to an address of this site.
func SeeOther(w http.ResponseWriter, r *http.Request, to string) {
	http.Redirect(w, r, to, http.StatusSeeOther)
}
