package markup_test

import (
	"strings"
	"testing"

	"gogai/markup"
)

func TestText(t *testing.T) {
	cases := map[string]struct{ in, want string }{
		"paragraphs and breaks": {"a\nb\n\nc", "a\nb\n\nc"},
		"characters":            {"<b> & \"", `<b> & "`},
		"lists":                 {"a\n\n- b\n- c", "a\n\nb\nc"},
		"a quote":               {"> a\n\nb", "a\n\nb"},
		"code":                  {"```\na\n\n\nb\n```\nc", "a\n\n\nb\n\nc"},
		"a table":               {"|a|b|\n|-|-|\n|c|d|", "a b\nc d"},
		"a link":                {"[a](https://b.example)", "a"},
	}
	for name, c := range cases {
		if got := markup.Text(markup.RenderArticle(c.in)); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	cases := map[string]struct {
		in   string
		most int
		want string
	}{
		"fits":           {"The quick fox", 13, "The quick fox"},
		"between words":  {"The quick brown fox", 12, "The quick…"},
		"a whole word":   {"The quick brown fox", 10, "The quick…"},
		"one long word":  {"Donaudampfschiffahrt", 6, "Donau…"},
		"Japanese":       {"日本語の文章はここで切る", 6, "日本語の文…"},
		"paragraphs":     {"a\nb\n\nc", 9, "a b c"},
		"emoji":          {"👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 3, "👨‍👩‍👧👨‍👩‍👧…"},
		"nothing":        {"", 5, ""},
		"no room":        {"abc", 1, "…"},
		"no room at all": {"abc", 0, "…"},
	}
	for name, c := range cases {
		got := markup.Excerpt(markup.RenderArticle(c.in), c.most)
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
		if c.most > 0 && markup.Length(got) > c.most {
			t.Errorf("%s: %q is longer than %d", name, got, c.most)
		}
	}
}

var sampleComment = strings.Repeat("@hanako A so-called superpower going *cap in hand* to beg for low quality ammunition.\n\n> This isn't about ammunition, for which this agreement isn't needed.\n\n"+
	"Turns out they knew: https://www.example.com/news/article-13548683/some-story.html and [more](https://example.org/b).\n", 2)[:500]

func BenchmarkRenderComment(b *testing.B) {
	b.SetBytes(int64(len(sampleComment)))
	b.ReportAllocs()
	for b.Loop() {
		markup.RenderComment(sampleComment, known)
	}
}

func BenchmarkMentions(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		markup.Mentions(sampleComment)
	}
}

func BenchmarkPlain(b *testing.B) {
	paragraphs := strings.Split(sampleComment, "\n\n")
	b.SetBytes(int64(len(sampleComment)))
	b.ReportAllocs()
	for b.Loop() {
		markup.Plain(paragraphs)
	}
}

func BenchmarkClean(b *testing.B) {
	for name, text := range map[string]string{"ascii": sampleComment, "japanese": strings.Repeat("号外です。日本語の文章。\n", 14)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				markup.Clean(text)
			}
		})
	}
}
