package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"gogai/member"
	"gogai/web"
	"gogai/web/webtest"
)

// logIn sends a name and a password to the log-in of build.
func logIn(c *webtest.Client, login, password string) *webtest.Answer {
	c.Header.Set("X-Login", login)
	c.Header.Set("X-Password", password)
	return c.Get("/in")
}

func TestSessionCookie(t *testing.T) {
	for _, c := range []struct {
		name   string
		secure bool
		cookie string
	}{
		{"over HTTP", false, "gogai"},
		{"behind HTTPS", true, "__Host-gogai"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := webtest.New(t, build)
			s.Secure = c.secure
			r := httptest.NewRequest("GET", "/", nil)
			w := httptest.NewRecorder()
			if err := s.SignIn(w, r, s.Reader); err != nil {
				t.Fatal(err)
			}
			cookies := w.Result().Cookies()
			if len(cookies) != 1 {
				t.Fatalf("%d cookies, want 1", len(cookies))
			}
			got := cookies[0]
			if got.Name != c.cookie || got.Path != "/" || !got.HttpOnly || got.Secure != c.secure || got.Domain != "" ||
				got.SameSite != http.SameSiteLaxMode || len(got.Value) < 40 || len(got.String()) > 4096 {
				t.Errorf("cookie %s", got)
			}
			if w.Header().Get("Cache-Control") != "no-store, private" {
				t.Error("an answer with a session may be kept by a cache")
			}
		})
	}
}

func TestLogIn(t *testing.T) {
	s := webtest.New(t, build)
	c := s.Client()
	wrong := logIn(c, "Rita", "not it").Want(422)
	unknown := logIn(c, "Nobody", "not it").Want(422)
	if string(wrong.Body) != string(unknown.Body) {
		t.Error("the answer tells whether a member exists")
	}
	logIn(c, "Rita", webtest.Password).Want(200)
	c.Get("/personal").Want(200)
	c.PostForm("/out").Want(200)
	c.Get("/personal").Want(303)

	logIn(c, s.Reader.Email, webtest.Password).Want(200)
	c.Get("/personal").Want(200)
}

// A session that somebody planted or stole before a log-in is worth nothing after it.
func TestLogInEndsTheSessionBefore(t *testing.T) {
	s := webtest.New(t, build)
	c := s.Client()
	logIn(c, "Rita", webtest.Password).Want(200)
	before, err := s.Members.Sessions(t.Context(), s.Reader.ID, s.Now())
	if err != nil || len(before) != 1 {
		t.Fatalf("%d sessions, %v", len(before), err)
	}
	logIn(c, "Rita", webtest.Password).Want(200)
	after, err := s.Members.Sessions(t.Context(), s.Reader.ID, s.Now())
	if err != nil || len(after) != 1 || after[0].ID == before[0].ID {
		t.Errorf("sessions before %v, after %v, %v", before, after, err)
	}
}

func TestSessionEnds(t *testing.T) {
	s := webtest.New(t, build)
	c := s.As(s.Reader)
	s.Clock.Add(member.SessionIdle - time.Hour)
	c.Get("/personal").Want(200)
	s.Clock.Add(member.SessionIdle + time.Hour)
	c.Get("/personal").Want(303)
}

func TestLogInIsLimited(t *testing.T) {
	s := webtest.New(t, build)
	s.Limits = web.NewLimits(nil)
	c := s.Client()
	for range 10 {
		logIn(c, "Rita", "guess").Want(422)
	}
	if a := logIn(c, "Rita", webtest.Password).Want(429); a.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	s.TrustedProxies = append(s.TrustedProxies, netip.MustParsePrefix("127.0.0.0/8"))
	s.Clock.Add(time.Minute) // the address may again, and the name from there once
	logIn(c, "Rita", "guess").Want(422)
	for _, spelling := range []string{"rita ", "RITA", "ｒｉｔａ", "𝓡𝓲𝓽𝓪"} {
		logIn(c, spelling, webtest.Password).Want(429)
	}
	// The guesser shuts nobody else out, the owner least of all.
	elsewhere := s.Client()
	elsewhere.Header.Set("X-Forwarded-For", "198.51.100.1")
	logIn(elsewhere, "Rita", webtest.Password).Want(200)
	logIn(c, "Moritz", webtest.Password).Want(200)
	// Many guessers at once do, for a while: the name is closed from everywhere.
	for s.Limits.Allow(web.Guess, "rita", s.Now()) == nil {
	}
	elsewhere.Header.Set("X-Forwarded-For", "198.51.100.2")
	logIn(elsewhere, "Rita", webtest.Password).Want(429)
	s.Clock.Add(time.Minute)
	logIn(elsewhere, "Rita", webtest.Password).Want(200)
}

// Who posts without a session is asked to log in, with what was typed at hand.
func TestPostWithoutSession(t *testing.T) {
	s := webtest.New(t, build)
	s.Client().PostForm("/write", "body", "typed").Want(303).WantRedirect("/login")
	s.LogInPage = func(w http.ResponseWriter, _ *http.Request, typed url.Values) error {
		w.WriteHeader(http.StatusUnauthorized)
		_, err := w.Write([]byte(strings.Join(typed["body"], "")))
		return err
	}
	if got := string(s.Client().PostForm("/write", "body", "typed").Want(401).Body); got != "typed" {
		t.Errorf("the log-in was given %q", got)
	}
}

// The browser says where a request comes from, and nothing from elsewhere is written.
func TestCrossOrigin(t *testing.T) {
	for _, c := range []struct {
		name, fetchSite, origin string
		allowed                 bool
	}{
		{"same origin", "same-origin", "", true},
		{"typed in or bookmarked", "none", "", true},
		{"another site", "cross-site", "https://evil.example", false},
		{"a sub-domain", "same-site", "https://evil.paper.example", false},
		{"another site, older browser", "", "https://evil.example", false},
		{"a sandboxed frame", "", "null", false},
		{"another scheme of ours", "", "http://paper.example", false},
		{"ours behind a proxy", "", "https://paper.example", true},
		{"no browser", "", "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := webtest.New(t, build)
			browser := s.As(s.Reader)
			browser.Header.Del("Sec-Fetch-Site")
			if c.fetchSite != "" {
				browser.Header.Set("Sec-Fetch-Site", c.fetchSite)
			}
			if c.origin != "" {
				browser.Header.Set("Origin", c.origin)
			}
			want := http.StatusForbidden
			if c.allowed {
				want = http.StatusSeeOther
			}
			browser.PostForm("/write", "body", "a").Want(want)
			browser.Get("/personal").Want(200)
		})
	}
}
