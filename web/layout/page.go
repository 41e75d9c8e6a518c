// Package layout holds what every page is set in: the document around it, the masthead, the
// navigation and the foot, and the small parts that pages share (form fields, tallies, times,
// figures, pagers), each a component with a struct of ready values. It also holds the words of
// the interface, in every language that a publication can be in.
//
// Nothing here knows who is looking: a page is the same bytes for every reader, and what is
// personal is painted over it by the script.
package layout

import (
	"time"

	"gogai/fault"
)

// A Site is what all pages of a publication share.
type Site struct {
	Name      string // set large in the masthead
	Tagline   string // one line below the name; may be empty
	Copyright string // closing line of every page
	Lang      string // BCP 47 tag of the publication's language; the interface is in it too
	Zone      *time.Location
	Sections  []Link // in the order of the navigation
}

// A Link leads somewhere. Slug tells sections apart and is empty for anything else.
type Link struct {
	Text, Href string
	Slug       string
	Lang       string // of Text, only where it is not the page's
}

// A Page is what the document around a page's own part needs. Structs of pages embed it.
type Page struct {
	Site        Site
	W           *Words
	Kind        Kind
	Title       string // without the publication's name, which the shell adds; empty on the front page
	Description string // for search engines and previews; may be empty
	Canonical   string // absolute address; empty for pages that no one should share
	Card        Card
	Day         Moment // the day in the masthead: today's, on a story the day it came out
	Section     string // slug of the section to mark in the navigation
	Feeds       []Feed
	Article     string // key of the article whose overlay the script fetches; empty elsewhere
	Style       string // base name of style sheet and script, "reader" when empty
}

// Kind is a kind of page, which the style sheet tells apart.
type Kind string

const (
	Front Kind = "front" // the only one with the large masthead
	List  Kind = "list"  // a section, a member's comments, the latest comments
	Story Kind = "story"
	Sheet Kind = "sheet" // forms, texts and errors: one narrow column
)

// A Card is what a link to the page looks like elsewhere (Open Graph).
type Card struct {
	Type                        string // "article" or "website", which an empty one means
	Image, ImageAlt             string // absolute address; empty when there is no picture
	ImageWidth, ImageHeight     int
	PublishedTime, ModifiedTime string // RFC 3339; articles only
	Section                     string
}

// A Feed is a machine-readable edition of a page.
type Feed struct {
	Title, Href, Type string
}

// A Moment is an instant, ready to be shown: machine-readable, and as words in the
// publication's language and zone.
type Moment struct {
	Machine, Text string
}

// NewPage returns a page of the site with its words and today's or the story's day.
func NewPage(site Site, kind Kind, title string, day time.Time) Page {
	w := In(site.Lang)
	return Page{Site: site, W: w, Kind: kind, Title: title, Day: w.Moment(day.In(site.Zone), w.LongDay)}
}

// DateTime shows an instant by day and hour, as under a headline. Midnight sharp is shown as the
// day: an import that knows no hour gives it.
func (p *Page) DateTime(t time.Time) Moment {
	t = t.In(p.Site.Zone)
	// What happened here has microseconds: it needn't be asked when its day began.
	if t.Nanosecond() == 0 && t.Equal(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())) {
		return p.W.Moment(t, p.W.Date)
	}
	return p.W.Moment(t, p.W.DateTime)
}

// Clock shows an instant as lists of stories do: by the hour today, by the day this year, and
// by the whole date before.
func (p *Page) Clock(t, today time.Time) Moment {
	t, today = t.In(p.Site.Zone), today.In(p.Site.Zone)
	switch {
	case t.Year() != today.Year():
		return p.W.Moment(t, p.W.ShortDate)
	case t.YearDay() != today.YearDay():
		return p.W.Moment(t, p.W.ShortDay)
	}
	return p.W.Moment(t, p.W.Hour)
}

// Sentence says a fault in the publication's language.
func (p *Page) Sentence(f *fault.Fault) string { return p.W.Sentence(f, p.Site.Zone) }

// documentTitle is what the browser shows for the page.
func (p *Page) documentTitle() string {
	if p.Title == "" {
		return p.Site.Name
	}
	return p.Title + p.W.TitleBreak + p.Site.Name
}

// bundle is the base name of the page's style sheet and script.
func (p *Page) bundle() string {
	if p.Style == "" {
		return "reader"
	}
	return p.Style
}

// Other returns lang where it must be said, because it is not the publication's own, and "" where
// it need not.
func (s *Site) Other(lang string) string {
	if lang == s.Lang {
		return ""
	}
	return lang
}
