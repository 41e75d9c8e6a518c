package archive

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// pageText writes the text of a page. `Login to comment` parts body and comments, so that
// rights of every form read back.
func pageText(p Page) string {
	var b strings.Builder
	fmt.Fprintf(&b, " date %s  %s\n", p.Date, p.Publication)
	if p.HasPicture {
		caption := p.Caption
		if p.Credit != "" || caption == "" {
			caption = strings.TrimSpace(caption + " Image: " + p.Credit)
		}
		b.WriteString(caption + "\n")
	}
	fmt.Fprintf(&b, "%s\n\n%s\n\n%d Comments\n", p.Section, p.Headline, p.CommentCount)
	if p.Dateline != "" {
		b.WriteString(p.Dateline + "\n\n")
	}
	if p.Expired {
		b.WriteString("The requested article has expired, and is no longer available.\n\n")
	}
	for _, line := range p.Body {
		b.WriteString(line + "\n\n")
	}
	for _, line := range p.Rights {
		b.WriteString(line + "\n")
	}
	b.WriteString("\nLogin to comment\n\n")
	for _, c := range p.Comments {
		for _, line := range c.Paragraphs {
			b.WriteString(line + "\n\n")
		}
		fmt.Fprintf(&b, "%d ( +%d / -%d )\n\n", c.Ups-c.Downs, c.Ups, c.Downs)
	}
	return b.String()
}

// Whatever a page says comes back as it was written.
func TestWrittenPageReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringMatching(`[a-z嵐港é&*_<]{1,8}( [a-zA-Z0-9港\-(+/)"'@.:]{1,8}){0,5}[a-z]`)
		paragraphs := rapid.SliceOfN(rapid.OneOf(words, rapid.Map(rapid.SliceOfN(words, 2, 3),
			func(lines []string) string { return strings.Join(lines, "\n") })), 1, 5)
		votes := rapid.IntRange(0, maxCount/2)
		p := Page{
			Publication: words.Draw(t, "publication"),
			Date:        Date{rapid.IntRange(1000, 9999).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day")},
			Section:     words.Draw(t, "section"), Headline: words.Draw(t, "headline"),
			HasPicture: rapid.Bool().Draw(t, "picture"), Expired: rapid.Bool().Draw(t, "expired"),
			Rights: rapid.SliceOfN(rapid.Map(words, func(s string) string { return "© " + s }), 1, 4).Draw(t, "rights"),
		}
		if p.HasPicture {
			p.Caption, p.Credit = words.Draw(t, "caption"), words.Draw(t, "credit")
		}
		if !p.Expired {
			p.Dateline = rapid.SampledFrom([]string{"", "TOKYO", "HAKODATE, Hokkaido", "ST. ELLERY, Nth."}).Draw(t, "dateline")
			p.Body = paragraphs.Draw(t, "body")
		}
		p.CommentCount = rapid.IntRange(0, 4).Draw(t, "comments")
		for range p.CommentCount {
			p.Comments = append(p.Comments, PageComment{Paragraphs: paragraphs.Draw(t, "comment"), Ups: votes.Draw(t, "ups"), Downs: votes.Draw(t, "downs")})
		}
		got, warnings, err := parse(pageText(p), PageOptions{})
		if err != nil || len(warnings) > 0 {
			t.Fatalf("error %v, warnings %v, in\n%s", err, warnings, pageText(p))
		}
		for i := range got.Comments {
			got.Comments[i].Line = 0
		}
		if diff := cmp.Diff(p, got); diff != "" {
			t.Errorf("page (-written +read):\n%s\nof\n%s", diff, pageText(p))
		}
	})
}
