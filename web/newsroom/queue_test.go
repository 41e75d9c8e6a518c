package newsroom_test

import (
	"strings"
	"testing"
	"time"

	"gogai/discussion"
	"gogai/moderation"
)

// Flagged comments come first, the most flagged before the others; then those that wait to be read.
func TestQueue(t *testing.T) {
	s := open(t)
	moderator := s.As(s.Moderator)
	story, err := s.Articles.Article(t.Context(), s.rude.Article)
	if err != nil {
		t.Fatal(err)
	}
	spam := s.Comment(story, s.Reader, "Buy watches.", s.rude.Number)
	s.flag(t, spam.Key, moderation.Spam, "")
	s.flag(t, spam.Key, moderation.Other, "He does it everywhere")
	moderator.PostForm("/queue/threads/"+s.story, "mode", "premoderated", "reason", "Heated").Want(303)
	held := s.Comment(story, s.Reader, "May I ask something?", 0)

	page := moderator.Get("/queue").Want(200).Doc()
	if got := page.Text(".waiting"); got != "3 comments wait" {
		t.Errorf("count %q", got)
	}
	var order []string
	for _, e := range page.Find("article.case") {
		order = append(order, e.Attr("id"))
	}
	if want := "case-" + spam.Key.String() + " case-" + s.rude.String() + " case-" + held.Key.String(); strings.Join(order, " ") != want {
		t.Errorf("order %q, want %q", order, want)
	}
	card := page.Text("#case-" + spam.Key.String())
	for _, told := range []string{"Harbour tunnel opens", "Rita", "Spam", "He does it everywhere", "answers #1 by Rita", "Buy watches."} {
		if !strings.Contains(card, told) {
			t.Errorf("the card doesn't tell %q: %s", told, card)
		}
	}

	decide := func(key discussion.Key, fields ...string) {
		moderator.PostForm("/c/"+key.String()+"/decide", append(fields, "next", "/queue")...).Want(303).WantRedirect("/queue")
	}
	decide(s.rude, "decision", "dismiss")
	decide(spam.Key, "decision", "remove", "reason", "Advertising.")
	decide(held.Key, "decision", "approve")
	if !moderator.Get("/queue").Want(200).Doc().Has(".empty") {
		t.Error("the queue isn't empty")
	}
	thread := s.Client().Get(story.Path()).Want(200).Doc()
	if got := thread.Text("#c-" + spam.Key.String()); !strings.Contains(got, "Advertising.") || strings.Contains(got, "watches") {
		t.Errorf("the removed comment reads %q", got)
	}
	if !strings.Contains(thread.Text("#c-"+held.Key.String()), "May I ask something?") || !strings.Contains(thread.Text("#c-"+s.rude.String()), "fool") {
		t.Error("what was approved and what was kept should be read")
	}
	log := strings.Join(moderator.Get("/queue/log").Want(200).Doc().Texts(".log li"), "\n")
	for _, deed := range []string{"Moritz kept a reported comment by Rita", "Moritz removed a comment by Rita", "Advertising.", "Moritz approved a comment by Rita"} {
		if !strings.Contains(log, deed) {
			t.Errorf("the log lacks %q:\n%s", deed, log)
		}
	}
	// Restored: whoever removed it sees its text still.
	alone := moderator.Get("/queue/comments/" + spam.Key.String()).Want(200).Doc()
	if !strings.Contains(alone.Text("article.case"), "Buy watches.") || !alone.Has("button[value=restore]") {
		t.Error("the removed comment can't be read or restored")
	}
	decide(spam.Key, "decision", "restore")
	if got := s.Client().Get(story.Path()).Want(200).Doc().Text("#c-" + spam.Key.String()); !strings.Contains(got, "watches") {
		t.Errorf("the restored comment reads %q", got)
	}
}

func TestDecideMistakes(t *testing.T) {
	s := open(t)
	moderator := s.As(s.Moderator)
	path := "/c/" + s.rude.String() + "/decide"
	doc := moderator.PostForm(path, "decision", "remove", "reason", " ", "next", "/queue").Want(422).Doc()
	if doc.Text("#reason-"+s.rude.String()+"-mistake") == "" {
		t.Error("no message beside the reason")
	}
	for _, e := range doc.Find("input[name=next]") {
		if e.Value() != "/queue" {
			t.Errorf("after the second try one is led to %q", e.Value())
		}
	}
	long := strings.Repeat("a", discussion.MaxReason+1)
	if got := moderator.PostForm(path, "decision", "remove", "reason", long).Want(422).Doc().One("input[name=reason]").Value(); got != long {
		t.Error("the reason that was typed is gone")
	}
	moderator.PostForm(path, "decision", "shout").Want(422)
	moderator.PostForm(path, "decision", "approve").Want(409)
	moderator.PostForm("/c/"+s.story+"-99/decide", "decision", "dismiss").Want(404)
	moderator.PostForm(path, "decision", "dismiss", "next", "https://evil.example/").Want(303).WantRedirect("/c/")

	// Nobody decides about who stands above them.
	story, err := s.Articles.Article(t.Context(), s.rude.Article)
	if err != nil {
		t.Fatal(err)
	}
	by := s.Comment(story, s.Editor, "I wrote this story.", 0)
	moderator.PostForm("/c/"+by.Key.String()+"/decide", "decision", "remove", "reason", "No.").Want(403)
}

// Earlier texts of an edited comment are there for moderators, and for nobody else.
func TestEarlierTexts(t *testing.T) {
	s := open(t)
	body, html, err := s.Compose(t.Context(), "You are kind.")
	if err != nil {
		t.Fatal(err)
	}
	s.Clock.Add(time.Minute)
	if _, err := s.Discussions.Do(t.Context(), discussion.Edit{Key: s.rude, By: s.Reader.ID, Body: body, HTML: html, At: s.Now()}); err != nil {
		t.Fatal(err)
	}
	if got := s.As(s.Moderator).Get("/queue").Want(200).Doc().Text(".earlier-texts pre"); got != "You are a *fool*." {
		t.Errorf("the earlier text reads %q", got)
	}
}

func TestBan(t *testing.T) {
	s := open(t)
	setZone(t, s, "Asia/Tokyo")
	moderator := s.As(s.Moderator)
	path := "/queue/members/Rita"
	for _, c := range []struct{ name, until, reason, mistake string }{
		{"no day", "", "Rude", "#until-mistake"},
		{"no such day", "2026-02-30", "Rude", "#until-mistake"},
		{"today", "2026-03-02", "Rude", "#until-mistake"},
		{"no reason", "2026-04-01", "", "#reason-mistake"},
		{"for ever and ever", "2326-04-01", "Rude", "#until-mistake"},
	} {
		doc := moderator.PostForm(path+"/ban", "until", c.until, "reason", c.reason).Want(422).Doc()
		if doc.Text(c.mistake) == "" || doc.One("input[name=reason]").Value() != c.reason {
			t.Errorf("%s: no message at %s, or what was typed is gone", c.name, c.mistake)
		}
	}
	moderator.PostForm(path+"/ban", "until", "2026-03-04", "reason", "Rude to the mayor").Want(303)
	if got := moderator.Get(path).Want(200).Doc().Text(".notice.problem"); !strings.Contains(got, "4 March 2026") || !strings.Contains(got, "Rude to the mayor") {
		t.Errorf("the record says %q", got)
	}
	story, err := s.Articles.Article(t.Context(), s.rude.Article)
	if err != nil {
		t.Fatal(err)
	}
	post := func() error {
		_, err := s.Discussions.Do(t.Context(), discussion.Post{Article: story.ID, By: s.Reader.ID, Body: "Again.", HTML: "<p>Again.</p>", At: s.Now()})
		return err
	}
	if post() == nil {
		t.Error("a banned member may write")
	}
	moderator.PostForm(path + "/unban").Want(303)
	moderator.PostForm(path + "/unban").Want(409)
	if err := post(); err != nil {
		t.Errorf("after the ban: %v", err)
	}
	// Equals and superiors are out of reach.
	for _, handle := range []string{"Moritz", "Edda", "Pia"} {
		moderator.PostForm("/queue/members/"+handle+"/ban", "until", "2026-04-01", "reason", "x").Want(403)
	}
	moderator.Get("/queue/members/Nobody").Want(404)
	log := strings.Join(moderator.Get("/queue/log").Want(200).Doc().Texts(".log li"), "\n")
	if !strings.Contains(log, "Moritz banned Rita") || !strings.Contains(log, "Rude to the mayor") || !strings.Contains(log, "Moritz ended the ban of Rita") {
		t.Errorf("log:\n%s", log)
	}
}

// A record holds all that a member wrote, also what readers don't see.
func TestRecord(t *testing.T) {
	s := open(t)
	moderator := s.As(s.Moderator)
	moderator.PostForm("/c/"+s.rude.String()+"/decide", "decision", "remove", "reason", "Attacks a person.").Want(303)
	story, err := s.Articles.Article(t.Context(), s.rude.Article)
	if err != nil {
		t.Fatal(err)
	}
	for range 60 {
		s.Clock.Add(2 * time.Minute)
		s.Comment(story, s.Reader, "And another thing.", 0)
	}
	first := moderator.Get("/queue/members/rita").Want(303).WantRedirect("/queue/members/Rita")
	doc := moderator.Get(first.Header.Get("Location")).Want(200).Doc()
	if n := len(doc.Find(".record li")); n != 50 {
		t.Fatalf("%d comments on the first page, want 50", n)
	}
	rest := moderator.Get(doc.One("a.later").Attr("href")).Want(200).Doc()
	texts := rest.Texts(".record li")
	if len(texts) != 11 {
		t.Fatalf("%d comments on the second page, want 11", len(texts))
	}
	if last := texts[10]; !strings.Contains(last, "fool") || !strings.Contains(last, "removed") || !strings.Contains(last, "Attacks a person.") {
		t.Errorf("the removed comment reads %q", last)
	}
	moderator.Get("/queue/members/Rita?after=nonsense").Want(400)
}

func TestThread(t *testing.T) {
	s := open(t)
	moderator, path := s.As(s.Moderator), "/queue/threads/"+s.story
	page := moderator.Get(path).Want(200).Doc()
	if !strings.Contains(page.Text(".facts"), "open") || !strings.Contains(page.Text(".facts"), "16 March 2026") {
		t.Errorf("the page says %q", page.Text(".facts"))
	}
	if doc := moderator.PostForm(path, "mode", "closed", "reason", "").Want(422).Doc(); doc.Text("#reason-mistake") == "" || doc.One("select[name=mode]").Value() != "closed" {
		t.Error("no message beside the reason, or the choice is gone")
	}
	moderator.PostForm(path, "mode", "ajar", "reason", "x").Want(422)
	moderator.PostForm(path, "mode", "closed", "reason", "Only insults", "next", "/news/harbour-tunnel-opens").Want(303).WantRedirect("/news/harbour-tunnel-opens")
	moderator.PostForm(path, "mode", "closed", "reason", "Again").Want(409)
	if s.Client().Get("/news/harbour-tunnel-opens").Want(200).Doc().Has("form.compose") {
		t.Error("a closed discussion takes comments")
	}
	moderator.PostForm(path, "mode", "open", "reason", "Calmer now").Want(303)
	if log := moderator.Get("/queue/log").Want(200).Doc().Texts(".log li"); !strings.Contains(log[0], "opened the discussion of Harbour tunnel opens Calmer now") {
		t.Errorf("the log says %q", log)
	}
}

func TestLogPages(t *testing.T) {
	s := open(t)
	moderator := s.As(s.Moderator)
	for i := range 60 {
		mode := []string{"closed", "open"}[i%2]
		moderator.PostForm("/queue/threads/"+s.story, "mode", mode, "reason", "Back and forth").Want(303)
		moderator.PostForm("/c/"+s.rude.String()+"/decide", "decision", "dismiss").Want(303)
	}
	first := moderator.Get("/queue/log").Want(200).Doc()
	rest := moderator.Get(first.One("a.later").Attr("href")).Want(200).Doc()
	if a, b := len(first.Find(".log li")), len(rest.Find(".log li")); a != 100 || b != 21 {
		t.Errorf("pages of %d and %d, want 100 and 21", a, b)
	}
	// Moderators have no desk: nothing leads there.
	if rest.Has(`.log a[href^="/desk"]`) || !s.As(s.Editor).Get(first.One("a.later").Attr("href")).Doc().Has(`.log a[href^="/desk"]`) {
		t.Error("stories should be linked for editors, and for them only")
	}
	moderator.Get("/queue/log?before=0").Want(400)
}
