package discussion

import (
	"time"

	"gogai/article"
	"gogai/event"
	"gogai/fault"
	"gogai/member"
)

// Mode is what a thread takes.
type Mode string

// The modes. Texts are stored and stand on pages.
const (
	Open         Mode = "open"
	Premoderated Mode = "premoderated" // a moderator reads before readers do
	Closed       Mode = "closed"
)

// ParseMode reads a mode's text; anything else is Invalid.
func ParseMode(text string) (Mode, error) {
	switch m := Mode(text); m {
	case Open, Premoderated, Closed:
		return m, nil
	}
	return "", fault.Fieldf("mode", "%q is no state of a thread; they are open, premoderated and closed.", fault.Excerpt(text))
}

// Thread is a story's discussion.
type Thread struct {
	Article     article.ID
	Chosen      Mode      // by staff
	Kept        bool      // staff opened it by hand: time no longer closes it
	ClosingDays *int      // overrules the section's; nil inherits, 0 is never
	OpenedAt    time.Time // when its clock started: publication, or the first import
	Last        int       // the highest number given out
	Count       int       // comments that a reader can see; stubs are not counted
	Version     int64     // raised by each change of the thread or of a comment in it

	Story article.Status // set on reading
	Days  int            // until it closes, own or inherited; 0 is never; set on reading
}

// ClosesAt is the instant at which time closes the thread; zero for never.
func (t Thread) ClosesAt() time.Time {
	if t.Kept || t.Days == 0 || t.opened().IsZero() {
		return time.Time{}
	}
	return t.opened().AddDate(0, 0, t.Days)
}

// opened is the start of the thread's clock: an import's own, else the story's publication.
func (t Thread) opened() time.Time {
	if !t.OpenedAt.IsZero() {
		return t.OpenedAt
	}
	return t.Story.PublishedAt
}

// Mode judges the thread at now.
func (t Thread) Mode(now time.Time) Mode {
	if t.Chosen == Closed || !t.Story.Public(now) {
		return Closed
	}
	if end := t.ClosesAt(); !end.IsZero() && !now.Before(end) {
		return Closed
	}
	return t.Chosen
}

// Choose sets the thread's mode by hand. Opening a thread that time has closed keeps it open.
func (t *Thread) Choose(mode Mode, by member.ID, headline, reason string, now time.Time) (event.Event, error) {
	if t.Mode(now) == mode {
		return event.Event{}, fault.Newf(fault.Conflict, "The discussion is %s already.", mode)
	}
	if end := t.ClosesAt(); mode != Closed && !end.IsZero() && !now.Before(end) {
		t.Kept = true
	}
	t.Chosen = mode
	t.Version++
	return event.Event{
		Kind: modeKind(mode), At: now, Actor: int64(by), Subject: t.Article.String(), About: headline, Reason: reason,
	}, nil
}

// modeKind is how it is told that a thread came to have the mode.
func modeKind(mode Mode) event.Kind {
	switch mode {
	case Open:
		return event.ThreadOpened
	case Premoderated:
		return event.ThreadPremoderated
	}
	return event.ThreadClosed
}
