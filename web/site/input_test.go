package site

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"gogai/member"
	"gogai/web"
	"gogai/web/webtest"
)

// fields are the names in the forms of the site.
var fields = strings.Fields(`handle email password new_password login next session body reply_to value decision reason until mode note headline slug standfirst bylines dateline
	provider rights tags language closing_days caption credit alt creator copyright correction picture version publish_at expires_at section do name tagline copyright_line zone
	about policy position role sent_to typed.body`)

// Text that databases and browsers read differently is refused wherever it comes in: never a failure
// of ours, and never kept.
func TestBrokenText(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, New)
	list := table(t, s)
	c := s.As(s.Publisher)
	for name, bad := range map[string]string{
		"no UTF-8": "canary\xff\xfe", "NUL": "canary\x00", "overlong": "canary\xc0\xbc", "half a character": "canary\xed\xa0\x80", "a noncharacter": "canary\uFFFE",
		"an escape": "canary\x1b[2J", "a huge number": strings.Repeat("9", 400), "below": "-9223372036854775809", "no number": "NaN", "many": strings.Repeat("canary\xff ", 2000),
	} {
		form := url.Values{}
		for _, field := range fields {
			form.Set(field, bad)
		}
		for _, route := range list {
			method, path := route[0], route[1]
			if path == "/logout" || path == "/api/" {
				continue
			}
			var a *webtest.Answer
			switch {
			case method == http.MethodGet:
				query := url.Values{}
				for _, field := range append([]string{"after", "before", "comments", "c", "q", "state", "version", "with", "limit", "order", "since", "story", "poll"}, fields...) {
					query.Set(field, bad)
				}
				path, _, _ = strings.Cut(path, "?")
				a = c.Get(path + "?" + query.Encode())
			case strings.HasPrefix(path, "/api/"):
				a = c.Send(method, path, "application/json", strings.NewReader(fmt.Sprintf("{%q:\"%s\"}", "body", bad)))
			default:
				a = c.Send(method, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
			}
			if a.Status >= 500 {
				t.Errorf("%s in %s %s: status %d", name, method, path, a.Status)
			}
		}
	}
	if log := s.Log.String(); strings.Contains(log, "level=ERROR") {
		t.Errorf("the log tells of failures:\n%.2000s", log[strings.Index(log, "level=ERROR"):])
	}
	if strings.Contains(contents(t, s), "canary") {
		t.Error("some of it was kept")
	}
}

// Whatever a list is asked with, it stays within its bounds and never fails.
func TestParameters(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, New)
	story := s.Story("First")
	for i := range 3 {
		s.Comment(story, s.Reader, fmt.Sprintf("Comment %d", i), 0)
	}
	c := s.As(s.Publisher)
	values := []string{"-1", "0", "1", "101", "2147483648", "9223372036854775808", "1e9", "NaN", "0x10", "١", "1;DROP TABLE member", "' OR 1=1 --", `" OR ""="`, "%", "_", "\\", "1,2", "../..",
		story.ID.String(), story.ID.String() + "-1", story.ID.String() + "-99999999999999999999", "rank", "created_at DESC", "null", "MC4wMDAwMDAwMDAwMDAw", "AAAA", "=", strings.Repeat("a", 5000)}
	for _, path := range []string{"/", "/news", story.Path(), "/comments", "/member/Rita", "/desk", "/desk/staff", "/desk/articles/" + story.ID.String() + "/revisions", "/queue", "/queue/log", "/queue/members/Rita",
		"/api/v1/articles", "/api/v1/articles/" + story.ID.String() + "/comments", "/c/" + story.ID.String() + "/new"} {
		for _, name := range []string{"after", "before", "limit", "order", "comments", "c", "section", "q", "state", "from", "to", "version", "reply_to"} {
			for _, value := range values {
				a := c.Get(path + "?" + name + "=" + url.QueryEscape(value))
				if a.Status >= 500 {
					t.Errorf("%s?%s=%.30s: status %d", path, name, value, a.Status)
				}
				var list struct{ Items []any }
				if strings.HasPrefix(path, "/api/") && a.Status == 200 {
					if a.Decode(&list); len(list.Items) > 100 {
						t.Errorf("%s?%s=%.30s: %d entries", path, name, value, len(list.Items))
					}
				}
			}
		}
		if a := c.Get(path + "?limit=1&limit=2&order=oldest&order=latest"); strings.HasPrefix(path, "/api/") && a.Status != 400 {
			t.Errorf("%s: two limits give status %d, want 400", path, a.Status)
		}
		if a := c.Get(path + "?" + strings.Repeat("a=b&", 5000)); a.Status >= 500 && a.Status != 503 {
			t.Errorf("%s: with 5000 parameters status %d", path, a.Status)
		}
	}
}

// What comes over the wire is one request or none; nothing written into one becomes a header or a
// line of the log.
func TestWire(t *testing.T) {
	s := webtest.New(t, New)
	server := webtestServer(t, s)
	for _, c := range []struct {
		name, sent string
		status     []int // of the only answer
	}{
		{"fine", "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", []int{200}},
		{"two lengths", "POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", []int{400}},
		{"length and chunks", "POST /login HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /about HTTP/1.1\r\nHost: a\r\n\r\n", []int{400, 422}},
		{"chunks by another name", "POST /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", []int{400, 501}},
		{"a folded header", "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-A: b\r\n c\r\n\r\n", []int{200, 400}},
		{"a space before the colon", "GET /healthz HTTP/1.1\r\nHost : a\r\n\r\n", []int{400}},
		{"two hosts", "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", []int{400}},
		{"no host", "GET /healthz HTTP/1.1\r\n\r\n", []int{400}},
		{"another site's address", "GET http://evil.example/nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", []int{404}},
		{"a control character in the address", "GET /a\x01b HTTP/1.1\r\nHost: a\r\n\r\n", []int{400}},
		{"a control character in a header", "GET / HTTP/1.1\r\nHost: a\r\nX-A: b\x00c\r\n\r\n", []int{400}},
		{"a long address", "GET /" + strings.Repeat("a", 60<<10) + " HTTP/1.1\r\nHost: a\r\n\r\n", []int{431, 414}},
		{"many headers", "GET / HTTP/1.1\r\nHost: a\r\n" + strings.Repeat("X-A: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n", 2000) + "\r\n", []int{431}},
		{"no method that we know", "PRI * HTTP/2.0\r\n\r\n", []int{307, 400, 405, 505}},
		{"a star", "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", []int{200, 404, 405}},
		{"a tunnel", "CONNECT evil.example:80 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", []int{404, 405, 400}},
	} {
		t.Run(c.name, func(t *testing.T) {
			conn, err := net.Dial("tcp", server)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			go conn.Write([]byte(c.sent)) // the answer may come before all of it is read
			in := bufio.NewReader(conn)
			first, err := http.ReadResponse(in, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer first.Body.Close()
			if !slices.Contains(c.status, first.StatusCode) {
				t.Errorf("status %d, want one of %v", first.StatusCode, c.status)
			}
			if !first.Close {
				return
			}
			var rest bytes.Buffer
			if _, err := rest.ReadFrom(first.Body); err != nil {
				return // cut off, and so no second answer
			}
			if more, err := http.ReadResponse(in, nil); err == nil {
				more.Body.Close()
				t.Errorf("a second answer came: %d", more.StatusCode)
			}
		})
	}
	c := s.Client()
	for _, path := range []string{"/a%0d%0aSet-Cookie:%20canary=1", "/news/%0d%0aX-Canary:%201", "/member/%0aX-Canary:1", "/login?next=%0d%0aX-Canary:1", "/c/%0d%0a", "/api/v1/comments/%0d%0aX-Canary:1", "/./a%0d%0aX-Canary:1"} {
		a := c.Get(path)
		if a.Header.Get("X-Canary") != "" || a.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: headers %v", path, a.Header)
		}
	}
	for line := range strings.Lines(s.Log.String()) {
		if !strings.HasPrefix(line, "time=") {
			t.Errorf("a line of the log that nobody of ours began: %q", line)
		}
	}
}

// webtestServer serves the site as the program does and returns its address.
func webtestServer(t *testing.T, s *webtest.Site) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := web.NewServer(New(s.Site), s.Site.Log)
	var done sync.WaitGroup
	done.Go(func() { server.Serve(l) })
	t.Cleanup(func() {
		server.Close()
		done.Wait()
	})
	return l.Addr().String()
}

// Names that readers can't tell apart go to one member, whoever comes first, also at once.
func TestLookAlikes(t *testing.T) {
	for _, pair := range [][2]string{
		{"Harbour", "harbour"}, {"Harbour", "Ｈａｒｂｏｕｒ"}, {"paypal", "раураӏ"}, {"Illinois", "lllinois"}, {"modern", "rnodern"}, {"o0o0o0", "000ooo"}, {"ferry_man", "ferry_rnan"},
		{"Straße", "strasse"}, {"naïve", "naïve"},
	} {
		for _, order := range [][2]int{{0, 1}, {1, 0}} {
			s := webtest.New(t, New)
			var wg sync.WaitGroup
			statuses := make([]int, 2)
			for i, j := range order {
				c := s.Client()
				wg.Go(func() {
					statuses[i] = c.PostForm("/register", "handle", pair[j], "email", fmt.Sprintf("m%d@mail.example", j), "password", webtest.Password).Status
				})
			}
			wg.Wait()
			made := 0
			for _, status := range statuses {
				if status == 303 {
					made++
				} else if status != 422 {
					t.Errorf("%q: status %d", pair, status)
				}
			}
			if made > 1 {
				t.Errorf("%q: both were taken", pair)
			}
		}
	}
	s := webtest.New(t, New)
	for _, handle := range []string{"admin", "аdmin", "admın", "a\u200ddmin", "ａｄｍｉｎ", "adm\u202ein", "moderator", "M0derator", "editor", "official✔", "Rita\u200b", "Rita\u0301\u0301", "Ritа", "Rıta", "R1ta", "👮admin", "\ue000abc", "ab", strings.Repeat("a", 25)} {
		s.Client().PostForm("/register", "handle", handle, "email", "new@mail.example", "password", webtest.Password).Want(422)
	}
	if _, err := s.Members.MemberByLogin(t.Context(), "new@mail.example"); err == nil {
		t.Error("one of them was taken")
	}

	// The same form sent many times at once makes one account.
	var wg sync.WaitGroup
	made := make([]int, 20)
	for i := range made {
		c := s.Client()
		wg.Go(func() {
			made[i] = c.PostForm("/register", "handle", "Newcomer", "email", "new@mail.example", "password", webtest.Password).Status
		})
	}
	wg.Wait()
	slices.Sort(made)
	if made[0] != 303 || made[1] != 422 || made[19] != 422 {
		t.Errorf("20 registrations at once: %v", made)
	}
	if m, err := s.Members.MemberByHandle(t.Context(), "Newcomer"); err != nil || m.Role != member.Reader {
		t.Errorf("%+v, %v", m, err)
	}
}
