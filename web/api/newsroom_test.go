package api

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gogai/member"
)

// A story goes from draft to page by the API alone.
func newsroom(t *testing.T, d *description) {
	s := newSite(t, d)
	edda := s.with(s.Editor)
	expires := s.Now().Add(48 * time.Hour).Format(time.RFC3339)
	sent := map[string]any{
		"section": "news", "headline": " A  headline ", "body": "A *text*.", "standfirst": "S", "dateline": "OSAKA", "bylines": []string{"A", "", "B", "A"}, "tags": []string{"t"},
		"rights": []string{"© X"}, "provider": "X", "language": "en", "slug": "Its Slug", "expires": expires,
	}
	answer := edda.ask("POST", "/articles", sent).Want(http.StatusCreated)
	var got story
	answer.Decode(&got)
	if want := Prefix + "/articles/" + got.Key; answer.Header.Get("Location") != want {
		t.Errorf("Location %q, want %q", answer.Header.Get("Location"), want)
	}
	body, end := "A *text*.", s.Now().Add(48*time.Hour)
	want := story{
		Key: got.Key, Section: "news", Slug: "its-slug", URL: "https://paper.example/news/its-slug", Headline: "A headline", Standfirst: "S", Bylines: []string{"A", "B"}, Dateline: "OSAKA",
		Provider: "X", Rights: []string{"© X"}, BodyHTML: "<p>A <em>text</em>.</p>", Language: "en", Tags: []string{"t"}, Corrections: []correction{}, Expires: &end, State: "draft", Body: &body,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	path := "/articles/" + got.Key
	s.nobody().ask("GET", path, nil).Want(http.StatusNotFound)

	// Scheduled, taken back, published, corrected, withheld, and back.
	later := s.Now().Add(time.Hour)
	steps := []struct {
		what, method, path string
		sent               any
		status             int
		state              string
	}{
		{"schedule", "POST", "/publish", map[string]any{"at": later.In(time.FixedZone("", 9*3600)).Format(time.RFC3339)}, 200, "scheduled"},
		{"withhold before", "POST", "/withhold", map[string]any{"reason": "Not yet."}, 200, "withheld"},
		{"withhold again", "POST", "/withhold", map[string]any{"reason": "x"}, 409, ""},
		{"publish", "POST", "/publish", map[string]any{"at": nil}, 200, "published"},
		{"publish again", "POST", "/publish", nil, 409, ""},
		{"edit", "PATCH", "", map[string]any{"body": "Another text.", "expires": nil}, 200, "published"},
		{"correct", "PATCH", "", map[string]any{"headline": "A better headline", "correction": "It said otherwise."}, 200, "published"},
		{"withhold without a reason", "POST", "/withhold", nil, 422, ""},
		{"withhold", "POST", "/withhold", map[string]any{"reason": "A court."}, 200, "withheld"},
	}
	for _, step := range steps {
		answer := edda.ask(step.method, path+step.path, step.sent).Want(step.status)
		if step.state == "" {
			continue
		}
		var now story
		if answer.Decode(&now); string(now.State) != step.state {
			t.Errorf("%s: state %s, want %s", step.what, now.State, step.state)
		}
		switch step.what {
		case "schedule":
			if !now.Published.Equal(later) {
				t.Errorf("scheduled for %v, want %v", now.Published, later)
			}
		case "correct":
			wanted := []correction{{s.Now(), "It said otherwise."}}
			if diff := cmp.Diff(wanted, now.Corrections); diff != "" || now.Headline != "A better headline" || now.Slug != "its-slug" || now.Expires != nil || now.Dateline != "OSAKA" {
				t.Errorf("%s %+v", diff, now)
			}
		}
	}

	for name, c := range map[string]struct {
		sent   map[string]any
		fields []string
	}{
		"nothing":           {map[string]any{}, []string{"body", "headline", "section"}},
		"no such section":   {map[string]any{"section": "nowhere", "headline": "h", "body": "b"}, []string{"section"}},
		"wrong types":       {map[string]any{"section": 1, "headline": nil, "body": []string{}, "tags": "t", "expires": "tomorrow"}, []string{"body", "expires", "headline", "section", "tags"}},
		"against the rules": {map[string]any{"section": "news", "headline": strings.Repeat("h", 201), "body": "b", "language": "x y"}, []string{"headline", "language"}},
		"more than it may":  {map[string]any{"section": "news", "headline": "h", "body": "b", "state": "published", "comment_count": 9, "created_by": 1}, []string{"comment_count", "created_by", "state"}},
		"case":              {map[string]any{"section": "news", "headline": "h", "Body": "b"}, []string{"Body", "body"}},
		"no text":           {map[string]any{"section": "news", "headline": "", "body": "b"}, []string{"headline"}},
	} {
		_, fields := problemOf(t, edda.ask("POST", "/articles", c.sent).Want(http.StatusUnprocessableEntity))
		if !slices.Equal(fields, c.fields) {
			t.Errorf("%s: fields %q, want %q", name, fields, c.fields)
		}
	}
	empty := s.Draft("Empty")
	edda.ask("PATCH", "/articles/"+empty.ID.String(), map[string]any{"body": ""}).Want(http.StatusOK)
	edda.ask("POST", "/articles/"+empty.ID.String()+"/publish", nil).Want(http.StatusUnprocessableEntity)
}

// Who may do what with which proof of who they are.
func whoMay(t *testing.T, d *description) {
	s := newSite(t, d)
	published := s.Story("A story")
	comment := s.Comment(published, s.Moderator, "x", 0)
	token := func(m member.Member) string {
		token, secret, err := member.NewToken(rand.Reader, m.ID, s.Now())
		if err == nil {
			err = s.Members.CreateToken(t.Context(), token)
		}
		if err != nil {
			t.Fatal(err)
		}
		return secret
	}
	bearing := func(authorization string) *client {
		c := s.nobody()
		c.Header = http.Header{"Authorization": {authorization}} // a script: no Sec-Fetch-Site
		return c
	}
	vote, voting := map[string]any{"value": 1}, "/comments/"+comment.Key.String()+"/vote"
	rita := token(s.Reader)
	bearing("Bearer "+rita).ask("PUT", voting, vote).Want(http.StatusOK)
	bearing("bearer  "+rita).ask("PUT", voting, vote).Want(http.StatusOK)
	for _, wrong := range []string{"Bearer " + rita[:len(rita)-1], "Bearer", "Bearer ", "Basic " + rita, rita, "Bearer " + rita + "," + rita} {
		c := s.with(s.Editor) // the session doesn't help a wrong token
		c.Header.Set("Authorization", wrong)
		c.ask("PUT", voting, vote).Want(http.StatusUnauthorized)
		c.ask("GET", "/articles", nil).Want(http.StatusUnauthorized)
	}
	if _, err := s.Members.RevokeTokens(t.Context(), s.Reader.ID); err != nil {
		t.Fatal(err)
	}
	bearing("Bearer "+rita).ask("PUT", voting, vote).Want(http.StatusUnauthorized)

	// Only editors get to the newsroom, and they are told so before anything of theirs is read.
	newsroom := []string{"POST /articles", "PATCH /articles/" + published.ID.String(), "POST /articles/" + published.ID.String() + "/publish", "POST /articles/" + published.ID.String() + "/withhold"}
	for _, what := range newsroom {
		method, path, _ := strings.Cut(what, " ")
		s.nobody().ask(method, path, "not even JSON").Want(http.StatusUnauthorized)
		for _, m := range []member.Member{s.Reader, s.Moderator} {
			s.with(m).ask(method, path, "not even JSON").Want(http.StatusForbidden)
			bearing("Bearer "+token(m)).ask(method, path, "not even JSON").Want(http.StatusForbidden)
		}
		for _, m := range []member.Member{s.Editor, s.Publisher} {
			bearing("Bearer "+token(m)).ask(method, path, "not even JSON").Want(http.StatusBadRequest)
		}
	}

	// Another site's page has the browser's cookie, and is refused; a script has no browser.
	foreign := s.with(s.Editor)
	foreign.Header = http.Header{"Sec-Fetch-Site": {"cross-site"}}
	for _, rt := range routes {
		if method, path, _ := strings.Cut(rt.pattern, " "); method != "GET" {
			path = strings.Replace(path, "{key}", comment.Key.String(), 1)
			foreign.ask(method, path, vote).Want(http.StatusForbidden)
		}
	}
}
