package archive

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"gogai/fault"
	"gogai/markup"
)

const (
	// maxFileBytes leaves room for 200,000 long comments and still fits in memory.
	maxFileBytes = 512 << 20
	// maxLineBytes is more than a comment of maxCommentChars can fill, even in one line of emoji.
	maxLineBytes = 1 << 20
)

// readLines returns the lines of a file, trimmed, so that a blank line is "". Line ends
// are LF, CR LF or a lone CR. It refuses what no text holds and one of the databases
// would not store: NUL, bytes that are not UTF-8, noncharacters.
func (p *parser) readLines(r io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(r, maxFileBytes+1))
	if err != nil {
		return fmt.Errorf("read %s: %w", p.file, err)
	}
	if len(data) > maxFileBytes {
		return p.fatal(0, "the file is larger than %d MiB", maxFileBytes>>20)
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	for text != "" {
		line, rest := text, ""
		if end := strings.IndexAny(text, "\r\n"); end >= 0 {
			line, rest = text[:end], text[end+1:]
			if text[end] == '\r' {
				rest = strings.TrimPrefix(rest, "\n")
			}
		}
		clean, wrong := cleanLine(line)
		if wrong != "" {
			return p.fatal(len(p.lines), "%s", wrong)
		}
		p.lines, text = append(p.lines, clean), rest
	}
	return nil
}

// cleanLine brings a line into the form in which texts are kept, trimmed. Tabs and the like
// become spaces; other control characters are dropped: they have no place in a text and
// forge lines in terminals. wrong says why the line cannot be read at all.
func cleanLine(line string) (clean, wrong string) {
	switch {
	case len(line) > maxLineBytes:
		return "", fmt.Sprintf("the line is longer than %d bytes", maxLineBytes)
	case !utf8.ValidString(line):
		return "", "the text is not UTF-8; save the file in that encoding"
	case strings.ContainsFunc(line, isNoText):
		return "", "the line holds U+0000 or another character that is no text"
	}
	line = strings.Map(func(r rune) rune {
		switch {
		case r == '\u2028', r == '\u2029', unicode.IsControl(r) && unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, line)
	line, err := markup.Clean(line)
	if err != nil {
		return "", fault.Of(err).Sentence
	}
	return strings.TrimFunc(line, isSpace), ""
}

// isNoText tells NUL and the noncharacters, such as U+FFFE, which no text holds and one of
// the databases would not store.
func isNoText(r rune) bool {
	return r == 0 || r&0xFFFE == 0xFFFE || 0xFDD0 <= r && r <= 0xFDEF
}

// isSpace also counts what is invisible at a line's ends: zero-width spaces and joiners
// and a stray byte order mark.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\u2060' || r == '\ufeff'
}
