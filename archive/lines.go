package archive

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
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

// cleanLine trims a line, and makes spaces of tabs and the like. Other control
// characters are dropped: they have no place in a text and forge lines in terminals.
// wrong says why the line cannot be read at all.
func cleanLine(line string) (clean, wrong string) {
	switch {
	case len(line) > maxLineBytes:
		return "", fmt.Sprintf("the line is longer than %d bytes", maxLineBytes)
	case !utf8.ValidString(line):
		return "", "the text is not UTF-8; save the file in that encoding"
	case strings.ContainsAny(line, "\x00\ufffe\uffff"):
		return "", "the line holds a character that is no text (U+0000, U+FFFE or U+FFFF)"
	}
	line = strings.Map(func(r rune) rune {
		switch {
		case !unicode.IsControl(r):
			return r
		case unicode.IsSpace(r):
			return ' '
		}
		return -1
	}, line)
	return strings.TrimFunc(line, isSpace), ""
}

// isSpace also counts what is invisible at a line's ends: zero-width spaces and joiners
// and a stray byte order mark.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\u2060' || r == '\ufeff'
}
