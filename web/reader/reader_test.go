package reader_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gogai/article"
	"gogai/discussion"
	"gogai/event"
	"gogai/media"
	"gogai/member"
	"gogai/moderation"
	"gogai/web"
	"gogai/web/reader"
	"gogai/web/webtest"
)

// open makes a site that has the reader's pages alone.
func open(t *testing.T) *webtest.Site {
	t.Helper()
	return webtest.New(t, func(s *web.Site) http.Handler {
		fixed, sections := s.NewRoutes(), s.NewRoutes()
		reader.Routes(s, fixed, sections)
		s.LogInPage = reader.LogInPage(s)
		return s.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if web.Fixed(r.URL.Path) {
				fixed.ServeHTTP(w, r)
			} else {
				sections.ServeHTTP(w, r)
			}
		}))
	})
}

func TestFrontPage(t *testing.T) {
	site := open(t)
	empty := site.Client().Get("/").Want(http.StatusOK).Doc()
	if !empty.Has("main .empty") {
		t.Error("a paper without stories doesn't say so")
	}

	for i := range 16 {
		site.Clock.Add(time.Minute)
		site.Story(fmt.Sprintf("Story %d", i))
	}
	site.Draft("Not for readers yet")
	busy := site.Story("Much discussed")
	for i := range 3 {
		site.Comment(busy, site.Reader, fmt.Sprintf("Comment %d", i), 0)
	}
	doc := site.Client().Get("/").Want(http.StatusOK).Doc()
	if got := doc.Text(".lead .headline"); got != "Much discussed" {
		t.Errorf("the lead is %q, want the newest story", got)
	}
	if got := doc.Texts(".discussed .headline"); !cmp.Equal(got, []string{"Much discussed"}) {
		t.Errorf("most discussed: %q", got)
	}
	linked := map[string]bool{}
	for _, e := range doc.Find("main .headline a") {
		linked[e.Attr("href")] = true
	}
	if len(linked) < 12 {
		t.Errorf("the front page links %d stories, want a dozen at least", len(linked))
	}
	for _, headline := range doc.Texts(".headline") {
		if headline == "Not for readers yet" {
			t.Error("the front page shows a draft")
		}
	}
	if got := doc.One(`link[rel=canonical]`).Attr("href"); got != "https://paper.example/" {
		t.Errorf("canonical address %q", got)
	}
}

// The lead is the newest story that can be illustrated, if there is one among the newest.
func TestLeadIsIllustrated(t *testing.T) {
	site := open(t)
	picture := media.Picture{
		ID: 77, Alt: "A pier", WidthPx: 1600, HeightPx: 1067, CreatedAt: site.Now(), Files: []media.File{
			{Name: "x-640.jpeg", Format: media.JPEG, WidthPx: 640, HeightPx: 427}, {Name: "x-1600.jpeg", Format: media.JPEG, WidthPx: 1600, HeightPx: 1067},
			{Name: "x-640.webp", Format: media.WebP, WidthPx: 640, HeightPx: 427},
		},
	}
	if err := site.Pictures.CreatePicture(t.Context(), picture); err != nil {
		t.Fatal(err)
	}
	site.Story("With a picture", func(a *article.Article) { a.Picture = picture })
	site.Clock.Add(time.Minute)
	site.Story("Newer, without one")
	doc := site.Client().Get("/").Want(http.StatusOK).Doc()
	if got := doc.Text(".lead .headline"); got != "With a picture" {
		t.Errorf("the lead is %q", got)
	}
	img := doc.One(".lead img")
	if img.Attr("src") != "/media/x-1600.jpeg" || img.Attr("width") != "1600" || img.Attr("height") != "1067" || img.Attr("alt") != "A pier" {
		t.Errorf("src %q, %q by %q, alt %q", img.Attr("src"), img.Attr("width"), img.Attr("height"), img.Attr("alt"))
	}
	if got := doc.One(`.lead source[type="image/jpeg"]`).Attr("srcset"); got != "/media/x-640.jpeg 640w, /media/x-1600.jpeg 1600w" {
		t.Errorf("srcset %q", got)
	}
}

func TestSectionPagesWithoutRepeatOrGap(t *testing.T) {
	site := open(t)
	want := map[string]bool{}
	for i := range 45 {
		site.Clock.Add(time.Second)
		want[site.Story(fmt.Sprintf("Story %d", i)).Path()] = true
	}
	path, pages := "/news", 0
	for path != "" {
		doc := site.Client().Get(path).Want(http.StatusOK).Doc()
		for _, e := range doc.Find("main .headline a") {
			if !want[e.Attr("href")] {
				t.Errorf("%s shows %s twice, or it is none of ours", path, e.Attr("href"))
			}
			delete(want, e.Attr("href"))
		}
		path, pages = "", pages+1
		for _, e := range doc.Find(".pager .later") {
			path = e.Attr("href")
		}
	}
	if len(want) > 0 || pages != 3 {
		t.Errorf("%d stories were left out on %d pages, want none on 3", len(want), pages)
	}
	site.Client().Get("/nowhere").Want(http.StatusNotFound)
	for _, list := range []string{"/news", "/comments", "/member/" + site.Reader.Handle} {
		site.Client().Get(list + "?after=junk").Want(http.StatusBadRequest)
	}
}

func TestArticleShowsWhatPrintDoes(t *testing.T) {
	site := open(t)
	picture := media.Picture{ID: 77, Caption: "The ferry, left.", CreditLine: "Mika Aran via Coastwire", CreatedAt: site.Now()}
	if err := site.Pictures.CreatePicture(t.Context(), picture); err != nil {
		t.Fatal(err)
	}
	a := site.Story("Harbour keeps its ferry", func(a *article.Article) {
		a.Standfirst, a.Bylines, a.Dateline = "By one vote.", []string{"Yoko Tanabe", "Pieter Maas"}, "SHIOMI"
		a.Provider, a.Rights, a.Tags = "Coastwire", []string{"© COASTWIRE", "©2026 Courier Press"}, []string{"ferries"}
		a.Picture = picture
	})
	doc := site.Client().Get(a.Path()).Want(http.StatusOK).Doc()
	for selector, want := range map[string]string{
		"h1": "Harbour keeps its ferry", ".story-head .kicker": "News", ".story-head .standfirst": "By one vote.",
		".byline": "By Yoko Tanabe and Pieter Maas", ".provider": "Coastwire", ".dateline": "SHIOMI",
		"figure .caption": "The ferry, left.", "figure .credit": "Mika Aran via Coastwire",
		".count": "No comments", "#thread-title": "No comments",
	} {
		if got := doc.Text(selector); got != want {
			t.Errorf("%s says %q, want %q", selector, got, want)
		}
	}
	if got := doc.Texts(".rights"); !cmp.Equal(got, []string{"© COASTWIRE", "©2026 Courier Press"}) {
		t.Errorf("rights %q", got)
	}
	if got := doc.Texts(".prose p"); len(got) != 3 || got[1] != "The first paragraph." {
		t.Errorf("text %q", got)
	}
	if doc.Has("figure img") {
		t.Error("a picture without a file shows an image")
	}
	if got := doc.One(".story-meta time").Attr("datetime"); got != "2026-03-02T09:00:00Z" {
		t.Errorf("datetime %q", got)
	}
	if got := doc.One(".count").Attr("href"); got != "#comments" {
		t.Errorf("the count leads to %q", got)
	}
	if got := doc.One(`meta[property="og:title"]`).Attr("content"); got != a.Headline {
		t.Errorf("og:title %q", got)
	}
	if got := doc.One("body").Attr("data-article"); got != a.ID.String() {
		t.Errorf("the script is told %q", got)
	}
}

func TestArticleStates(t *testing.T) {
	site := open(t)
	draft := site.Draft("A draft")
	site.Client().Get(draft.Path()).Want(http.StatusNotFound)

	withheld := site.Story("Withdrawn")
	_, err := site.Articles.UpdateArticle(t.Context(), withheld.ID, site.Editor.ID, member.Request{}, func(a *article.Article) ([]event.Event, error) {
		e, err := a.Withhold(site.Editor.ID, "Wrong.", site.Now())
		return []event.Event{e}, err
	})
	if err != nil {
		t.Fatal(err)
	}
	site.Client().Get(withheld.Path()).Want(http.StatusGone)

	expiring := site.Story("Wire copy", func(a *article.Article) {
		a.ExpiresAt, a.Rights = site.Now().Add(time.Hour), []string{"© WIRE"}
	})
	site.Comment(expiring, site.Reader, "Stays.", 0)
	site.Clock.Add(2 * time.Hour)
	doc := site.Client().Get(expiring.Path()).Want(http.StatusOK).Doc()
	if got := doc.Texts(".prose p"); !cmp.Equal(got, []string{"The requested article has expired, and is no longer available."}) {
		t.Errorf("an expired story says %q", got)
	}
	if doc.Text("h1") != "Wire copy" || doc.Text(".rights") != "© WIRE" || doc.Text(".comment .text") != "Stays." {
		t.Error("headline, rights and comments of an expired story stay")
	}
}

func TestMovedAddresses(t *testing.T) {
	site := open(t)
	a := site.Story("First headline")
	old := a.Path()
	_, err := site.Articles.UpdateArticle(t.Context(), a.ID, site.Editor.ID, member.Request{}, func(a *article.Article) ([]event.Event, error) {
		a.Slug = "another"
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got := site.Client().Get(old + "?comments=latest").Want(http.StatusMovedPermanently)
	if location := got.Header.Get("Location"); location != "/news/another?comments=latest" {
		t.Errorf("leads to %q", location)
	}
}

// A page of the paper is the same bytes for everyone, and its copies are told when nothing changed.
func TestSamePageForEveryone(t *testing.T) {
	site := open(t)
	a := site.Story("One for all")
	site.Comment(a, site.Reader, "Mine.", 0)
	for _, path := range []string{"/", "/news", a.Path(), "/comments", "/member/Rita", "/policy", "/about", "/feed.xml", "/news/feed.xml"} {
		t.Run(path, func(t *testing.T) {
			guest, own := site.Client().Get(path).Want(http.StatusOK), site.As(site.Reader).Get(path)
			if string(guest.Body) != string(own.Body) {
				t.Error("a member gets another page than a guest")
			}
			c := site.Client()
			c.Header.Set("If-None-Match", guest.Header.Get("ETag"))
			if again := c.Get(path); again.Status != http.StatusNotModified {
				t.Errorf("asked again with the ETag %q: status %d, want 304", guest.Header.Get("ETag"), again.Status)
			}
		})
	}
}

func TestThreadOrdersAndPages(t *testing.T) {
	site := open(t)
	a := site.Story("Busy")
	for i := range 120 {
		site.Clock.Add(time.Second)
		site.Comment(a, site.Reader, fmt.Sprintf("Comment %d", i+1), 0)
	}
	read := func(path string) []string {
		var all []string
		for path != "" {
			doc := site.Client().Get(path).Want(http.StatusOK).Doc()
			all = append(all, doc.Texts(".comment .text")...)
			path = ""
			for _, e := range doc.Find(".thread .pager .later") {
				path, _, _ = strings.Cut(e.Attr("href"), "#")
			}
		}
		return all
	}
	oldest, latest := read(a.Path()), read(a.Path()+"?comments=latest")
	if len(oldest) != 120 || oldest[0] != "Comment 1" || oldest[119] != "Comment 120" {
		t.Errorf("oldest first: %d comments, from %q", len(oldest), oldest[0])
	}
	if len(latest) != 120 || latest[0] != "Comment 120" || latest[119] != "Comment 1" {
		t.Errorf("latest first: %d comments, from %q", len(latest), latest[0])
	}

	c := discussion.Key{Article: a.ID, Number: 77}
	doc := site.Client().Get(a.Path() + "?c=" + c.String()).Want(http.StatusOK).Doc()
	if got := doc.Texts(".comment .text")[0]; got != "Comment 77" {
		t.Errorf("?c= starts with %q", got)
	}
	earlier, _, _ := strings.Cut(doc.One(".thread .pager .earlier").Attr("href"), "#")
	before := site.Client().Get(earlier).Want(http.StatusOK).Doc().Texts(".comment .text")
	if before[len(before)-1] != "Comment 76" {
		t.Errorf("the page before ends with %q", before[len(before)-1])
	}
	site.Client().Get(a.Path() + "?comments=best").Want(http.StatusBadRequest)
	site.Client().Get(a.Path() + "?c=" + a.ID.String() + "-999").WantRedirect(a.Path() + "#comments")
}

func TestCommentInThread(t *testing.T) {
	site := open(t)
	a := site.Story("Talked about")
	first := site.Comment(a, site.Reader, "Look: https://example.org/x", 0)
	second := site.Comment(a, site.Editor, "@Rita yes", first.Number)
	if _, err := site.Discussions.Do(t.Context(), discussion.Cast{Key: first.Key, By: site.Editor.ID, Value: -1, At: site.Now()}); err != nil {
		t.Fatal(err)
	}
	doc := site.Client().Get(a.Path()).Want(http.StatusOK).Doc()
	in := "#" + first.Anchor() + " "
	for selector, want := range map[string]string{
		in + ".number": "#1", in + ".handle": "Rita", in + ".tally": "-1 ( +0 / -1 )", in + ".replies": "1 reply",
		"#" + second.Anchor() + " .parent": "in reply to @Rita", "#thread-title": "2 Comments",
	} {
		if got := doc.Text(selector); got != want {
			t.Errorf("%s says %q, want %q", selector, got, want)
		}
	}
	for selector, want := range map[string]string{
		in + ".number": first.Path(), in + ".replies": first.Path() + "#replies",
		"#" + second.Anchor() + " .parent": "#" + first.Anchor(), "#" + second.Anchor() + " .text a": "/member/Rita",
	} {
		if got := doc.One(selector).Attr("href"); got != want {
			t.Errorf("%s leads to %q, want %q", selector, got, want)
		}
	}
	if got := doc.One(in + ".tally").Attr("aria-label"); got != "Score minus 1: 0 up, 1 down" {
		t.Errorf("the tally is spelled out as %q", got)
	}
	if got := doc.One(in + ".text a").Attr("rel"); got != "nofollow ugc noopener" {
		t.Errorf("a member's link has rel %q", got)
	}
	if len(doc.Find("form.vote button")) != 4 || doc.Has("[style]") || len(doc.Find("script")) != 1 || doc.One("script").Attr("src") == "" {
		t.Error("want two vote buttons a comment, no style attribute and no inline script")
	}
}

func TestClosedAndPremoderatedThreads(t *testing.T) {
	site := open(t)
	a := site.Story("Read first")
	set := func(mode discussion.Mode) {
		t.Helper()
		_, err := site.Discussions.UpdateThread(t.Context(), a.ID, func(thread *discussion.Thread) (event.Event, error) {
			return thread.Choose(mode, site.Moderator.ID, a.Headline, "Reason.", site.Now())
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	set(discussion.Premoderated)
	member := site.As(site.Reader)
	held := member.PostForm("/c/"+a.ID.String()+"/new", "body", "Please read me.")
	held.WantRedirect("/c/")
	path := held.Header.Get("Location")
	if got := member.Get(path).Want(http.StatusOK).Doc().Text("main .notice"); !strings.Contains(got, "Only you") {
		t.Errorf("the author is told %q", got)
	}
	site.Client().Get(path).Want(http.StatusNotFound)
	site.As(site.Moderator).Get(path).Want(http.StatusOK)
	doc := site.Client().Get(a.Path()).Want(http.StatusOK).Doc()
	if doc.Has(".comment") || !doc.Has("form.compose") || !strings.Contains(doc.Text(".thread .notice"), "moderator") {
		t.Error("a held comment shows, or the thread doesn't say that a moderator reads first")
	}

	set(discussion.Closed)
	doc = site.Client().Get(a.Path()).Want(http.StatusOK).Doc()
	if doc.Has("form.compose") || doc.Has("form.vote") || doc.Text(".thread .notice") != "This discussion is closed." {
		t.Error("a closed thread takes comments or votes, or doesn't say that it is closed")
	}
	refused := member.PostForm("/c/"+a.ID.String()+"/new", "body", "Too late, but kept.").Want(http.StatusConflict).Doc()
	if got := strings.TrimPrefix(refused.One("textarea").Value(), "\n"); got != "Too late, but kept." {
		t.Errorf("what was typed came back as %q", got)
	}
}

func TestPosting(t *testing.T) {
	site := open(t)
	a := site.Story("Say something")
	to := "/c/" + a.ID.String() + "/new"
	rita := site.As(site.Reader)

	posted := rita.PostForm(to, "body", "First!").WantRedirect(a.Path() + "?c=" + a.ID.String() + "-1#c-")
	again := rita.PostForm(to, "body", "First!")
	if again.Header.Get("Location") != posted.Header.Get("Location") {
		t.Errorf("a double tap leads to %q, want %q", again.Header.Get("Location"), posted.Header.Get("Location"))
	}
	site.As(site.Editor).PostForm(to, "body", "An answer.", "reply_to", "1").WantRedirect(a.Path())

	tests := []struct {
		name, body, replyTo, mistake string
		status                       int
	}{
		{"nothing", " \n ", "", ".field .mistake", http.StatusUnprocessableEntity},
		{"too much", strings.Repeat("a", 5001), "", ".field .mistake", http.StatusUnprocessableEntity},
		{"an answer to nothing", "Hello.", "99", ".compose .problem", http.StatusUnprocessableEntity},
		{"an answer to nonsense", "Hello.", "x", ".compose .problem", http.StatusUnprocessableEntity},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := rita.PostForm(to, "body", tt.body, "reply_to", tt.replyTo).Want(tt.status).Doc()
			if !doc.Has(tt.mistake) {
				t.Errorf("nothing is said at %s", tt.mistake)
			}
			if got := strings.TrimPrefix(doc.One("textarea").Value(), "\n"); got != tt.body {
				t.Errorf("what was typed came back as %.40q", got)
			}
		})
	}
	rita.PostForm("/c/"+site.Draft("Hidden").ID.String()+"/new", "body", "Hello.").Want(http.StatusNotFound)
}

// A form that is sent without a session asks to log in, and what was typed comes along.
func TestLogInBetween(t *testing.T) {
	site := open(t)
	a := site.Story("Say something")
	c := site.Client()
	text := "Typed before the log-in.\n\n> \"quoted\" & kept"
	page := c.PostForm("/c/"+a.ID.String()+"/new", "body", text, "reply_to", "").Want(http.StatusUnauthorized).Doc()

	send := func(password string) *webtest.Answer {
		fields := []string{"login", "rita", "password", password}
		for _, e := range page.Find(".sheet-form input[type=hidden]") {
			fields = append(fields, e.Attr("name"), e.Attr("value"))
		}
		return c.PostForm(page.One(".sheet-form").Attr("action"), fields...)
	}
	page = send("wrong").Want(http.StatusUnprocessableEntity).Doc()
	page = send(webtest.Password).Want(http.StatusOK).Doc()
	if got := strings.TrimPrefix(page.One("textarea[name=body]").Value(), "\n"); got != text {
		t.Fatalf("the text came back as %q", got)
	}
	form := page.One(".sheet-form")
	c.PostForm(form.Attr("action"), "body", text).WantRedirect(a.Path())
	if got := site.Client().Get(a.Path()).Doc().Texts(".comment .handle"); !cmp.Equal(got, []string{"Rita"}) {
		t.Errorf("commented by %q", got)
	}
}

// No page holds a password, nor does one that carries along what was typed.
func TestLogInBetweenForgetsPasswords(t *testing.T) {
	site := open(t)
	a := site.Client().PostForm("/account/password", "password", "canary-old", "new_password", "canary-new").Want(http.StatusUnauthorized)
	if strings.Contains(string(a.Body), "canary") {
		t.Error("the log-in holds the passwords that were typed before it")
	}
}

func TestVotingByForm(t *testing.T) {
	site := open(t)
	a := site.Story("Votes")
	c := site.Comment(a, site.Reader, "Vote on me.", 0)
	edda := site.As(site.Editor)
	tally := func() string {
		return site.Client().Get(a.Path()).Doc().Text("#" + c.Anchor() + " .tally")
	}
	edda.PostForm(c.Path()+"/vote", "value", "1").WantRedirect(c.Path())
	if got := tally(); got != "1 ( +1 / -0 )" {
		t.Errorf("after a vote: %s", got)
	}
	own := edda.Get(c.Path()).Want(http.StatusOK).Doc().One(".itself button.up")
	if own.Attr("aria-pressed") != "true" || own.Attr("value") != "0" {
		t.Errorf("one's vote shows as pressed=%s, and a second press sends %s", own.Attr("aria-pressed"), own.Attr("value"))
	}
	edda.PostForm(c.Path()+"/vote", "value", "-1").WantRedirect(c.Path())
	edda.PostForm(c.Path()+"/vote", "value", "0").WantRedirect(c.Path())
	if got := tally(); got != "0 ( +0 / -0 )" {
		t.Errorf("after taking it back: %s", got)
	}
	edda.PostForm(c.Path()+"/vote", "value", "7").Want(http.StatusUnprocessableEntity)
	site.As(site.Reader).PostForm(c.Path()+"/vote", "value", "1").Want(http.StatusForbidden)
	if !site.As(site.Reader).Get(c.Path()).Doc().One(".itself button.up").HasAttr("disabled") {
		t.Error("an author is offered a vote on their own comment")
	}
}

func TestQuoteAndReplyLinks(t *testing.T) {
	site := open(t)
	a := site.Story("Quotes")
	c := site.Comment(a, site.Reader, "One line.\n\nAnother.", 0)
	edda := site.As(site.Editor)
	if got := edda.Get(c.Path() + "?reply").Want(http.StatusOK).Doc().One("#reply textarea").Value(); got != "@"+c.Handle+" " {
		t.Errorf("an answer begins with %q, want whom it is for", got)
	}
	doc := edda.Get(c.Path() + "?quote").Want(http.StatusOK).Doc()
	if got := strings.TrimSpace(doc.One("#reply textarea").Value()); got != "> One line.\n> \n> Another." {
		t.Errorf("the quotation begins as %q", got)
	}
	form := doc.One("#reply form")
	if !doc.One("#reply").HasAttr("open") || doc.One("#reply input[name=reply_to]").Attr("value") != "1" {
		t.Error("the answer's form is shut, or doesn't know what it answers")
	}
	edda.PostForm(form.Attr("action"), "body", "> One line.\n\nIndeed.", "reply_to", "1").WantRedirect(a.Path())
	doc = site.Client().Get(c.Path()).Want(http.StatusOK).Doc()
	if got := doc.Texts("#replies .comment .text blockquote"); !cmp.Equal(got, []string{"One line."}) {
		t.Errorf("the answer quotes %q", got)
	}
}

func TestEditAndDelete(t *testing.T) {
	site := open(t)
	a := site.Story("Second thoughts")
	c := site.Comment(a, site.Reader, "Teh text.", 0)
	rita, edda := site.As(site.Reader), site.As(site.Editor)
	if doc := edda.Get(c.Path()).Doc(); doc.Has("#edit") || doc.Has("#delete") {
		t.Error("others are offered to edit or delete")
	}
	edda.PostForm(c.Path()+"/edit", "body", "Mine now.").Want(http.StatusForbidden)
	rita.PostForm(c.Path()+"/edit", "body", "").Want(http.StatusUnprocessableEntity)
	rita.PostForm(c.Path()+"/edit", "body", "The text.").WantRedirect(c.Path())
	doc := site.Client().Get(a.Path()).Doc()
	if doc.Text(".comment .text") != "The text." || doc.Text(".comment .edited") != "edited" {
		t.Errorf("after an edit: %q", doc.Text(".comment .text"))
	}
	site.Clock.Add(11 * time.Minute)
	if rita.Get(c.Path()).Doc().Has("#edit") {
		t.Error("editing is offered after its time")
	}
	late := rita.PostForm(c.Path()+"/edit", "body", "Too late.").Want(http.StatusForbidden).Doc()
	if late.One("#body").Value() != "Too late." || late.Text(".compose .problem") == "" {
		t.Error("what was typed too late is not in the reply, with the reason")
	}

	rita.PostForm(c.Path() + "/delete").WantRedirect(a.Path() + "#comments")
	gone := site.Client().Get(c.Path()).Want(http.StatusGone).Doc()
	if !gone.Has(`main a[href="` + a.Path() + `#comments"]`) {
		t.Error("the page of a deleted comment doesn't lead to its thread")
	}

	parent := site.Comment(a, site.Reader, "Answered.", 0)
	site.Comment(a, site.Editor, "An answer.", parent.Number)
	rita.PostForm(parent.Path() + "/delete").WantRedirect(a.Path())
	doc = site.Client().Get(a.Path()).Doc()
	if got := doc.Text("#" + parent.Anchor() + " .text"); got != "Deleted by its author." {
		t.Errorf("an answered comment leaves %q", got)
	}
	site.Client().Get(parent.Path()).Want(http.StatusOK)
	edda.PostForm("/c/"+a.ID.String()+"/new", "body", "Where is it?", "reply_to", fmt.Sprint(parent.Number)).Want(http.StatusConflict)
}

func TestRemovedComment(t *testing.T) {
	site := open(t)
	a := site.Story("Order")
	c := site.Comment(a, site.Reader, "Buy my boat.", 0)
	if !site.As(site.Moderator).Get(c.Path()).Doc().Has(`#moderate button[value=remove]`) {
		t.Error("a moderator is not offered to remove it")
	}
	if site.As(site.Reader).Get(c.Path()).Doc().Has("#moderate") {
		t.Error("a reader is offered to moderate")
	}
	_, err := site.Discussions.Do(t.Context(), discussion.Decide{Key: c.Key, By: site.Moderator.ID, Decision: discussion.Remove, Reason: "Advertising.", At: site.Now()})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{a.Path(), c.Path()} {
		doc := site.Client().Get(path).Want(http.StatusOK).Doc()
		if got := doc.Text("#" + c.Anchor() + " .text"); got != "Removed by a moderator: Advertising." {
			t.Errorf("%s: a removed comment says %q", path, got)
		}
	}
	staff := site.As(site.Moderator).Get(c.Path()).Doc()
	if staff.Text("#moderate .removed") != "Buy my boat." || !staff.Has(`#moderate button[value=restore]`) {
		t.Error("a moderator doesn't see the text, or can't restore it")
	}
}

func TestFlagging(t *testing.T) {
	site := open(t)
	c := site.Comment(site.Story("Flags"), site.Reader, "Buy my boat.", 0)
	edda := site.As(site.Editor)
	doc := edda.PostForm(c.Path()+"/flag", "reason", "other", "note", "").Want(http.StatusUnprocessableEntity).Doc()
	if !doc.Has("#flag #note-mistake") || !doc.One("#flag input[value=other]").HasAttr("checked") {
		t.Error("the mistake isn't beside the note, or the choice is lost")
	}
	edda.PostForm(c.Path()+"/flag", "reason", "nonsense").Want(http.StatusUnprocessableEntity)
	edda.PostForm(c.Path()+"/flag", "reason", "spam", "note", "A boat").WantRedirect(c.Path() + "?flagged")
	flags, err := site.Moderation.OpenFlags(t.Context(), c.Key)
	if err != nil || len(flags) != 1 || flags[0].Reason != moderation.Spam {
		t.Errorf("flags %v, %v", flags, err)
	}
	site.As(site.Reader).PostForm(c.Path()+"/flag", "reason", "spam").Want(http.StatusForbidden)

	_, err = site.Articles.UpdateArticle(t.Context(), c.Article, site.Editor.ID, member.Request{}, func(a *article.Article) ([]event.Event, error) {
		e, err := a.Withhold(site.Editor.ID, "Wrong", site.Now())
		return []event.Event{e}, err
	})
	if err != nil {
		t.Fatal(err)
	}
	site.As(site.Moderator).PostForm(c.Path()+"/flag", "reason", "spam").Want(http.StatusGone)
}

func TestMemberPage(t *testing.T) {
	site := open(t)
	a := site.Story("Where it was said")
	for i := range 25 {
		site.Clock.Add(time.Second)
		site.Comment(a, site.Reader, fmt.Sprintf("Comment %d", i+1), 0)
	}
	doc := site.Client().Get("/member/Rita").Want(http.StatusOK).Doc()
	if got := doc.Texts(".comment .text"); len(got) != 20 || got[0] != "Comment 25" {
		t.Errorf("%d comments, the first %q", len(got), got[0])
	}
	if got := doc.Texts(".posted-in")[0]; got != "Posted in: Where it was said" {
		t.Errorf("posted in %q", got)
	}
	context := doc.Find(".comment footer a")[0]
	if context.Text() != "See in context" || !strings.HasPrefix(context.Attr("href"), a.Path()+"?c="+a.ID.String()+"-25#c-") {
		t.Errorf("%q leads to %q", context.Text(), context.Attr("href"))
	}
	older := site.Client().Get(doc.One(".pager .later").Attr("href")).Want(http.StatusOK).Doc()
	if got := older.Texts(".comment .text"); len(got) != 5 || got[4] != "Comment 1" {
		t.Errorf("older comments %q", got)
	}
	if got := site.Client().Get("/comments").Want(http.StatusOK).Doc().Texts(".comment .handle"); len(got) != 20 || got[0] != "Rita" {
		t.Errorf("the latest comments are by %q", got)
	}
	site.Client().Get("/member/rita").WantRedirect("/member/Rita")
	site.Client().Get("/member/nobody").Want(http.StatusNotFound)
}
