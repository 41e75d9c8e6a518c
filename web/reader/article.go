package reader

import "gogai/web/layout"

// ArticlePage is a story with its thread below it.
type ArticlePage struct {
	layout.Page
	Section     layout.Link
	Headline    string
	Standfirst  string
	StoryLang   string // only where the story is in another language than the publication
	Bylines     string // all of them in one line; empty when nobody is named
	Provider    string // the agency; empty for the publication's own
	Published   layout.Moment
	Updated     *layout.Moment // nil when nothing changed since
	Picture     *layout.Picture
	Dateline    string
	Body        string // HTML made by markup; empty when expired
	Expired     bool
	Corrections []Correction // oldest first
	Rights      []string     // agency first, the publisher's last; each with its sign
	Tags        []string
	Thread      Thread
}

// A Correction is a note on what a published story said wrongly.
type Correction struct {
	At   layout.Moment
	Note string
}
