package api

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gogai/desk"
	"gogai/fault"
	"gogai/member"
	"gogai/web"
)

// A request is one that was let in.
type request struct {
	*http.Request
	by    member.Member // zero when nobody is signed in
	known bool          // who asks
	sent  []byte        // the body, once it is read
}

// admit finds out who asks, and whether they may come to the route now.
func (a *api) admit(rt route, r *http.Request) (*request, error) {
	by, known, err := a.caller(r)
	if err != nil || !known {
		// Wrong tokens count here too, so that trying them out ends soon.
		if limited := a.LimitAddress(r, web.API); limited != nil {
			return nil, limited
		}
	} else {
		err = a.LimitMember(by.ID, web.API)
	}
	switch {
	case err != nil:
		return nil, err
	case rt.who != anyone && !known:
		return nil, fault.New(fault.Unauthenticated, "Log in first, or send a token: Authorization: Bearer …")
	case rt.who == editors:
		err = desk.Writer(by, a.Now())
	}
	if err == nil && rt.act != "" {
		err = a.LimitMember(by.ID, rt.act)
	}
	return &request{Request: r, by: by, known: known}, err
}

// caller returns whom a request's token or session belongs to; known is false when it has neither.
// A token that isn't one is Unauthenticated, whatever session comes with it.
func (a *api) caller(r *http.Request) (by member.Member, known bool, err error) {
	if header := r.Header.Get("Authorization"); header != "" {
		scheme, token, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return by, false, fault.New(fault.Unauthenticated, "Only bearer tokens are known here: Authorization: Bearer …")
		}
		by, err = a.Members.TokenMember(r.Context(), member.HashSecret(strings.TrimSpace(token)))
		return by, err == nil, err
	}
	by, _, known, err = a.Viewer(r)
	return by, known, err
}

// query returns a parameter of the address. One that stands there twice is Malformed: which one
// counts would be anybody's guess.
func (r *request) query(name string) (string, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return "", fault.New(fault.Malformed, "The parameters of the address can't be read.")
	}
	switch found := values[name]; len(found) {
	case 0:
		return "", nil
	case 1:
		return found[0], nil
	}
	return "", fault.Newf(fault.Malformed, "The parameter %s stands in the address more than once.", name)
}

const maxPerPage = 100

// limit returns how many entries of a list are asked for; more than there may be is that many.
func (r *request) limit(usual int) (int, error) {
	text, err := r.query("limit")
	if err != nil || text == "" {
		return usual, err
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, fault.Newf(fault.Malformed, "The parameter limit is a number from 1 to %d.", maxPerPage)
	}
	return min(n, maxPerPage), nil
}

// once returns what makes a POST done once: its Idempotency-Key, if it has one, and what was
// asked under it. Read the body first.
func (r *request) once() (member.Request, error) {
	keys := r.Header.Values("Idempotency-Key")
	if len(keys) == 0 {
		return member.Request{}, nil
	}
	key := keys[0]
	strange := strings.ContainsFunc(key, func(c rune) bool { return c < ' ' || c > '~' })
	if len(keys) > 1 || key == "" || len(key) > member.MaxRequestKey || strange {
		return member.Request{}, fault.Newf(fault.Malformed, "An Idempotency-Key is one of 1 to %d ASCII characters, and stands there once.", member.MaxRequestKey)
	}
	asked := sha256.New()
	asked.Write([]byte(r.Method + " " + r.URL.Path + "\n"))
	asked.Write(r.sent)
	return member.Request{Member: r.by.ID, Key: key, Fingerprint: hex.EncodeToString(asked.Sum(nil))}, nil
}
