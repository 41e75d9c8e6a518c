package site

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"gogai/web/webtest"
)

// entrances are the addresses that no page has to link to.
var entrances = []string{
	"/", "/news", "/feed.xml", "/comments", "/about", "/policy", "/login", "/register", "/account", "/desk", "/queue", "/queue/log",
	"/desk/articles/new", "/desk/settings", "/desk/sections", "/desk/staff", "/api/v1/articles", "/api/v1/openapi.json", "/healthz", "/readyz",
}

const maxPages = 5000

// walk asks as c for every page and every answer of the API that can be found from the entrances,
// and returns them by their addresses.
func walk(t *testing.T, c *webtest.Client, more ...string) map[string]*webtest.Answer {
	t.Helper()
	found := map[string]*webtest.Answer{}
	todo := slices.Concat(entrances, more)
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		if found[path] != nil {
			continue
		}
		if len(found) == maxPages {
			t.Fatalf("more than %d pages: they seem to have no end", maxPages)
		}
		a := c.Get(path)
		found[path] = a
		todo = append(todo, leadsTo(t, a)...)
	}
	return found
}

var (
	storyKey   = regexp.MustCompile(`[0-9a-hjkmnp-tv-z]{13}\b`)
	commentKey = regexp.MustCompile(`[0-9a-hjkmnp-tv-z]{13}-[0-9]+`)
)

// leadsTo lists the addresses of this site that an answer holds, and those of the API for each key.
func leadsTo(t *testing.T, a *webtest.Answer) (list []string) {
	t.Helper()
	if to := a.Header.Get("Location"); to != "" {
		list = append(list, to)
	}
	if kind := a.Header.Get("Content-Type"); strings.HasPrefix(kind, "text/html") {
		for _, e := range a.Doc().Find("[href]") {
			list = append(list, e.Attr("href"))
		}
	}
	for _, key := range storyKey.FindAllString(string(a.Body), -1) {
		for _, path := range []string{"", "/me", "/comments", "/comments?order=popular"} {
			list = append(list, "/api/v1/articles/"+key+path)
		}
		list = append(list, "/desk/articles/"+key, "/desk/articles/"+key+"/preview", "/desk/articles/"+key+"/revisions", "/queue/threads/"+key)
	}
	for _, key := range commentKey.FindAllString(string(a.Body), -1) {
		list = append(list, "/api/v1/comments/"+key, "/c/"+key, "/queue/comments/"+key)
	}
	var ours []string
	for _, address := range list {
		address, _, _ = strings.Cut(address, "#")
		if strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") && !strings.HasPrefix(address, "/static/") {
			ours = append(ours, address)
		}
	}
	return ours
}

// problemsOf lists what an answer holds that only a hostile text could have put there.
func problemsOf(a *webtest.Answer) []string {
	kind, _, _ := strings.Cut(a.Header.Get("Content-Type"), ";")
	switch kind {
	case "text/html":
		root, err := html.Parse(strings.NewReader(string(a.Body)))
		if err != nil {
			return []string{err.Error()}
		}
		return foreign(root)
	case "application/json", "application/problem+json":
		var problems []string
		if i := strings.IndexAny(string(a.Body), "<>&\u2028\u2029"); i >= 0 {
			problems = append(problems, fmt.Sprintf("%q stands in JSON", a.Body[i]))
		}
		var value any
		if err := json.Unmarshal(a.Body, &value); err != nil {
			return append(problems, err.Error())
		}
		return append(problems, foreignIn(value)...)
	case "application/rss+xml":
		in := xml.NewDecoder(strings.NewReader(string(a.Body)))
		for {
			if _, err := in.Token(); errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return []string{err.Error()}
			}
		}
	case "text/plain", "":
		return nil
	}
	return []string{"nobody expected " + kind}
}

// foreignIn looks into the members of JSON that hold HTML.
func foreignIn(value any) (problems []string) {
	switch value := value.(type) {
	case []any:
		for _, v := range value {
			problems = append(problems, foreignIn(v)...)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			text, isText := value[name].(string)
			if name != "body_html" || !isText {
				problems = append(problems, foreignIn(value[name])...)
				continue
			}
			root, err := html.Parse(strings.NewReader(text))
			if err != nil {
				return append(problems, err.Error())
			}
			problems = append(problems, foreign(root)...)
		}
	}
	return problems
}

// ours are the elements that pages and texts are made of.
var ours = strings.Fields(`html head meta title link script body a p h1 h2 h3 h4 h5 h6 div span main nav header footer section article aside
	ul ol li dl dt dd time em strong b i s del code pre blockquote br hr table thead tbody tr td th figure figcaption picture source img
	form label input textarea button select option fieldset legend details summary bdi small abbr sup sub kbd cite q ins mark address noscript dialog datalist output template`)

// foreign lists elements and attributes that are none of ours, and addresses that lead where ours
// never do.
func foreign(root *html.Node) (problems []string) {
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if !slices.Contains(ours, n.Data) || n.Namespace != "" {
			problems = append(problems, "element "+n.Data)
		}
		for _, a := range n.Attr {
			if problem := foreignAttr(n.Data, a.Key, a.Val); problem != "" {
				problems = append(problems, fmt.Sprintf("%s: <%s %s=%q>", problem, n.Data, a.Key, a.Val))
			}
		}
		if n.Data == "script" && n.FirstChild != nil {
			problems = append(problems, "a script in the page: "+n.FirstChild.Data)
		}
	}
	return problems
}

func foreignAttr(element, name, value string) string {
	local := strings.HasPrefix(value, "/") && !strings.HasPrefix(value, "//") && !strings.HasPrefix(value, `/\`)
	switch {
	case strings.HasPrefix(name, "on"), name == "style", name == "srcdoc", name == "ping", name == "http-equiv", name == "formaction":
		return "attribute"
	case name == "id" && strings.Contains(value, canary), name == "name" && strings.Contains(value, canary) && !strings.HasPrefix(value, "typed."), strings.Contains(name, canary):
		return "named by a stranger"
	case element == "script" && name == "src", element == "form" && name == "action", element == "link" && name == "href" && !strings.HasPrefix(value, "https://paper.example"):
		if !local {
			return "leads elsewhere"
		}
	case element == "img" && name == "src", name == "srcset":
		if !strings.HasPrefix(value, "/media/") {
			return "loads from elsewhere"
		}
	case name == "href":
		u, err := url.Parse(value)
		if err != nil || u.Scheme != "" && !slices.Contains([]string{"http", "https", "mailto"}, u.Scheme) || u.Scheme == "" && u.Host != "" {
			return "leads nowhere good"
		}
	}
	return ""
}

// canary stands in everything that must not come through.
const canary = "canary"
