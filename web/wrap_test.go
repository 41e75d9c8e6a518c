package web_test

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gogai/fault"
	"gogai/web"
	"gogai/web/layout"
	"gogai/web/webtest"
)

// build mounts one route of each kind, so that the kit is tested by itself.
func build(s *web.Site) http.Handler {
	t := s.NewRoutes()
	page := func(title string, personal bool) web.Handler {
		return func(w http.ResponseWriter, r *http.Request) error {
			if personal {
				if _, err := s.SignedIn(w, r); err != nil {
					return err
				}
			}
			p, err := s.Page(r.Context(), title)
			if err != nil {
				return err
			}
			return s.Render(w, r, http.StatusOK, layout.Shell(&p))
		}
	}
	t.Page("GET /public", page("Public", false))
	t.Page("GET /personal", page("Personal", true))
	t.Page("POST /write", func(w http.ResponseWriter, r *http.Request) error {
		if _, err := s.SignedIn(w, r); err != nil {
			return err
		}
		if _, err := web.Form(r); err != nil {
			return err
		}
		web.SeeOther(w, r, "/public")
		return nil
	})
	t.Page("GET /fail/{kind}", func(_ http.ResponseWriter, r *http.Request) error { return failures[r.PathValue("kind")] })
	t.Page("GET /panic", func(http.ResponseWriter, *http.Request) error { panic("canary in the coal mine") })
	t.Page("GET /half", func(w http.ResponseWriter, _ *http.Request) error {
		io.WriteString(w, strings.Repeat("half a page ", 1000))
		panic("half-way")
	})
	t.Page("GET /in", func(w http.ResponseWriter, r *http.Request) error {
		m, err := s.CheckPassword(r, r.Header.Get("X-Login"), r.Header.Get("X-Password"))
		if err != nil {
			return err
		}
		return s.SignIn(w, r, m)
	})
	t.Page("POST /out", func(w http.ResponseWriter, r *http.Request) error { return s.SignOut(w, r) })
	t.Page("GET /media/{name}", s.Media)
	t.Page("GET /healthz", s.Healthy)
	t.Page("GET /readyz", s.Ready)
	return s.Wrap(t)
}

var failures = map[string]error{
	"internal":    errors.New("secret detail"),
	"malformed":   fault.New(fault.Malformed, "That is malformed."),
	"invalid":     fault.Field("name", "That is invalid."),
	"forbidden":   fault.New(fault.Forbidden, "That is forbidden."),
	"missing":     fault.New(fault.NotFound, "That is missing."),
	"gone":        fault.New(fault.Gone, "That is gone."),
	"conflict":    fault.New(fault.Conflict, "That is in conflict."),
	"large":       fault.New(fault.TooLarge, "That is too large."),
	"often":       fault.Wait(1500*time.Millisecond, "That is too often."),
	"unavailable": fault.New(fault.Unavailable, "That is unavailable."),
}

func TestErrorsBecomePages(t *testing.T) {
	s := webtest.New(t, build)
	for _, c := range []struct {
		kind   string
		status int
		says   string
	}{
		{"internal", 500, "Something went wrong"},
		{"malformed", 400, "That is malformed."},
		{"invalid", 422, "That is invalid."},
		{"forbidden", 403, "That is forbidden."},
		{"missing", 404, "That is missing."},
		{"gone", 410, "That is gone."},
		{"conflict", 409, "That is in conflict."},
		{"large", 413, "That is too large."},
		{"often", 429, "That is too often."},
		{"unavailable", 503, "Back in a moment"},
	} {
		t.Run(c.kind, func(t *testing.T) {
			a := s.Client().Get("/fail/" + c.kind).Want(c.status)
			if main := a.Doc().Text("main"); !strings.Contains(main, c.says) {
				t.Errorf("the page says %q, want %q in it", main, c.says)
			}
			if strings.Contains(string(a.Body), "secret detail") {
				t.Error("the page tells what only the log should")
			}
			if got := a.Header.Get("Cache-Control"); got != "no-store, private" {
				t.Errorf("Cache-Control %q: an error must not be kept", got)
			}
		})
	}
	if got := s.Client().Get("/fail/often").Header.Get("Retry-After"); got != "2" {
		t.Errorf("Retry-After %q, want the next whole second, 2", got)
	}
	if log := s.Log.String(); strings.Count(log, "secret detail") != 1 {
		t.Errorf("the log should tell the internal error once:\n%s", log)
	}
}

func TestNoRoute(t *testing.T) {
	s := webtest.New(t, build)
	for _, c := range []struct {
		method, path string
		status       int
		allow        string
	}{
		{"GET", "/nothing", 404, ""},
		{"POST", "/public", 405, "GET, HEAD"},
		{"DELETE", "/write", 405, "POST"},
		{"BREW", "/public", 405, "GET, HEAD"},
		{"TRACE", "/public", 405, "GET, HEAD"},
		{"GET", "/write", 405, "POST"},
	} {
		a := s.Client().Send(c.method, c.path, "", nil).Want(c.status)
		if got := a.Header.Get("Allow"); got != c.allow {
			t.Errorf("%s %s: Allow %q, want %q", c.method, c.path, got, c.allow)
		}
		if !a.Doc().Has("header.masthead") {
			t.Errorf("%s %s: the answer is not a page of ours", c.method, c.path)
		}
	}
}

func TestPanic(t *testing.T) {
	s := webtest.New(t, build)
	a := s.Client().Get("/panic").Want(500)
	if strings.Contains(string(a.Body), "canary") {
		t.Error("the page tells what only the log should")
	}
	log := s.Log.String()
	if !strings.Contains(log, "canary in the coal mine") || !strings.Contains(log, "wrap_test.go") {
		t.Errorf("the log lacks the cause or the stack:\n%s", log)
	}

	// Half a page is no page: the connection is cut.
	server := httptest.NewServer(build(s.Site))
	defer server.Close()
	resp, err := http.Get(server.URL + "/half")
	if err == nil {
		defer resp.Body.Close()
		_, err = io.ReadAll(resp.Body)
	}
	if err == nil {
		t.Error("half a page came as if it were whole")
	}
}

// Whoever watches hears of each answer under its route, and of nothing that a stranger made up.
func TestObserve(t *testing.T) {
	s := webtest.New(t, build)
	var heard []string
	s.Observe = func(route string, status int, took time.Duration) {
		if took <= 0 {
			t.Errorf("%s took %v", route, took)
		}
		heard = append(heard, fmt.Sprint(route, " ", status))
	}
	handler := build(s.Site)
	for _, c := range []struct{ method, path, want string }{
		{"GET", "/public?x=1", "GET /public 200"},
		{"HEAD", "/public", "GET /public 200"},
		{"GET", "/fail/gone", "GET /fail/{kind} 410"},
		{"GET", "/panic", "GET /panic 500"},
		{"GET", "/made-up", " 404"},
		{"BREW", "/public", " 405"},
	} {
		heard = nil
		handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), c.method, c.path, nil))
		if diff := cmp.Diff([]string{c.want}, heard); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", c.method, c.path, diff)
		}
	}
}

func TestPublicPages(t *testing.T) {
	s := webtest.New(t, build)
	c := s.Client()
	first := c.Get("/public").Want(200)
	tag := first.Header.Get("ETag")
	if tag == "" || first.Header.Get("Cache-Control") != "public, max-age=0, must-revalidate" {
		t.Fatalf("ETag %q, Cache-Control %q", tag, first.Header.Get("Cache-Control"))
	}
	c.Header.Set("If-None-Match", `"other", `+tag)
	if again := c.Get("/public").Want(304); len(again.Body) > 0 || again.Header.Get("ETag") != tag {
		t.Errorf("304 with %d bytes and ETag %q", len(again.Body), again.Header.Get("ETag"))
	}
	c.Header.Set("If-None-Match", `"other"`)
	c.Get("/public").Want(200)

	tags := map[string]string{}
	for _, coding := range []string{"identity", "gzip", "zstd"} {
		c.Header.Del("If-None-Match")
		c.Header.Set("Accept-Encoding", coding)
		a := c.Get("/public").Want(200)
		if got := a.Header.Get("Content-Encoding"); got != strings.TrimPrefix(coding, "identity") {
			t.Errorf("Accept-Encoding %s: Content-Encoding %q", coding, got)
		}
		if other, taken := tags[a.Header.Get("ETag")]; taken {
			t.Errorf("%s and %s have one ETag", coding, other)
		}
		tags[a.Header.Get("ETag")] = coding
		if !strings.Contains(a.Header.Get("Vary"), "Accept-Encoding") {
			t.Errorf("Vary %q", a.Header.Get("Vary"))
		}
		c.Header.Set("If-None-Match", a.Header.Get("ETag"))
		c.Get("/public").Want(304)
	}
}

// The same bytes for everyone: who asks leaves no trace on a public page, and a personal one is
// kept by no cache.
func TestPersonalPages(t *testing.T) {
	s := webtest.New(t, build)
	if string(s.Client().Get("/public").Body) != string(s.As(s.Editor).Get("/public").Body) {
		t.Error("a public page differs by its viewer")
	}
	a := s.As(s.Reader).Get("/personal").Want(200)
	if a.Header.Get("Cache-Control") != "no-store, private" || a.Header.Get("ETag") != "" {
		t.Errorf("Cache-Control %q, ETag %q", a.Header.Get("Cache-Control"), a.Header.Get("ETag"))
	}
	s.Client().Get("/personal?x=1").Want(303).WantRedirect("/login?next=%2Fpersonal%3Fx%3D1")
}

func TestHeaders(t *testing.T) {
	s := webtest.New(t, build)
	want := map[string]string{
		"X-Content-Type-Options":     "nosniff",
		"Referrer-Policy":            "strict-origin-when-cross-origin",
		"Cross-Origin-Opener-Policy": "same-origin",
		"Strict-Transport-Security":  "",
	}
	for _, path := range []string{"/public", "/nothing", "/fail/internal", "/panic", "/healthz", "/readyz"} {
		a := s.Client().Get(path)
		for name, value := range want {
			if got := a.Header.Get(name); got != value {
				t.Errorf("%s: %s %q, want %q", path, name, got, value)
			}
		}
		policy := a.Header.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: the policy lacks %s: %s", path, part, policy)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("%s: %s", path, policy)
		}
		if a.Header.Get("Permissions-Policy") == "" {
			t.Errorf("%s: no Permissions-Policy", path)
		}
	}

	s.Secure = true
	server := httptest.NewServer(build(s.Site))
	defer server.Close()
	resp, err := http.Get(server.URL + "/public")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if got := resp.Header.Get("Strict-Transport-Security"); got != "max-age=31536000" {
		t.Errorf("behind HTTPS: Strict-Transport-Security %q", got)
	}
}

func TestBodyLimit(t *testing.T) {
	s := webtest.New(t, build)
	s.As(s.Reader).PostForm("/write", "body", strings.Repeat("a", 400<<10)).Want(303)
	s.As(s.Reader).PostForm("/write", "body", strings.Repeat("a", 600<<10)).Want(413)
}

// One request is one line, and no line tells who asked for what.
func TestLogLines(t *testing.T) {
	s := webtest.New(t, build)
	before := s.Log.String()
	c := s.As(s.Reader)
	c.Get("/public?email=canary@mail.example").Want(200)
	c.Get("/no%0Asuch%1B%E2%80%A8page").Want(404)
	c.PostForm("/write", "body", "canary").Want(303)
	c.Header.Set("X-Login", "canary")
	c.Header.Set("X-Password", "canary")
	c.Get("/in").Want(422)
	log := strings.TrimPrefix(s.Log.String(), before)
	if got := strings.Count(log, "msg=request "); got != 4 {
		t.Errorf("%d lines for 4 requests:\n%s", got, log)
	}
	for _, secret := range []string{"canary", "127.0.0.1", "\x1b", "\u2028", s.Reader.Handle} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q:\n%s", secret, log)
		}
	}
	for line := range strings.Lines(log) {
		if !strings.HasPrefix(line, "time=") {
			t.Errorf("a line that we didn't begin: %q", line)
		}
	}
}

// A hostile header or name can't begin a line of its own.
func TestLogIsOneLine(t *testing.T) {
	var out strings.Builder
	s := webtest.New(t, build)
	s.Site.Log = slog.New(slog.NewJSONHandler(&out, nil))
	r := httptest.NewRequest("GET", "/public", nil)
	r.Method = "GET\r\nlevel=ERROR"
	r.RemoteAddr = "203.0.113.7:1"
	build(s.Site).ServeHTTP(httptest.NewRecorder(), r)
	if got := out.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "203.0.113.0/24") {
		t.Errorf("log:\n%s", got)
	}
}

func TestHealth(t *testing.T) {
	s := webtest.New(t, build)
	s.Client().Get("/healthz").Want(200)
	s.Client().Get("/readyz").Want(200)
}
