package site

import (
	"crypto/rand"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/event"
	"gogai/member"
	"gogai/moderation"
	"gogai/web/webtest"
)

// stage is a site on which everything that may be hidden is.
type stage struct {
	*webtest.Site
	hidden  map[string]string // words that only some may read, by what they are
	secrets map[string]string // words that nobody reads, by what they are
	paths   []string          // addresses that somebody may guess
	rita    *webtest.Client   // signed in by the form
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{Site: webtest.New(t, New), hidden: map[string]string{}, secrets: map[string]string{}}
	hide := func(what string) string {
		s.hidden[what] = "canary" + strings.ReplaceAll(what, " ", "")
		return s.hidden[what]
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	otto := s.Member("Otto", member.Reader)
	s.hidden["an e-mail address"] = otto.Email
	story := s.Story("Harbour tunnel opens")

	// Comments in each state.
	decide := func(c discussion.Comment, d discussion.Decision, reason string) {
		_, err := s.Discussions.Do(t.Context(), discussion.Decide{Key: c.Key, By: s.Moderator.ID, Decision: d, Reason: reason, At: s.Now()})
		must(err)
	}
	removed := s.Comment(story, otto, hide("removed text")+" @Rita", 0)
	decide(removed, discussion.Remove, "Advertising.")
	deleted := s.Comment(story, otto, hide("deleted text"), 0)
	answered := s.Comment(story, otto, hide("deleted text with an answer"), 0)
	s.Comment(story, s.Reader, "An answer", answered.Number)
	for _, c := range []discussion.Comment{deleted, answered} {
		_, err := s.Discussions.Do(t.Context(), discussion.Delete{Key: c.Key, By: otto.ID, At: s.Now()})
		must(err)
	}
	edited := s.Comment(story, otto, hide("earlier text"), 0)
	body, html, err := s.Compose(t.Context(), "What I meant")
	must(err)
	_, err = s.Discussions.Do(t.Context(), discussion.Edit{Key: edited.Key, By: otto.ID, Body: body, HTML: html, At: s.Now()})
	must(err)
	flag, err := moderation.NewFlag(otto, s.Comment(story, s.Reader, "Flagged", 0), moderation.Other, hide("note of a flag"), s.Now())
	must(err)
	must(s.Moderation.AddFlag(t.Context(), flag))
	read := s.Story("Read first")
	_, err = s.Discussions.UpdateThread(t.Context(), read.ID, func(th *discussion.Thread) (event.Event, error) {
		return th.Choose(discussion.Premoderated, s.Moderator.ID, read.Headline, hide("reason about a thread"), s.Now())
	})
	must(err)
	held := s.Comment(read, otto, hide("held text"), 0)
	rejected := s.Comment(read, otto, hide("rejected text"), 0)
	decide(rejected, discussion.Reject, hide("reason of a rejection"))
	_, err = s.Members.UpdateMember(t.Context(), s.Member("Barred", member.Reader).ID, func(m *member.Member) ([]event.Event, error) {
		e, err := moderation.Ban(s.Moderator, m, s.Now().AddDate(0, 1, 0), hide("reason of a ban"), s.Now())
		return []event.Event{e}, err
	})
	must(err)

	// Stories in each state.
	change := func(a article.Article, change func(*article.Article) (event.Event, error)) article.Article {
		a, err := s.Articles.UpdateArticle(t.Context(), a.ID, s.Editor.ID, member.Request{}, func(a *article.Article) ([]event.Event, error) {
			e, err := change(a)
			return []event.Event{e}, err
		})
		must(err)
		return a
	}
	written := func(what string) func(*article.Article) {
		return func(a *article.Article) {
			a.Standfirst, a.Body, a.Bylines = hide("standfirst of a "+what), hide("text of a "+what), []string{hide("byline of a " + what)}
		}
	}
	draft := s.Draft(hide("headline of a draft"), written("draft"))
	scheduled := change(s.Draft(hide("headline of a scheduled story"), written("scheduled story")), func(a *article.Article) (event.Event, error) {
		return a.Release(s.Editor.ID, s.Now().AddDate(0, 0, 3), s.Now())
	})
	moved := s.Draft("Moved", func(a *article.Article) { a.Slug = "canary-first-slug" })
	moved = change(moved, func(a *article.Article) (event.Event, error) {
		a.Slug = hide("slug of a draft")
		return a.Edited(s.Editor.ID, "", s.Now())
	})
	withheld := s.Story(hide("headline of a withheld story"), written("withheld story"))
	under := s.Comment(withheld, otto, hide("comment under a withheld story"), 0)
	withheld = change(withheld, func(a *article.Article) (event.Event, error) {
		return a.Withhold(s.Editor.ID, hide("reason to withhold"), s.Now())
	})
	expired := s.Story("Expired", func(a *article.Article) {
		a.Body, a.ExpiresAt = hide("text of an expired story"), s.Now().Add(time.Minute)
	})
	changed := change(s.Story("Changed", func(a *article.Article) { a.Body = hide("text before a correction") }), func(a *article.Article) (event.Event, error) {
		a.Body = "As it should have been."
		return a.Edited(s.Editor.ID, "We were wrong.", s.Now())
	})
	for _, a := range []article.Article{draft, scheduled, moved, withheld, expired, changed} {
		key := a.ID.String()
		s.paths = append(s.paths, a.Path(), "/desk/articles/"+key, "/desk/articles/"+key+"/preview", "/desk/articles/"+key+"/revisions", "/c/"+key+"/new",
			"/api/v1/articles/"+key, "/api/v1/articles/"+key+"/me", "/api/v1/articles/"+key+"/comments", "/queue/threads/"+key)
	}
	s.paths = append(s.paths, "/news/canary-first-slug", "/news/"+draft.ID.String())
	for _, c := range []discussion.Comment{removed, deleted, answered, edited, held, rejected, under} {
		key := c.Key.String()
		for _, panel := range []string{"", "?reply", "?quote", "?edit", "?flag", "?moderate", "?delete"} {
			s.paths = append(s.paths, "/c/"+key+panel)
		}
		s.paths = append(s.paths, "/api/v1/comments/"+key, "/queue/comments/"+key, "/comments?after="+key, "/member/Otto?after="+key, read.Path()+"?c="+key, story.Path()+"?c="+key,
			"/c/"+story.ID.String()+fmt.Sprintf("/new?reply_to=%d", c.Number), "/c/"+read.ID.String()+fmt.Sprintf("/new?reply_to=%d", c.Number))
	}
	s.Clock.Add(2 * time.Minute)

	// What opens doors.
	s.rita = s.Client()
	s.rita.PostForm("/register", "handle", "Ruth", "email", "canary-mailbox@mail.example", "password", "canary horse battery").Want(303)
	a := s.rita.PostForm("/login", "login", "Ruth", "password", "canary horse battery").Want(303)
	s.secrets["a password"] = "canary horse battery"
	s.secrets["a session"] = (&http.Response{Header: a.Header}).Cookies()[0].Value
	ruth, err := s.Members.MemberByHandle(t.Context(), "Ruth")
	must(err)
	s.secrets["a password's hash"] = ruth.PasswordHash
	s.secrets["a session's hash"] = member.HashSecret(s.secrets["a session"])
	token, secret, err := member.NewToken(rand.Reader, ruth.ID, s.Now())
	must(err)
	must(s.Members.CreateToken(t.Context(), token))
	s.secrets["a token"], s.secrets["a token's hash"] = secret, token.SecretHash
	s.hidden["Ruth's e-mail address"] = ruth.Email
	return s
}

// look reports words that stand in an answer and shouldn't.
func look(t *testing.T, what string, a *webtest.Answer, words map[string]string) {
	t.Helper()
	whole := string(a.Body)
	for name, values := range a.Header {
		whole += "\n" + name + ": " + strings.Join(values, "\n")
	}
	for _, name := range slices.Sorted(maps.Keys(words)) {
		if strings.Contains(whole, words[name]) {
			t.Errorf("%s: holds %s", what, name)
		}
	}
}

// What is hidden from readers stands on no page, in no feed, no answer of the API and no header,
// wherever they look; and who decided about a comment is named nowhere.
func TestHidden(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.hidden["a moderator's name"] = s.Moderator.Handle
	for who, c := range map[string]*webtest.Client{"nobody": s.Client(), "a member": s.As(s.Reader)} {
		pages := walk(t, c, s.paths...)
		if len(pages) < 150 {
			t.Fatalf("%s found only %d pages", who, len(pages))
		}
		for path, a := range pages {
			look(t, who+" at "+path, a, s.hidden)
			if a.Status >= 500 {
				t.Errorf("%s: status %d", path, a.Status)
			}
		}
		// Nor does what is refused tell of it.
		for _, path := range s.paths {
			path, _, _ = strings.Cut(path, "?")
			for _, act := range []string{"/vote", "/flag", "/edit", "/delete", "/decide", "/new"} {
				if strings.HasPrefix(path, "/c/") {
					look(t, who+" posts to "+path+act, c.PostForm(strings.TrimSuffix(path, "/new")+act, "value", "1", "reason", "spam", "body", "x", "reply_to", "1"), s.hidden)
				}
			}
			if strings.HasPrefix(path, "/api/") {
				look(t, who+" patches "+path, c.JSON("PATCH", path, map[string]any{"body": "x"}), s.hidden)
				look(t, who+" votes at "+path, c.JSON("PUT", path+"/vote", map[string]any{"value": 1}), s.hidden)
			}
		}
	}
	// The test would see them: somebody does.
	seen := ""
	for _, a := range walk(t, s.As(s.Publisher), s.paths...) {
		seen += string(a.Body)
	}
	for what, word := range s.hidden {
		if !strings.Contains(seen, word) && !strings.Contains(what, "e-mail") {
			t.Errorf("not even the publisher finds %s", what)
		}
	}
}

// What opens doors stands nowhere, not even where its owner looks, nor in the log; whatever fails.
func TestSecrets(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	seen := map[string]*webtest.Answer{}
	maps.Copy(seen, walk(t, s.rita, s.paths...))
	for path, a := range walk(t, s.As(s.Publisher), s.paths...) {
		seen["the publisher at "+path] = a
	}
	for what, a := range map[string]*webtest.Answer{
		"404": s.rita.Get("/nothing/here"), "405": s.rita.Get("/logout"), "400": s.rita.JSON("PATCH", "/api/v1/comments/x", "text"),
		"403": s.rita.Get("/desk"), "413": s.rita.PostForm("/account/handle", "handle", strings.Repeat("a", 300<<10)),
		"422": s.rita.PostForm("/account/password", "password", "canary horse battery", "new_password", "short"),
		"401": s.Client().PostForm("/account/password", "password", "canary horse battery"),
		"log": s.rita.PostForm("/login", "login", s.hidden["Ruth's e-mail address"], "password", "canary horse battery "),
	} {
		seen["an error "+what] = a
	}
	for path, a := range seen {
		look(t, path, a, s.secrets)
	}
	log := s.Log.String()
	for what, word := range s.secrets {
		if strings.Contains(log, word) {
			t.Errorf("the log holds %s", what)
		}
	}
	for _, what := range slices.Sorted(maps.Keys(s.hidden)) {
		if strings.Contains(what, "e-mail") && strings.Contains(log, s.hidden[what]) {
			t.Errorf("the log holds %s", what)
		}
	}
}

// Someone who reads the database can't log in with what they read.
func TestDatabaseOpensNothing(t *testing.T) {
	s := newStage(t)
	dump := contents(t, s.Site)
	for what, word := range s.secrets {
		if !strings.Contains(what, "hash") && strings.Contains(dump, word) {
			t.Errorf("the database holds %s", what)
		}
	}
	for _, word := range regexp.MustCompile(`[\w-]{16,}`).FindAllString(dump, -1) {
		r := httptest.NewRequest("GET", "/account", nil)
		r.AddCookie(&http.Cookie{Name: "gogai", Value: word})
		if _, _, ok, err := s.Viewer(r); ok || err != nil {
			t.Errorf("%q opens a session (%v)", word, err)
		}
		if _, err := s.Members.TokenMember(t.Context(), member.HashSecret(word)); err == nil {
			t.Errorf("%q is a token", word)
		}
	}
}
