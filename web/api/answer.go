package api

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"gogai/fault"
	"gogai/live"
	"gogai/web"
)

// An answer is what a route gives. The zero answer is an empty one.
type answer struct {
	status   int    // 0 is 200, or 204 without a body
	body     any    // becomes JSON; nil for none
	location string // path of what was made; "" for nothing
	personal bool   // depends on who asks

	made []live.Version // by a write
}

// A list is a page of something; Next is the value of "after" for the page that follows, null at the end.
type list[Item any] struct {
	Items []Item  `json:"items"`
	Next  *string `json:"next"`
}

// give writes an answer.
func (a *api) give(w http.ResponseWriter, r *request, given answer) error {
	if len(given.made) > 0 {
		a.Wrote(w, r.Request, given.made...)
	}
	h := w.Header()
	// The same address may answer others otherwise, and caches shall know by what.
	h.Add("Vary", "Authorization, Cookie") // the compression adds its own
	if given.location != "" {
		h.Set("Location", given.location)
	}
	reading := r.Method == http.MethodGet || r.Method == http.MethodHead
	if given.personal || !reading {
		web.NoStore(w)
	} else {
		h.Set("Cache-Control", "public, max-age=0, must-revalidate")
	}
	if given.body == nil {
		w.WriteHeader(cmp.Or(given.status, http.StatusNoContent))
		return nil
	}
	body, err := json.Marshal(given.body) // escapes <, > and &, in case somebody takes it for HTML
	if err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	h.Set("Content-Type", "application/json")
	if reading && !given.personal && web.NotModified(w, r.Request, body) {
		return nil
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(cmp.Or(given.status, http.StatusOK))
	w.Write(body) // who asked may have left
	return nil
}

// A refusal is an error whose status code no kind of fault stands for.
type refusal struct {
	status int
	detail string
}

func (r refusal) Error() string { return r.detail }

// A problem says what went wrong (RFC 9457).
type problem struct {
	Type    string    `json:"type"` // about:blank: the status code says which kind it is
	Title   string    `json:"title"`
	Status  int       `json:"status"`
	Detail  string    `json:"detail"`
	Errors  []mistake `json:"errors,omitempty"`  // of single members
	Request string    `json:"request,omitempty"` // its number in the log, for whoever asks us why
}

type mistake struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

// refuse answers with the problem that an error is.
func (a *api) refuse(w http.ResponseWriter, r *http.Request, err error) {
	p := problem{Type: "about:blank"}
	if refused, ok := errors.AsType[refusal](err); ok {
		p.Status, p.Detail = refused.status, refused.detail
	} else {
		f := fault.Of(err)
		p.Status, p.Detail = web.Status(f.Kind), web.Sentence(r, f)
		web.RetryAfter(w, f)
		switch f.Kind {
		case fault.Internal:
			a.LogError(r, err)
			p.Request = web.RequestID(r.Context())
		case fault.Unauthenticated:
			w.Header().Set("WWW-Authenticate", `Bearer realm="`+Prefix+`"`)
		case fault.Invalid:
			p.Errors = mistakes(r, err)
		}
	}
	tell(w, p)
}

// fail answers where the kit around the routes fails a request.
func (a *api) fail(w http.ResponseWriter, r *http.Request, status int, f *fault.Fault) {
	if f == nil {
		f = &fault.Fault{Sentence: "Something went wrong."}
	}
	p := problem{Type: "about:blank", Status: status, Detail: web.Sentence(r, f)}
	if status >= http.StatusInternalServerError {
		p.Request = web.RequestID(r.Context())
	}
	tell(w, p)
}

func tell(w http.ResponseWriter, p problem) {
	p.Title = http.StatusText(p.Status)
	web.NoStore(w)
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	json.NewEncoder(w).Encode(p) // who asked may have left
}

// mistakes lists the faults of single members, by name.
func mistakes(r *http.Request, err error) []mistake {
	fields := fault.ByField(err)
	var found []mistake
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if name != "" {
			found = append(found, mistake{name, web.Sentence(r, fields[name])})
		}
	}
	return found
}

// instant returns nil for the zero time, so that it becomes null.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// texts returns an empty list for none, so that it doesn't become null.
func texts(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
