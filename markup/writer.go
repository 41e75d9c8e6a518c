package markup

import (
	"bytes"
	"net/url"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// A writer writes a parsed text as HTML of the elements that it knows, and of no others. What
// stands in no node it knows is written as text, so that nothing typed vanishes.
type writer struct {
	buf    []byte
	source []byte

	rel          string // of links to elsewhere
	comment      bool   // rather than an article
	headingShift int

	inLink   bool // links hold no links
	emphases int  // open ones
}

func (w *writer) raw(html string) { w.buf = append(w.buf, html...) }

// blocks writes the children of a block.
func (w *writer) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		w.block(n)
	}
}

func (w *writer) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		w.element("p", n)
	case *ast.TextBlock: // a paragraph in a list without empty lines
		w.inlines(n)
	case *ast.Heading:
		w.element("h"+strconv.Itoa(min(n.Level+w.headingShift, 4)), n)
	case *ast.Blockquote:
		w.container("blockquote", n)
	case *ast.ListItem:
		w.container("li", n)
	case *ast.List:
		switch {
		case !n.IsOrdered():
			w.container("ul", n)
		case n.Start == 1:
			w.container("ol", n)
		default:
			w.raw(`<ol start="` + strconv.Itoa(n.Start) + `">`)
			w.blocks(n)
			w.raw("</ol>")
		}
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		w.raw("<pre><code>")
		for _, line := range n.Lines().Sliced(0, n.Lines().Len()) {
			w.buf = appendEscaped(w.buf, line.Value(w.source))
		}
		w.raw("</code></pre>")
	case *ast.ThematicBreak:
		w.rule(n)
	case *extension.Table:
		w.table(n)
	}
}

func (w *writer) container(tag string, n ast.Node) {
	w.raw("<" + tag + ">")
	w.blocks(n)
	w.raw("</" + tag + ">")
}

func (w *writer) element(tag string, n ast.Node) {
	w.raw("<" + tag + ">")
	w.inlines(n)
	w.raw("</" + tag + ">")
}

// rule writes a line of stars or dashes: comments have no rules, so there it stays text.
func (w *writer) rule(n ast.Node) {
	if !w.comment {
		w.raw("<hr>")
		return
	}
	line, _, _ := bytes.Cut(w.source[n.Pos():], []byte("\n"))
	w.raw("<p>")
	w.buf = appendEscaped(w.buf, bytes.TrimSpace(line))
	w.raw("</p>")
}

func (w *writer) table(n *extension.Table) {
	w.raw("<table>")
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		_, head := row.(*extension.TableHeader)
		cell := "td"
		switch {
		case head:
			cell = "th"
			w.raw("<thead>")
		case row.PreviousSibling() == n.FirstChild():
			w.raw("<tbody>")
		}
		w.raw("<tr>")
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			w.element(cell, c)
		}
		w.raw("</tr>")
		switch {
		case head:
			w.raw("</thead>")
		case row == n.LastChild():
			w.raw("</tbody>")
		}
	}
	w.raw("</table>")
}

// inlines writes the children of a paragraph or of something in it.
func (w *writer) inlines(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		w.inline(n)
	}
}

func (w *writer) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		w.buf = appendUnescaped(w.buf, n.Segment.Value(w.source))
		if n.SoftLineBreak() || n.HardLineBreak() {
			w.raw("<br>")
		}
	case *ast.CodeSpan:
		w.raw("<code>")
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			line := c.(*ast.Text).Segment.Value(w.source)
			w.buf = appendEscaped(w.buf, bytes.ReplaceAll(line, []byte("\n"), []byte(" ")))
		}
		w.raw("</code>")
	case *ast.Emphasis:
		if n.Level == 2 {
			w.emphasis("strong", n)
		} else {
			w.emphasis("em", n)
		}
	case *extension.Strikethrough:
		w.emphasis("del", n)
	case *ast.Link:
		w.link(n.Destination, n)
	case *ast.Image:
		w.link(n.Destination, n)
	case *ast.AutoLink:
		w.autoLink(n)
	case *bareURL:
		w.bareURL(n.address)
	case *mention:
		w.mention(n.handle)
	}
}

// emphasis writes its element, unless more are open than anyone could see.
func (w *writer) emphasis(tag string, n ast.Node) {
	if w.emphases >= maxDepth {
		w.inlines(n)
		return
	}
	w.emphases++
	w.element(tag, n)
	w.emphases--
}

// link writes [text](destination), or only the text where it leads nowhere that we link to.
func (w *writer) link(destination []byte, n ast.Node) {
	address := string(util.UnescapePunctuations(destination))
	t, ok := parseTarget(address)
	if !ok && !w.comment {
		t, ok = parseWithin(address)
	}
	if !ok || w.inLink {
		w.inlines(n)
		return
	}
	w.open(t)
	w.inLink = true
	from := len(w.buf)
	w.inlines(n)
	w.inLink = false
	shown := Text(HTML(w.buf[from:]))
	if blank(shown) {
		w.buf = appendEscaped(w.buf[:from], t.href)
		shown = t.href
	}
	w.close(t, shown)
}

// autoLink writes <address>; with an address we don't link to it is text in angle brackets.
func (w *writer) autoLink(n *ast.AutoLink) {
	typed := string(n.Label(w.source))
	address := typed
	if n.AutoLinkType == ast.AutoLinkEmail {
		address = "mailto:" + typed
	}
	t, ok := parseTarget(address)
	if !ok || w.inLink {
		w.buf = appendEscaped(w.buf, "<"+typed+">")
		return
	}
	w.open(t)
	w.buf = appendEscaped(w.buf, typed)
	w.close(t, typed)
}

func (w *writer) bareURL(address string) {
	t, ok := parseBare(address)
	if !ok || w.inLink {
		w.buf = appendEscaped(w.buf, address)
		return
	}
	w.open(t)
	w.buf = appendEscaped(w.buf, address)
	w.close(t, address)
}

func (w *writer) open(t target) {
	w.raw(`<a href="`)
	w.buf = appendEscaped(w.buf, t.href)
	if t.domain != "" {
		w.raw(`" rel="` + w.rel)
	}
	w.raw(`">`)
}

// close ends a link that shows the given text. In comments the domain follows where the text
// doesn't name it, so that nobody is led astray.
func (w *writer) close(t target, shown string) {
	w.raw("</a>")
	if w.comment && !t.names(shown) {
		w.raw(" (" + t.domain + ")")
	}
}

func (w *writer) mention(handle string) {
	if w.inLink {
		w.buf = appendEscaped(w.buf, "@"+handle)
		return
	}
	w.raw(`<a class="mention" href="/member/`)
	w.buf = appendEscaped(w.buf, url.PathEscape(handle))
	w.raw(`">@`)
	w.buf = appendEscaped(w.buf, handle)
	w.raw("</a>")
}

// headingShift returns what to add to the levels of a document's headings, so that the highest
// becomes h2: the page has its own h1.
func headingShift(document ast.Node) int {
	highest := 0
	for n := document.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && (highest == 0 || h.Level < highest) {
			highest = h.Level
		}
	}
	return 2 - highest
}
