// Package article holds stories: what they say, the states that they pass through, what
// changes on them and what is kept of it.
//
//	draft ──publish──► published ◄──publish── withheld
//	  │                 │  ▲  │                  ▲
//	  └──schedule──► scheduled └────withhold─────┘
//	                        published ──its licence ends──► expired
//
// Storage keeps a Stage and two instants; what time alone changes (scheduled to published,
// published to expired) is judged by State from the clock that is passed in.
package article

import (
	"net/url"
	"time"

	"gogai/fault"
	"gogai/key"
	"gogai/markup"
	"gogai/media"
	"gogai/publication"
)

// ID is a story's key.
type ID = key.ID[Article]

// Article is a story.
type Article struct {
	ID         ID
	Section    publication.Section // its ID is stored; slug and name come along on reading
	Slug       string              // last part of its address, unique in its section
	Headline   string
	Standfirst string
	Bylines    []string
	Dateline   string // the place that opens the story: TOKYO
	Body       string // Markdown
	BodyHTML   markup.HTML
	Language   string // BCP 47; empty is the publication's
	Tags       []string
	Provider   string   // the wire agency that the copy came from; empty for our own
	Rights     []string // lines as printed: © KYODO
	Source     string   // the publication that an imported story stood in
	Picture    media.Picture

	Status
	WithheldReason string // for staff
	Corrections    []Correction
	CreatedAt      time.Time
	CreatedBy      int64     // the key of its maker; 0 for an import
	UpdatedAt      time.Time // when readers last got another text; zero before it is published
	ChangedAt      time.Time // when anything of it was last saved
	Version        int64     // raised by each change

	Comments int // readers can see so many under it; derived, set on reading
}

// Stage is what somebody decided about a story; the State that follows also depends on time.
type Stage string

// The stages. Texts are stored.
const (
	InDraft  Stage = "draft"
	Released Stage = "released" // at PublishedAt, which may lie ahead
	HeldBack Stage = "withheld"
	Incoming Stage = "incoming" // an import has not finished: nobody sees it
)

// Status is what decides who may see a story and when.
type Status struct {
	Stage       Stage
	PublishedAt time.Time // zero until it is released
	ExpiresAt   time.Time // the end of a wire licence; zero is never
}

// State is what a story is at an instant, for readers and staff.
type State string

// The states, as pages and API write them.
const (
	Draft     State = "draft"
	Scheduled State = "scheduled"
	Published State = "published"
	Expired   State = "expired"
	Withheld  State = "withheld"
)

// State judges the story at now.
func (s Status) State(now time.Time) State {
	switch {
	case s.Stage == HeldBack:
		return Withheld
	case s.Stage != Released:
		return Draft
	case now.Before(s.PublishedAt):
		return Scheduled
	case !s.ExpiresAt.IsZero() && !now.Before(s.ExpiresAt):
		return Expired
	}
	return Published
}

// Public tells whether readers have a page of the story at now.
func (s Status) Public(now time.Time) bool {
	state := s.State(now)
	return state == Published || state == Expired
}

// Readable is nil for a story that readers have a page of at now; Gone when it was withdrawn,
// NotFound when it is not out yet.
func (s Status) Readable(now time.Time) error {
	switch {
	case s.State(now) == Withheld:
		return fault.New(fault.Gone, "This story was withdrawn.")
	case !s.Public(now):
		return fault.New(fault.NotFound, "There is no such story.")
	}
	return nil
}

// Correction is a note that readers see on a story that was wrong. None is ever taken away.
type Correction struct {
	At   time.Time
	Note string
}

// Path is the story's present address, percent-encoded.
func (a Article) Path() string { return Path(a.Section.Slug, a.Slug) }

// Path is the address of the story with the slug in a section, percent-encoded.
func Path(section, slug string) string {
	return "/" + url.PathEscape(section) + "/" + url.PathEscape(slug)
}

// ParseID reads a story's key; anything else is NotFound.
func ParseID(text string) (ID, error) { return key.Parse[Article](text) }
