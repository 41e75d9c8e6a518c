package markup

import (
	"strings"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/clipperhouse/uax29/v2/words"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Text returns what rendered HTML says, without markup: empty lines between blocks, a newline
// for each line break, list item and table row.
func Text(h HTML) string {
	var out strings.Builder
	out.Grow(len(h))
	ended := 0        // newlines at the end of what is written
	rowBegins := true // no cell of the row is written
	lines := func(n int) {
		for ; out.Len() > 0 && ended < n; ended++ {
			out.WriteByte('\n')
		}
	}
	tokens := html.NewTokenizer(strings.NewReader(string(h)))
	for {
		switch kind := tokens.Next(); kind {
		case html.ErrorToken: // the end
			return strings.TrimRight(out.String(), "\n")
		case html.TextToken:
			text := string(tokens.Text())
			out.WriteString(text)
			ended = len(text) - len(strings.TrimRight(text, "\n"))
		case html.StartTagToken, html.EndTagToken:
			name, _ := tokens.TagName()
			switch atom.Lookup(name) {
			case atom.P, atom.Blockquote, atom.Pre, atom.Ul, atom.Ol, atom.Table, atom.H2, atom.H3, atom.H4, atom.Hr:
				lines(2)
			case atom.Li, atom.Tr:
				lines(1)
				rowBegins = true
			case atom.Br:
				out.WriteByte('\n')
				ended = 1
			case atom.Th, atom.Td:
				if kind == html.StartTagToken && !rowBegins {
					out.WriteByte(' ')
				}
				rowBegins = false
			}
		}
	}
}

// Excerpt returns the beginning of what rendered HTML says, on one line and of at most the
// given number of characters (grapheme clusters). What it cuts, it cuts between words and ends
// with "…"; Japanese, which has no spaces, between characters.
func Excerpt(h HTML, most int) string {
	text := strings.Join(strings.Fields(Text(h)), " ")
	if Length(text) <= most {
		return text
	}
	room := most - 1 // for the "…"
	end := 0
	for w := words.FromString(text); w.Next(); end = w.End() {
		if room -= Length(w.Value()); room < 0 {
			break
		}
	}
	if end == 0 { // one word longer than the excerpt
		clusters := graphemes.FromString(text)
		for range most - 1 {
			clusters.Next()
			end = clusters.End()
		}
	}
	return strings.TrimRight(text[:end], " ") + "…"
}
