package article_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"gogai/article"
	"gogai/markup"
)

func TestMakeSlug(t *testing.T) {
	for headline, want := range map[string]string{
		"Harbour tram to make way for buses": "harbour-tram-to-make-way-for-buses",
		"  \"Unacceptable,\" he said. ":      "unacceptable-he-said",
		"Don't, won’t":                       "dont-wont",
		"Café Zoë: naïve façade":             "cafe-zoe-naive-facade",
		"Größe":                              "große",
		"100% of 1/2":                        "100-of-1-2",
		"ＦＵＬＬ　ＷＩＤＴＨ":                         "full-width",
		"東京で号外、がぎぐ":                          "東京で号外-がぎぐ",
		"ｶﾞｷﾞｸﾞ":                             "ガギグ",
		"Андрей и ёлка":                      "андрей-и-ёлка",
		"हिन्दी समाचार":                      "हिन्दी-समाचार",
		"กินข้าวที่นี่":                      "กินข้าวที่นี่",
		"한국어 뉴스":                             "한국어-뉴스",
		"Tiếng Việt":                         "tieng-viet",
		"İstanbul":                           "istanbul",
		"a--b__c":                            "a-b-c",
		"-edges-":                            "edges",
		"budget-2":                           "budget-2",
		"!!!":                                "story-0000000000007",
		"":                                   "story-0000000000007",
		"😀":                                  "story-0000000000007",
	} {
		if got := article.MakeSlug(headline, 7); got != want {
			t.Errorf("%q: got %q, want %q", headline, got, want)
		}
	}
}

func TestMakeSlugCuts(t *testing.T) {
	words := article.MakeSlug(strings.Repeat("harbour ", 40), 7)
	if n := markup.Length(words); n > 80 || !strings.HasSuffix(words, "-harbour") {
		t.Errorf("%d characters: %s", n, words)
	}
	one := article.MakeSlug(strings.Repeat("あ", 300), 7)
	if n := markup.Length(one); n != 80 {
		t.Errorf("%d characters: %s", n, one)
	}
	// The number that tells it from another story's isn't cut off on the next edit.
	numbered := strings.Repeat("a", 80) + "-12"
	if got := article.MakeSlug(numbered, 7); got != numbered {
		t.Errorf("got %s", got)
	}
}

func TestPath(t *testing.T) {
	for slug, want := range map[string]string{"budget": "/news/budget", "号外": "/news/%E5%8F%B7%E5%A4%96", "a/b?c#d": "/news/a%2Fb%3Fc%23d"} {
		if got := article.Path("news", slug); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// A slug is made anew with every edit, so one that was made must stay as it is.
func FuzzMakeSlug(f *testing.F) {
	for _, seed := range []string{"Harbour tram", "が", "e\u0301\u0302", "ΰ", "\u0301x", "ﬁ", "ᾳ\u0301", "\xff", strings.Repeat("a-", 50)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, headline string) {
		slug := article.MakeSlug(headline, 7)
		if again := article.MakeSlug(slug, 7); again != slug {
			t.Errorf("%q became %q, which becomes %q", headline, slug, again)
		}
		if slug == "" || !utf8.ValidString(slug) || strings.ContainsAny(slug, "/?#%&\"'<> ") || strings.HasPrefix(slug, "-") || strings.HasSuffix(slug, "-") {
			t.Errorf("%q became %q", headline, slug)
		}
	})
}
