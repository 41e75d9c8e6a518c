package newsroom_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"gogai/article"
	"gogai/web/webtest"
)

// A story as an editor types it; the fields that a test cares for come first.
func storyForm(fields ...string) []string {
	typed := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		typed.Set(fields[i], fields[i+1])
	}
	for name, value := range map[string]string{
		"do": "save", "section": "news", "headline": "Ferry line ends in June", "body": "The last boat leaves on the 30th.", "mode": "open",
	} {
		if !typed.Has(name) {
			typed.Set(name, value)
		}
	}
	var list []string
	for name := range typed {
		list = append(list, name, typed.Get(name))
	}
	return list
}

// storyOf returns the key of the story that an answer leads to on the desk.
func storyOf(t *testing.T, a *webtest.Answer) article.ID {
	t.Helper()
	rest, ok := strings.CutPrefix(a.Want(303).Header.Get("Location"), "/desk/articles/")
	key, _, _ := strings.Cut(rest, "?")
	id, err := article.ParseID(key)
	if !ok || err != nil {
		t.Fatalf("led to %q, want a story on the desk", a.Header.Get("Location"))
	}
	return id
}

// version is the one that an editor's form was made from.
func version(t *testing.T, editor *webtest.Client, id article.ID) string {
	t.Helper()
	return editor.Get("/desk/articles/" + id.String()).Want(200).Doc().One("input[name=version]").Value()
}

func TestLifeOfAStory(t *testing.T) {
	s := open(t)
	editor, reader := s.As(s.Editor), s.Client()

	// Written, and seen by nobody yet.
	a := editor.PostForm("/desk/articles", storyForm(
		"standfirst", "After 80 years.", "bylines", "Aya Minato\nJun Oki", "dateline", "KURAGE", "tags", "ferry, harbour", "language", "en",
		"provider", "Kaze News", "rights", "© Kaze News\n© 2026 Kurage Press")...)
	id := storyOf(t, a)
	path := "/desk/articles/" + id.String()
	saved, err := s.Articles.Article(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(saved.Bylines, "|") + "|" + strings.Join(saved.Tags, "|") + "|" + strings.Join(saved.Rights, "|"); got !=
		"Aya Minato|Jun Oki|ferry|harbour|© Kaze News|© 2026 Kurage Press" {
		t.Errorf("lists came out as %q", got)
	}
	public := saved.Path()
	if public != "/news/ferry-line-ends-in-june" {
		t.Errorf("address %q", public)
	}
	reader.Get(public).Want(404)
	preview := editor.Get(path + "/preview").Want(200)
	if doc := preview.Doc(); !strings.Contains(doc.Text("main"), "The last boat leaves") || doc.One("meta[name=robots]").Attr("content") != "noindex" {
		t.Error("the preview lacks the text, or invites search engines")
	}
	page := editor.Get(path).Want(200).Doc()
	if got := page.One("textarea[name=bylines]").Value(); strings.TrimSpace(got) != "Aya Minato\nJun Oki" {
		t.Errorf("bylines in the form: %q", got)
	}
	if page.Has("textarea[name=correction]") || !page.Has("button[value=publish]") {
		t.Error("a draft can be published and not corrected")
	}

	// Published, and read.
	editor.PostForm(path, storyForm("version", version(t, editor, id), "do", "publish")...).Want(303).WantRedirect(path + "?done=published")
	if got := reader.Get(public).Want(200).Doc().Text("h1"); got != "Ferry line ends in June" {
		t.Errorf("headline %q", got)
	}
	editor.PostForm(path, storyForm("version", version(t, editor, id), "do", "publish")...).Want(409)

	// Corrected: the note stands on the page, the address stays.
	s.Clock.Add(time.Hour)
	editor.PostForm(path, storyForm("version", version(t, editor, id), "headline", "Ferry line ends in July", "slug", "ferry-line-ends-in-june",
		"correction", "The story gave the wrong month.")...).Want(303)
	if got := reader.Get(public).Want(200).Doc().Text(".correction"); !strings.Contains(got, "The story gave the wrong month.") {
		t.Errorf("correction %q", got)
	}

	// Withheld, for a reason that readers don't see.
	if got := editor.PostForm(path+"/withhold", "reason", " ").Want(422).Doc().Text("#reason-mistake"); got == "" {
		t.Error("no mistake beside the reason")
	}
	editor.PostForm(path+"/withhold", "reason", "The source has withdrawn it").Want(303)
	gone := reader.Get(public).Want(410)
	if strings.Contains(string(gone.Body), "source") {
		t.Error("readers see the desk's reason")
	}
	if !strings.Contains(editor.Get(path).Want(200).Doc().Text("aside.press"), "The source has withdrawn it") {
		t.Error("colleagues don't see the reason")
	}

	// Published again, with its first date.
	first := saved.CreatedAt
	editor.PostForm(path, storyForm("version", version(t, editor, id), "headline", "Ferry line ends in July", "slug", "ferry-line-ends-in-june", "do", "publish")...).Want(303)
	if again, err := s.Articles.Article(t.Context(), id); err != nil || !again.PublishedAt.Equal(first) {
		t.Errorf("published at %v, want still %v (%v)", again.PublishedAt, first, err)
	}
	reader.Get(public).Want(200)

	// Every step has a revision, and the log tells of each.
	revisions := editor.Get(path + "/revisions").Want(200).Doc()
	if n := len(revisions.Find(".versions li")); n != 5 {
		t.Errorf("%d revisions, want 5", n)
	}
	change := editor.Get(path + "/revisions?version=3").Want(200).Doc()
	if del, ins := change.Text("del"), change.Text("ins"); del != "June" || ins != "July" {
		t.Errorf("the change is shown as %q to %q", del, ins)
	}
	editor.Get(path + "/revisions?version=99").Want(404)
	log := strings.Join(s.As(s.Moderator).Get("/queue/log").Want(200).Doc().Texts(".log li"), "\n")
	for _, deed := range []string{"Edda published", "Edda corrected", "Edda withheld", "The source has withdrawn it"} {
		if !strings.Contains(log, deed) {
			t.Errorf("the log lacks %q:\n%s", deed, log)
		}
	}
}

func TestSchedule(t *testing.T) {
	s := open(t)
	editor := s.As(s.Editor)
	setZone(t, s, "Asia/Tokyo") // nine hours ahead: it is 18:00 there
	refused := editor.PostForm("/desk/articles", storyForm("do", "publish", "publish_at", "2026-03-02T17:59")...).Want(422)
	if doc := refused.Doc(); doc.Text("#publish_at-mistake") == "" || doc.One("input[name=headline]").Value() != "Ferry line ends in June" {
		t.Error("no mistake beside the time, or the form is empty")
	}
	if list := editor.Get("/desk?q=Ferry").Want(200).Doc(); list.Has(".stories li") {
		t.Error("a story that could not be published was saved all the same")
	}
	id := storyOf(t, editor.PostForm("/desk/articles", storyForm("do", "publish", "publish_at", "2026-03-02T20:00")...).WantRedirect("/desk/articles/"))
	s.Client().Get("/news/ferry-line-ends-in-june").Want(404)
	if got := editor.Get("/desk/articles/" + id.String()).Doc().Text("p.state"); got != "Scheduled" {
		t.Errorf("state %q", got)
	}
	s.Clock.Add(2*time.Hour - time.Second)
	s.Client().Get("/news/ferry-line-ends-in-june").Want(404)
	s.Clock.Add(time.Second)
	s.Client().Get("/news/ferry-line-ends-in-june").Want(200)
}

// Two editors have the story open. The second to save is told, keeps what they typed, and may
// then save over the first.
func TestTwoEditors(t *testing.T) {
	s := open(t)
	first, second := s.As(s.Editor), s.As(s.Publisher)
	id := storyOf(t, first.PostForm("/desk/articles", storyForm()...))
	path, old := "/desk/articles/"+id.String(), version(t, first, id)
	first.PostForm(path, storyForm("version", old, "body", "The first editor's text.")...).Want(303)
	// A mistake of another kind must not hide that the story has changed.
	typo := second.PostForm(path, storyForm("version", old, "headline", "")...).Want(422).Doc()
	if got := typo.One("input[name=version]").Value(); got != old {
		t.Errorf("the form came back with version %s, want %s", got, old)
	}
	refused := second.PostForm(path, storyForm("version", old, "body", "The second editor's text.")...).Want(409).Doc()
	if got := strings.TrimSpace(refused.One("textarea[name=body]").Value()); got != "The second editor's text." {
		t.Errorf("the text came back as %q", got)
	}
	if a, _ := s.Articles.Article(t.Context(), id); a.Body != "The first editor's text." {
		t.Errorf("saved text: %q", a.Body)
	}
	second.PostForm(path, storyForm("version", refused.One("input[name=version]").Value(), "body", "The second editor's text.")...).Want(303)
	if a, _ := s.Articles.Article(t.Context(), id); a.Body != "The second editor's text." {
		t.Errorf("saved text: %q", a.Body)
	}
}

// A form with mistakes comes back with a message beside each field, and with all that was typed.
func TestStoryMistakes(t *testing.T) {
	s := open(t)
	editor := s.As(s.Editor)
	for _, c := range []struct{ name, field, typed string }{
		{"no headline", "headline", ""},
		{"a headline past the limit", "headline", strings.Repeat("long ", 50)},
		{"no section", "section", ""},
		{"an unknown section", "section", "weather"},
		{"an unreadable expiry", "expires", "tomorrow"},
		{"an unreadable time", "publish_at", "soon"},
		{"no language", "language", "english please"},
		{"days", "closing_days", "-1"},
		{"days in words", "closing_days", "two"},
		{"a mode", "mode", "ajar"},
		{"a correction of a draft", "correction", "It was wrong."},
		{"a control character", "standfirst", "a\x00b"},
		{"a text past the limit", "body", strings.Repeat("a", article.MaxBody+1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			fields := storyForm("dateline", "KURAGE", c.field, c.typed)
			doc := editor.PostForm("/desk/articles", fields...).Want(422).Doc()
			if c.field != "correction" && doc.Text("#"+c.field+"-mistake") == "" { // a draft's form has no such field
				t.Error("no message beside the field")
			}
			if got := doc.One("input[name=dateline]").Value(); got != "KURAGE" {
				t.Errorf("what was typed elsewhere came back as %q", got)
			}
		})
	}
	if list := editor.Get("/desk?q=Ferry").Want(200).Doc(); list.Has(".stories li") {
		t.Error("a refused story was saved")
	}
}

func TestPreviewText(t *testing.T) {
	s := open(t)
	editor := s.As(s.Editor)
	a := editor.PostForm("/desk/preview", "body", "## Under the sea\n\n<script>alert(1)</script> *deep*", "dateline", "KURAGE").Want(200)
	if got := string(a.Body); !strings.Contains(got, "<h2") || !strings.Contains(got, "<em>deep</em>") || strings.Contains(got, "<script") {
		t.Errorf("preview %s", got)
	}
	// Without a script a button shows the same, and saves nothing.
	page := editor.PostForm("/desk/articles", storyForm("do", "preview", "body", "*deep*")...).Want(200).Doc()
	if page.One(".proof").HasAttr("hidden") || page.Text(".proof em") != "deep" {
		t.Error("the button shows no preview")
	}
	if list := editor.Get("/desk?q=Ferry").Want(200).Doc(); list.Has(".stories li") {
		t.Error("a preview was saved")
	}
}

func TestStoryList(t *testing.T) {
	s := open(t)
	editor := s.As(s.Editor)
	for range 45 {
		s.Clock.Add(time.Minute)
		s.Draft("Minutes of the council")
	}
	first := editor.Get("/desk").Want(200).Doc()
	if n := len(first.Find(".stories li")); n != 40 {
		t.Fatalf("%d stories on the first page, want 40", n)
	}
	second := editor.Get(first.One("a.later").Attr("href")).Want(200).Doc()
	if n := len(second.Find(".stories li")); n != 6 || second.Has("a.later") {
		t.Errorf("%d stories on the second page, want 6 and no third page", n)
	}
	if got := editor.Get("/desk?state=published").Want(200).Doc().Texts(".stories h2"); len(got) != 1 || got[0] != "Harbour tunnel opens" {
		t.Errorf("published: %q", got)
	}
	if got := editor.Get("/desk?q=tunnel").Want(200).Doc().Texts(".stories h2"); len(got) != 1 {
		t.Errorf("with tunnel: %q", got)
	}
	if !editor.Get("/desk?q=100%25").Want(200).Doc().Has(".empty") {
		t.Error("a percent sign finds everything")
	}
	editor.Get("/desk?after=nonsense").Want(400)
}

// The desk sets a discussion together with its story.
func TestStoryThread(t *testing.T) {
	s := open(t)
	editor := s.As(s.Editor)
	id := storyOf(t, editor.PostForm("/desk/articles", storyForm("do", "publish", "mode", "premoderated", "closing_days", "3")...))
	thread, err := s.Discussions.Thread(t.Context(), id)
	if err != nil || thread.Mode(s.Now()) != "premoderated" || thread.Days != 3 {
		t.Fatalf("thread %+v, %v", thread, err)
	}
	s.Clock.Add(4 * 24 * time.Hour)
	if thread.Mode(s.Now()) != "closed" {
		t.Error("the thread is open past its days")
	}
	path := "/desk/articles/" + id.String()
	editor.PostForm(path, storyForm("version", version(t, editor, id), "closing_days", "")...).Want(303)
	if thread, _ = s.Discussions.Thread(t.Context(), id); thread.ClosingDays != nil || thread.Mode(s.Now()) != "open" {
		t.Errorf("thread %+v, want the section's days", thread)
	}
}
