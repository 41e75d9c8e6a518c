package e2e

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gogai/article"
	"gogai/browsertest"
	"gogai/discussion"
	"gogai/member"
	"gogai/sample"
)

// A sampled paper is full of the sample publication's stories, with somebody of each role.
type sampled struct {
	*paper
	logins map[member.Role]sample.Login
	busy   article.Article      // the story with the most comments
	talk   []discussion.Comment // the first of them
}

func openSample(t *testing.T, b *browsertest.Browser) *sampled {
	t.Helper()
	p := &sampled{paper: open(t, b), logins: map[member.Role]sample.Login{}}
	logins, err := sample.Load(t.Context(), p.DB, p.Files, p.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range logins {
		p.logins[l.Role] = l
	}
	list, err := p.Articles.MostDiscussed(t.Context(), time.Time{}, p.Now(), 1)
	if err != nil || len(list) != 1 {
		t.Fatalf("most discussed: %d stories, %v", len(list), err)
	}
	if p.busy, err = p.Articles.Article(t.Context(), list[0].ID); err != nil { // the list has no texts
		t.Fatal(err)
	}
	page, err := p.Discussions.Comments(t.Context(), discussion.Query{Article: p.busy.ID, Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	p.talk = page.Comments
	return p
}

// said is a comment of the busy thread that fits.
func (p *sampled) said(t *testing.T, fits func(discussion.Comment) bool) discussion.Comment {
	t.Helper()
	i := slices.IndexFunc(p.talk, fits)
	if i < 0 {
		t.Fatal("the sample's busiest thread has no comment like that")
	}
	return p.talk[i]
}

// visitRole opens a browser window for the sample's somebody of a role; "" is nobody.
func (p *sampled) visitRole(t *testing.T, role member.Role, options ...browsertest.Option) *visitor {
	t.Helper()
	v := p.visit(t, true, options...)
	if role != "" {
		v.goTo("/login")
		v.enter(p.logins[role].Handle, p.logins[role].Password)
	}
	return v
}

// Every page, for everybody who has it, in every size and light: what testdata/look.js finds
// wrong with it, and whether it moved while it loaded. The tab itself watches for script errors,
// refusals of the policy and requests to elsewhere.
func TestLook(t *testing.T) {
	script, err := os.ReadFile("testdata/look.js")
	if err != nil {
		t.Fatal(err)
	}
	p := openSample(t, browsertest.Start(t))
	expired, japanese := p.Story("A wire story", func(a *article.Article) {
		a.Provider, a.Rights, a.ExpiresAt = "KYODO", []string{"© KYODO"}, p.Now().Add(time.Hour)
	}), p.Story("号外：市電は残る", func(a *article.Article) {
		a.Language, a.Standfirst, a.Body = "ja", "市議会が撤去案を否決", "市議会は二十三日、市電の撤去案を否決した。\n\n> 号外です。\n\n- 一\n- 二"
	})
	p.Comment(japanese, p.Reader, "残ってよかった。", 0)
	p.Comment(japanese, p.Moderator, "Indeed, `it` is.", 1)
	p.Clock.Add(time.Hour)

	busy := p.busy.Path()
	c := p.said(t, func(c discussion.Comment) bool {
		return c.State == discussion.Visible && c.Replies > 0 && c.Author != 0
	})
	desk := "/desk/articles/" + p.busy.ID.String()
	for _, role := range []struct {
		name  member.Role
		pages []string
	}{
		{"", []string{
			"/", "/" + p.busy.Section.Slug, busy, busy + "?comments=popular", busy + "?view=threaded", busy + "?view=threaded&c=" + c.Key.String(), expired.Path(), japanese.Path(), c.Path(),
			"/member/" + c.Handle, "/comments", "/register", "/login", "/policy", "/about", "/no/such-page",
		}},
		{member.Reader, []string{"/", busy, c.Path() + "?reply", c.Path() + "?flag", "/c/" + p.busy.ID.String() + "/new", "/account"}},
		{member.Moderator, []string{
			busy, c.Path() + "?moderate", "/queue", "/queue/log", "/queue/comments/" + c.Key.String(),
			"/queue/members/" + c.Handle, "/queue/threads/" + p.busy.ID.String(),
		}},
		{member.Editor, []string{"/desk", "/desk/articles/new", desk, desk + "/revisions", desk + "/preview"}},
		{member.Publisher, []string{"/desk", "/desk/settings", "/desk/sections", "/desk/staff"}},
	} {
		t.Run("as "+string(role.name), func(t *testing.T) {
			v := p.visitRole(t, role.name)
			for _, path := range role.pages {
				look := func(in string, options ...browsertest.Option) {
					t.Helper()
					v.Change(options...)
					for _, fault := range browsertest.Eval[[]string](v.Tab, string(script)) {
						t.Errorf("%s %s: %s", path, in, fault)
					}
				}
				still := func(in string) {
					t.Helper()
					v.Open(path)
					v.settle()
					if shift := v.Metrics().LayoutShift; shift != 0 {
						t.Errorf("%s %s: moves by %.4f while it loads", path, in, shift)
					}
				}
				v.Change(browsertest.Phone(), browsertest.Light())
				still("on a phone")
				look("on a phone")
				look("on a narrow phone", browsertest.Viewport(320, 640))
				v.Change(browsertest.Viewport(1280, 800))
				still("on a desk")
				look("on a desk")
				look("on a tablet", browsertest.Viewport(768, 1024))
				look("in the dark", browsertest.Viewport(1280, 800), browsertest.Dark())
			}
		})
	}
}

// settle waits until a page and what its script asks for are there.
func (v *visitor) settle() {
	v.t.Helper()
	browsertest.Eval[bool](v.Tab, `new Promise(done => {
		let before = -1;
		const watch = setInterval(() => {
			const now = performance.getEntriesByType("resource").length;
			if (document.readyState === "complete" && now === before) { clearInterval(watch); done(true); }
			before = now;
		}, 100);
	})`)
}

// An article's page costs its reader little: at most 40 KB over the wire with 50 comments, its
// picture aside, in one round of requests.
func TestArticleIsLight(t *testing.T) {
	p := openSample(t, browsertest.Start(t))
	story := p.Story("Without a picture", func(a *article.Article) { a.Body = p.busy.Body })
	list := slices.Clone(p.talk)
	if len(list) != 50 {
		t.Fatalf("the sample's busiest thread has a first page of %d comments, want 50", len(list))
	}
	for i := range list {
		list[i].Key, list[i].State = discussion.Key{Article: story.ID, Number: i + 1}, discussion.Visible
		list[i].Parent = min(list[i].Parent, i)
	}
	if err := p.DB.AppendComments(t.Context(), story.ID, list); err != nil {
		t.Fatal(err)
	}
	v := p.visit(t, true)
	v.goTo(story.Path())
	v.settle()
	if got := v.Count(".comments > .comment"); got != 50 {
		t.Fatalf("the page has %d comments, want 50", got)
	}
	if m := v.Metrics(); m.Bytes > 40_000 {
		t.Errorf("the page costs %d bytes, want at most 40,000", m.Bytes)
	}
	// In one round: the page names all that a guest's browser needs. The icon is a picture, and
	// which stories may be loaded ahead is asked for when nothing else is to do.
	var round []string
	for _, path := range browsertest.Eval[[]string](v.Tab, `performance.getEntriesByType("resource").map(e => new URL(e.name).pathname)`) {
		if !strings.HasPrefix(path, "/static/icon.") && !strings.HasPrefix(path, "/static/speculation.") {
			round = append(round, filepath.Ext(path))
		}
	}
	slices.Sort(round)
	if diff := cmp.Diff([]string{".css", ".js"}, round); diff != "" {
		t.Errorf("beside itself the page asks for (-want +got):\n%s", diff)
	}
}

// A public page is the same bytes for everyone, so that one copy serves all.
func TestSameBytesForEveryone(t *testing.T) {
	p := openSample(t, nil)
	c := p.said(t, func(c discussion.Comment) bool { return c.State == discussion.Visible && c.Author != 0 })
	author, err := p.Members.MemberByHandle(t.Context(), c.Handle)
	if err != nil {
		t.Fatal(err)
	}
	nobody, writer, moderator := p.Client(), p.As(author), p.As(p.Moderator)
	busy := p.busy.Path()
	for _, path := range []string{
		"/", "/" + p.busy.Section.Slug, busy, busy + "?comments=latest", busy + "?comments=popular", busy + "?comments=controversial",
		busy + "?view=threaded", busy + "?view=threaded&c=" + c.Key.String(),
		busy + "?c=" + c.Key.String(), "/member/" + c.Handle, "/comments", "/policy", "/about", "/feed.xml",
		"/" + p.busy.Section.Slug + "/feed.xml", "/api/v1/articles", "/api/v1/articles/" + p.busy.ID.String() + "/comments",
	} {
		want := nobody.Get(path).Want(200)
		if got := writer.Get(path).Want(200); !bytes.Equal(got.Body, want.Body) {
			t.Errorf("%s differs for the author of a comment on it", path)
		}
		if got := moderator.Get(path).Want(200); !bytes.Equal(got.Body, want.Body) {
			t.Errorf("%s differs for a moderator", path)
		}
	}
}

// Pictures of the pages for docs/ are taken when GOGAI_SCREENSHOTS names a folder.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("GOGAI_SCREENSHOTS")
	if dir == "" {
		t.Skip("GOGAI_SCREENSHOTS names no folder: make screenshots takes them")
	}
	p := openSample(t, browsertest.Start(t))
	wide, phone := browsertest.Viewport(1024, 768), browsertest.Phone()
	dark, light := browsertest.Dark(), browsertest.Light()
	busy := p.busy.Path()
	for _, shot := range []struct {
		name  string
		role  member.Role
		path  string
		size  browsertest.Option
		light browsertest.Option
	}{
		{"front-desktop", "", "/", wide, light},
		{"front-dark", "", "/", wide, dark},
		{"front-phone", "", "/", phone, light},
		{"article-desktop", "", busy, wide, light},
		{"thread-phone", member.Reader, busy + "#comments", phone, light},
		{"desk", member.Editor, "/desk", wide, light},
		{"editor", member.Editor, "/desk/articles/" + p.busy.ID.String(), wide, light},
		{"queue", member.Moderator, "/queue", wide, light},
	} {
		v := p.visitRole(t, shot.role, shot.size, shot.light)
		v.goTo(shot.path)
		v.settle()
		path := filepath.Join(dir, shot.name+".png")
		v.Screenshot(path)
		if err := shrink(path); err != nil {
			t.Error(err)
		}
	}
}

// shrink makes a picture of a page a fraction of its size, for the repository's sake: 32 steps a
// colour are enough for anything but the grounds of the page.
func shrink(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	decoded, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return err
	}
	m := image.NewRGBA(decoded.Bounds())
	draw.Draw(m, m.Rect, decoded, m.Rect.Min, draw.Src)
	type colour = [4]uint8
	count := map[colour]int{}
	for pixel := range slices.Chunk(m.Pix, 4) {
		count[colour(pixel)]++
	}
	grounds := len(m.Pix) / 4 / 200
	for pixel := range slices.Chunk(m.Pix, 4) {
		if count[colour(pixel)] < grounds {
			for i, v := range pixel {
				pixel[i] = uint8(min(255, (int(v)+4)/8*8))
			}
		}
	}
	var small bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&small, m); err != nil {
		return err
	}
	return os.WriteFile(path, small.Bytes(), 0o644)
}
