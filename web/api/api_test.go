package api

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gogai/article"
	"gogai/discussion"
	"gogai/key"
	"gogai/media"
	"gogai/web/webtest"
)

func runs() string { return flag.Lookup("test.run").Value.String() }

// under is a path of a story.
func under(a article.Article, rest string) string { return "/articles/" + a.ID.String() + rest }

// A story comes out with all that the page of it shows.
func reading(t *testing.T, d *description) {
	s := newSite(t, d)
	shot := media.Picture{
		ID: key.New[media.Picture](s.Keys, s.Now()), Caption: "Left, a minister.", CreditLine: "Somebody, Pool via AP", Alt: "Two people",
		WidthPx: 3200, HeightPx: 1800, CreatedAt: s.Now(), Files: []media.File{{Name: "a.jpg", Format: media.JPEG, WidthPx: 1600, HeightPx: 900, Bytes: 5}},
	}
	if err := s.Pictures.CreatePicture(t.Context(), shot); err != nil {
		t.Fatal(err)
	}
	made := s.Story("“Unacceptable” <b>", func(a *article.Article) {
		a.Picture = shot
		a.Standfirst, a.Bylines, a.Dateline, a.Provider = "In short.", []string{"A. Writer"}, "TOKYO", "KYODO"
		a.Rights, a.Tags, a.Language = []string{"© KYODO", "©2026 Paper"}, []string{"talks"}, "en"
	})
	answer := s.nobody().ask("GET", under(made, ""), nil).Want(http.StatusOK)
	if strings.ContainsAny(string(answer.Body), "<>&") {
		t.Errorf("HTML in the answer: %s", answer.Body)
	}
	var got map[string]any
	answer.Decode(&got)
	want := map[string]any{
		"key": made.ID.String(), "section": "news", "slug": "unacceptable-b", "url": "https://paper.example/news/unacceptable-b",
		"headline": "“Unacceptable” <b>", "standfirst": "In short.", "bylines": []any{"A. Writer"}, "dateline": "TOKYO", "provider": "KYODO",
		"rights": []any{"© KYODO", "©2026 Paper"}, "body_html": "<p>The first paragraph.</p><p>The second one.</p>", "language": "en", "tags": []any{"talks"},
		"picture":     map[string]any{"caption": "Left, a minister.", "credit": "Somebody, Pool via AP", "alt": "Two people", "src": "https://paper.example/media/a.jpg", "width": 1600., "height": 900.},
		"corrections": []any{}, "published": "2026-03-02T09:00:00Z", "updated": "2026-03-02T09:00:00Z", "expires": nil, "state": "published", "comment_count": 0.,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	c := s.Comment(made, s.Reader, "Hello @Edda", 0)
	s.Comment(made, s.Editor, "Hi", c.Number)
	var replies list[map[string]any]
	s.nobody().ask("GET", under(made, "/comments?order=latest"), nil).Want(http.StatusOK).Decode(&replies)
	if len(replies.Items) != 2 || replies.Next != nil {
		t.Fatalf("comments %v", replies)
	}
	wantReply := map[string]any{
		"key": made.ID.String() + "-2", "number": 2., "article": made.ID.String(), "url": "https://paper.example/c/" + made.ID.String() + "-2",
		"author": map[string]any{"handle": "Edda"}, "body_html": "<p>Hi</p>", "created": "2026-03-02T09:00:00Z", "edited": nil, "reply_to": c.Key.String(),
		"tally": map[string]any{"net": 0., "up": 0., "down": 0., "text": "0 ( +0 / -0 )"}, "state": "visible", "reason": nil,
	}
	if diff := cmp.Diff(wantReply, replies.Items[0]); diff != "" {
		t.Error(diff)
	}
	var one map[string]any
	s.nobody().ask("GET", "/comments/"+c.Key.String(), nil).Want(http.StatusOK).Decode(&one)
	if got, want := one["body_html"], `<p>Hello <a class="mention" href="/member/Edda">@Edda</a></p>`; got != want {
		t.Errorf("body_html %v, want %s", got, want)
	}

	// What doesn't depend on who asks is told apart by its ETag, also to those who are signed in.
	for _, path := range []string{"/openapi.json", "/articles", "/articles?section=news", under(made, ""), under(made, "/comments"), "/comments/" + c.Key.String()} {
		reader := s.with(s.Moderator)
		tag := reader.ask("GET", path, nil).Want(http.StatusOK).Header.Get("ETag")
		reader.Header.Set("If-None-Match", tag)
		reader.ask("GET", path, nil).Want(http.StatusNotModified)
		head := reader.Send("HEAD", Prefix+path, "", nil)
		if head.Status != http.StatusNotModified || len(head.Body) > 0 {
			t.Errorf("HEAD %s: status %d with %d bytes", path, head.Status, len(head.Body))
		}
	}
}

// An imported comment has no member and keeps its tally.
func paging(t *testing.T, d *description) {
	s := newSite(t, d)
	old := s.Story("Old")
	var comments []discussion.Comment
	for i, base := range []discussion.Tally{{Up: 1, Down: 4}, {Up: 1}, {Up: 1, Down: 2}, {Up: 1}, {Up: 1, Down: 1}, {}, {Up: 9}} {
		comments = append(comments, discussion.Comment{
			Key: discussion.Key{Article: old.ID, Number: i + 1}, Body: "x", HTML: "<p>x</p>", CreatedAt: s.Now(), State: discussion.Visible, Base: base,
		})
	}
	if err := s.DB.AppendComments(t.Context(), old.ID, comments); err != nil {
		t.Fatal(err)
	}
	wanted := map[string][]int{
		"": {1, 2, 3, 4, 5, 6, 7}, "oldest": {1, 2, 3, 4, 5, 6, 7}, "latest": {7, 6, 5, 4, 3, 2, 1},
		"popular": {7, 2, 4, 5, 3, 1, 6}, "controversial": {5, 3, 1, 2, 4, 6, 7},
	}
	for order, want := range wanted {
		var got []int
		next := ""
		for range 10 {
			var page list[comment]
			s.nobody().ask("GET", under(old, "/comments?limit=2&order="+order+"&after="+next), nil).Want(http.StatusOK).Decode(&page)
			for _, c := range page.Items {
				got = append(got, c.Number)
				if c.Author != nil {
					t.Errorf("imported comment by %v", c.Author)
				}
			}
			if page.Next == nil {
				break
			}
			next = *page.Next
		}
		if !slices.Equal(got, want) {
			t.Errorf("order %q: got %v, want %v", order, got, want)
		}
	}
	var first list[comment]
	s.nobody().ask("GET", under(old, "/comments?limit=1"), nil).Decode(&first)
	if got := first.Items[0].Tally.Text; got != "-3 ( +1 / -4 )" {
		t.Errorf("tally %q", got)
	}

	// Stories of one instant are told apart by their keys; expired ones stay in the list.
	for i := range 4 {
		s.Story(fmt.Sprintf("New %d", i), func(a *article.Article) { a.ExpiresAt = s.Now().Add(time.Hour) })
	}
	s.Clock.Add(2 * time.Hour)
	seen := map[string]bool{}
	next := ""
	for range 5 {
		var page list[story]
		s.nobody().ask("GET", "/articles?limit=1&section=news&after="+next, nil).Want(http.StatusOK).Decode(&page)
		seen[page.Items[0].Headline] = true
		if page.Next == nil {
			break
		}
		next = *page.Next
	}
	if len(seen) != 5 {
		t.Errorf("paging met %v", seen)
	}
	var all list[story]
	s.nobody().ask("GET", "/articles?limit=100000", nil).Want(http.StatusOK).Decode(&all)
	if len(all.Items) != 5 || all.Next != nil {
		t.Errorf("%d stories, next %v", len(all.Items), all.Next)
	}
	for _, query := range []string{"limit=0", "limit=-1", "limit=many", "limit=1e1", "limit=1&limit=2", "after=x", "after=MS4x", "a=%zz", "after=&after="} {
		s.nobody().ask("GET", "/articles?"+query, nil).Want(http.StatusBadRequest)
		s.nobody().ask("GET", under(old, "/comments?"+query), nil).Want(http.StatusBadRequest)
	}
	s.nobody().ask("GET", under(old, "/comments?order=best"), nil).Want(http.StatusBadRequest)
	s.nobody().ask("GET", "/articles?section=nowhere", nil).Want(http.StatusNotFound)
}

// What readers may not see, they don't get here either; editors do.
func states(t *testing.T, d *description) {
	s := newSite(t, d)
	draft := s.Draft("Draft", func(a *article.Article) { a.Body = "Canary" })
	withheld := s.Story("Withheld", func(a *article.Article) { a.Body = "Canary" })
	comment := s.Comment(withheld, s.Reader, "Canary", 0)
	expired := s.Story("Expired", func(a *article.Article) { a.Body, a.Dateline, a.ExpiresAt = "Canary", "PARIS", s.Now().Add(time.Hour) })
	s.with(s.Editor).ask("POST", under(withheld, "/withhold"), map[string]any{"reason": "A court said so."}).Want(http.StatusOK)
	s.Clock.Add(2 * time.Hour)

	for name, c := range map[string]*client{"nobody": s.nobody(), "a member": s.with(s.Reader), "a moderator": s.with(s.Moderator)} {
		for _, answer := range []*webtest.Answer{
			c.ask("GET", under(draft, ""), nil).Want(http.StatusNotFound),
			c.ask("GET", under(draft, "/comments"), nil).Want(http.StatusNotFound),
			c.ask("GET", under(draft, "/me"), nil).Want(http.StatusNotFound),
			c.ask("GET", under(withheld, ""), nil).Want(http.StatusGone),
			c.ask("GET", under(withheld, "/comments"), nil).Want(http.StatusGone),
			c.ask("GET", under(withheld, "/me"), nil).Want(http.StatusGone),
			c.ask("GET", "/comments/"+comment.Key.String(), nil).Want(http.StatusGone),
			c.ask("GET", under(expired, ""), nil).Want(http.StatusOK),
			c.ask("GET", "/articles", nil).Want(http.StatusOK),
		} {
			if bytes.Contains(answer.Body, []byte("Canary")) || bytes.Contains(answer.Body, []byte("PARIS")) {
				t.Errorf("%s sees what is hidden: %s", name, answer.Body)
			}
		}
	}
	for _, a := range []article.Article{draft, withheld, expired} {
		answer := s.with(s.Editor).ask("GET", under(a, ""), nil).Want(http.StatusOK)
		var got story
		answer.Decode(&got)
		if got.Body == nil || *got.Body != "Canary" || got.BodyHTML != "<p>Canary</p>" || !strings.Contains(answer.Header.Get("Cache-Control"), "no-store") {
			t.Errorf("%s: editors get %s, %v", a.Headline, answer.Body, answer.Header)
		}
	}
	s.nobody().ask("GET", "/articles/0000000000001", nil).Want(http.StatusNotFound)
	s.nobody().ask("GET", "/articles/nonsense", nil).Want(http.StatusNotFound)
	s.nobody().ask("GET", "/comments/"+withheld.ID.String()+"-99", nil).Want(http.StatusGone)
	s.nobody().ask("GET", "/comments/"+expired.ID.String()+"-99", nil).Want(http.StatusNotFound)
}

// A broken database is told as such, with a number for the log and nothing of its own.
func failing(t *testing.T, d *description) {
	s := newSite(t, d)
	s.Articles = broken{s.Articles}
	answer := s.nobody().ask("GET", "/articles", nil).Want(http.StatusInternalServerError)
	p, _ := problemOf(t, answer)
	if strings.Contains(string(answer.Body), "canary") || p.Request == "" || !strings.Contains(s.Log.String(), p.Request) || !strings.Contains(s.Log.String(), "canary") {
		t.Errorf("answer %s\nlog %s", answer.Body, s.Log)
	}
	s.Discussions = nil // a defect
	answer = s.nobody().ask("GET", "/articles/0000000000001/comments", nil).Want(http.StatusInternalServerError)
	if p, _ := problemOf(t, answer); p.Request == "" {
		t.Errorf("after a panic: %s", answer.Body)
	}
}

type broken struct{ article.Store }

func (broken) Articles(context.Context, article.Query) ([]article.Article, bool, error) {
	return nil, false, errors.New("canary: disk image is malformed")
}
