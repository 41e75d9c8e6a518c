package markup

import (
	"strings"

	"github.com/yuin/goldmark/util"
)

// Plain makes a comment of plain paragraphs, as an import brings them, each cleaned before:
// newlines in them are line breaks, addresses become links, and nothing else has a meaning.
// body is the Markdown for it, so RenderComment(body, nil) is html; but html is written
// directly, at a small part of the cost. As the body of a story the Markdown says the same.
func Plain(paragraphs []string) (body string, html HTML) {
	size := 0
	for _, p := range paragraphs {
		size += len(p) + len(p)/8 + 16
	}
	markdown := make([]byte, 0, size)
	w := writer{buf: make([]byte, 0, size), rel: relComment, comment: true}
	for _, paragraph := range paragraphs {
		first := true
		for line := range strings.SplitSeq(paragraph, "\n") {
			if line = strings.Trim(line, " \t"); line == "" {
				continue
			}
			switch {
			case !first:
				markdown = append(markdown, '\n')
				w.raw("<br>")
			case len(markdown) > 0:
				markdown = append(markdown, "\n\n"...)
				fallthrough
			default:
				w.raw("<p>")
			}
			first = false
			markdown = w.plainLine(markdown, line)
		}
		if !first {
			w.raw("</p>")
		}
	}
	return string(markdown), HTML(w.buf)
}

// plainLine writes one line as HTML to w and appends it as Markdown to markdown.
func (w *writer) plainLine(markdown []byte, line string) []byte {
	markdown, rest := appendLineStart(markdown, line)
	w.buf = appendEscaped(w.buf, line[:len(line)-len(rest)])
	for {
		colon := 0
		for {
			i := strings.Index(rest[colon:], "://")
			if i < 0 {
				w.buf = appendEscaped(w.buf, rest)
				return appendLiteral(markdown, rest)
			}
			colon += i
			start, end, ok := findURL(rest, colon)
			if ok {
				_, ok = parseBare(rest[start:end])
			}
			if ok {
				w.buf = appendEscaped(w.buf, rest[:start])
				markdown = appendLiteral(markdown, rest[:start])
				w.bareURL(rest[start:end])
				markdown = append(markdown, rest[start:end]...)
				rest = rest[end:]
				break
			}
			colon++
		}
	}
}

// appendLiteral appends text so that Markdown of either dialect takes none of it for a mark. An
// underscore inside a word is none, and stays, so that handles do.
func appendLiteral(markdown []byte, text string) []byte {
	for i := range len(text) {
		switch c := text[i]; c {
		case '_':
			if i == 0 || i+1 == len(text) || !alphanumeric(rune(text[i-1])) || !alphanumeric(rune(text[i+1])) {
				markdown = append(markdown, '\\')
			}
		case '\\', '`', '*', '[', ']', '<', '~':
			markdown = append(markdown, '\\')
		}
		markdown = append(markdown, text[i])
	}
	return markdown
}

// appendLineStart appends what could begin a quote, a list, a rule, a heading or the second row
// of a table at the start of a line, made literal, and returns the rest of the line.
func appendLineStart(markdown []byte, line string) ([]byte, string) {
	digits := 0
	for digits < len(line) && util.IsNumeric(line[digits]) {
		digits++
	}
	marks := ">-+#|:"
	if digits > 0 {
		marks = ".)"
	}
	if digits == len(line) || strings.IndexByte(marks, line[digits]) < 0 {
		return markdown, line
	}
	markdown = append(markdown, line[:digits]...)
	return append(markdown, '\\', line[digits]), line[digits+1:]
}

// Quote returns a body as a quotation, to begin an answer with.
func Quote(body string) string {
	return "> " + strings.ReplaceAll(body, "\n", "\n> ") + "\n\n"
}
