package webtest

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// A Doc is a parsed page.
type Doc struct {
	root *html.Node
	t    testing.TB
	what string
}

// An Element is one of a page's.
type Element struct{ node *html.Node }

// Doc parses the answer as HTML.
func (a *Answer) Doc() *Doc {
	a.t.Helper()
	root, err := html.Parse(bytes.NewReader(a.Body))
	must(a.t, err)
	return &Doc{root, a.t, a.what}
}

// Find returns the elements that a selector matches, in the order of the page. It knows tags, .class,
// #id, [attr], [attr=value], [attr^=start] and descendants: "main form.vote button[value=1]".
func (d *Doc) Find(selector string) []Element { return find(d.root, parse(d.t, selector)) }

// One returns the only element that the selector matches, and ends the test when there is not
// exactly one.
func (d *Doc) One(selector string) Element {
	d.t.Helper()
	found := d.Find(selector)
	if len(found) != 1 {
		d.t.Fatalf("%s: %d elements match %q, want 1", d.what, len(found), selector)
	}
	return found[0]
}

// Has tells whether any element matches.
func (d *Doc) Has(selector string) bool { return len(d.Find(selector)) > 0 }

// Text returns the text of the only element that matches.
func (d *Doc) Text(selector string) string {
	d.t.Helper()
	return d.One(selector).Text()
}

// Texts returns the text of each element that matches.
func (d *Doc) Texts(selector string) []string {
	var texts []string
	for _, e := range d.Find(selector) {
		texts = append(texts, e.Text())
	}
	return texts
}

// Text returns what the element says, white space folded.
func (e Element) Text() string {
	var b strings.Builder
	for n := range e.node.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// Attr returns an attribute's value; "" when there is none.
func (e Element) Attr(name string) string {
	value, _ := attribute(e.node, name)
	return value
}

// HasAttr tells whether the element has the attribute.
func (e Element) HasAttr(name string) bool {
	_, ok := attribute(e.node, name)
	return ok
}

// Value is what a form would send for the field: of a text area its text, of a choice the chosen.
func (e Element) Value() string {
	switch e.node.Data {
	case "textarea":
		if e.node.FirstChild == nil {
			return ""
		}
		return e.node.FirstChild.Data
	case "select":
		for n := range e.node.Descendants() {
			if _, chosen := attribute(n, "selected"); chosen {
				return Element{n}.Attr("value")
			}
		}
		return ""
	}
	return e.Attr("value")
}

func attribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// A compound is a part of a selector between spaces.
type compound struct {
	tag        string
	conditions []condition
}

type condition struct {
	name, value string
	operator    byte // 0 has it, '=' equal, '^' begins so, '~' among its words
}

func find(root *html.Node, parts []compound) []Element {
	var found []Element
	for n := range root.Descendants() {
		if matches(n, parts) {
			found = append(found, Element{n})
		}
	}
	return found
}

// matches tells whether n is of the last part, and within elements of those before it.
func matches(n *html.Node, parts []compound) bool {
	last := len(parts) - 1
	if !parts[last].holds(n) {
		return false
	}
	if last == 0 {
		return true
	}
	for up := n.Parent; up != nil; up = up.Parent {
		if matches(up, parts[:last]) {
			return true
		}
	}
	return false
}

func (c compound) holds(n *html.Node) bool {
	if n.Type != html.ElementNode || c.tag != "" && n.Data != c.tag {
		return false
	}
	return !slices.ContainsFunc(c.conditions, func(want condition) bool {
		value, has := attribute(n, want.name)
		switch want.operator {
		case '=':
			return !has || value != want.value
		case '^':
			return !strings.HasPrefix(value, want.value)
		case '~':
			return !slices.Contains(strings.Fields(value), want.value)
		}
		return !has
	})
}

// parse reads a selector; values in brackets hold no space, unless they are in quotes.
func parse(t testing.TB, selector string) []compound {
	t.Helper()
	var parts []compound
	rest := strings.TrimSpace(selector)
	for rest != "" {
		var c compound
		c.tag, rest = word(rest)
		for rest != "" && rest[0] != ' ' {
			var part condition
			sign := rest[0]
			rest = rest[1:]
			switch sign {
			case '.':
				part = condition{name: "class", operator: '~'}
				part.value, rest = word(rest)
			case '#':
				part = condition{name: "id", operator: '='}
				part.value, rest = word(rest)
			case '[':
				inside, after, ok := strings.Cut(rest, "]")
				if !ok {
					t.Fatalf("selector %q: no ]", selector)
				}
				rest = after
				name, value, valued := strings.Cut(inside, "=")
				part = condition{name: strings.TrimSuffix(name, "^"), value: strings.Trim(value, `"'`)}
				if valued {
					part.operator = '='
				}
				if strings.HasSuffix(name, "^") {
					part.operator = '^'
				}
			default:
				t.Fatalf("selector %q: %q is not known here", selector, string(sign))
			}
			c.conditions = append(c.conditions, part)
		}
		parts = append(parts, c)
		rest = strings.TrimLeft(rest, " ")
	}
	return parts
}

// word cuts a name from the beginning of a selector.
func word(text string) (name, rest string) {
	end := strings.IndexAny(text, " .#[>+:,")
	if end < 0 {
		end = len(text)
	}
	return text[:end], text[end:]
}
