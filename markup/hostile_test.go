package markup

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"pgregory.net/rapid"
)

// payloads are attempts to bring script, other elements or disguised addresses through. They
// cover the classes that broke other systems: schemes, raw HTML, foreign content, attributes,
// links and images, code, entities and controls, clobbering, and parsers that read twice.
var payloads = []string{
	// raw HTML
	`<script>alert(1)</script>`, `<SCRIPT SRC=//evil.example/x.js></SCRIPT>`, `<script\x20type="text/javascript">alert(1)</script>`,
	`<scr<script>ipt>alert(1)</scr</script>ipt>`, `<script/xss src=x>`, `<script>alert(1)//`, `<<script>alert(1)//<</script>`, "<script\n>alert(1)</script\n>",
	`<img src=x onerror=alert(1)>`, `<img/src="x"/onerror=alert(1)//>`, `<img src="x" onerror="alert(1)"`, "<img src=`x` onerror=alert(1)>", `<IMG """><SCRIPT>alert(1)</SCRIPT>">`,
	`<body onload=alert(1)>`, `<iframe src=javascript:alert(1)></iframe>`, `<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;">`, `<iframe><img src=x onerror=alert(1)></iframe>`,
	`<object data=javascript:alert(1)>`, `<embed src=javascript:alert(1)>`, `<applet code=x>`, `<base href=//evil.example/>`, `<link rel=stylesheet href=//evil.example/x.css>`,
	`<meta http-equiv=refresh content="0;url=javascript:alert(1)">`, `<form action=javascript:alert(1)><input type=submit>`, `<button formaction=javascript:alert(1)>x</button>`, `<input autofocus onfocus=alert(1)>`,
	`<select autofocus onfocus=alert(1)>`, `<textarea autofocus onfocus=alert(1)>`, `<keygen autofocus onfocus=alert(1)>`, `<video><source onerror=alert(1)>`, `<audio src=x onerror=alert(1)>`,
	`<details open ontoggle=alert(1)>`, `<marquee onstart=alert(1)>`, `<isindex type=image src=1 onerror=alert(1)>`, `<frameset onload=alert(1)>`, `<table background="javascript:alert(1)">`,
	`<div style="background:url(javascript:alert(1))">`, `<div style="width:expression(alert(1))">`, `<style>@import 'javascript:alert(1)';</style>`, `<style><img src="</style><img src=x onerror=alert(1)//">`, `<xss style="behavior:url(x.htc)">`,
	`<a href="javascript:alert(1)">x</a>`, `<a href='x' onmouseover=alert(1)>x</a>`, `<a ping=//evil.example href=/>x</a>`, `<a target=_blank href=//evil.example>x</a>`, `<p id=location name=cookie class=x>`,
	`<!--<img src="--><img src=x onerror=alert(1)//">`, `<!--[if gte IE 4]><script>alert(1)</script><![endif]-->`, `<![CDATA[<script>alert(1)</script>]]>`, `<?xml-stylesheet href="javascript:alert(1)"?>`, `<!DOCTYPE html [<!ENTITY x "y">]>`,
	`<plaintext>`, `<xmp><img src=x onerror=alert(1)></xmp>`, `<noembed><img src=x onerror=alert(1)></noembed>`, `</p></blockquote></article><script>alert(1)</script>`, `<x onclick=alert(1)>`,
	// foreign content and mutation
	`<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>`, `<svg><animate attributeName=href values=javascript:alert(1)>`, `<svg><style><img src=x onerror=alert(1)></style></svg>`,
	`<svg><foreignObject><iframe onload=alert(1)>`, `<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">`, `<svg><desc><![CDATA[</desc><script>alert(1)</script>]]></svg>`, `<svg/onload=alert(1)//`, `<svg><use href="data:image/svg+xml,x#y">`,
	`<math href="javascript:alert(1)">x</math>`, `<math><mi//xlink:href="data:x,<script>alert(4)</script>">`, `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`, `<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`, `<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style>`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`, `<listing>&lt;img onerror=alert(1) src=x&gt;</listing>`, `<template><script>alert(1)</script></template>`, `<select><template><style><!--</style><a rel="--></style></template></select><img id=x src onerror=alert(1)>">`, "<title><img title=\"</title><img src=x onerror=alert(1)>\">",
	`<p>x<p title="` + "`" + `<img src=x onerror=alert(1)>">`, `<a><b></a><img src=x onerror=alert(1)></b>`, `<table><td><a><table><script>alert(1)</script>`,
	// links, images, autolinks
	`[x](javascript:alert(1))`, `[x](JaVaScRiPt:alert(1))`, `[x](javascript://example.com/%0aalert(1))`, "[x](java\tscript:alert(1))", "[x](java\nscript:alert(1))",
	"[x](<java\x00script:alert(1)>)", `[x](&#106;avascript:alert(1))`, `[x](&#x6A;avascript:alert(1))`, `[x](javascript&colon;alert(1))`, `[x](javascript&#58;alert(1))`,
	`[x](\javascript:alert(1))`, `[x](javascript\:alert(1))`, "[x](\u0001javascript:alert(1))", "[x](\u200Bjavascript:alert(1))", "[x](\u202Ejavascript:alert(1))",
	`[x](data:text/html;base64,PHNjcmlwdD4=)`, `[x](vbscript:msgbox(1))`, `[x](file:///etc/passwd)`, `[x](blob:https://evil.example/x)`, `[x](//evil.example)`,
	`[x](\\evil.example)`, `[x](/\evil.example)`, `[x](https:evil.example)`, `[x](https:/evil.example)`, `[x](https:\\evil.example)`,
	`[x](https:///evil.example)`, `[x](https://)`, `[x](https://evil.example\@bank.com)`, `[x](https://bank.com%40evil.example)`, `[x](https://%65vil.example)`,
	`[x](http://[::1]/)`, `[x](http://a b/)`, `[x](http://a.b:99999999/)`, `[x](http://a.b/"onmouseover="alert(1))`, `[x](<http://a.b/"onmouseover='alert(1)'>)`,
	`[x](http://a.b/'><script>alert(1)</script>)`, `[x](http://a.b "title" onmouseover=alert(1)")`, `[x](http://a.b '"><script>alert(1)</script>')`, `[x](http://a.b/<script>)`, "[x](http://a.b/`x`)",
	`[<img src=x onerror=alert(1)>](http://a.b)`, `[a](http://a.b "&quot; onclick=&quot;alert(1)")`, `[a][1] [1]: javascript:alert(1)`, "[a]\n\n[a]: javascript:alert(1) \"x\"", "[a]\n\n[a]: http://a.b \"><script>alert(1)</script>\"",
	`![x](javascript:alert(1))`, `![x"onerror="alert(1)](http://a.b/x.png)`, `!["onerror="alert(1)"](x)`, `![x](http://a.b/"onerror="alert(1))`, `![![x](javascript:1)](javascript:2)`,
	`<javascript:alert(1)>`, `<JAVASCRIPT:alert(1)>`, `<data:text/html,x>`, `<http://a.b/"onclick="alert(1)>`, `<http://a.b/'onclick='alert(1)>`,
	`<mailto:x@y.z?body=<script>>`, `<x"onclick="alert(1)@y.z>`, `[x](mailto:a@b.c%0d%0abcc:d@e.f)`, `[x](mailto:"<script>"@b.c)`, `[x](mailto:a@b.c,d@e.f)`,
	`http://a.b/"onclick="alert(1)`, `http://a.b/'onclick='alert(1)`, `http://a.b/<script>alert(1)</script>`, `http://a.b\@evil.example`, `http://a.b:#`, `http://a.b:80:90/`, `javascript:http://a.b/%0aalert(1)`,
	`[a](http://b.c) [d [e](http://f.g) h](javascript:1)`, `[[[[x](javascript:1)](http://a.b)](javascript:2)](http://c.d)`, `[http://a.b](javascript:1)`, `[x](http://a.b)](javascript:1)`,
	// mentions, code, structure
	`@<script>alert(1)</script>`, `@hanako"onclick="alert(1)`, "@hanako\u202E", "`<script>alert(1)</script>`", "``<img src=x onerror=alert(1)>` ``",
	"```\"onclick=\"alert(1)\n<script>alert(1)</script>\n```", "~~~html\n</code></pre><script>alert(1)</script>\n~~~", "    <script>alert(1)</script>", "> <script>alert(1)</script>\n> > `</blockquote>`", "- <script>\n- </script>\n1. <b>",
	"a|<script>\n-|-\n<img onerror=1>|`</td>`", "|[x](javascript:1)|\n|-|\n|\\|<b>|", "# <script>alert(1)</script> {#id onclick=alert(1)}", "x {.class onclick=alert(1)}\n=\n{id=x}", "***<b>***__<i>__~~<s>~~",
	// entities, controls, encodings
	`&lt;script&gt;alert(1)&lt;/script&gt;`, `&#60;script&#62;`, `&#x3c;script&#x3e;`, `&amp;lt;script&amp;gt;`, `&NewLine;&Tab;&colon;&lpar;`,
	"<\x00script>alert(1)</script>", "<scr\x00ipt>", "\xc0\xbcscript\xc0\xbe", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "\u2028<script>\u2029",
	"＜script＞alert(1)＜/script＞", "%3Cscript%3E", `\u003cscript\u003e`, "{{constructor.constructor('alert(1)')()}}", "${alert(1)}<%= 1 %>",
	`"><script>alert(1)</script>`, `'"--></style></script><script>alert(1)</script>`, `javascript:/*--></title></style></textarea></script></xmp><svg/onload='+/"/+/onmouseover=1/+/[*/[]/+alert(1)//'>`, "\r\n<script>\r\n", `</textarea><script>alert(1)</script>`,
}

// wrappings put a payload into every place of the grammar.
var wrappings = map[string]string{
	"alone": "%s", "in a quote": "> %s", "in a list": "- %s", "in emphasis": "**%s**", "in code": "`%s`", "fenced": "```\n%s\n```", "as a language": "```%s\nx\n```",
	"indented": "    %s", "a link's text": "[%s](https://a.example)", "a link's target": "[x](%s)", "in brackets": "[x](<%s>)", "a title": `[x](https://a.example "%s")`,
	"an image's text": "![%s](https://a.example)", "an image's target": "![x](%s)", "an autolink": "<%s>", "after an address": "https://a.example/%s", "after a host": "https://%s",
	"a mention": "@%s", "a heading": "# %s", "a cell": "|%[1]s|\n|-|\n|%[1]s|", "a reference": "[x]\n\n[x]: %s", "twice": "%[1]s%[1]s", "unclosed": "[*`%s",
}

func TestHostileText(t *testing.T) {
	if len(payloads) < 120 {
		t.Fatalf("only %d payloads", len(payloads))
	}
	for name, wrapping := range wrappings {
		for _, payload := range payloads {
			text := fmt.Sprintf(wrapping, payload)
			if problem := everyWay(text); problem != "" {
				t.Errorf("%s: %q: %s", name, text, problem)
			}
		}
	}
}

// Schemes in 40 spellings lead nowhere, in every kind of link.
func TestHostileSchemes(t *testing.T) {
	obscure := []string{"%s", " %s", "\t%s", "\n%s", "\x00%s", "\x01%s", "\u00A0%s", "\u200B%s", "\uFEFF%s", "&#32;%s", "&Tab;%s", "\\%s", "/%s", "<%s", "\"%s"}
	for _, scheme := range []string{"javascript", "JAVASCRIPT", "java\tscript", "java\nscript", "java\x00script", "java&Tab;script", "&#106;avascript", "%6Aavascript", "javascript&colon;", "vbscript", "data", "file", "blob", "filesystem", "ftp", "about", "view-source", "intent", "tel", "sms", "x-javascript", "livescript", "mocha", "feed:javascript", "jar", "ws", "http\u2028", "hттp", "ｊavascript", "ſcript"} {
		for _, pattern := range obscure {
			for _, rest := range []string{":alert(1)", "://example.com/%0aalert(1)"} {
				address := fmt.Sprintf(pattern, scheme+rest)
				for _, wrapping := range []string{"[x](%s)", "[x](<%s>)", "<%s>", "![x](%s)", "[x]\n\n[x]: <%s>"} {
					if problem := everyWay(fmt.Sprintf(wrapping, address)); problem != "" {
						t.Errorf("%q: %s", address, problem)
					}
				}
				if got, ok := parseTarget(address); ok {
					t.Errorf("parseTarget(%q) = %v", address, got)
				}
			}
		}
	}
}

// A hostile account can't come in through the handle that a look-up answers with.
func TestHostileHandles(t *testing.T) {
	for _, payload := range payloads {
		got, err := RenderComment("@somebody x", func(string) (string, bool) { return payload, true })
		if err != nil {
			t.Fatal(err)
		}
		if problem := check(got, comments); problem != "" {
			t.Errorf("%q: %s", payload, problem)
		}
	}
}

func TestRandomText(t *testing.T) {
	part := rapid.OneOf(rapid.SampledFrom(payloads), rapid.SampledFrom([]string{"\n", "\n\n", "> ", "- ", "1. ", "    ", "*", "**", "`", "```", "[", "](", ")", "<", ">", "|", "|-|\n", "# ", "@", "://", "http://", "\\"}), rapid.StringN(0, 5, -1))
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(part, 1, 20).Draw(t, "parts"), "")
		if problem := everyWay(text); problem != "" {
			t.Fatalf("%q: %s", text, problem)
		}
	})
}

func FuzzRenderComment(f *testing.F) { fuzz(f, asComment) }
func FuzzRenderArticle(f *testing.F) { fuzz(f, asArticle) }
func FuzzPlain(f *testing.F)         { fuzz(f, asPlain) }

func fuzz(f *testing.F, way func(string) string) {
	for _, payload := range payloads {
		f.Add(payload)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if problem := way(text); problem != "" {
			t.Errorf("%q: %s", text, problem)
		}
	})
}

// everyWay brings text through every function that makes HTML, and says what is wrong with
// what comes out.
func everyWay(text string) string {
	for _, way := range []func(string) string{asComment, asArticle, asPlain} {
		if problem := way(text); problem != "" {
			return problem
		}
	}
	return ""
}

func everybody(handle string) (string, bool) { return handle, true }

func asComment(text string) string {
	got, err := RenderComment(text, everybody)
	if err != nil {
		return ""
	}
	if problem := check(got, comments); problem != "" {
		return problem
	}
	source := []byte(text)
	document, _ := commentDialect.parse(source, everybody)
	w := writer{source: source, rel: relComment, comment: true}
	w.blocks(document)
	return layers(w.buf, got)
}

func asArticle(text string) string {
	got := RenderArticle(text)
	if problem := check(got, articles); problem != "" {
		return problem
	}
	source := []byte(text)
	document, _ := articleDialect.parse(source, nil)
	w := writer{source: source, rel: relArticle, headingShift: headingShift(document)}
	w.blocks(document)
	return layers(w.buf, got)
}

func asPlain(text string) string {
	_, dirty := Plain([]string{text, text})
	if problem := check(dirty, comments); problem != "" {
		return problem
	}
	clean, err := Clean(text)
	if err != nil {
		return ""
	}
	body, got := Plain([]string{clean})
	if len(body) > MaxCommentBytes {
		return ""
	}
	if rendered, err := RenderComment(body, nil); err != nil || rendered != got {
		return fmt.Sprintf("Plain gives %s for %q, which renders as %s, %v", got, body, rendered, err)
	}
	return ""
}

// layers says whether the sanitizer had to step in: the writer alone is safe.
func layers(written []byte, sanitized HTML) string {
	if string(written) != string(sanitized) {
		return fmt.Sprintf("the sanitizer changed %s to %s", written, sanitized)
	}
	return ""
}

// allowed is the whole of what may come out: elements, their attributes, and the values these may have.
type allowed struct {
	elements map[string]map[string]*regexp.Regexp
	policy   interface{ Sanitize(string) string }
}

var (
	comments = allowed{merge(common, map[string]map[string]*regexp.Regexp{"a": {
		"href": regexp.MustCompile(`^(https?://[a-z0-9]|mailto:[A-Za-z0-9._+-]+@[a-z0-9]|/member/[^/?#]+$)`), "rel": regexp.MustCompile(`^nofollow ugc noopener$`), "class": regexp.MustCompile(`^mention$`)}}), commentDialect.policy}
	articles = allowed{merge(common, map[string]map[string]*regexp.Regexp{"h2": nil, "h3": nil, "h4": nil, "hr": nil, "del": nil, "table": nil, "thead": nil, "tbody": nil, "tr": nil, "th": nil, "td": nil, "a": {
		"href": regexp.MustCompile(`^(https?://[a-z0-9]|mailto:[A-Za-z0-9._+-]+@[a-z0-9]|/([^/\\]|$))`), "rel": regexp.MustCompile(`^noopener$`)}}), articleDialect.policy}
	common = map[string]map[string]*regexp.Regexp{"p": nil, "br": nil, "em": nil, "strong": nil, "code": nil, "pre": nil, "blockquote": nil, "ul": nil, "ol": {"start": regexp.MustCompile(`^[0-9]+$`)}, "li": nil}
)

func merge(a, b map[string]map[string]*regexp.Regexp) map[string]map[string]*regexp.Regexp {
	both := map[string]map[string]*regexp.Regexp{}
	for _, m := range []map[string]map[string]*regexp.Regexp{a, b} {
		for k, v := range m {
			both[k] = v
		}
	}
	return both
}

// check parses HTML as a browser does and says what in it is not allowed, or what a second
// reading would change: sanitising what was parsed and written again must give the same bytes.
func check(h HTML, allow allowed) string {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(string(h)), body)
	if err != nil {
		return err.Error()
	}
	var out strings.Builder
	for _, n := range nodes {
		if problem := checkNode(n, allow); problem != "" {
			return problem + " in " + string(h)
		}
		if err := html.Render(&out, n); err != nil {
			return err.Error()
		}
	}
	again := strings.NewReplacer("<br/>", "<br>", "<hr/>", "<hr>").Replace(out.String())
	if again = allow.policy.Sanitize(again); again != string(h) {
		return fmt.Sprintf("no fixed point: %s becomes %s", h, again)
	}
	return ""
}

func checkNode(n *html.Node, allow allowed) string {
	switch n.Type {
	case html.TextNode:
		if i := strings.IndexFunc(n.Data, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }); i >= 0 {
			return fmt.Sprintf("control character %q", n.Data[i])
		}
	case html.ElementNode:
		attributes, ok := allow.elements[n.Data]
		if !ok || n.Namespace != "" {
			return "element " + n.Namespace + " " + n.Data
		}
		for i, a := range n.Attr {
			value := attributes[a.Key]
			if value == nil || a.Namespace != "" || !value.MatchString(a.Val) {
				return fmt.Sprintf("attribute %s=%q of %s", a.Key, a.Val, n.Data)
			}
			if slices.ContainsFunc(n.Attr[:i], func(b html.Attribute) bool { return a.Key == b.Key }) {
				return "attribute " + a.Key + " twice"
			}
		}
	default:
		return fmt.Sprintf("node of type %d", n.Type)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if problem := checkNode(c, allow); problem != "" {
			return problem
		}
	}
	return ""
}

// repeated are patterns that make parsers look back, or ahead, for what never comes.
var repeated = map[string]string{
	"quotes": ">", "quoted lines": ">>>>>>>>>>>>\n", "lists": "- ", "numbers": "1. ", "nested items": "- a\n  ", "emphasis": "*a **b ", "underscores": "_a__b ", "closing": "a** b* ", "brackets": "[", "images": "![",
	"closed": "[a](", "links": "[a](b)", "empty pairs": "[]", "angles": "<", "tags": "<a href=", "autolinks": "<http:a", "code": "`a``", "backslashes": "\\", "addresses": "http://a.b/(", "schemes": "http://", "mentions": "@a", "pipes": "|a", "rows": "|a|\n|-|\n",
	"fences": "```\n", "references": "[a]: b\n", "rules": "* * *\n", "tildes": "~~a ", "spaces": "     ", "entities": "&amp;", "line ends": "a\n", "combining": "a\u0301\u0301\u0301", "mixed": "> - *[`<@a http://b.c ",
}

// BenchmarkHostile gives the cost of each pattern at two sizes: MB/s that falls with the size
// tells of work that grows faster than the text.
func BenchmarkHostile(b *testing.B) {
	for name, pattern := range repeated {
		for _, size := range []int{10 << 10, MaxCommentBytes} {
			source := []byte(strings.Repeat(pattern, size/len(pattern)))
			b.Run(fmt.Sprintf("%s/%dK", name, size>>10), func(b *testing.B) {
				b.SetBytes(int64(len(source)))
				for b.Loop() {
					renderComment(source, everybody)
					RenderArticle(string(source))
				}
			})
		}
	}
}
