package web

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"

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
	s.failWith(w, r, Status(f.Kind), f)
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
		s.failWith(w, r, Status(fault.KindOf(err)), fault.Of(err))
		return
	}
	if s.LogInPage == nil {
		SeeOther(w, r, "/login")
		return
	}
	if err := s.LogInPage(w, r, typed); err != nil {
		s.LogError(r, err)
		s.failWith(w, r, http.StatusInternalServerError, nil)
	}
}

// failWith writes the error page of a status, or for the API what it has instead. The page is
// written also when the database can't be read: then without the publication's name and sections.
// f is nil when there is no more to say than the status.
func (s *Site) failWith(w http.ResponseWriter, r *http.Request, status int, f *fault.Fault) {
	if s.Problem != nil && strings.HasPrefix(r.URL.Path, "/api/") {
		s.Problem(w, r, status, f)
		return
	}
	// The reader may have left, and the answer is due all the same.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), time.Second)
	defer cancel()
	page, err := s.Page(ctx, "")
	if err != nil {
		page = s.PageOf(&Paper{Publication: publication.Default()}, "")
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
	if f != nil && status < http.StatusInternalServerError { // it knows better what happened
		e.Text = page.Sentence(f)
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

// spoken are the languages that refusals are in; the first one is for all who want none of them.
var spoken = language.NewMatcher([]language.Tag{language.English, language.Japanese})

// Sentence says a fault in the language that a request asks for, as those do that aren't for a
// page (RFC 9110 §12.5.4).
func Sentence(r *http.Request, f *fault.Fault) string {
	tag, _ := language.MatchStrings(spoken, r.Header.Get("Accept-Language"))
	return layout.In(tag.String()).Sentence(f, time.UTC)
}

// SeeOther ends a POST: it leads to an address of this site.
func SeeOther(w http.ResponseWriter, r *http.Request, to string) {
	http.Redirect(w, r, to, http.StatusSeeOther)
}
