package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gogai/markup"
)

const (
	maxSlug  = 80 // characters of a slug that is made
	slugRoom = 10 // for the number that tells it from another story's, so that it keeps it
)

// MakeSlug returns the last part of an address for a headline: its letters and digits, of any
// script, in small letters, with hyphens between the words; accents and width fold away where
// Unicode has a plain form. A headline without letters or digits is called by the story's key.
func MakeSlug(headline string, id ID) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(headline, " ")) {
		switch {
		case r == '\'' || r == '’': // don't → dont
		case unicode.Is(unicode.Mn, r) && accented(b.String()): // é → e, but が, й and กี stay
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	slug := norm.NFC.String(b.String())
	if markup.Length(slug) > maxSlug+slugRoom {
		slug = markup.Cut(slug, maxSlug)
		if at := strings.LastIndexByte(slug, '-'); at > maxSlug/2 {
			slug = slug[:at] // ends with a whole word
		}
	}
	if slug = strings.Trim(slug, "-"); slug == "" {
		return "story-" + id.String()
	}
	return slug
}

// accented tells whether text ends with a letter of an alphabet in which a mark on it is an
// accent; elsewhere it makes another letter or is the vowel.
func accented(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	return unicode.In(last, unicode.Latin, unicode.Greek)
}
