package reader

import (
	"bytes"
	"compress/gzip"
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"gogai/markup"
	"gogai/web/static"
)

func render(t *testing.T, s sample) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := s.page.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Every page, whole: nothing on it breaks the rules that hold for all of them.
func TestEveryComponent(t *testing.T) {
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			root, err := html.Parse(bytes.NewReader(render(t, s)))
			if err != nil {
				t.Fatal(err)
			}
			ids, headings := map[string]int{}, 0
			for n := range root.Descendants() {
				if n.Type != html.ElementNode {
					continue
				}
				attrs := map[string]string{}
				for _, a := range n.Attr {
					attrs[a.Key] = a.Val
					if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
						t.Errorf("<%s> has the attribute %s, which the policy forbids", n.Data, a.Key)
					}
				}
				if id, ok := attrs["id"]; ok {
					if ids[id]++; ids[id] > 1 {
						t.Errorf("the id %q is there twice", id)
					}
				}
				switch n.Data {
				case "h1":
					headings++
				case "script":
					if attrs["src"] == "" {
						t.Error("an inline script")
					}
				case "style":
					t.Error("an inline style sheet")
				case "img":
					if _, ok := attrs["alt"]; !ok || attrs["width"] == "" || attrs["height"] == "" {
						t.Error("an image without alternative or size")
					}
				}
			}
			for n := range root.Descendants() {
				for _, a := range n.Attr {
					if a.Key == "for" || a.Key == "aria-labelledby" || a.Key == "aria-describedby" {
						for id := range strings.FieldsSeq(a.Val) {
							if ids[id] == 0 {
								t.Errorf("%s names %q, which isn't there", a.Key, id)
							}
						}
					}
				}
			}
			if headings != 1 {
				t.Errorf("%d first headings, want 1", headings)
			}
		})
	}
}

// An article page with 50 comments, its style sheet and script take at most 40 KB together, without
// the picture (design.md, "Speed and size").
func TestArticleBudget(t *testing.T) {
	p := articlePage("en")
	random := rand.New(rand.NewPCG(1, 2))
	for i := range p.Thread.Comments {
		p.Thread.Comments[i].Body = markup.HTML("<p>" + chatter(random, 70) + "</p>")
	}
	var page bytes.Buffer
	w := gzip.NewWriter(&page)
	if err := Article(p).Render(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	total := page.Len()
	for _, name := range []string{"reader.css", "reader.js"} {
		r := httptest.NewRequest("GET", static.URL(name), nil)
		r.Header.Set("Accept-Encoding", "gzip")
		answer := httptest.NewRecorder()
		static.Handler().ServeHTTP(answer, r)
		total += answer.Body.Len()
	}
	t.Logf("page %d bytes, in all %d", page.Len(), total)
	if total > 40<<10 {
		t.Errorf("%d bytes, want at most %d", total, 40<<10)
	}
}

// chatter is text that compresses about as well as what people write, to a third.
func chatter(random *rand.Rand, words int) string {
	const syllables = "ba be co da den di el er fo ga har in ka la lo ma men na no or pa per qui ra re sa so ta ter the to un ver wa"
	parts := strings.Fields(syllables)
	var text strings.Builder
	for range words {
		for range 1 + random.IntN(3) {
			text.WriteString(parts[random.IntN(len(parts))])
		}
		text.WriteByte(' ')
	}
	return text.String()
}
