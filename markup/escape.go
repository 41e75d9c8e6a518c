package markup

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/util"
)

// appendEscaped appends text as HTML for an element or a quoted attribute. It escapes like
// x/net/html, so that parsing and writing the result again changes no byte, and leaves
// out control characters, which Clean lets nobody send.
func appendEscaped[Text string | []byte](buf []byte, text Text) []byte {
	from := 0
	for i := range len(text) {
		var entity string
		switch c := text[i]; {
		case c == '&':
			entity = "&amp;"
		case c == '<':
			entity = "&lt;"
		case c == '>':
			entity = "&gt;"
		case c == '"':
			entity = "&#34;"
		case c == '\'':
			entity = "&#39;"
		case c >= ' ' && c != 0x7F, c == '\n', c == '\t':
			continue
		}
		buf = append(append(buf, text[from:i]...), entity...)
		from = i + 1
	}
	return append(buf, text[from:]...)
}

// appendUnescaped is appendEscaped for Markdown text, whose back-slashes before ASCII
// punctuation are no part of what it says.
func appendUnescaped(buf, text []byte) []byte {
	for {
		at := bytes.IndexByte(text, '\\')
		if at < 0 || at+1 == len(text) {
			return appendEscaped(buf, text)
		}
		if util.IsPunct(text[at+1]) {
			buf = appendEscaped(buf, text[:at])
		} else {
			buf = appendEscaped(buf, text[:at+1])
		}
		buf = appendEscaped(buf, text[at+1:at+2])
		text = text[at+2:]
	}
}

// blank tells whether text shows nothing: white space and invisible characters only.
func blank(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me)
	}) < 0
}
