package site

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"

	"gogai/archive"
	"gogai/markup"
	"gogai/web/webtest"
)

// payloads stand for the classes in which such texts broke other systems; markup's own tests hold
// many more against the places where markup is allowed.
var payloads = []string{
	`<script>alert("canary")</script>`, `"><img src=x onerror=alert('canary')>`, `' onmouseover='alert(1)' canary='`, `" autofocus onfocus="alert(1)" canary="`,
	`</title><script>canary</script>`, `</textarea><canary-x onclick=alert(1)>`, `</option></select><iframe src=javascript:canary>`, `--><svg onload=canary><!--`,
	`<a href="javascript:canary()">x</a>`, `[x](javascript:canary)`, `[x](https://a.example "t\" onclick=\"canary")`, `![canary](javascript:1)`, `<javascript:canary>`,
	`[x](data:text/html,canary)`, `https://a.example/"onclick="canary`, `<p id=canary name=canary class=canary>`, `# canary {#canary onclick=1}`, "```\" onclick=\"canary\n<script>canary</script>\n```",
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=canary&gt;">`, `<noscript><p title="</noscript><img src=x onerror=canary>">`,
	`&lt;script&gt;canary&lt;/script&gt;`, `&#60;script&#62;canary`, `{{constructor.constructor('canary')()}}${canary}<%= canary %>`, `]]><script>canary</script><![CDATA[`,
	`<base href=//canary.example/>`, `<meta http-equiv=refresh content="0;url=//canary.example">`, `@canary"onclick="alert(1)`, "canary\u2028<script>\u2029", "+ADw-script+AD4-canary", `\u003cscript\u003ecanary`,
	`=cmd|' /C calc'!canary`, `javascript:canary`, `//canary.example/`, `/\canary.example`, `<x canary onclick=1>x</x>`, "a\tb\"canary\"", `%3Cscript%3Ecanary`, `＜script＞canary`,
}

// Hostile text goes in by every way that there is, from the lowest role that has it, and comes out
// as text on every page, for whoever looks.
func TestHostileText(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, New)
	w := writer{t, s}
	for i, payload := range payloads {
		w.write(i, payload)
	}
	for path, a := range walk(t, s.As(s.Publisher)) {
		w.check(path, a)
	}
	for path, a := range walk(t, s.As(s.Reader)) {
		w.check(path, a)
	}
}

// What the publisher says stands on every page.
func TestHostileSettings(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, New)
	w := writer{t, s}
	story := s.Story("A story")
	pia := s.As(s.Publisher)
	section := "/desk/sections/" + s.News().ID.String()
	for _, payload := range payloads {
		w.check("settings", pia.PostForm("/desk/settings", "name", payload, "tagline", payload, "copyright_line", payload, "language", "en", "zone", "UTC",
			"closing_days", "14", "about", payload, "policy", payload))
		w.check("section", pia.PostForm(section, "name", payload, "slug", "news", "position", "1"))
		w.check("settings refused", pia.PostForm("/desk/settings", "name", payload, "language", payload, "zone", payload, "closing_days", payload))
		w.check("section refused", pia.PostForm(section, "name", payload, "slug", payload, "position", payload))
		for _, path := range []string{"/", "/news", story.Path(), "/about", "/policy", "/feed.xml", "/news/feed.xml", "/desk/settings", "/desk/sections", "/desk/articles/new", "/nothing", "/queue/log"} {
			w.check(path, pia.Get(path))
		}
	}
}

// What is refused, or only asked, is shown again as it was typed, and nothing more.
func TestHostileEcho(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, New)
	w := writer{t, s}
	story := s.Story("A story")
	comment := s.Comment(story, s.Reader, "Text", 0)
	nobody, pia := s.Client(), s.As(s.Publisher)
	for _, payload := range payloads {
		q := url.QueryEscape(payload)
		for _, path := range []string{
			"/login?next=" + q, "/login?next=/" + q, "/register?next=" + q, "/desk/staff?q=" + q, "/desk?q=" + q, "/desk?state=" + q, "/queue?done=" + q, "/comments?after=" + q,
			story.Path() + "?comments=" + q, story.Path() + "?after=" + q, story.Path() + "?c=" + q, "/news?after=" + q, "/member/" + url.PathEscape(payload), "/c/" + url.PathEscape(payload),
			"/queue/members/" + url.PathEscape(payload), "/" + url.PathEscape(payload), "/news/" + url.PathEscape(payload), "/api/v1/articles?section=" + q, "/api/v1/articles?limit=" + q,
			"/api/v1/" + url.PathEscape(payload), "/c/" + story.ID.String() + "/new?body=" + q + "&reply_to=" + q, comment.Path() + "?" + q + "=" + q,
		} {
			w.check(path, pia.Get(path))
			w.check(path, nobody.Get(path))
		}
		w.check("log in", nobody.PostForm("/login", "login", payload, "password", "x", "next", payload, "sent_to", payload, "typed."+payload, payload))
		w.check("register", nobody.PostForm("/register", "handle", payload, "email", payload, "password", payload))
		w.check("comment unsigned", nobody.PostForm("/c/"+story.ID.String()+"/new", "body", payload, "reply_to", payload, payload, payload))
		w.check("handle", pia.PostForm("/account/handle", "handle", payload))
		w.check("email", pia.PostForm("/account/email", "email", payload, "password", "wrong"))
		w.check("appoint", pia.PostForm("/desk/staff", "handle", payload, "role", payload))
		w.check("decide", pia.PostForm(comment.Path()+"/decide", "decision", payload, "reason", payload, "next", payload))
		w.check("flag", pia.PostForm(comment.Path()+"/flag", "reason", payload, "note", payload))
		w.check("vote", pia.PostForm(comment.Path()+"/vote", "value", payload))
		w.check("ban", pia.PostForm("/queue/members/Rita/ban", "until", payload, "reason", payload, "next", payload))
		w.check("thread", pia.PostForm("/queue/threads/"+story.ID.String(), "mode", payload, "reason", payload, "next", payload))
		w.check("story", pia.PostForm("/desk/articles", "headline", payload, "section", payload, "language", payload, "publish_at", payload, "expires", payload,
			"closing_days", payload, "mode", payload, "picture", payload, "version", payload, "do", "save"))
		w.check("api", pia.JSON("PATCH", "/api/v1/articles/"+story.ID.String(), map[string]any{"section": payload, "language": payload, payload: payload, "expires": payload}))
	}
}

// writer brings hostile text in.
type writer struct {
	t *testing.T
	s *webtest.Site
}

func (w writer) check(what string, a *webtest.Answer) {
	w.t.Helper()
	if a.Status >= 500 {
		w.t.Errorf("%s: status %d", what, a.Status)
	}
	for _, problem := range problemsOf(a) {
		w.t.Errorf("%s: %s", what, problem)
	}
	if to := a.Header.Get("Location"); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, `/\`)) {
		w.t.Errorf("%s: leads to %q", what, to)
	}
}

// write brings a payload into everything that members, editors and moderators write.
func (w writer) write(i int, payload string) {
	t, s := w.t, w.s
	t.Helper()
	text := fmt.Sprintf("%s\n\n%d", payload, i)
	edda, mo, rita := s.As(s.Editor), s.As(s.Moderator), s.As(s.Reader)
	rita.Header.Set("User-Agent", strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, payload))

	fields := []string{"do", "publish", "section", "news", "mode", "open", "headline", payload, "slug", payload, "standfirst", payload, "bylines", markup.Cut(payload, 100),
		"dateline", markup.Cut(payload, 100), "body", text, "tags", markup.Cut(payload, 40), "provider", markup.Cut(payload, 80), "rights", payload, "caption", payload, "credit", payload, "alt", payload,
		"creator", payload, "copyright", payload}
	a := w.upload(edda, fields...)
	w.check("a story", a)
	key := storyKey.FindString(a.Header.Get("Location"))
	if key == "" {
		t.Fatalf("%q: the story was not taken: status %d %q", payload, a.Status, a.Doc().Texts(".mistake"))
	}
	desk, api := "/desk/articles/"+key, "/api/v1/articles/"+key
	version := edda.Get(desk).Want(200).Doc().One("input[name=version]").Value()
	w.check("a correction", edda.PostForm(desk, append(fields, "do", "save", "version", version, "correction", payload)...))
	w.check("a preview", edda.PostForm("/desk/preview", "dateline", payload, "body", text))
	story := map[string]any{"section": "news", "headline": payload, "body": text, "standfirst": payload, "dateline": markup.Cut(payload, 100), "provider": markup.Cut(payload, 80),
		"bylines": []string{markup.Cut(payload, 100)}, "tags": []string{markup.Cut(payload, 40)}, "rights": []string{payload}}
	w.check("by the API", edda.JSON("POST", "/api/v1/articles", story).Want(201))
	w.check("by the API again", edda.JSON("PATCH", api, map[string]any{"standfirst": payload + " ", "correction": payload}).Want(200))
	public := edda.Get(api).Want(200)
	var shown struct{ URL, Headline string }
	public.Decode(&shown)
	if line, err := markup.Line(payload); err != nil || shown.Headline != line {
		t.Errorf("the headline is %q, want %q (%v)", shown.Headline, line, err)
	}
	page := strings.TrimPrefix(shown.URL, s.BaseURL)
	if got, want := s.Client().Get(page).Want(200).Doc().Text("h1"), strings.Join(strings.Fields(shown.Headline), " "); got != want {
		t.Errorf("the headline reads %q, want %q", got, want)
	}

	comment := func(a *webtest.Answer) string {
		key := commentKey.FindString(a.Header.Get("Location") + string(a.Body))
		if key == "" {
			t.Fatalf("%q: the comment was not taken: status %d", payload, a.Status)
		}
		return key
	}
	first := comment(rita.PostForm("/c/"+key+"/new", "body", text))
	second := comment(rita.JSON("POST", api+"/comments", map[string]any{"body": text + " again", "reply_to": first}).Want(201))
	w.check("an edit", rita.PostForm("/c/"+first+"/edit", "body", "edited\n\n"+text))
	w.check("an edit by the API", rita.JSON("PATCH", "/api/v1/comments/"+second, map[string]any{"body": "edited too\n\n" + text}).Want(200))
	for _, panel := range []string{"", "?reply", "?quote", "?edit", "?flag", "?moderate"} {
		w.check("a comment"+panel, rita.Get("/c/"+first+panel))
		w.check("a comment"+panel, mo.Get("/c/"+first+panel))
	}
	w.check("a flag", edda.PostForm("/c/"+first+"/flag", "reason", "other", "note", payload))
	w.check("the queue", mo.Get("/queue"))
	w.check("a removal", mo.PostForm("/c/"+second+"/decide", "decision", "remove", "reason", payload))
	w.check("a ban", mo.PostForm("/queue/members/Rita/ban", "until", "2026-04-01", "reason", payload))
	w.check("what the banned read", rita.PostForm("/c/"+key+"/new", "body", "barred"))
	w.check("an unban", mo.PostForm("/queue/members/Rita/unban"))
	w.check("a thread", mo.PostForm("/queue/threads/"+key, "mode", "closed", "reason", payload))
	w.check("sessions", rita.Get("/account"))
	if i%8 == 0 {
		w.check("a story withheld", edda.PostForm(desk+"/withhold", "reason", payload))
	}

	imported := fmt.Sprintf(" date 2026-02-02  The Harbour Post\n%s. Image: %[1]s\nnews\n\nImported %d %[1]s\n\n1 Comment\n\n%[1]s\n\n© COAST NEWS\n\n©2026 Harbour Post Ltd.\n\n%[1]s\n\n-1 ( +0 / -1 )\n",
		strings.Join(strings.Fields(payload), " "), i)
	pageText, problems, err := archive.ParsePage("page.txt", strings.NewReader(imported), archive.PageOptions{})
	if err != nil || len(problems) > 0 {
		t.Logf("%q is no page: %v %v", payload, problems, err)
		return
	}
	importer := archive.Importer{Store: s.DB, Keys: s.Keys, Now: s.Now}
	if _, err := importer.Import(t.Context(), "page.txt", pageText); err != nil {
		t.Errorf("import %q: %v", payload, err)
	}
}

// upload sends a story's form with a picture.
func (w writer) upload(c *webtest.Client, fields ...string) *webtest.Answer {
	w.t.Helper()
	var picture, body bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 16, 12))); err != nil {
		w.t.Fatal(err)
	}
	return send(w.t, c, "/desk/articles", picture.Bytes(), &body, fields...)
}

// send posts a form of several parts with a file.
func send(t *testing.T, c *webtest.Client, path string, file []byte, body *bytes.Buffer, fields ...string) *webtest.Answer {
	t.Helper()
	form := multipart.NewWriter(body)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := form.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", `../../canary".php.jpg`)
	if err == nil {
		_, err = part.Write(file)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return c.Send("POST", path, form.FormDataContentType(), body)
}
