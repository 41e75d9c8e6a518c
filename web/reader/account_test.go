package reader_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"gogai/web"
	"gogai/web/webtest"
)

func TestRegister(t *testing.T) {
	site := open(t)
	c := site.Client()
	doc := c.PostForm("/register", "handle", "R1ta", "email", "not an address", "password", "short").Want(http.StatusUnprocessableEntity).Doc()
	for _, field := range []string{"email", "password"} {
		if !doc.Has("#" + field + "-mistake") {
			t.Errorf("nothing is said beside %s", field)
		}
		if e := doc.One("#" + field); e.Attr("aria-invalid") != "true" || !strings.Contains(e.Attr("aria-describedby"), field+"-mistake") {
			t.Errorf("%s isn't tied to its mistake", field)
		}
	}
	if got := doc.One("#email").Attr("value"); got != "not an address" {
		t.Errorf("what was typed came back as %q", got)
	}
	if doc.One("#password").Attr("value") != "" {
		t.Error("a password came back")
	}
	c.PostForm("/register", "handle", "RITA", "email", "new@mail.example", "password", webtest.Password).Want(http.StatusUnprocessableEntity)

	c.PostForm("/register", "handle", "Newcomer", "email", "new@mail.example", "password", webtest.Password).WantRedirect("/account")
	if got := c.Get("/account").Want(http.StatusOK).Doc().Text("h1"); got != "Newcomer" {
		t.Errorf("logged in as %q", got)
	}
}

// Neither status nor words tell whether a member exists.
func TestLogInTellsNothing(t *testing.T) {
	site := open(t)
	known := site.Client().PostForm("/login", "login", "rita", "password", "wrong").Want(http.StatusUnprocessableEntity).Doc()
	unknown := site.Client().PostForm("/login", "login", "nobody", "password", "wrong").Want(http.StatusUnprocessableEntity).Doc()
	if a, b := known.Text("main .problem"), unknown.Text("main .problem"); a != b {
		t.Errorf("a known name is answered %q, an unknown one %q", a, b)
	}
}

func TestLogInLeadsBack(t *testing.T) {
	site := open(t)
	tests := []struct{ name, next, want string }{
		{"to a page of ours", "/news?after=x", "/news?after=x"},
		{"nowhere", "", "/"},
		{"to another site", "https://evil.example/", "/"},
		{"to another site, by two slashes", "//evil.example/", "/"},
		{"to another site, by a backslash", `/\evil.example/`, "/"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := site.Client().PostForm("/login", "login", "rita", "password", webtest.Password, "next", tt.next)
			if location := got.Header.Get("Location"); got.Status != http.StatusSeeOther || location != tt.want {
				t.Errorf("status %d to %q, want %q", got.Status, location, tt.want)
			}
		})
	}
	site.Client().Get("/account").WantRedirect("/login?next=%2Faccount")
}

func TestAccount(t *testing.T) {
	site := open(t)
	c, elsewhere := site.As(site.Reader), site.As(site.Reader)
	c.PostForm("/account/handle", "handle", "no").Want(http.StatusUnprocessableEntity)
	c.PostForm("/account/handle", "handle", "Rita-two").WantRedirect("/account?changed=handle")
	site.Client().Get("/member/Rita").WantRedirect("/member/Rita-two")

	doc := c.PostForm("/account/email", "email", "r2@mail.example", "password", "wrong").Want(http.StatusUnprocessableEntity).Doc()
	if !doc.Has("#email-password-mistake") {
		t.Error("nothing is said beside the wrong password")
	}
	c.PostForm("/account/email", "email", "r2@mail.example", "password", webtest.Password).WantRedirect("/account?changed=email")
	site.Client().PostForm("/login", "login", "r2@mail.example", "password", webtest.Password).WantRedirect("/")

	const changed = "a different battery staple"
	c.PostForm("/account/password", "password", webtest.Password, "new_password", "short").Want(http.StatusUnprocessableEntity)
	c.PostForm("/account/password", "password", webtest.Password, "new_password", changed).WantRedirect("/account?changed=password")
	elsewhere.Get("/account").WantRedirect("/login")
	c.Get("/account").Want(http.StatusOK)
	site.Client().PostForm("/login", "login", "Rita-two", "password", changed).WantRedirect("/")
}

func TestSessions(t *testing.T) {
	site := open(t)
	here, there := site.As(site.Reader), site.As(site.Reader)
	buttons := here.Get("/account").Want(http.StatusOK).Doc().Find(".sessions button[name=session]")
	if len(buttons) != 1 {
		t.Fatalf("%d other sessions, want 1", len(buttons))
	}
	here.PostForm("/account/sessions", "session", buttons[0].Attr("value")).WantRedirect("/account?changed=session")
	there.Get("/account").WantRedirect("/login")
	here.PostForm("/logout").WantRedirect("/")
	here.Get("/account").WantRedirect("/login")
}

func TestLimitsSayWhenToComeBack(t *testing.T) {
	site := open(t)
	site.Limits = web.NewLimits(nil)
	a := site.Story("Storm")
	rita := site.As(site.Reader)
	for range 60 {
		got := rita.PostForm("/c/"+a.ID.String()+"/new", "body", "Kept "+time.Duration(len(a.Headline)).String())
		if got.Status == http.StatusTooManyRequests {
			if got.Header.Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
			if got := strings.TrimPrefix(got.Doc().One("textarea").Value(), "\n"); !strings.HasPrefix(got, "Kept") {
				t.Errorf("what was typed came back as %q", got)
			}
			return
		}
	}
	t.Error("nobody stopped a storm of comments")
}

// Every page that is made for its viewer is kept by no cache.
func TestPersonalPagesAreNotKept(t *testing.T) {
	site := open(t)
	c := site.Comment(site.Story("Mine"), site.Reader, "Mine.", 0)
	rita := site.As(site.Reader)
	for _, path := range []string{"/account", "/login", "/register", c.Path(), c.Path() + "?reply", "/c/" + c.Article.String() + "/new"} {
		if got := rita.Get(path).Want(http.StatusOK).Header.Get("Cache-Control"); !strings.Contains(got, "no-store") {
			t.Errorf("%s: Cache-Control %q", path, got)
		}
	}
}
