package site

import (
	"bytes"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"testing"

	"gogai/event"
	"gogai/member"
	"gogai/web/webtest"
)

// Every cookie that the site ever sets is as it has to be, with and without HTTPS.
func TestCookies(t *testing.T) {
	for name, secure := range map[string]bool{"gogai": false, "__Host-gogai": true} {
		s := webtest.New(t, New)
		s.Secure = secure
		handler := New(s.Site)
		set := 0
		cookie := ""
		for _, act := range [][2]string{
			{"/register", "handle=Ruth&email=ruth@mail.example&password=a+long+password+indeed"},
			{"/login", "login=Ruth&password=a+long+password+indeed"},
			{"/account/password", "password=a+long+password+indeed&new_password=another+long+password"},
			{"/logout", ""},
		} {
			r := httptest.NewRequest("POST", act[0], strings.NewReader(act[1]))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.AddCookie(&http.Cookie{Name: name, Value: cookie})
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			for _, c := range w.Result().Cookies() {
				set++
				if c.Name != name || c.Path != "/" || c.Domain != "" || !c.HttpOnly || c.Secure != secure || c.SameSite != http.SameSiteLaxMode || len(c.String()) >= 4096 {
					t.Errorf("%s sets %s", act[0], c)
				}
				if c.Value == cookie {
					t.Errorf("%s keeps the session that it found", act[0])
				}
				cookie = c.Value
			}
		}
		if set != 4 {
			t.Errorf("%d cookies were set, want 4", set)
		}
	}
}

// What somebody planted in a browser before the log-in opens nothing after it.
func TestFixation(t *testing.T) {
	s := webtest.New(t, New)
	const planted = "planted-planted-planted-planted-planted-pla"
	c := s.Client()
	c.Header.Set("Cookie", "gogai="+planted)
	c.PostForm("/login", "login", "Rita", "password", webtest.Password).Want(303)
	thief := s.Client()
	thief.Header.Set("Cookie", "gogai="+planted)
	thief.Get("/account").WantRedirect("/login")

	// Nor does a session that the thief opened for themselves and left in the browser.
	own := s.Client()
	secret := (&http.Response{Header: own.PostForm("/login", "login", "Moritz", "password", webtest.Password).Want(303).Header}).Cookies()[0].Value
	victim := s.Client()
	victim.Header.Set("Cookie", "gogai="+secret)
	victim.PostForm("/login", "login", "Rita", "password", webtest.Password).Want(303)
	own.Get("/account").WantRedirect("/login")
}

// Each act ends the right sessions and tokens at once, and no others.
func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	update := func(t *testing.T, s *webtest.Site, change func(*member.Member)) {
		t.Helper()
		_, err := s.Members.UpdateMember(t.Context(), s.Editor.ID, func(m *member.Member) ([]event.Event, error) {
			change(m)
			return nil, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name string
		act  func(t *testing.T, s *webtest.Site, here *webtest.Client)
		// What answers /account here and in another browser, and then the desk by session and by token.
		here, there, desk, token int
	}{
		{"nothing", func(*testing.T, *webtest.Site, *webtest.Client) {}, 200, 200, 200, 422},
		{"log-out", func(_ *testing.T, _ *webtest.Site, here *webtest.Client) { here.PostForm("/logout").Want(303) }, 303, 200, 200, 422},
		{"change of password", func(_ *testing.T, _ *webtest.Site, here *webtest.Client) {
			here.PostForm("/account/password", "password", webtest.Password, "new_password", "another battery staple").Want(303)
		}, 200, 303, 303, 422},
		{"end of another session", func(_ *testing.T, _ *webtest.Site, here *webtest.Client) {
			here.PostForm("/account/sessions", "session", here.Get("/account").Doc().Find(".sessions button[name=session]")[0].Attr("value")).Want(303)
		}, 200, 303, 303, 422},
		{"ban", func(t *testing.T, s *webtest.Site, _ *webtest.Client) {
			s.As(s.Publisher).PostForm("/queue/members/Edda/ban", "until", "2027-01-01", "reason", "Sold stories").Want(303)
		}, 200, 200, 403, 403},
		{"another role", func(t *testing.T, s *webtest.Site, _ *webtest.Client) {
			s.As(s.Publisher).PostForm("/desk/staff", "handle", "Edda", "role", "member").Want(303)
		}, 200, 200, 403, 403},
		{"revoked tokens", func(t *testing.T, s *webtest.Site, _ *webtest.Client) {
			if _, err := s.Members.RevokeTokens(t.Context(), s.Editor.ID); err != nil {
				t.Fatal(err)
			}
		}, 200, 200, 200, 401},
		{"time", func(_ *testing.T, s *webtest.Site, _ *webtest.Client) { s.Clock.Add(member.SessionIdle) }, 303, 303, 303, 422},
		{"another handle", func(t *testing.T, s *webtest.Site, _ *webtest.Client) {
			update(t, s, func(m *member.Member) { m.Handle = "Edna" })
		}, 200, 200, 200, 422},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := webtest.New(t, New)
			here, there, script := s.As(s.Editor), s.As(s.Editor), s.Client()
			token, secret, err := member.NewToken(rand.Reader, s.Editor.ID, s.Now())
			if err == nil {
				err = s.Members.CreateToken(t.Context(), token)
			}
			if err != nil {
				t.Fatal(err)
			}
			script.Header.Set("Authorization", "Bearer "+secret)
			if c.name == "end of another session" {
				s.Clock.Add(1) // so that the lists of sessions have one order
			}
			c.act(t, s, here)
			for what, got := range map[string][2]int{
				"here": {here.Get("/account").Status, c.here}, "there": {there.Get("/account").Status, c.there},
				"the desk": {there.Get("/desk").Status, c.desk}, "the API": {script.JSON("POST", "/api/v1/articles", map[string]any{}).Status, c.token},
			} {
				if got[0] != got[1] {
					t.Errorf("%s: status %d, want %d", what, got[0], got[1])
				}
			}
			s.As(s.Reader).Get("/account").Want(200)
		})
	}
}

// Whether a name belongs to somebody shows neither in the answer nor in the work that is done for it.
func TestLogInTellsNothing(t *testing.T) {
	s := webtest.New(t, New)
	try := func(login, password string) (*webtest.Answer, uint64) {
		var before, after runtime.MemStats
		c := s.Client()
		runtime.ReadMemStats(&before)
		a := c.PostForm("/login", "login", login, "password", password).Want(422)
		runtime.ReadMemStats(&after)
		return a, (after.TotalAlloc - before.TotalAlloc) >> 20
	}
	try("Nobody", "wrong") // the first one makes the hash that nobody has
	known, work := try("Rita", "wrong")
	if work < 19 || work > 30 {
		t.Fatalf("%d MiB were used for a log-in: does this still count its hashes, of 19 MiB each?", work)
	}
	for _, login := range []string{"Rito", "rita@mail.example", "nobody@mail.example", "", "@", strings.Repeat("a", 5000), "Rita\x00", "\xff", "Ｒｉｔａ"} {
		a, its := try(login, "wrong")
		if its < work-3 || its > work+3 {
			t.Errorf("%.20q takes %d MiB of hashing, a known name %d", login, its, work)
		}
		if a.Status != known.Status || len(a.Header) != len(known.Header) || a.Header.Get("Set-Cookie") != "" {
			t.Errorf("%.20q: status %d, headers %v", login, a.Status, a.Header)
		}
		typed := []byte(` value="Rita"`)
		if bytes.Count(known.Body, typed) != 1 {
			t.Fatalf("the name that was typed isn't there once:\n%s", known.Body)
		}
		if a.Doc().Text("main .problem") != known.Doc().Text("main .problem") {
			t.Errorf("%.20q is answered %q", login, a.Doc().Text("main .problem"))
		}
	}
	// Names of one length are answered alike to the byte.
	a, _ := try("Otto", "wrong")
	if got := bytes.ReplaceAll(a.Body, []byte("Otto"), []byte("Rita")); !bytes.Equal(got, known.Body) {
		t.Error("a known and an unknown name get different pages")
	}
}

// The log-in leads to addresses of this site alone, whichever form carries them.
func TestOpenRedirect(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, New)
	story := s.Story("First")
	comment := s.Comment(story, s.Reader, "Text", 0)
	corpus := []string{
		"//evil.example", "///evil.example", `/\evil.example`, `\\evil.example`, `\/evil.example`, "https:evil.example", "https:/evil.example", "https://evil.example",
		"http:///evil.example", "/%2fevil.example", "%2f%2fevil.example", "/%5cevil.example", "/\tevil.example", "/\t/evil.example", "\t//evil.example", "/\n/evil.example", "/\r\nSet-Cookie: a=b",
		" //evil.example", "/ /evil.example", "//user@evil.example", "https://paper.example@evil.example", "//paper.example.evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
		"data:text/html,x", "//evil.example/%2e%2e", "/..//evil.example", "/.//evil.example", "/news/..//evil.example", "/;@evil.example", "//[::1]", "//0x7f000001", "/\u2028/evil.example", "/\x00/evil.example",
		"\u00a0//evil.example", "／／evil.example", "/\\\\evil.example", "?next=//evil.example", "#//evil.example", "//evil%E3%80%82example", "https://evil.example/\\paper.example", "//paper.example\\@evil.example", "/%09/evil.example",
		"/%0a/evil.example", "//\nevil.example", "http://evil.example\\.paper.example", "evil.example", "../../evil.example", ".evil.example", "@evil.example", ":80", "//:80", "/\x7f/evil.example",
	}
	base, _ := url.Parse("https://paper.example/login")
	for _, next := range corpus {
		for name, a := range map[string]*webtest.Answer{
			"log in":      s.Client().PostForm("/login", "login", "Rita", "password", webtest.Password, "next", next),
			"decide":      s.As(s.Moderator).PostForm(comment.Path()+"/decide", "decision", "dismiss", "next", next),
			"ban":         s.As(s.Moderator).PostForm("/queue/members/Rita/ban", "until", "2027-01-01", "reason", "x", "next", next),
			"unban":       s.As(s.Moderator).PostForm("/queue/members/Rita/unban", "next", next),
			"log-in page": s.Client().Get("/login?next=" + url.QueryEscape(next)),
		} {
			to := a.Header.Get("Location")
			if name == "log-in page" {
				for _, e := range a.Want(200).Doc().Find("input[name=next]") {
					to = e.Value()
				}
			} else if a.Status != http.StatusSeeOther {
				t.Errorf("%s, next %q: status %d", name, next, a.Status)
				continue
			}
			// As browsers read it: backslashes are slashes, tabs and line breaks nothing.
			to = strings.NewReplacer(`\`, "/", "\t", "", "\n", "", "\r", "").Replace(to)
			u, err := base.Parse(strings.TrimSpace(to))
			if err != nil || u.Host != base.Host || u.Scheme != base.Scheme {
				t.Errorf("%s, next %q: leads to %q", name, next, to)
			}
		}
	}
	// And resumes no form of another site.
	for _, action := range corpus[:12] {
		a := s.Client().PostForm("/login", "login", "Rita", "password", webtest.Password, "sent_to", action, "typed.body", "x").Want(200)
		to, err := base.Parse(strings.ReplaceAll(a.Doc().One(".sheet-form").Attr("action"), `\`, "/"))
		if err != nil || to.Host != base.Host {
			t.Errorf("sent to %q: the form goes to %v", action, to)
		}
	}
}
