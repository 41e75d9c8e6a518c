package article_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gogai/article"
	"gogai/event"
	"gogai/fault"
	"gogai/publication"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

func TestState(t *testing.T) {
	past, ahead := noon.Add(-time.Hour), noon.Add(time.Hour)
	for name, c := range map[string]struct {
		status article.Status
		want   article.State
		public bool
	}{
		"a draft":                 {article.Status{Stage: article.InDraft}, article.Draft, false},
		"an import under way":     {article.Status{Stage: article.Incoming, PublishedAt: past}, article.Draft, false},
		"scheduled":               {article.Status{Stage: article.Released, PublishedAt: ahead}, article.Scheduled, false},
		"a moment before":         {article.Status{Stage: article.Released, PublishedAt: noon.Add(1)}, article.Scheduled, false},
		"at the instant":          {article.Status{Stage: article.Released, PublishedAt: noon}, article.Published, true},
		"published":               {article.Status{Stage: article.Released, PublishedAt: past}, article.Published, true},
		"its licence holds":       {article.Status{Stage: article.Released, PublishedAt: past, ExpiresAt: noon.Add(1)}, article.Published, true},
		"its licence ends":        {article.Status{Stage: article.Released, PublishedAt: past, ExpiresAt: noon}, article.Expired, true},
		"expires before it comes": {article.Status{Stage: article.Released, PublishedAt: ahead, ExpiresAt: past}, article.Scheduled, false},
		"withheld":                {article.Status{Stage: article.HeldBack, PublishedAt: past}, article.Withheld, false},
		"nothing":                 {article.Status{}, article.Draft, false},
	} {
		if got := c.status.State(noon); got != c.want || c.status.Public(noon) != c.public {
			t.Errorf("%s: got %s, public %v", name, got, c.status.Public(noon))
		}
	}
}

// draft is a story that can be published.
func draft() article.Article {
	return article.Article{
		ID: 7, Section: publication.Section{ID: 1, Slug: "news"}, Headline: "Harbour", Body: "Text.", Status: article.Status{Stage: article.InDraft},
	}
}

func atFault(err error) []string {
	if err == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(fault.Fields(err)))
}

func TestClean(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*article.Article)
		want   []string
	}{
		"as it is":              {func(*article.Article) {}, nil},
		"nothing but that":      {func(a *article.Article) { a.Body = "" }, nil},
		"no headline":           {func(a *article.Article) { a.Headline = " " }, []string{"headline"}},
		"a long headline":       {func(a *article.Article) { a.Headline = strings.Repeat("あ", article.MaxHeadline+1) }, []string{"headline"}},
		"the longest":           {func(a *article.Article) { a.Headline = strings.Repeat("あ", article.MaxHeadline) }, nil},
		"no section":            {func(a *article.Article) { a.Section.ID = 0 }, []string{"section"}},
		"a long standfirst":     {func(a *article.Article) { a.Standfirst = strings.Repeat("a", article.MaxStandfirst+1) }, []string{"standfirst"}},
		"a long byline":         {func(a *article.Article) { a.Bylines = []string{strings.Repeat("a", article.MaxByline+1)} }, []string{"bylines"}},
		"too many tags":         {func(a *article.Article) { a.Tags = strings.Fields("1 2 3 4 5 6 7 8 9 a b c d e f g h i j k l") }, []string{"tags"}},
		"the same tag often":    {func(a *article.Article) { a.Tags = strings.Fields(strings.Repeat("a ", 50)) }, nil},
		"a rights line":         {func(a *article.Article) { a.Rights = []string{"\x00"} }, []string{"rights"}},
		"a dateline not UTF-8":  {func(a *article.Article) { a.Dateline = "\xff" }, []string{"dateline"}},
		"a provider":            {func(a *article.Article) { a.Provider = strings.Repeat("a", article.MaxProvider+1) }, []string{"provider"}},
		"an unknown language":   {func(a *article.Article) { a.Language = "klingonisch" }, []string{"language"}},
		"a control in the body": {func(a *article.Article) { a.Body = "a\x07" }, []string{"body"}},
		"a long body":           {func(a *article.Article) { a.Body = strings.Repeat("a", article.MaxBody+1) }, []string{"body"}},
		"much at once":          {func(a *article.Article) { *a = article.Article{Body: "\xff", Language: "?"} }, []string{"body", "headline", "language", "section"}},
	} {
		a := draft()
		c.change(&a)
		if d := cmp.Diff(c.want, atFault(a.Clean())); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
	a := draft()
	a.Headline, a.Bylines, a.Tags, a.Body = " Two \n words ", []string{"", " A. B. ", "A. B."}, nil, "One.\r\n\r\n<script>alert(1)</script>"
	if err := a.Clean(); err != nil {
		t.Fatal(err)
	}
	if a.Headline != "Two words" || a.Slug != "two-words" || !slices.Equal(a.Bylines, []string{"A. B."}) || strings.Contains(string(a.BodyHTML), "<script") ||
		!strings.Contains(string(a.BodyHTML), "<p>One.</p>") {
		t.Errorf("got %+v", a)
	}
	a.Headline = "Other words"
	if err := a.Clean(); err != nil || a.Slug != "two-words" {
		t.Errorf("another headline moved the story to %s, %v", a.Slug, err)
	}
}

func TestRelease(t *testing.T) {
	past, ahead := noon.Add(-24*time.Hour), noon.Add(time.Hour)
	for name, c := range map[string]struct {
		change    func(*article.Article)
		at        time.Time
		want      article.State
		kind      event.Kind
		published time.Time
		updated   time.Time
	}{
		"a draft, at once":              {nil, noon, article.Published, event.ArticlePublished, noon, noon},
		"a draft, in the past":          {nil, past, article.Published, event.ArticlePublished, noon, noon},
		"a draft, without a time":       {nil, time.Time{}, article.Published, event.ArticlePublished, noon, noon},
		"a draft, ahead":                {nil, ahead, article.Scheduled, event.ArticleScheduled, ahead, ahead},
		"a scheduled one, at once":      {func(a *article.Article) { a.Status = article.Status{Stage: article.Released, PublishedAt: ahead} }, noon, article.Published, event.ArticlePublished, noon, noon},
		"a scheduled one, later":        {func(a *article.Article) { a.Status = article.Status{Stage: article.Released, PublishedAt: noon.Add(1)} }, ahead, article.Scheduled, event.ArticleScheduled, ahead, ahead},
		"a withheld one keeps its date": {func(a *article.Article) { a.Status = article.Status{Stage: article.HeldBack, PublishedAt: past} }, noon, article.Published, event.ArticlePublished, past, noon},
		"a withheld one, ahead":         {func(a *article.Article) { a.Status = article.Status{Stage: article.HeldBack, PublishedAt: past} }, ahead, article.Scheduled, event.ArticleScheduled, ahead, ahead},
		"a withheld one, expired": {func(a *article.Article) {
			a.Body, a.Status = "", article.Status{Stage: article.HeldBack, PublishedAt: past, ExpiresAt: past}
		}, noon, article.Expired, event.ArticlePublished, past, noon},
		"one withheld unseen": {func(a *article.Article) { a.Status = article.Status{Stage: article.HeldBack} }, noon, article.Published, event.ArticlePublished, noon, noon},
	} {
		a := draft()
		if c.change != nil {
			c.change(&a)
			a.WithheldReason = "a doubt"
		}
		e, err := a.Release(12, c.at, noon)
		if err != nil || a.State(noon) != c.want || !a.PublishedAt.Equal(c.published) || !a.UpdatedAt.Equal(c.updated) || !a.ChangedAt.Equal(noon) || a.WithheldReason != "" {
			t.Errorf("%s: %s, published %v, updated %v, changed %v, %v", name, a.State(noon), a.PublishedAt, a.UpdatedAt, a.ChangedAt, err)
		}
		if e.Kind != c.kind || e.Actor != 12 || e.Subject != a.ID.String() || e.About != "Harbour" || !e.At.Equal(noon) ||
			(e.Reason != "") != (c.kind == event.ArticleScheduled) {
			t.Errorf("%s: the log says %+v", name, e)
		}
	}
	for name, c := range map[string]struct {
		change func(*article.Article)
		want   fault.Kind
	}{
		"published": {func(a *article.Article) { a.Status = article.Status{Stage: article.Released, PublishedAt: noon} }, fault.Conflict},
		"expired": {func(a *article.Article) {
			a.Status = article.Status{Stage: article.Released, PublishedAt: past, ExpiresAt: noon}
		}, fault.Conflict},
		"an import under way": {func(a *article.Article) { a.Stage = article.Incoming }, fault.Conflict},
		"without a text":      {func(a *article.Article) { a.Body = " \n" }, fault.Invalid},
		"a licence that ends": {func(a *article.Article) { a.ExpiresAt = noon }, fault.Invalid},
	} {
		a := draft()
		c.change(&a)
		before := a
		_, err := a.Release(12, noon, noon)
		if !fault.Is(err, c.want) {
			t.Errorf("%s: got %v", name, err)
		}
		if d := cmp.Diff(before, a); d != "" {
			t.Errorf("%s: a refused release changed the story:\n%s", name, d)
		}
	}
}

// A scheduled story can't be made to expire before it is out; one that is out may end at any time.
func TestEditedExpiry(t *testing.T) {
	for name, c := range map[string]struct {
		published, expires time.Time
		want               fault.Kind
	}{
		"scheduled, ends before":  {noon.Add(time.Hour), noon.Add(time.Minute), fault.Invalid},
		"scheduled, ends after":   {noon.Add(time.Hour), noon.Add(2 * time.Hour), 0},
		"published, ended before": {noon, noon.Add(-time.Hour), 0},
	} {
		a := draft()
		a.Stage, a.PublishedAt, a.ExpiresAt = article.Released, c.published, c.expires
		if _, err := a.Edited(12, "", noon); (err != nil) != (c.want != 0) || err != nil && !fault.Is(err, c.want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestWithhold(t *testing.T) {
	past, ahead := noon.Add(-time.Hour), noon.Add(time.Hour)
	for name, c := range map[string]struct {
		status    article.Status
		reason    string
		want      fault.Kind
		published time.Time
	}{
		"published":          {article.Status{Stage: article.Released, PublishedAt: past}, " a \n doubt", 0, past},
		"expired":            {article.Status{Stage: article.Released, PublishedAt: past, ExpiresAt: noon}, "a doubt", 0, past},
		"scheduled":          {article.Status{Stage: article.Released, PublishedAt: ahead}, "a doubt", 0, time.Time{}},
		"a draft":            {article.Status{Stage: article.InDraft}, "a doubt", fault.Conflict, time.Time{}},
		"withheld already":   {article.Status{Stage: article.HeldBack, PublishedAt: past}, "a doubt", fault.Conflict, past},
		"without a reason":   {article.Status{Stage: article.Released, PublishedAt: past}, " ", fault.Invalid, past},
		"a long reason":      {article.Status{Stage: article.Released, PublishedAt: past}, strings.Repeat("a", article.MaxNote+1), fault.Invalid, past},
		"a reason not UTF-8": {article.Status{Stage: article.Released, PublishedAt: past}, "\xff", fault.Invalid, past},
	} {
		a := draft()
		a.Status = c.status
		e, err := a.Withhold(12, c.reason, noon)
		if c.want != 0 {
			if !fault.Is(err, c.want) || a.Status != c.status {
				t.Errorf("%s: got %v, %+v", name, err, a.Status)
			}
			continue
		}
		if err != nil || a.State(noon) != article.Withheld || !a.PublishedAt.Equal(c.published) || a.WithheldReason != "a doubt" || !a.ChangedAt.Equal(noon) {
			t.Errorf("%s: %+v, %v", name, a, err)
		}
		if e.Kind != event.ArticleWithheld || e.Reason != "a doubt" || e.Actor != 12 {
			t.Errorf("%s: the log says %+v", name, e)
		}
	}

	// Readers never saw it, so it comes out with the date on which they do.
	a := draft()
	a.Status = article.Status{Stage: article.Released, PublishedAt: ahead}
	if _, err := a.Withhold(12, "a doubt", noon); err != nil {
		t.Fatal(err)
	}
	later := ahead.Add(time.Hour)
	if _, err := a.Release(12, later, later); err != nil || !a.PublishedAt.Equal(later) {
		t.Errorf("released at %v with the date %v, %v", later, a.PublishedAt, err)
	}
}

func TestEdited(t *testing.T) {
	past := noon.Add(-time.Hour)
	published := article.Status{Stage: article.Released, PublishedAt: past}
	for name, c := range map[string]struct {
		status  article.Status
		note    string
		field   string // at fault
		kind    event.Kind
		updated time.Time
		notes   int
	}{
		"a draft":                {article.Status{Stage: article.InDraft}, "", "", event.ArticleEdited, time.Time{}, 1},
		"a published one":        {published, "", "", event.ArticleEdited, noon, 1},
		"a correction":           {published, " It was \n Tuesday. ", "", event.ArticleCorrected, noon, 2},
		"a correction, expired":  {article.Status{Stage: article.Released, PublishedAt: past, ExpiresAt: noon}, "It was Tuesday.", "", event.ArticleCorrected, noon, 2},
		"a correction too early": {article.Status{Stage: article.InDraft}, "It was Tuesday.", "correction", "", time.Time{}, 1},
		"of a withheld one":      {article.Status{Stage: article.HeldBack, PublishedAt: past}, "It was Tuesday.", "correction", "", time.Time{}, 1},
		"a long note":            {published, strings.Repeat("a", article.MaxNote+1), "correction", "", time.Time{}, 1},
		"a note not UTF-8":       {published, "\xff", "correction", "", time.Time{}, 1},
	} {
		a := draft()
		a.Status = c.status
		a.Corrections = []article.Correction{{At: past, Note: "An earlier one."}}
		earlier := a.Corrections
		e, err := a.Edited(12, c.note, noon)
		if c.field != "" {
			if fault.Fields(err)[c.field] == "" {
				t.Errorf("%s: got %v", name, err)
			}
			continue
		}
		if err != nil || e.Kind != c.kind || !a.UpdatedAt.Equal(c.updated) || !a.ChangedAt.Equal(noon) || len(a.Corrections) != c.notes || len(earlier) != 1 {
			t.Errorf("%s: %+v, %+v, %v", name, e, a, err)
		}
		if c.notes == 2 && a.Corrections[1] != (article.Correction{At: noon, Note: "It was Tuesday."}) {
			t.Errorf("%s: %+v", name, a.Corrections)
		}
	}
	a := draft()
	a.Headline = ""
	if _, err := a.Edited(12, "", noon); fault.Fields(err)["headline"] == "" {
		t.Errorf("without a headline: %v", err)
	}
}
