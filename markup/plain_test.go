package markup_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gogai/markup"
)

func TestMentions(t *testing.T) {
	cases := map[string]struct {
		in   string
		want []string
	}{
		"none":              {"nobody", nil},
		"in order, once":    {"@bob @alice @bob", []string{"bob", "alice"}},
		"e-mail":            {"a@example.com x_@you", []string{"you"}},
		"after Japanese":    {"やあ@hanako", []string{"hanako"}},
		"code":              {"`@bob` @eve\n\n```\n@carol\n```", []string{"eve"}},
		"a link's target":   {"[@bob](https://example.com/@carol)", []string{"bob"}},
		"a bare address":    {"https://example.com/@carol", nil},
		"in quotes, lists":  {"> @bob\n\n- @carol", []string{"bob", "carol"}},
		"an honorific":      {"@hanakoさん", []string{"hanakoさん", "hanako"}},
		"several scripts":   {"@タナカ太郎くん", []string{"タナカ太郎くん", "タナカ太郎", "タナカ"}},
		"a long vowel mark": {"@ユーザー1さん", []string{"ユーザー1さん", "ユーザー1"}},
		"trailing marks":    {"@bob_-", []string{"bob_-", "bob"}},
		"too short":         {"@ab @花子さん", []string{"花子さん"}},
		"too long":          {"@" + strings.Repeat("a", 25) + " @" + strings.Repeat("b", 24), []string{strings.Repeat("b", 24)}},
		"endless":           {"@" + strings.Repeat("aあ", 1000), []string{strings.Repeat("aあ", 12), strings.Repeat("aあ", 11) + "a"}},
	}
	for name, c := range cases {
		got := markup.Mentions(c.in)
		if name == "endless" {
			got = got[:2] // the shorter parts follow
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: Mentions(%q): %s", name, c.in, d)
		}
	}
	var many strings.Builder
	for c := range 50 {
		many.WriteString(" @user" + strings.Repeat(string(rune('a'+c%25)), 1+c/25))
	}
	if got := markup.Mentions(many.String()); len(got) != 20 {
		t.Errorf("50 tokens offer %d handles, want 20", len(got))
	}
}

// Everything that rendering asks about is among the Mentions, so one look-up before is enough,
// whoever is known.
func TestMentionsAreAllThatIsAsked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body, err := markup.Clean(markdown.Draw(t, "body"))
		if err != nil {
			t.Skip()
		}
		offered, mask := markup.Mentions(body), rapid.Uint64().Draw(t, "known")
		markup.RenderComment(body, func(handle string) (string, bool) {
			i := slices.Index(offered, handle)
			if i < 0 {
				t.Fatalf("%q asks about %q, which is not among %q", body, handle, offered)
			}
			return handle, mask>>(i%64)&1 == 1
		})
	})
}

func TestPlain(t *testing.T) {
	cases := map[string]struct {
		in         []string
		body, html string
	}{
		"nothing":           {nil, "", ""},
		"paragraphs":        {[]string{"a\nb", "c"}, "a\nb\n\nc", "<p>a<br>b</p><p>c</p>"},
		"empty lines":       {[]string{"", "a\n \n\nb", "\n"}, "a\nb", "<p>a<br>b</p>"},
		"marks":             {[]string{"*a* _b_ `c` [d](e) \\"}, "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\\\", "<p>*a* _b_ `c` [d](e) \\</p>"},
		"line starts":       {[]string{"> a\n- b\n+ c\n1. d\n23) e\n~~~\n# f\n.g\n5"}, "\\> a\n\\- b\n\\+ c\n1\\. d\n23\\) e\n\\~\\~\\~\n\\# f\n.g\n5", "<p>&gt; a<br>- b<br>+ c<br>1. d<br>23) e<br>~~~<br># f<br>.g<br>5</p>"},
		"HTML":              {[]string{"<b> & \"q\" 'r'"}, "\\<b> & \"q\" 'r'", "<p>&lt;b&gt; &amp; &#34;q&#34; &#39;r&#39;</p>"},
		"indentation":       {[]string{"    a\n\tb  "}, "a\nb", "<p>a<br>b</p>"},
		"an address":        {[]string{"see https://example.com/a_b_(c)."}, "see https://example.com/a_b_(c).", `<p>see <a href="https://example.com/a_b_(c)"` + rel + `>https://example.com/a_b_(c)</a>.</p>`},
		"joined by a comma": {[]string{"http://a.b,https://c.d http:// ://"}, "http://a.b,https://c.d http:// ://", `<p>http://a.b,<a href="https://c.d"` + rel + `>https://c.d</a> http:// ://</p>`},
		"a mention":         {[]string{"@bob_1 hi"}, "@bob_1 hi", "<p>@bob_1 hi</p>"},
	}
	for name, c := range cases {
		body, html := markup.Plain(c.in)
		if body != c.body || string(html) != c.html {
			t.Errorf("%s: Plain(%q)\n got %q\nwant %q\n got %s\nwant %s", name, c.in, body, c.body, html, c.html)
		}
	}
}

// markdown draws text full of what means something to the parser.
var markdown = rapid.Custom(func(t *rapid.T) string {
	part := rapid.OneOf(rapid.SampledFrom(marks), rapid.StringN(0, 4, -1))
	return strings.Join(rapid.SliceOfN(part, 0, 40).Draw(t, "parts"), "")
})

var marks = []string{"\n", "\n\n", " ", "    ", "\t", "*", "**", "_", "__", "~~", "~~~", "`", "``", "```", "> ", ">", "- ", "+ ", "* ", "1. ", "12) ",
	"# ", "===", "---", "***", "[", "]", "(", ")", "](", "![", "<", ">", "\\", "&", "&amp;", "&#0;", "&#x202E;", "|", "|-|", ":", "://", "http://", "https://",
	"www.", "example.com", "a@b.com", "@hanako", "@タナカさん", "mailto:", "javascript:", "a", "b", "です", "「", "」", "。", "\u3000", "\u00A0", "é", "\u0301",
	"<b>", "</p>", "<!--", "-->", "<script>", "\"", "'", "/", ".", "%", "%0a", "?", "!", ";", ","}

func TestPlainIsItsRendering(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		paragraphs := rapid.SliceOfN(markdown, 0, 4).Draw(t, "paragraphs")
		checkPlain(t, paragraphs)
	})
}

// checkPlain holds what Plain makes of paragraphs, once clean, against the rendering.
func checkPlain(t interface {
	Fatalf(string, ...any)
	Skip(...any)
}, paragraphs []string) {
	for i := range paragraphs {
		clean, err := markup.Clean(paragraphs[i])
		if err != nil {
			t.Skip()
		}
		paragraphs[i] = clean
	}
	body, html := markup.Plain(paragraphs)
	rendered, err := markup.RenderComment(body, nil)
	if err != nil || rendered != html {
		t.Fatalf("Plain(%q) = %q\n    html %s\nrendered %s, %v", paragraphs, body, html, rendered, err)
	}
	// Stories' links don't show their domain.
	if got, want := markup.Text(markup.RenderArticle(body)), markup.Text(html); got != want && !strings.Contains(string(html), "<a") {
		t.Fatalf("Plain(%q) = %q\nas a story says %q\nas a comment   %q", paragraphs, body, got, want)
	}
	if again, err := markup.Clean(body); err != nil || again != body {
		t.Fatalf("Plain(%q) = %q, which Clean makes %q, %v", paragraphs, body, again, err)
	}
}

func TestQuote(t *testing.T) {
	got, err := markup.RenderComment(markup.Quote("a\nb\n\n- c")+"d", nil)
	if want := "<blockquote><p>a<br>b</p><ul><li>c</li></ul></blockquote><p>d</p>"; err != nil || string(got) != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
	if got, want := markup.Quote("a\n\nb"), "> a\n> \n> b\n\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
