package publication_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gogai/fault"
	"gogai/publication"
)

// atFault returns the fields that an error blames, sorted.
func atFault(err error) []string {
	if err == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(fault.Fields(err)))
}

func TestDefaultIsClean(t *testing.T) {
	p := publication.Default()
	if err := p.Clean(); err != nil || p != publication.Default() {
		t.Errorf("got %+v, %v", p, err)
	}
	if p.Title() != "Gogai" || p.Location() != time.UTC {
		t.Errorf("title %q, zone %v", p.Title(), p.Location())
	}
}

func TestClean(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*publication.Publication)
		want   []string
	}{
		"Japanese":      {func(p *publication.Publication) { p.Name, p.Language, p.Zone = "港日報", "ja", "Asia/Tokyo" }, nil},
		"never closing": {func(p *publication.Publication) { p.ClosingDays = 0 }, nil},
		"ten years":     {func(p *publication.Publication) { p.ClosingDays = publication.MaxDays }, nil},
		"the longest name": {func(p *publication.Publication) {
			p.Name = strings.Repeat("👨‍👩‍👧‍👦", publication.MaxName)
		}, nil},
		"a longer name":       {func(p *publication.Publication) { p.Name = strings.Repeat("あ", publication.MaxName+1) }, []string{"name"}},
		"a control character": {func(p *publication.Publication) { p.Tagline = "a\x00b" }, []string{"tagline"}},
		"not UTF-8":           {func(p *publication.Publication) { p.CopyrightLine = "\xff" }, []string{"copyright_line"}},
		"a long page":         {func(p *publication.Publication) { p.About = strings.Repeat("a", publication.MaxPage+1) }, []string{"about"}},
		"a broken policy":     {func(p *publication.Publication) { p.Policy = "\x01" }, []string{"policy"}},
		"another language":    {func(p *publication.Publication) { p.Language = "EN" }, []string{"language"}},
		"no zone":             {func(p *publication.Publication) { p.Zone = "" }, []string{"zone"}},
		"the server's zone":   {func(p *publication.Publication) { p.Zone = "Local" }, []string{"zone"}},
		"a made-up zone":      {func(p *publication.Publication) { p.Zone = "Asia/Atlantis" }, []string{"zone"}},
		"a path":              {func(p *publication.Publication) { p.Zone = "../../etc/passwd" }, []string{"zone"}},
		"fewer than no days":  {func(p *publication.Publication) { p.ClosingDays = -1 }, []string{"closing_days"}},
		"too many days":       {func(p *publication.Publication) { p.ClosingDays = publication.MaxDays + 1 }, []string{"closing_days"}},
		"much at once":        {func(p *publication.Publication) { *p = publication.Publication{Name: "\x00", ClosingDays: -1} }, []string{"closing_days", "language", "name", "zone"}},
	} {
		p := publication.Default()
		c.change(&p)
		if d := cmp.Diff(c.want, atFault(p.Clean())); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
	p := publication.Publication{Name: "  The \n Post ", About: "a  \r\n\r\n\r\n\r\nb", Language: "en", Zone: "UTC"}
	if err := p.Clean(); err != nil || p.Name != "The Post" || strings.Contains(p.About, "\r") || p.Title() != "The Post" {
		t.Errorf("got %+v, %v", p, err)
	}
}

func TestSectionClean(t *testing.T) {
	days := -1
	for name, c := range map[string]struct {
		section publication.Section
		want    []string
	}{
		"plain":               {publication.Section{Slug: "sport", Name: "Sport"}, nil},
		"capitals, space":     {publication.Section{Slug: " Sport-2 ", Name: "Sport"}, nil},
		"no slug":             {publication.Section{Name: "Sport"}, []string{"slug"}},
		"no name":             {publication.Section{Slug: "sport", Name: " "}, []string{"name"}},
		"a reserved word":     {publication.Section{Slug: "desk", Name: "Desk"}, []string{"slug"}},
		"a letter of ours":    {publication.Section{Slug: "c", Name: "C"}, []string{"slug"}},
		"in capitals":         {publication.Section{Slug: "API", Name: "API"}, []string{"slug"}},
		"a slash":             {publication.Section{Slug: "a/b", Name: "A"}, []string{"slug"}},
		"hyphens at the edge": {publication.Section{Slug: "-a", Name: "A"}, []string{"slug"}},
		"two hyphens":         {publication.Section{Slug: "a--b", Name: "A"}, []string{"slug"}},
		"another alphabet":    {publication.Section{Slug: "港", Name: "港"}, []string{"slug"}},
		"a dot":               {publication.Section{Slug: "feed.xml", Name: "A"}, []string{"slug"}},
		"a line break":        {publication.Section{Slug: "sport\nx", Name: "A"}, []string{"slug"}},
		"the longest slug":    {publication.Section{Slug: strings.Repeat("a", 40), Name: "A"}, nil},
		"a longer one":        {publication.Section{Slug: strings.Repeat("a", 41), Name: "A"}, []string{"slug"}},
		"a long name":         {publication.Section{Slug: "a", Name: strings.Repeat("a", 61)}, []string{"name"}},
		"days":                {publication.Section{Slug: "a", Name: "A", ClosingDays: &days}, []string{"closing_days"}},
	} {
		if d := cmp.Diff(c.want, atFault(c.section.Clean())); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestValidLanguage(t *testing.T) {
	for tag, want := range map[string]bool{"en": true, "ja": true, "pt-BR": true, "zh-Hant-TW": true, "": false, "english": false, "en_GB": false, "日本": false} {
		if got := publication.ValidLanguage(tag); got != want {
			t.Errorf("%q: %v", tag, got)
		}
	}
}
