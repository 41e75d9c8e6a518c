package markup

import (
	"regexp"

	"github.com/microcosm-cc/bluemonday"
)

const (
	relComment = "nofollow ugc noopener"
	relArticle = "noopener"
)

// The sanitizers allow exactly what the writer writes, attribute values included, so they
// change nothing unless the writer or the parser is wrong. Addresses are checked as text
// rather than parsed and rewritten: the writer made them from a smaller alphabet.
var (
	elsewhere = `https?://[a-z0-9._-]+(?::[0-9]{1,5})?(?:[/?#][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?|mailto:[A-Za-z0-9._+-]+@[a-z0-9._-]+`
	within    = `/(?:[A-Za-z0-9._~:?#\[\]@!$&'()*+,;=%-][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?`
	href      = regexp.MustCompile(`^(?:` + elsewhere + `|` + within + `)$`)
)

func commentPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,9}$`)).OnElements("ol")
	p.AllowAttrs("href").Matching(href).OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile(`^` + relComment + `$`)).OnElements("a")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^mention$`)).OnElements("a")
	return p
}

func articlePolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li",
		"h2", "h3", "h4", "hr", "del", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,9}$`)).OnElements("ol")
	p.AllowAttrs("href").Matching(href).OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile(`^` + relArticle + `$`)).OnElements("a")
	return p
}
