package markup_test

import (
	"strings"
	"testing"

	"gogai/fault"
	"gogai/markup"
)

// members known to these tests, by handle in lower case
var members = map[string]string{"hanako": "Hanako", "bob_1": "bob_1", "タナカ": "タナカ", "taro-y": "taro-y", "hanako-san": "hanako-san"}

func known(handle string) (string, bool) {
	canonical, ok := members[strings.ToLower(handle)]
	return canonical, ok
}

const rel = ` rel="nofollow ugc noopener"`

func TestRenderComment(t *testing.T) {
	cases := map[string]struct{ in, want string }{
		"nothing":             {"", ""},
		"paragraphs":          {"a\n\nb", "<p>a</p><p>b</p>"},
		"a newline":           {"a\nb", "<p>a<br>b</p>"},
		"a hard break":        {"a\\\nb", "<p>a<br>b</p>"},
		"HTML":                {"<b>x</b> & <!-- y -->", "<p>&lt;b&gt;x&lt;/b&gt; &amp; &lt;!-- y --&gt;</p>"},
		"an HTML block":       {"<div>\nx\n</div>", "<p>&lt;div&gt;<br>x<br>&lt;/div&gt;</p>"},
		"entities":            {"&lt; &#60; &nbsp;", "<p>&amp;lt; &amp;#60; &amp;nbsp;</p>"},
		"headings":            {"# a\n\nb\n===\nc\n---", "<p># a</p><p>b<br>===<br>c</p><p>---</p>"},
		"rules":               {"* * *\n\n___", "<p>* * *</p><p>___</p>"},
		"emphasis":            {"*a* _b_ **c** __d__ ***e***", "<p><em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong> <em><strong>e</strong></em></p>"},
		"not in words":        {"snake_case_name 2*3*4", "<p>snake_case_name 2<em>3</em>4</p>"},
		"strikethrough":       {"~~a~~", "<p>~~a~~</p>"},
		"escapes":             {`\*a\* \\ \a`, `<p>*a* \ \a</p>`},
		"code":                {"`<a>` `` ` `` `a\nb`", "<p><code>&lt;a&gt;</code> <code>`</code> <code>a b</code></p>"},
		"a code block":        {"```go\n<a>\n\n**b**\n```", "<pre><code>&lt;a&gt;\n\n**b**\n</code></pre>"},
		"an indented one":     {"    a\n     b", "<pre><code>a\n b\n</code></pre>"},
		"an unclosed fence":   {"```\na", "<pre><code>a\n</code></pre>"},
		"a quote":             {"> a\n> b\n\nc", "<blockquote><p>a<br>b</p></blockquote><p>c</p>"},
		"a quote in a quote":  {"> > a\n>\n> b", "<blockquote><blockquote><p>a</p></blockquote><p>b</p></blockquote>"},
		"lists":               {"- a\n- b\n  1. c", "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>"},
		"a loose list":        {"- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"},
		"a list from 7":       {"7. a", `<ol start="7"><li>a</li></ol>`},
		"a table":             {"|a|\n|-|", "<p>|a|<br>|-|</p>"},
		"a link":              {"[at example.com](https://www.example.com/a?b=c&d#e)", `<p><a href="https://www.example.com/a?b=c&amp;d#e"` + rel + `>at example.com</a></p>`},
		"a title goes":        {`[x.example.com](http://x.example.com "T")`, `<p><a href="http://x.example.com"` + rel + `>x.example.com</a></p>`},
		"no text":             {"[](https://example.com) [\u200B](https://example.com)", `<p><a href="https://example.com"` + rel + `>https://example.com</a> <a href="https://example.com"` + rel + `>https://example.com</a></p>`},
		"emphasis in a link":  {"[*a*](https://example.com)", `<p><a href="https://example.com"` + rel + `><em>a</em></a> (example.com)</p>`},
		"an image":            {"![alt](https://example.com/a.png)", `<p><a href="https://example.com/a.png"` + rel + `>alt</a> (example.com)</p>`},
		"an image in a link":  {"[![alt](https://a.example)](https://b.example)", `<p><a href="https://b.example"` + rel + `>alt</a> (b.example)</p>`},
		"a link in an image":  {"![[a](https://a.example)](https://b.example)", `<p><a href="https://b.example"` + rel + `>a</a> (b.example)</p>`},
		"mail":                {"[m](mailto:a@example.com?cc=b@example.com)", `<p><a href="mailto:a@example.com"` + rel + `>m</a> (example.com)</p>`},
		"in angle brackets":   {"<https://example.com/ä> <a@example.com> <ftp://x.y>", `<p><a href="https://example.com/%C3%A4"` + rel + `>https://example.com/ä</a> <a href="mailto:a@example.com"` + rel + `>a@example.com</a> &lt;ftp://x.y&gt;</p>`},
		"references":          {"[a]\n\n[a]: https://example.com", `<p>[a]</p><p>[a]: <a href="https://example.com"` + rel + `>https://example.com</a></p>`},
		"within the site":     {"[a](/politics/x)", "<p>a</p>"},
		"a bare address":      {"(see https://example.com/a_b_c).", `<p>(see <a href="https://example.com/a_b_c"` + rel + `>https://example.com/a_b_c</a>).</p>`},
		"brackets in it":      {"https://example.com/a_(b)?c[]=d", `<p><a href="https://example.com/a_(b)?c[]=d"` + rel + `>https://example.com/a_(b)?c[]=d</a></p>`},
		"in Japanese":         {"詳細はhttps://example.jp/です。", `<p>詳細は<a href="https://example.jp/"` + rel + `>https://example.jp/</a>です。</p>`},
		"in strong":           {"**https://example.com**", `<p><strong><a href="https://example.com"` + rel + `>https://example.com</a></strong></p>`},
		"capitals":            {"HTTPS://EXAMPLE.COM/A", `<p><a href="https://example.com/A"` + rel + `>HTTPS://EXAMPLE.COM/A</a></p>`},
		"bare in a link":      {"[https://a.example](https://a.example/b)", `<p><a href="https://a.example/b"` + rel + `>https://a.example</a></p>`},
		"no host":             {"http:// https://a https://. xhttp://a.b", "<p>http:// https://a https://. xhttp://a.b</p>"},
		"bare mail":           {"hanako@example.com", "<p>hanako@example.com</p>"},
		"an escaped address":  {`https\://example.com`, `<p>https://example.com</p>`},
		"a mention":           {"@HANAKO hi", `<p><a class="mention" href="/member/Hanako">@Hanako</a> hi</p>`},
		"of nobody known":     {"@nobody hi", "<p>@nobody hi</p>"},
		"an honorific":        {"@hanakoさん、@タナカさん", `<p><a class="mention" href="/member/Hanako">@Hanako</a>さん、<a class="mention" href="/member/%E3%82%BF%E3%83%8A%E3%82%AB">@タナカ</a>さん</p>`},
		"after Japanese":      {"やあ@hanako", `<p>やあ<a class="mention" href="/member/Hanako">@Hanako</a></p>`},
		"the longest":         {"@hanako-san-", `<p><a class="mention" href="/member/hanako-san">@hanako-san</a>-</p>`},
		"of part of a word":   {"@hanako2 x@hanako", "<p>@hanako2 x@hanako</p>"},
		"with underscores":    {"_@bob_1_", `<p><em><a class="mention" href="/member/bob_1">@bob_1</a></em></p>`},
		"in a link":           {"[@hanako](https://example.com)", `<p><a href="https://example.com"` + rel + `>@Hanako</a> (example.com)</p>`},
		"in code":             {"`@hanako`\n\n    @hanako", "<p><code>@hanako</code></p><pre><code>@hanako\n</code></pre>"},
		"an escaped mention":  {`\@hanako`, "<p>@hanako</p>"},
		"eight deep":          {strings.Repeat("> ", 8) + "a", strings.Repeat("<blockquote>", 8) + "<p>a</p>" + strings.Repeat("</blockquote>", 8)},
		"emphasis, very deep": {strings.Repeat("*a **b ", 20) + strings.Repeat("c** d*", 20), "<p>" + deepEmphasis + "</p>"},
		"deep in code":        {"```\n" + strings.Repeat(">", 30) + "\n```", "<pre><code>" + strings.Repeat("&gt;", 30) + "\n</code></pre>"},
	}
	for name, c := range cases {
		got, err := markup.RenderComment(c.in, known)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: RenderComment(%q)\n got %s, %v\nwant %s", name, c.in, got, err, c.want)
		}
	}
}

// deepEmphasis is what is left of 40 levels: eight of elements, and all of the text.
var deepEmphasis = strings.Repeat("<em>a <strong>b ", 4) + strings.Repeat("a b ", 16) +
	strings.Repeat("c d", 16) + strings.Repeat("c</strong> d</em>", 4)

func TestJapaneseEmphasis(t *testing.T) {
	cases := map[string]string{
		"**「号外」**です":       "<strong>「号外」</strong>です",
		"**号外。**次の文":       "<strong>号外。</strong>次の文",
		"これは**重要（大）**だ":    "これは<strong>重要（大）</strong>だ",
		"*強調*と**強い**":      "<em>強調</em>と<strong>強い</strong>",
		"中の**`code`**です":   "中の<strong><code>code</code></strong>です",
		"韓国**(대한민국)**은":    "韓国<strong>(대한민국)</strong>은",
		"** 空白 **":         "** 空白 **",
		"「_下線_」":           "「<em>下線</em>」",
		"下_線_下":            "下_線_下",
		"**a.**b":          "**a.**b",
		"＊全角＊":             "＊全角＊",
		"**（注）**、**（二）**。": "<strong>（注）</strong>、<strong>（二）</strong>。",
	}
	for in, want := range cases {
		if got, err := markup.RenderComment(in, nil); err != nil || string(got) != "<p>"+want+"</p>" {
			t.Errorf("RenderComment(%q) = %s, %v; want %s", in, got, err, want)
		}
	}
}

// A reader who looks at a link knows where it leads, whatever its author did.
func TestLinksTellTheirDomain(t *testing.T) {
	cases := map[string]struct{ in, href, after string }{
		"nothing to tell":          {"[news](https://www.example.co.uk/a)", "https://www.example.co.uk/a", " (example.co.uk)"},
		"another site's name":      {"[bank.com](https://evil.example)", "https://evil.example", " (evil.example)"},
		"the name in a path":       {"[bank.com/evil.example](https://evil.example)", "https://evil.example", " (evil.example)"},
		"the name in a longer one": {"[evil.example.bank.com](https://evil.example)", "https://evil.example", " (evil.example)"},
		"the end of another name":  {"[notevil.example](https://evil.example)", "https://evil.example", " (evil.example)"},
		"a user name":              {"https://bank.com@evil.example/", "https://evil.example/", " (evil.example)"},
		"a password":               {"[evil.example](https://evil.example:x@evil.example)", "https://evil.example", " (evil.example)"},
		"a look-alike letter":      {"[bаnk.com](https://bаnk.com)", "https://xn--bnk-6cd.com", " (xn--bnk-6cd.com)"},
		"full-width letters":       {"[x](https://ｅｖｉｌ.example)", "https://evil.example", " (evil.example)"},
		"an ideographic stop":      {"[x](https://evil。example)", "https://evil.example", " (evil.example)"},
		"an address":               {"[x](http://127.0.0.1:8080/)", "http://127.0.0.1:8080/", " (127.0.0.1)"},
		"a hidden address":         {"[x](http://2130706433/)", "http://2130706433/", " (2130706433)"},
		"a public suffix":          {"[x](https://github.io)", "https://github.io", " (github.io)"},
		"below a public suffix":    {"[io](https://me.github.io)", "https://me.github.io", " (me.github.io)"},
		"a dot at the end":         {"[x](https://evil.example./)", "https://evil.example/", " (evil.example)"},
		"honest":                   {"[At Example.com:](https://news.example.com)", "https://news.example.com", ""},
		"honest and long":          {"https://example.com/" + strings.Repeat("a", 500), "https://example.com/" + strings.Repeat("a", 500), ""},
	}
	for name, c := range cases {
		got, err := markup.RenderComment(c.in, nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !strings.HasPrefix(string(got), `<p><a href="`+c.href+`"`) || !strings.HasSuffix(string(got), "</a>"+c.after+"</p>") {
			t.Errorf("%s: RenderComment(%q) = %s; want a link to %s, then %q", name, c.in, got, c.href, c.after)
		}
	}
}

func TestRenderCommentRefuses(t *testing.T) {
	cases := map[string]string{
		"deep quotes": strings.Repeat(">", 9) + " a",
		"deep lists":  strings.Repeat("- ", 9) + "a",
		"mixed":       strings.Repeat("> 1. ", 5) + "a",
		"a long one":  strings.Repeat("a ", 80<<10),
	}
	for name, in := range cases {
		if got, err := markup.RenderComment(in, nil); got != "" || !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %.60s, %v; want Invalid", name, got, err)
		}
	}
}

func TestRenderArticle(t *testing.T) {
	cases := map[string]struct{ in, want string }{
		"headings":         {"# a\n\n## b\n\n##### c", "<h2>a</h2><h3>b</h3><h4>c</h4>"},
		"from the third":   {"### a\n\n#### b", "<h2>a</h2><h3>b</h3>"},
		"the highest last": {"### a\n\n# b", "<h4>a</h4><h2>b</h2>"},
		"a rule":           {"a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"},
		"struck out":       {"~~a~~ 1~2~3", "<p><del>a</del> 1~2~3</p>"},
		"a table": {"| a | b |\n|---|--:|\n| *c* | d\\|e |\n| f |", "<table><thead><tr><th>a</th><th>b</th></tr></thead>" +
			"<tbody><tr><td><em>c</em></td><td>d|e</td></tr><tr><td>f</td><td></td></tr></tbody></table>"},
		"a table without rows": {"|a|\n|-|", "<table><thead><tr><th>a</th></tr></thead></table>"},
		"a link within":        {`[a](/politics/x?y=1&z#c "T")`, `<p><a href="/politics/x?y=1&amp;z#c">a</a></p>`},
		"a link elsewhere":     {"[a](https://example.com)", `<p><a href="https://example.com" rel="noopener">a</a></p>`},
		"not within":           {`[a](//evil.example) [b](/\evil.example) [c](x.html)`, "<p>a b c</p>"},
		"references":           {"[a]\n\n[a]: https://example.com", `<p>[a]</p><p>[a]: <a href="https://example.com" rel="noopener">https://example.com</a></p>`},
		"no mention":           {"@hanako", "<p>@hanako</p>"},
		"no HTML":              {"<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"},
		"no image":             {"![a](/b.png)", `<p><a href="/b.png">a</a></p>`},
	}
	for name, c := range cases {
		if got := markup.RenderArticle(c.in); string(got) != c.want {
			t.Errorf("%s: RenderArticle(%q)\n got %s\nwant %s", name, c.in, got, c.want)
		}
	}
}

// A short text can't ask for a table of a million cells.
func TestWideTable(t *testing.T) {
	wide := strings.Repeat("|a", 2000) + "\n" + strings.Repeat("|-", 2000) + strings.Repeat("\nb", 2000)
	if got := markup.RenderArticle(wide); strings.Contains(string(got), "<table") || len(got) > 3*len(wide) {
		t.Errorf("%d bytes made %d: %.60s", len(wide), len(got), got)
	}
}
