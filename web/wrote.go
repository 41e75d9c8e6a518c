package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"gogai/live"
)

// A browser that wrote something tells for a while which versions came of it, so that no page
// older than these is shown to it, whichever of several servers it asks.
const (
	wroteFor   = 10 * time.Second
	wroteWord  = "wrote"
	wroteLimit = 8 // versions in the cookie; of somebody faster the first ones go
)

var wroteKinds = map[live.Kind]string{live.Publication: "p", live.Section: "s", live.Article: "a", live.Thread: "t"}

// Wrote notes in the answer to a write which versions it made.
func (s *Site) Wrote(w http.ResponseWriter, r *http.Request, made ...live.Version) {
	if _, err := r.Cookie(s.cookieName()); err != nil {
		return // a program, which reads through the API
	}
	all := slices.DeleteFunc(s.wrote(r), func(v live.Version) bool {
		return slices.ContainsFunc(made, func(m live.Version) bool { return m.Subject == v.Subject })
	})
	all = append(all, made...)
	var texts []string
	for _, v := range all[max(0, len(all)-wroteLimit):] {
		texts = append(texts, wroteKinds[v.Kind]+strconv.FormatInt(v.ID, 10)+"."+strconv.FormatInt(v.Number, 10))
	}
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName() + "-" + wroteWord, Value: strings.Join(texts, "~"), Path: "/", MaxAge: int(wroteFor.Seconds()),
		HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// wrote returns the versions that a request's browser made lately. What can't be read is nothing.
func (s *Site) wrote(r *http.Request) []live.Version {
	cookie, err := r.Cookie(s.cookieName() + "-" + wroteWord)
	if err != nil {
		return nil
	}
	var list []live.Version
	for text := range strings.SplitSeq(cookie.Value, "~") {
		for kind, letter := range wroteKinds {
			rest, ok := strings.CutPrefix(text, letter)
			id, number, found := strings.Cut(rest, ".")
			if !ok || !found || len(list) == wroteLimit {
				continue
			}
			subject, err1 := strconv.ParseInt(id, 10, 64)
			version, err2 := strconv.ParseInt(number, 10, 64)
			if err1 == nil && err2 == nil {
				list = append(list, live.Version{Subject: live.Subject{Kind: kind, ID: subject}, Number: version})
			}
		}
	}
	return list
}

// mayHaveWritten tells, for no cost, whether it is worth asking wrote.
func mayHaveWritten(r *http.Request) bool {
	for _, line := range r.Header["Cookie"] {
		if strings.Contains(line, "-"+wroteWord+"=") {
			return true
		}
	}
	return false
}
