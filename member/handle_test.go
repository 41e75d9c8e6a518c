package member_test

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"gogai/fault"
	"gogai/member"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

func wantField(t *testing.T, what string, err error, field string) {
	t.Helper()
	if sentence := fault.Fields(err)[field]; sentence == "" {
		t.Errorf("%s: got %v, want an Invalid fault of %q", what, err, field)
	}
}

func TestCheckHandle(t *testing.T) {
	for name, c := range map[string]struct{ typed, want string }{
		"plain":               {"anna", "anna"},
		"case stays":          {"AnnaB", "AnnaB"},
		"space around it":     {"  anna\t", "anna"},
		"digits, hyphens":     {"a-1_b", "a-1_b"},
		"three":               {"abc", "abc"},
		"twenty-four":         {strings.Repeat("ab", 12), strings.Repeat("ab", 12)},
		"accents":             {"Zoë-Müller", "Zoë-Müller"},
		"a decomposed accent": {"Zoe\u0308", "Zoë"},
		"full width":          {"ａｎｎａ７", "anna7"},
		"half-width kana":     {"ﾊﾅｺﾁｬﾝ", "ハナコチャン"},
		"Cyrillic":            {"Андрей", "Андрей"},
		"Greek":               {"Ελένη", "Ελένη"},
		"Japanese":            {"山田たろうスーパー2", "山田たろうスーパー2"},
		"Korean":              {"김영희", "김영희"},
		"Arabic":              {"فاطمة", "فاطمة"},
		"Hebrew":              {"שרה-לוי", "שרה-לוי"},
		"Thai, with vowels":   {"สมชาย", "สมชาย"},
		"Devanagari":          {"हिन्दी", "हिन्दी"},
		"Armenian":            {"Արամ", "Արամ"},
	} {
		got, err := member.CheckHandle(c.typed)
		if err != nil || got != c.want {
			t.Errorf("%s: got %q, %v; want %q", name, got, err, c.want)
		}
	}
}

func TestCheckHandleRefuses(t *testing.T) {
	for name, typed := range map[string]string{
		"nothing": "", "too short": "ab", "too long": strings.Repeat("a", 25), "far too long": strings.Repeat("a", 1<<20),
		"digits": "12345", "marks": "-_-", "digits and marks": "1-2_3", "a space": "an na", "a dot": "an.na", "an at sign": "@anna",
		"a slash": "an/na", "markup": "<b>anna", "emoji": "anna😀", "a badge": "anna✔", "a zero-width joiner": "an\u200dna",
		"a zero-width space": "an\u200bna", "an override": "\u202eanna", "a soft hyphen": "an\u00adna", "a control": "an\x00na",
		"private use": "an\ue000na", "not UTF-8": "an\xffna", "a wide space": "an\u3000na",
		"Latin and Cyrillic": "аnnа", "Latin and Greek": "αnna", "Latin and Japanese": "annaさん", "Greek and Cyrillic": "αннα",
		"a phonetic letter": "ɑnna", "a click": "an\u01c3na", "a loose accent": "q\u0301\u0302x\u0301y", "digits of another script": "anna٣",
		"only marks of a script": "\u0e31\u0e31\u0e31", "a script out of use": "ᚠᚢᚦ", "Cherokee, a field of look-alikes": "ᎪᏴᏟ",
		"admin": "admin", "in capitals": "ADMIN", "with a one": "adm1n", "dotless": "admın", "in Cyrillic": "админ" + "истратор",
		"hyphens": "ad-min", "low lines": "_admin_", "full-width": "ａｄｍｉｎ", "accented": "ädmin", "in Greek capitals": "ΜΟD",
		"m from rn": "rnoderator", "moderator": "Moderator", "with a zero": "m0derator", "editor": "editor", "the program": "Gogai",
		"zeros": "g0gai", "staff": "staff", "publisher": "pub1isher", "imported": "imported", "deleted": "de1eted", "in Japanese": "編集部",
		"anonymous": "Anonymous",
	} {
		_, err := member.CheckHandle(typed)
		wantField(t, name, err, "handle")
	}
}

// Pairs that a reader could take for each other have one skeleton, whichever comes first.
func TestSkeleton(t *testing.T) {
	for name, pair := range map[string][2]string{
		"case": {"Anna", "aNNA"}, "hyphens": {"an-na", "an_na"}, "more hyphens": {"an-na", "an--na"}, "zero": {"bob", "b0b"},
		"one, ell and eye": {"l1I", "IlI"}, "rn": {"modem", "modern"}, "vv": {"wave", "vvave"}, "accents": {"jose", "josé"}, "width": {"paul", "ｐａｕｌ"},
		"Cyrillic": {"paul", "раuӏ"}, "Cyrillic capitals": {"ВОВ", "BOB"}, "Cyrillic word": {"сосо", "coco"}, "Greek": {"ΡΑΥΑ", "PAYA"},
		"Greek omicron": {"bob", "bοb"}, "Armenian": {"oho", "օհօ"}, "dotless": {"ivi", "ıvı"}, "stroke": {"boro", "børo"},
		"kana and kanji": {"ロード", "口ード"}, "hiragana and katakana": {"へいわ", "ヘいわ"}, "the long mark": {"スキー", "スキ一"},
		"small kana": {"きゃく", "きやく"}, "half-width": {"ﾊﾅｺ", "ハナコ"}, "power": {"力力シ", "カカシ"},
	} {
		a, b := member.Skeleton(pair[0]), member.Skeleton(pair[1])
		if a != b {
			t.Errorf("%s: %q is %q, %q is %q", name, pair[0], a, pair[1], b)
		}
	}
	for name, pair := range map[string][2]string{
		"other words": {"anna", "annb"}, "another number": {"anna2", "anna3"}, "longer": {"anna", "annaa"},
		"voicing": {"かき", "がき"}, "hyphenated or not": {"an-na", "anna"}, "other kanji": {"山田", "山本"},
	} {
		if a, b := member.Skeleton(pair[0]), member.Skeleton(pair[1]); a == b {
			t.Errorf("%s: %q and %q are both %q", name, pair[0], pair[1], a)
		}
	}
}

func FuzzHandle(f *testing.F) {
	for _, seed := range []string{"anna", "Ελένη", "ﾊﾅｺ", "e\u0301", "ΐ", "ẞ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		handle, err := member.CheckHandle(typed)
		if err != nil {
			wantField(t, typed, err, "handle")
			return
		}
		if again, err := member.CheckHandle(handle); err != nil || again != handle {
			t.Errorf("%q became %q, which becomes %q, %v", typed, handle, again, err)
		}
		if folded := member.Fold(handle); member.Fold(folded) != folded || !norm.NFC.IsNormalString(folded) {
			t.Errorf("%q folds to %q, which is not folded", handle, folded)
		}
		if a, b := member.Skeleton(handle), member.Skeleton(member.Fold(handle)); a != b {
			t.Errorf("%q looks like %q, folded like %q", handle, a, b)
		}
	})
}

func TestPath(t *testing.T) {
	m := member.Member{Handle: "さくら-1"}
	if got, want := m.Path(), "/member/%E3%81%95%E3%81%8F%E3%82%89-1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestChangeHandle(t *testing.T) {
	m := member.Member{Handle: "anna", Role: member.Reader}
	step := func(what, typed string, at time.Time, want string, ok bool) {
		t.Helper()
		err := m.ChangeHandle(typed, at)
		if (err == nil) != ok || m.Handle != want {
			t.Errorf("%s: handle %q, %v", what, m.Handle, err)
		}
		if !ok {
			wantField(t, what, err, "handle")
		}
	}
	step("a reserved one", "editor", noon, "anna", false)
	step("the first", "berta", noon, "berta", true)
	step("too soon", "clara", noon.Add(member.HandleInterval-time.Second), "berta", false)
	step("the same", "berta", noon.Add(time.Hour), "berta", true)
	step("after two weeks", "clara", noon.Add(member.HandleInterval), "clara", true)
	if !m.HandleChangedAt.Equal(noon.Add(member.HandleInterval)) {
		t.Errorf("changed at %v", m.HandleChangedAt)
	}
	m.Role = member.Editor
	step("staff may be called what they are", "editor", noon.Add(3*member.HandleInterval), "editor", true)
}

func TestRegister(t *testing.T) {
	m, err := member.Register(" ａｎｎａ ", " Anna@Example.ORG ", "wind over the quay", member.Reader, noon)
	want := member.Member{Handle: "anna", Email: "Anna@example.org", Role: member.Reader, CreatedAt: noon, Version: 1}
	if err != nil || m != want {
		t.Errorf("got %+v, %v", m, err)
	}
	_, err = member.Register("a", "anna", "short", member.Reader, noon)
	for _, field := range []string{"handle", "email", "password"} {
		wantField(t, "everything wrong", err, field)
	}
	_, err = member.Register("harbourmaster", "a@example.org", "HarbourMaster", member.Reader, noon)
	wantField(t, "the handle as password", err, "password")
	if _, err := member.Register("publisher", "a@example.org", "wind over the quay", member.Publisher, noon); err != nil {
		t.Errorf("a publisher called publisher: %v", err)
	}
	_, err = member.Register("publisher", "a@example.org", "wind over the quay", member.Reader, noon)
	wantField(t, "a reader called publisher", err, "handle")
}
