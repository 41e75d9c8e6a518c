package web

import (
	"cmp"
	"crypto/rand"
	"errors"
	"net/http"
	"sync"
	"time"

	"gogai/fault"
	"gogai/member"
)

// cookieName is the session cookie's. With the prefix, browsers refuse it from a sub-domain or
// over plain HTTP (RFC 6265bis §4.1.3.2); without HTTPS they would refuse it at all.
func (s *Site) cookieName() string {
	if s.Secure {
		return "__Host-gogai"
	}
	return "gogai"
}

// Viewer returns who a request's session belongs to. ok is false for nobody, which is no error.
func (s *Site) Viewer(r *http.Request) (m member.Member, session member.Session, ok bool, err error) {
	cookie, err := r.Cookie(s.cookieName())
	if err != nil {
		return m, session, false, nil
	}
	session, m, err = s.Members.Session(r.Context(), member.HashSecret(cookie.Value), s.Now())
	if fault.Is(err, fault.Unauthenticated) {
		return m, session, false, nil
	}
	return m, session, err == nil, err
}

// SignedIn returns who a request's session belongs to; Unauthenticated for nobody, which Pages
// answers with the log-in. The answer is personal from then on.
func (s *Site) SignedIn(w http.ResponseWriter, r *http.Request) (member.Member, error) {
	NoStore(w)
	m, _, ok, err := s.Viewer(r)
	if err == nil && !ok {
		err = fault.New(fault.Unauthenticated, "Log in first.")
	}
	return m, err
}

// SignIn opens a session for m and ends the one that the request came with: a secret that
// somebody knew before the log-in is worth nothing after it.
func (s *Site) SignIn(w http.ResponseWriter, r *http.Request, m member.Member) error {
	if err := s.endPresent(r); err != nil {
		return err
	}
	session, secret, err := member.NewSession(rand.Reader, m.ID, r.UserAgent(), s.Now())
	if err != nil {
		return err
	}
	if err := s.Members.CreateSession(r.Context(), session); err != nil {
		return err
	}
	s.setCookie(w, secret, member.SessionLifetime)
	return nil
}

// SignOut ends the request's session; without one it does nothing.
func (s *Site) SignOut(w http.ResponseWriter, r *http.Request) error {
	s.setCookie(w, "", -time.Second)
	return s.endPresent(r)
}

func (s *Site) endPresent(r *http.Request) error {
	m, session, ok, err := s.Viewer(r)
	if err != nil || !ok {
		return err
	}
	return s.Members.EndSession(r.Context(), m.ID, session.ID)
}

func (s *Site) setCookie(w http.ResponseWriter, value string, life time.Duration) {
	NoStore(w)
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(), Value: value, Path: "/", MaxAge: int(life.Seconds()),
		HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// nobodysHash is compared with where there is no member, so that this takes as long.
var nobodysHash = sync.OnceValue(func() string {
	hash, err := member.HashPassword(rand.Reader, rand.Text())
	if err != nil {
		panic(err) // the only source of errors is the random reader, which has none
	}
	return hash
})

// hashing bounds how many passwords are worked on at once: each takes tens of megabytes and a
// core for a while, and the rest belongs to the readers.
var hashing = make(chan struct{}, 2)

// CheckPassword returns the member who logs in with a handle or e-mail address and a password.
// Whether the name or the password was wrong, nobody learns, neither from the answer nor from the
// time it takes: both are one Invalid fault of the field "password". Too many attempts from an
// address or for a name are TooMany.
func (s *Site) CheckPassword(r *http.Request, login, password string) (member.Member, error) {
	if err := s.limitGuesses(r, login); err != nil {
		return member.Member{}, err
	}
	m, err := s.Members.MemberByLogin(r.Context(), login)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return member.Member{}, err
	}
	right, err := matches(r, m.PasswordHash, password)
	if err != nil {
		return member.Member{}, err
	}
	if !right {
		s.Log.InfoContext(r.Context(), "log-in refused", "request", RequestID(r.Context()), "from", neighbourhood(s.Address(r)).String())
		return member.Member{}, fault.Field("password", "Handle and password don't match. Check both and try again.")
	}
	return m, nil
}

// ConfirmPassword makes sure that it is m who sits at the browser that m is logged in with. A
// wrong password is an Invalid fault of the field "password"; guesses count as log-ins do.
func (s *Site) ConfirmPassword(r *http.Request, m member.Member, password string) error {
	if err := s.limitGuesses(r, m.Handle); err != nil {
		return err
	}
	right, err := matches(r, m.PasswordHash, password)
	if err == nil && !right {
		err = fault.Field("password", "This is not your current password.")
	}
	return err
}

func (s *Site) limitGuesses(r *http.Request, login string) error {
	return errors.Join(s.LimitAddress(r, LogIn), s.limitName(r, login))
}

// matches tells whether a password is the one behind a hash; it takes as long where there is none.
func matches(r *http.Request, hash, password string) (right bool, err error) {
	err = Hashing(r, func() {
		right = member.VerifyPassword(cmp.Or(hash, nobodysHash()), password) && hash != ""
	})
	return right, err
}

// Hashing does work that costs as much as a password's hash, when its turn has come;
// Unavailable when the request ends before that.
func Hashing(r *http.Request, work func()) error {
	select {
	case hashing <- struct{}{}:
		defer func() { <-hashing }()
		work()
		return nil
	case <-r.Context().Done():
		return fault.New(fault.Unavailable, "Too many people are logging in just now. Try again in a minute.")
	}
}
