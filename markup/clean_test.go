package markup_test

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"gogai/fault"
	"gogai/markup"
)

func TestClean(t *testing.T) {
	cases := map[string]struct{ in, want string }{
		"nothing":                    {"", ""},
		"blank":                      {" \n\t\n\u3000", ""},
		"nothing that shows":         {"\u200B\u200D \u2060\u3164\u2800\u0301\uFE0F", ""},
		"one that does":              {"\u200Bo", "\u200Bo"},
		"line ends":                  {"a\r\nb\rc\nd\u2028e\u2029f", "a\nb\nc\nd\ne\nf"},
		"NFC":                        {"か\u3099", "が"},
		"byte order mark":            {"\uFEFFhead\uFEFFline", "headline"},
		"override":                   {"abc\u202Efdp.exe", "abcfdp.exe"},
		"isolates and embeddings":    {"\u2066a\u2067b\u2068c\u2069\u202Ad\u202Be\u202C\u202D", "abcde"},
		"direction marks stay":       {"א\u200F!", "א\u200F!"},
		"emoji joiners stay":         {"👨\u200D👩\u200D👧", "👨\u200D👩\u200D👧"},
		"marks up to four":           {"q\u0301\u0302\u0303\u0304", "q\u0301\u0302\u0303\u0304"},
		"marks beyond four":          {"q" + strings.Repeat("\u0336", 50) + "r\u0336", "q" + strings.Repeat("\u0336", 4) + "r\u0336"},
		"a mark under a removed one": {"e\uFEFF\u0301", "é"},
		"trailing blanks":            {"a  \t\nb\u3000\nc\u00A0", "a\nb\nc"},
		"indentation stays":          {"a\n    code\n\u3000字下げ", "a\n    code\n\u3000字下げ"},
		"two empty lines":            {"a\n\n\nb", "a\n\n\nb"},
		"more empty lines":           {"a\n\n \n\n\n\nb", "a\n\n\nb"},
		"outer blank lines":          {"\n\n  a\n\n", "  a"},
		"replacement character":      {"a\uFFFDb", "a\uFFFDb"},
	}
	for name, c := range cases {
		if got, err := markup.Clean(c.in); err != nil || got != c.want {
			t.Errorf("%s: Clean(%q) = %q, %v; want %q", name, c.in, got, err, c.want)
		}
	}
}

func TestCleanRefuses(t *testing.T) {
	cases := map[string]struct{ in, names string }{
		"NUL":                {"a\nb\x00", "Line 2 holds the control character U+0000"},
		"escape":             {"\x1b[31m", "Line 1 holds the control character U+001B"},
		"delete":             {"a\x7f", "U+007F"},
		"C1":                 {"a\r\n\r\n\u0085", "Line 3 holds the control character U+0085"},
		"a lone byte":        {"a\xffb", "not UTF-8"},
		"a cut character":    {"\xe3\x81", "not UTF-8"},
		"a lone surrogate":   {"\xed\xa0\x80", "not UTF-8"},
		"an overlong slash":  {"\xc0\xaf", "not UTF-8"},
		"U+FFFE":             {"a\uFFFE", "U+FFFE"},
		"U+FFFF":             {"a\uFFFF", "U+FFFF"},
		"of a higher plane":  {"\U0010FFFF", "U+10FFFF"},
		"an Arabic nonchar.": {"\uFDD0", "U+FDD0"},
	}
	for name, c := range cases {
		for which, clean := range map[string]func(string) (string, error){"Clean": markup.Clean, "Line": markup.Line} {
			got, err := clean(c.in)
			if got != "" || !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), c.names) {
				t.Errorf("%s: %s(%q) = %q, %v; want Invalid that says %q", name, which, c.in, got, err, c.names)
			}
		}
	}
}

func TestLine(t *testing.T) {
	cases := map[string]struct{ in, want string }{
		"inner white space":       {"  a \t\n b\u00A0 c ", "a b c"},
		"an ideographic space":    {"号外　東京", "号外　東京"},
		"several of them":         {"号外　　東京", "号外　東京"},
		"mixed with others":       {"号外　 東京", "号外 東京"},
		"only white space":        {" \u3000\n", ""},
		"a decomposed character":  {"e\u0301", "é"},
		"direction and the marks": {"\u202Ea\uFEFF", "a"},
	}
	for name, c := range cases {
		if got, err := markup.Line(c.in); err != nil || got != c.want {
			t.Errorf("%s: Line(%q) = %q, %v; want %q", name, c.in, got, err, c.want)
		}
	}
}

func TestCleanIsIdempotent(t *testing.T) {
	text := rapid.StringOf(rapid.OneOf(
		rapid.SampledFrom([]rune(" \t\n\r\u3000\u0301\u0336\u3099\uFEFF\u202E\u2066\u2028\u034Fかが가ᄀ가각e")), rapid.Rune()))
	rapid.Check(t, func(t *rapid.T) {
		in := text.Draw(t, "text")
		for which, clean := range map[string]func(string) (string, error){"Clean": markup.Clean, "Line": markup.Line} {
			once, err := clean(in)
			if err != nil {
				continue
			}
			twice, err := clean(once)
			if err != nil || twice != once {
				t.Fatalf("%s(%q) = %q, then %q, %v", which, in, once, twice, err)
			}
			if !norm.NFC.IsNormalString(once) {
				t.Fatalf("%s(%q) = %q is not NFC", which, in, once)
			}
		}
	})
}

func TestLength(t *testing.T) {
	cases := map[string]struct {
		in   string
		want int
	}{
		"nothing":         {"", 0},
		"ASCII":           {"a b", 3},
		"Japanese":        {"号外です", 4},
		"a family":        {"👨\u200D👩\u200D👧\u200D👦", 1},
		"flags":           {"🇯🇵🇺🇸", 2},
		"a skin tone":     {"👍🏽", 1},
		"a keycap":        {"1\uFE0F\u20E3", 1},
		"combining marks": {"q\u0301\u0302", 1},
		"Hangul jamo":     {"각", 1},
		"Hangul":          {"한국", 2},
		"dakuten apart":   {"か\u3099", 1},
		"Devanagari":      {"नि", 1},
		"a line end":      {"a\nb", 3},
		"without end":     {strings.Repeat("👨\u200D", 1000) + "👨", 110}, // 7,004 bytes
	}
	for name, c := range cases {
		if got := markup.Length(c.in); got != c.want {
			t.Errorf("%s: Length(%q) = %d, want %d", name, c.in, got, c.want)
		}
	}
}
