package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"golang.org/x/text/unicode/norm"

	"gogai/fault"
)

const (
	maxMarks      = 4  // combining marks kept on one character; the tallest real scripts stack three
	maxCluster    = 64 // bytes; a family of four is one character of 25
	maxEmptyLines = 2  // empty lines kept in a row

	byteOrderMark    = '\uFEFF'
	ideographicSpace = '\u3000'
)

// Clean brings text of several lines into the one form that is kept: NFC, lines that end in LF
// and in no blanks, at most two empty lines in a row and none at either end. It drops what
// would disturb the neighbours on a page: byte order marks, controls that turn the direction
// of what follows, and all but four combining marks on a character.
//
// Text of which a reader sees nothing, such as zero-width joiners alone, becomes empty.
//
// Text that databases or browsers read differently is Invalid, and the sentence names the
// place: invalid UTF-8, control characters, noncharacters such as U+FFFE.
// Clean of a cleaned text is the same text.
func Clean(text string) (string, error) {
	text, err := characters(text)
	if err != nil {
		return "", err
	}
	var kept strings.Builder
	kept.Grow(len(text))
	empty := 0
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if line == "" {
			empty++
			continue
		}
		if kept.Len() > 0 {
			for range 1 + min(empty, maxEmptyLines) {
				kept.WriteByte('\n')
			}
		}
		kept.WriteString(line)
		empty = 0
	}
	return kept.String(), nil
}

// Line is Clean for a field of one line: every run of white space becomes one space. A run of
// ideographic spaces, which Japanese headlines use on purpose, becomes one of those.
func Line(text string) (string, error) {
	text, err := characters(text)
	if err != nil {
		return "", err
	}
	var kept strings.Builder
	kept.Grow(len(text))
	gap := rune(0)
	for _, r := range text {
		switch {
		case !unicode.IsSpace(r):
			if gap != 0 && kept.Len() > 0 {
				kept.WriteRune(gap)
			}
			gap = 0
			kept.WriteRune(r)
		case r == ideographicSpace && gap != ' ':
			gap = ideographicSpace
		default:
			gap = ' '
		}
	}
	return kept.String(), nil
}

// Length counts the characters of a text as a reader would: grapheme clusters (UAX #29). One that
// weighs more than any real one counts as several: emoji can be joined without end, and a limit
// of characters has to bound the bytes too.
func Length(text string) int {
	n := 0
	for clusters := graphemes.FromString(text); clusters.Next(); {
		n += 1 + (clusters.End()-clusters.Start()-1)/maxCluster
	}
	return n
}

// Cut returns the first characters of a text, at most so many.
func Cut(text string, most int) string {
	end := 0
	for clusters := graphemes.FromString(text); most > 0 && clusters.Next(); most-- {
		end = clusters.End()
	}
	return text[:end]
}

// characters does the part of cleaning that looks at single characters.
func characters(text string) (string, error) {
	if plainASCII(text) {
		return text, nil
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	line := 1
	visible := false
	var kept strings.Builder
	kept.Grow(len(text))
	for i, r := range text {
		switch {
		case r == '\n', r == '\r', r == '\u2028', r == '\u2029': // all of them end a line
			kept.WriteByte('\n')
			line++
		case r == '\t':
			kept.WriteByte('\t')
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD"):
			return "", fault.Newf(fault.Invalid, "Line %d holds bytes that are not UTF-8 text. Save it as UTF-8 and send it again.", line)
		case unicode.IsControl(r):
			return "", fault.Newf(fault.Invalid, "Line %d holds the control character U+%04X. Take it out and send it again.", line, r)
		case r&0xFFFE == 0xFFFE, 0xFDD0 <= r && r <= 0xFDEF:
			return "", fault.Newf(fault.Invalid, "Line %d holds U+%04X, which is no character. Take it out and send it again.", line, r)
		case r == byteOrderMark, turnsDirection(r):
		default:
			kept.WriteRune(r)
			visible = visible || shows(r)
		}
	}
	if !visible {
		return "", nil
	}
	return capMarks(norm.NFC.String(kept.String())), nil
}

// shows tells whether a reader sees r: neither blank, nor one of those that only join, select or
// hold a place, nor a mark without a letter.
func shows(r rune) bool {
	const brailleBlank = '\u2800'
	return unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.IsMark(r) && r != brailleBlank &&
		!unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

func plainASCII(text string) bool {
	for i := range len(text) {
		if c := text[i]; c >= 0x7F || c < ' ' && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// turnsDirection tells whether r embeds, overrides or isolates a direction (UAX #9): unclosed,
// it would reach past the text it stands in. The plain marks (U+200E, U+200F) can't.
func turnsDirection(r rune) bool {
	return 0x202A <= r && r <= 0x202E || 0x2066 <= r && r <= 0x2069
}

// capMarks drops combining marks beyond maxMarks on a character, which would climb over the
// lines above ("zalgo").
func capMarks(text string) string {
	marks := 0
	return strings.Map(func(r rune) rune {
		if !unicode.In(r, unicode.Mn, unicode.Me) {
			marks = 0
			return r
		}
		if marks++; marks > maxMarks {
			return -1
		}
		return r
	}, text)
}
