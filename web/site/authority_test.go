package site

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"gogai/discussion"
	"gogai/event"
	"gogai/member"
	"gogai/web/webtest"
)

// least is the role that a route takes at least; "" is nobody's. A route that isn't here fails the
// test, so that each is a decision.
var least = map[string]member.Role{
	"GET /{$}": "", "GET /{section}": "", "GET /{section}/{slug}": "", "GET /{section}/{slug}/live": "", "GET /{section}/{slug}/thread": "", "GET /live": "",
	"GET /{section}/feed.xml": "", "GET /feed.xml": "", "GET /about": "", "GET /policy": "",
	"GET /comments": "", "GET /member/{handle}": "", "GET /c/{key}": "", "GET /register": "", "POST /register": "", "GET /login": "", "POST /login": "", "POST /logout": "",
	"GET /static/": "", "GET /media/{name}": "", "GET /healthz": "", "GET /readyz": "", "/api/": "",
	"GET /api/v1/openapi.json": "", "GET /api/v1/articles": "", "GET /api/v1/articles/{key}": "", "GET /api/v1/articles/{key}/me": "", "GET /api/v1/articles/{key}/comments": "",
	"GET /api/v1/comments/{key}": "",

	"GET /c/{key}/new": member.Reader, "POST /c/{key}/new": member.Reader, "POST /c/{key}/vote": member.Reader, "POST /c/{key}/edit": member.Reader,
	"POST /c/{key}/delete": member.Reader, "POST /c/{key}/flag": member.Reader, "GET /account": member.Reader, "POST /account/handle": member.Reader,
	"POST /account/email": member.Reader, "POST /account/password": member.Reader, "POST /account/sessions": member.Reader,
	"POST /api/v1/articles/{key}/comments": member.Reader, "PATCH /api/v1/comments/{key}": member.Reader, "DELETE /api/v1/comments/{key}": member.Reader,
	"PUT /api/v1/comments/{key}/vote": member.Reader,

	"GET /queue": member.Moderator, "GET /queue/log": member.Moderator, "GET /queue/comments/{key}": member.Moderator, "POST /c/{key}/decide": member.Moderator,
	"GET /queue/members/{handle}": member.Moderator, "POST /queue/members/{handle}/ban": member.Moderator, "POST /queue/members/{handle}/unban": member.Moderator,
	"GET /queue/threads/{key}": member.Moderator, "POST /queue/threads/{key}": member.Moderator,

	"GET /desk": member.Editor, "GET /desk/articles/new": member.Editor, "POST /desk/articles": member.Editor, "GET /desk/articles/{key}": member.Editor,
	"POST /desk/articles/{key}": member.Editor, "POST /desk/articles/{key}/withhold": member.Editor, "GET /desk/articles/{key}/preview": member.Editor,
	"GET /desk/articles/{key}/revisions": member.Editor, "POST /desk/preview": member.Editor, "POST /api/v1/articles": member.Editor,
	"PATCH /api/v1/articles/{key}": member.Editor, "POST /api/v1/articles/{key}/publish": member.Editor, "POST /api/v1/articles/{key}/withhold": member.Editor,

	"GET /desk/settings": member.Publisher, "POST /desk/settings": member.Publisher, "GET /desk/sections": member.Publisher, "POST /desk/sections": member.Publisher,
	"POST /desk/sections/{key}": member.Publisher, "GET /desk/staff": member.Publisher, "POST /desk/staff": member.Publisher,
}

// allRoutes lists the patterns of the pages and, from its own description, those of the API.
func allRoutes(t *testing.T, s *webtest.Site) []string {
	t.Helper()
	fixed, sections := routes(s.Site)
	list := slices.Concat(fixed.Patterns(), sections.Patterns())
	var described struct {
		Paths   map[string]map[string]any
		Servers []struct{ URL string }
	}
	s.Client().Get("/api/v1/openapi.json").Want(200).Decode(&described)
	for path, methods := range described.Paths {
		path = "/api/v1" + strings.TrimPrefix(path, "/api/v1")
		for method := range methods {
			if method = strings.ToUpper(method); slices.Contains(unsafeMethods, method) || method == http.MethodGet {
				list = append(list, method+" "+path)
			}
		}
	}
	slices.Sort(list)
	return list
}

// Every route, asked by each role: who isn't let in learns nothing and changes nothing.
func TestAuthority(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, New)
	story := s.Story("Harbour tunnel opens")
	other := s.Comment(story, s.Member("Otto", member.Reader), "At last.", 0)
	roles := []member.Member{{}, s.Reader, s.Moderator, s.Editor, s.Publisher}
	patterns := allRoutes(t, s)
	if len(patterns) < 60 {
		t.Fatalf("only %d routes: is the table whole?", len(patterns))
	}
	for _, pattern := range patterns {
		who, known := least[pattern]
		if !known {
			t.Errorf("%s: no rule says who may", pattern)
			continue
		}
		method, path, ok := strings.Cut(pattern, " ")
		if !ok {
			method, path = http.MethodGet, pattern
		}
		for _, m := range roles {
			comment := other
			if strings.HasSuffix(path, "/edit") || strings.HasSuffix(path, "/delete") || strings.HasSuffix(path, "/comments/{key}") && method != http.MethodGet {
				if m.ID != 0 {
					comment = s.Comment(story, m, fmt.Sprintf("Mine, for %s.", pattern), 0)
				}
			}
			key := story.ID.String()
			switch {
			case strings.Contains(path, "/comments/{key}"), strings.HasPrefix(path, "/c/") && !strings.HasSuffix(path, "/new"):
				key = comment.Key.String()
			case strings.Contains(path, "/sections/"):
				key = s.News().ID.String()
			}
			address := strings.NewReplacer("{$}", "", "{key}", key, "{handle}", "Otto", "{section}", "news", "{slug}", story.Slug, "{name}", "x.jpeg").Replace(path)
			if strings.HasSuffix(path, "/live") {
				address += "?poll" // the stream itself has no end
			}
			before := contents(t, s)
			c := s.Client()
			if m.ID != 0 {
				c = s.As(m)
				before = contents(t, s)
			}
			a := ask(c, method, address)
			refused := a.Status == http.StatusForbidden || a.Status == http.StatusUnauthorized ||
				a.Status == http.StatusSeeOther && strings.HasPrefix(a.Header.Get("Location"), "/login")
			may := who == "" || m.Role.Has(who)
			if may == refused {
				t.Errorf("%s as %q: status %d, may is %v", pattern, m.Role, a.Status, may)
			}
			if !may && m.ID != 0 && a.Status != http.StatusForbidden {
				t.Errorf("%s as %q: status %d, want 403", pattern, m.Role, a.Status)
			}
			if !may && contents(t, s) != before {
				t.Errorf("%s as %q: refused, and something changed", pattern, m.Role)
			}
			if a.Status >= 500 {
				t.Errorf("%s as %q: status %d", pattern, m.Role, a.Status)
			}
		}
	}
}

// ask sends a request that says nothing of use, so that who may is told what is missing.
func ask(c *webtest.Client, method, path string) *webtest.Answer {
	switch {
	case method == http.MethodGet:
		return c.Get(path)
	case strings.HasPrefix(path, "/api/"):
		return c.JSON(method, path, map[string]any{"nothing": "of use"})
	}
	return c.PostForm(path, "nothing", "of use")
}

// Whoever is banned reads on, and does nothing else, whatever their role was.
func TestBannedMayNothing(t *testing.T) {
	s := webtest.New(t, New)
	story := s.Story("Harbour tunnel opens")
	other := s.Comment(story, s.Member("Otto", member.Reader), "At last.", 0)
	own := s.Comment(story, s.Publisher, "Mine.", 0)
	_, err := s.Members.UpdateMember(t.Context(), s.Publisher.ID, func(m *member.Member) ([]event.Event, error) {
		m.BannedUntil, m.BanReason = s.Now().AddDate(0, 0, 1), "Sold stories"
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	pia := s.As(s.Publisher)
	before := contents(t, s)
	for pattern, who := range least {
		method, path, _ := strings.Cut(pattern, " ")
		if who == "" || who == member.Reader && method == http.MethodGet || strings.HasPrefix(path, "/account") || strings.HasSuffix(path, "/delete") || method == http.MethodDelete {
			continue // their account and their own words stay theirs
		}
		key := story.ID.String()
		if strings.Contains(path, "/comments/{key}") || strings.HasPrefix(path, "/c/") && !strings.HasSuffix(path, "/new") {
			key = other.Key.String()
		}
		if strings.HasSuffix(path, "/edit") || method == http.MethodPatch && strings.Contains(path, "/comments/") {
			key = own.Key.String()
		}
		address := strings.NewReplacer("{key}", key, "{handle}", "Otto").Replace(path)
		var a *webtest.Answer
		switch {
		case method == http.MethodGet:
			a = pia.Get(address)
		case strings.HasSuffix(address, "/vote") && strings.HasPrefix(address, "/api/"):
			a = pia.JSON(method, address, map[string]any{"value": 1})
		case strings.HasPrefix(address, "/api/"):
			a = pia.JSON(method, address, map[string]any{"body": "Barred"})
		default:
			a = pia.PostForm(address, "body", "Barred", "value", "1", "reason", "spam")
		}
		if a.Status != http.StatusForbidden {
			t.Errorf("%s: status %d, want 403", pattern, a.Status)
		}
	}
	if contents(t, s) != before {
		t.Error("something changed")
	}
}

// What is somebody's own, nobody else changes, whatever their role; and nobody stands up to an
// equal.
func TestOthersThings(t *testing.T) {
	s := webtest.New(t, New)
	story := s.Story("Harbour tunnel opens")
	ritas := s.Comment(story, s.Reader, "Rita's.", 0)
	pias := s.Comment(story, s.Publisher, "Pia's.", 0)
	ritasSession := sessionID(t, s, s.Reader)
	s.Member("Mona", member.Moderator)
	for _, c := range []struct {
		name, method, path string
		by                 member.Member
		fields             []string
		status             int
	}{
		{"edit another's comment", "POST", ritas.Path() + "/edit", s.Publisher, []string{"body", "Mine now"}, 403},
		{"delete another's comment", "POST", ritas.Path() + "/delete", s.Publisher, nil, 403},
		{"vote on one's own", "POST", ritas.Path() + "/vote", s.Reader, []string{"value", "1"}, 403},
		{"flag one's own", "POST", ritas.Path() + "/flag", s.Reader, []string{"reason", "spam"}, 403},
		{"end another's session", "POST", "/account/sessions", s.Publisher, []string{"session", ritasSession}, 303},
		{"moderate who stands above", "POST", pias.Path() + "/decide", s.Moderator, []string{"decision", "remove", "reason", "x"}, 403},
		{"ban an equal", "POST", "/queue/members/Mona/ban", s.Moderator, []string{"until", "2027-01-01", "reason", "x"}, 403},
		{"ban who stands above", "POST", "/queue/members/Edda/ban", s.Moderator, []string{"until", "2027-01-01", "reason", "x"}, 403},
		{"ban oneself", "POST", "/queue/members/Pia/ban", s.Publisher, []string{"until", "2027-01-01", "reason", "x"}, 403},
		{"demote oneself", "POST", "/desk/staff", s.Publisher, []string{"handle", "Pia", "role", "member"}, 403},
		{"appoint oneself", "POST", "/desk/staff", s.Editor, []string{"handle", "Edda", "role", "publisher"}, 403},
		{"edit another's comment by the API", "PATCH", "/api/v1/comments/" + ritas.Key.String(), s.Publisher, []string{"body", "Mine now"}, 403},
		{"delete another's comment by the API", "DELETE", "/api/v1/comments/" + ritas.Key.String(), s.Publisher, nil, 403},
	} {
		t.Run(c.name, func(t *testing.T) {
			by := s.As(c.by)
			before := contents(t, s)
			if strings.HasPrefix(c.path, "/api/") {
				var body any
				if c.fields != nil {
					body = map[string]any{c.fields[0]: c.fields[1]}
				}
				by.JSON(c.method, c.path, body).Want(c.status)
			} else {
				by.PostForm(c.path, c.fields...).Want(c.status)
			}
			if contents(t, s) != before {
				t.Error("something changed")
			}
		})
	}
}

// A form takes its own fields and no others: nobody becomes what they aren't by writing it.
func TestFieldsOfOthers(t *testing.T) {
	s := webtest.New(t, New)
	story := s.Story("Harbour tunnel opens")
	columns := []string{}
	for _, name := range strings.Fields(`id key number member author by actor handle email role stage state status version base votes ups downs created_at published_at
		banned_until ban_reason password_hash session secret_hash token html body_html article parent count replies reason corrections source source_key`) {
		columns = append(columns, name, "publisher", strings.ToUpper(name[:1])+name[1:], "7", "member."+name, "1", name+"[]", "1")
	}
	with := func(fields ...string) []string { return append(slices.Clone(fields), withoutOwn(columns, fields)...) }
	nobody := s.Client()
	nobody.PostForm("/register", with("handle", "Newcomer", "email", "new@mail.example", "password", webtest.Password)...).WantRedirect("/account")
	m, err := s.Members.MemberByHandle(t.Context(), "Newcomer")
	if err != nil || m.Role != member.Reader || m.ID == 1 || m.Email != "new@mail.example" || !m.BannedUntil.IsZero() {
		t.Errorf("registered as %+v, %v", m, err)
	}
	nobody.PostForm("/c/"+story.ID.String()+"/new", with("body", "Mine")...).Want(303)
	list, err := s.Discussions.Comments(t.Context(), discussion.Query{Article: story.ID, Limit: 10})
	if err != nil || len(list.Comments) != 1 {
		t.Fatal(list, err)
	}
	if c := list.Comments[0]; c.Author != m.ID || c.Number != 1 || c.Tally() != (discussion.Tally{}) || c.Parent != 0 {
		t.Errorf("commented as %+v", c)
	}
	for _, own := range [][]string{ // the password last, which the others need
		{"/account/handle", "handle", "Renamed"},
		{"/account/email", "email", "newer@mail.example", "password", webtest.Password},
		{"/account/password", "password", webtest.Password, "new_password", "another battery staple"},
	} {
		nobody.PostForm(own[0], with(own[1:]...)...).WantRedirect("/account?changed=")
	}
	after, err := s.Members.Member(t.Context(), m.ID)
	if err != nil || after.Role != member.Reader || after.Handle != "Renamed" || after.Email != "newer@mail.example" || after.CreatedAt != m.CreatedAt {
		t.Errorf("changed to %+v, %v", after, err)
	}
	// A story is a draft, by whoever wrote it, unless the button says otherwise.
	a := s.As(s.Editor).PostForm("/desk/articles", with("do", "save", "section", "news", "headline", "Mine", "body", "Text", "mode", "open", "version", "0")...).Want(303)
	s.Client().Get("/api/v1/articles/" + storyKey.FindString(a.Header.Get("Location"))).Want(404)
	// The address is no form.
	s.As(s.Reader).PostForm("/c/" + story.ID.String() + "/new?body=From+the+address").Want(422)
}

// withoutOwn drops the pairs whose names a form has itself.
func withoutOwn(pairs, own []string) (rest []string) {
	for i := 0; i < len(pairs); i += 2 {
		if !slices.Contains(own, pairs[i]) && pairs[i] != "reason" {
			rest = append(rest, pairs[i], pairs[i+1])
		}
	}
	return rest
}

func sessionID(t *testing.T, s *webtest.Site, m member.Member) string {
	t.Helper()
	s.As(m)
	list, err := s.Members.Sessions(t.Context(), m.ID, s.Now())
	if err != nil || len(list) == 0 {
		t.Fatal(list, err)
	}
	return list[0].ID
}

// contents is everything that the database holds.
func contents(t *testing.T, s *webtest.Site) string {
	t.Helper()
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: s.File, RawQuery: "mode=ro"}).String())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var all strings.Builder
	for _, table := range rowsOf(t, db, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`) {
		rows := rowsOf(t, db, `SELECT * FROM `+table)
		slices.Sort(rows)
		all.WriteString(table + "\n" + strings.Join(rows, "\n") + "\n")
	}
	return all.String()
}

func rowsOf(t *testing.T, db *sql.DB, query string) (list []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		if err := rows.Scan(values...); err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, v := range values {
			texts = append(texts, fmt.Sprint(*v.(*any)))
		}
		list = append(list, strings.Join(texts, "|"))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}
