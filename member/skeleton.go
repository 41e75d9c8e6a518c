package member

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Skeleton returns what a handle looks like at a glance: two handles with one skeleton can't
// be told apart, so they never belong to two members. It follows UTS #39 §4, from the folded
// form on, with a table of our own for the scripts that handles are written in; beyond it,
// accents, repeated hyphens and the difference between - and _ are overlooked as well.
//
// A skeleton is stored. One that changes with this table needs a migration, which is why the
// folded handle is stored beside it.
func Skeleton(handle string) string {
	var b strings.Builder
	var last rune
	for _, r := range norm.NFD.String(Fold(handle)) {
		if accents.contains(r) {
			continue
		}
		if plain, ok := lookAlikes[r]; ok {
			r = plain
		}
		if r == '-' && last == '-' {
			continue
		}
		b.WriteRune(r)
		last = r
	}
	return pairs.Replace(b.String())
}

// accents are the combining marks of the alphabets; the voicing marks of kana, which make
// another syllable, and the vowels of Indic scripts lie elsewhere.
var accents = span{0x300, 0x36F}

type span struct{ first, last rune }

func (s span) contains(r rune) bool { return s.first <= r && r <= s.last }

// pairs are two letters that look like one.
var pairs = strings.NewReplacer("rn", "m", "vv", "w")

// lookAlikes says what a folded character looks like. Where the capital and the small form of a
// letter resemble different ones, it goes by its capital, whose likeness is the closer one.
var lookAlikes = alike(map[rune]string{
	'-': "_",
	// Latin, Greek, Cyrillic, Armenian and digits
	'a': "аαɑ",
	'b': "вьβƀɓ",
	'c': "сϲƈȼ",
	'd': "ԁđɖɗժ",
	'e': "еεєɇə",
	'f': "ƒϝք",
	'g': "ɡցǥɠ",
	'h': "нηһհħ",
	'j': "јյʝɉ",
	'k': "кκƙқҡӄ",
	'l': "1iıɩιіӏłƚǀɨ",
	'm': "мμɱ",
	'n': "νпոռƞŋ",
	'o': "0оοօøɵөσө๐",
	'p': "рρƥ",
	'q': "ԛզգ",
	'r': "гɍґ",
	's': "ѕƨʂ",
	't': "тτŧƭե",
	'u': "սμʉ",
	'v': "ѵʋ",
	'w': "ѡԝωաɯшщ",
	'x': "хχҳ",
	'y': "уυγүұƴɏ",
	'z': "ζʐƶȥ",
	'8': "ȣ",
	'3': "зэӡʒ",
	'6': "б",
	// Japanese: kana and the kanji that share their strokes, large and small kana
	'ー': "一",
	'へ': "ヘ",
	'り': "リ",
	'エ': "工ェ",
	'オ': "才ォ",
	'カ': "力ヵ",
	'タ': "夕",
	'チ': "千",
	'ト': "卜",
	'ニ': "二",
	'ヌ': "又",
	'ノ': "丿",
	'ハ': "八",
	'ヒ': "匕",
	'ミ': "彡",
	'ム': "厶",
	'メ': "乂",
	'ロ': "口囗",
	'ヨ': "彐ョ",
	'ア': "ァ",
	'イ': "ィ亻",
	'ウ': "ゥ",
	'ケ': "ヶ",
	'ツ': "ッ",
	'ヤ': "ャ",
	'ユ': "ュ",
	'ワ': "ヮ",
	'あ': "ぁ",
	'い': "ぃ",
	'う': "ぅ",
	'え': "ぇ",
	'お': "ぉ",
	'つ': "っ",
	'や': "ゃ",
	'ゆ': "ゅ",
	'よ': "ょ",
	'わ': "ゎ",
})

// alike turns the table around: from each character to what it looks like.
func alike(table map[rune]string) map[rune]rune {
	turned := map[rune]rune{}
	for plain, others := range table {
		for _, r := range others {
			turned[r] = plain
		}
	}
	return turned
}

// reserved holds the skeletons, without hyphens, of the names that would pass for the
// publication's staff or for what the site itself says.
var reserved = skeletons(
	"abuse", "admin", "administrator", "administrators", "admins", "all", "anonymous", "ceo", "comments", "deleted", "desk",
	"editor", "editorial", "editorial-team", "editors", "everyone", "gogai", "help", "imported", "info", "mod", "moderation",
	"moderator", "moderators", "mods", "newsroom", "null", "official", "postmaster", "publisher", "publishers", "redaction",
	"removed", "reporter", "root", "security", "site-admin", "staff", "superuser", "support", "sysadmin", "system", "team",
	"undefined", "unknown", "webmaster", "администратор", "модератор", "редактор", "редакция",
	"モデレーター", "公式アカウント", "管理者", "管理人", "編集者", "編集部", "編集長", "運営者", "運営事務局",
)

func skeletons(names ...string) map[string]bool {
	set := map[string]bool{}
	for _, name := range names {
		set[joined(Skeleton(name))] = true
	}
	return set
}

// joined leaves out what only separates.
func joined(skeleton string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, skeleton)
}
