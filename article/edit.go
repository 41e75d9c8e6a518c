package article

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"gogai/event"
	"gogai/fault"
	"gogai/markup"
	"gogai/member"
	"gogai/publication"
)

// Limits on what an editor may type, in characters as a reader counts them.
const (
	MaxHeadline   = 200
	MaxStandfirst = 500
	MaxByline     = 100
	MaxBylines    = 10
	MaxDateline   = 100
	MaxTag        = 40
	MaxTags       = 20
	MaxProvider   = 80
	MaxRights     = 6
	MaxRightsLine = 600
	MaxBody       = 200_000
	MaxNote       = 1_000
)

// Clean normalises what was typed, renders the body and returns the faults, joined, each
// naming its field. A story needs a section, a headline and nothing else; what publishing
// needs beyond that is Release's to ask.
func (a *Article) Clean() error {
	errs := []error{
		markup.LineField(&a.Headline, "headline", MaxHeadline), markup.LineField(&a.Dateline, "dateline", MaxDateline),
		markup.LineField(&a.Provider, "provider", MaxProvider), markup.LineField(&a.Standfirst, "standfirst", MaxStandfirst),
		lines(&a.Bylines, "bylines", MaxByline, MaxBylines), lines(&a.Tags, "tags", MaxTag, MaxTags),
		lines(&a.Rights, "rights", MaxRightsLine, MaxRights),
	}
	if a.Headline == "" {
		errs = append(errs, fault.Field("headline", "A story needs a headline."))
	}
	if a.Section.ID == 0 {
		errs = append(errs, fault.Field("section", "Choose a section."))
	}
	if a.Language != "" && !publication.ValidLanguage(a.Language) {
		errs = append(errs, fault.Field("language", "Give the language as a tag such as en, ja or pt-BR."))
	}
	bodyErr := markup.TextField(&a.Body, "body", MaxBody)
	if bodyErr == nil {
		a.BodyHTML = markup.RenderArticle(a.Body)
	}
	errs = append(errs, bodyErr)
	a.Slug = MakeSlug(cmp.Or(strings.TrimSpace(a.Slug), a.Headline), a.ID)
	return errors.Join(errs...)
}

// lines cleans a list and drops what is empty or stands in it twice.
func lines(list *[]string, field string, most, count int) error {
	kept := make([]string, 0, len(*list))
	for _, text := range *list {
		if err := markup.LineField(&text, field, most); err != nil {
			return err
		}
		if text != "" && !slices.Contains(kept, text) {
			kept = append(kept, text)
		}
	}
	*list = kept
	if len(kept) > count {
		return fault.Fieldf(field, "At most %d; these are %d.", count, len(kept))
	}
	return nil
}

// Release makes a draft or withheld story public at an instant: at once when that is not after
// now, else when it comes. A released story that readers have not seen yet takes a new instant;
// one that they have is a Conflict. The first instant that readers saw a story stays its date.
func (a *Article) Release(by member.ID, at, now time.Time) (event.Event, error) {
	state := a.State(now)
	if state == Published || state == Expired {
		return event.Event{}, fault.New(fault.Conflict, "This story is published already.")
	}
	if a.Stage == Incoming {
		return event.Event{}, fault.New(fault.Conflict, "This story is still being imported.")
	}
	// A story that was public before (then withheld) keeps its date, unless it is to wait.
	returning := a.Stage == HeldBack && !a.PublishedAt.IsZero()
	// One that comes back after its licence ended shows no text, and may have come in without.
	if strings.TrimSpace(a.Body) == "" && !(returning && a.outlives(now) != nil) {
		return event.Event{}, fault.Field("body", "A story needs a text before it can be published.")
	}
	happened := event.ArticlePublished
	if at.After(now) {
		happened = event.ArticleScheduled
	} else {
		at = now
	}
	if returning && happened == event.ArticlePublished {
		a.UpdatedAt = now
	} else {
		if err := a.outlives(at); err != nil {
			return event.Event{}, err
		}
		a.PublishedAt, a.UpdatedAt = at, at
	}
	a.Stage, a.WithheldReason = Released, ""
	e := a.event(happened, by, now, "")
	if happened == event.ArticleScheduled {
		e.Reason = "for " + at.UTC().Format(time.RFC3339)
	}
	return e, nil
}

// outlives refuses a story whose licence ends before readers can see it.
func (a *Article) outlives(published time.Time) error {
	if a.ExpiresAt.IsZero() || a.ExpiresAt.After(published) {
		return nil
	}
	return fault.Field("expires", "The story would expire before it is published. Give a later end, or none.")
}

// Withhold takes a story from readers, for a reason that staff read; its address then says
// that it was withdrawn. A scheduled one goes back to the desk the same way.
func (a *Article) Withhold(by member.ID, reason string, now time.Time) (event.Event, error) {
	if a.Stage != Released {
		return event.Event{}, fault.New(fault.Conflict, "Only a published or scheduled story can be withheld.")
	}
	if err := markup.LineField(&reason, "reason", MaxNote); err != nil {
		return event.Event{}, err
	}
	if reason == "" {
		return event.Event{}, fault.Field("reason", "Say why, for your colleagues.")
	}
	if now.Before(a.PublishedAt) { // readers never saw it: it has no date to come back with
		a.PublishedAt, a.UpdatedAt = time.Time{}, time.Time{}
	}
	a.Stage, a.WithheldReason = HeldBack, reason
	return a.event(event.ArticleWithheld, by, now, reason), nil
}

// Edited ends an edit of a story's fields: it cleans them and adds the correction note, if one
// is given, which readers see from then on. A note belongs to a story that readers have seen.
func (a *Article) Edited(by member.ID, note string, now time.Time) (event.Event, error) {
	if err := markup.LineField(&note, "correction", MaxNote); err != nil {
		return event.Event{}, err
	}
	if err := a.Clean(); err != nil {
		return event.Event{}, err
	}
	if a.State(now) == Scheduled {
		if err := a.outlives(a.PublishedAt); err != nil {
			return event.Event{}, err
		}
	}
	public := a.Public(now)
	if note != "" && !public {
		return event.Event{}, fault.Field("correction", "A correction note belongs to a published story.")
	}
	if public {
		a.UpdatedAt = now
	}
	if note == "" {
		return a.event(event.ArticleEdited, by, now, ""), nil
	}
	a.Corrections = append(slices.Clone(a.Corrections), Correction{At: now, Note: note})
	return a.event(event.ArticleCorrected, by, now, note), nil
}

// event dates the change and tells of it.
func (a *Article) event(kind event.Kind, by member.ID, now time.Time, reason string) event.Event {
	a.ChangedAt = now
	return event.Event{Kind: kind, At: now, Actor: int64(by), Subject: a.ID.String(), About: a.Headline, Reason: reason}
}
