package discussion

import (
	"fmt"
	"time"

	"gogai/event"
	"gogai/fault"
	"gogai/member"
	"gogai/publication"
)

// Arrange sets what the desk decides together with the story: the mode that the thread has while
// it is not over, and the days until it is; nil inherits the section's, 0 is never. New days
// count from the start also where somebody opened the thread again by hand. The zero Event
// says that nothing changed.
func (t *Thread) Arrange(mode Mode, days *int, by member.ID, headline string, now time.Time) (event.Event, error) {
	if days != nil && (*days < 0 || *days > publication.MaxDays) {
		return event.Event{}, fault.Fieldf("closing_days", "Give a number of days from 0 (never closes) to %d.", publication.MaxDays)
	}
	e := event.Event{At: now, Actor: int64(by), Subject: t.Article.String(), About: headline, Reason: "set with the story"}
	if !sameDays(t.ClosingDays, days) {
		t.ClosingDays, t.Kept = days, false
		e.Kind, e.Reason = event.ThreadTimed, closing(days)
	}
	if t.Chosen != mode {
		t.Chosen = mode
		e.Kind = modeKind(mode)
	}
	return e, nil
}

func closing(days *int) string {
	switch {
	case days == nil:
		return "closes as its section says"
	case *days == 0:
		return "never closes"
	}
	return fmt.Sprintf("closes after %d days", *days)
}

func sameDays(a, b *int) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
