package api

import (
	"errors"
	"net/http"
	"time"

	"gogai/article"
	"gogai/event"
	"gogai/fault"
	"gogai/key"
	"gogai/publication"
	"gogai/web"
)

// copytext is what an editor sends of a story; what is nil stays as it is.
type copytext struct {
	section, headline, slug, standfirst, dateline, body, language, provider *string

	bylines, tags, rights *[]string
	expires               *time.Time // nil with setExpires takes the end away
	setExpires            bool
}

// fields are the members that tell of a story.
func (c *copytext) fields() map[string]any {
	return map[string]any{
		"section": &c.section, "headline": &c.headline, "slug": &c.slug, "standfirst": &c.standfirst,
		"dateline": &c.dateline, "body": &c.body, "language": &c.language, "provider": &c.provider,
		"bylines": &c.bylines, "tags": &c.tags, "rights": &c.rights, "expires": &c.expires,
	}
}

// apply puts what was sent into a story. The section was looked up before.
func (c *copytext) apply(s *article.Article, section publication.Section) {
	if section.ID != 0 {
		s.Section = section
	}
	set(&s.Headline, c.headline)
	set(&s.Slug, c.slug)
	set(&s.Standfirst, c.standfirst)
	set(&s.Dateline, c.dateline)
	set(&s.Body, c.body)
	set(&s.Language, c.language)
	set(&s.Provider, c.provider)
	set(&s.Bylines, c.bylines)
	set(&s.Tags, c.tags)
	set(&s.Rights, c.rights)
	if c.setExpires {
		s.ExpiresAt = time.Time{}
		if c.expires != nil {
			s.ExpiresAt = c.expires.UTC().Truncate(time.Microsecond) // as exact as it is kept
		}
	}
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// readCopy reads the body of a request that writes a story, with what else it may hold, and finds
// the section that it names.
func (a *api) readCopy(r *request, also map[string]any, needed ...string) (c copytext, s publication.Section, err error) {
	sent, err := r.object()
	if err != nil {
		return c, s, err
	}
	fields := c.fields()
	for name, field := range also {
		fields[name] = field
	}
	_, c.setExpires = sent["expires"]
	errs := []error{sent.into(fields)}
	for _, name := range needed {
		if _, there := sent[name]; !there {
			errs = append(errs, fault.Field(name, "This is missing."))
		}
	}
	if c.section != nil {
		s, err = a.Publications.SectionBySlug(r.Context(), *c.section)
		if fault.Is(err, fault.NotFound) {
			err = fault.Fieldf("section", "There is no section %q.", fault.Excerpt(*c.section))
		}
		errs = append(errs, err)
	}
	return c, s, errors.Join(errs...)
}

// createArticle serves POST /articles: a draft.
func (a *api) createArticle(r *request) (answer, error) {
	sent, section, err := a.readCopy(r, nil, "section", "headline", "body")
	if err != nil {
		return answer{}, err
	}
	once, err := r.once()
	if err != nil {
		return answer{}, err
	}
	now := a.Now()
	draft := article.Article{
		ID: key.New[article.Article](a.Keys, now), Status: article.Status{Stage: article.InDraft},
		CreatedAt: now, CreatedBy: int64(r.by.ID), ChangedAt: now,
	}
	sent.apply(&draft, section)
	if err := draft.Clean(); err != nil {
		return answer{}, err
	}
	made, err := a.Articles.CreateArticle(r.Context(), draft, once)
	if err != nil {
		return answer{}, err
	}
	if made.ID != draft.ID { // the request was answered before
		return a.stored(made, http.StatusOK), nil
	}
	return a.stored(made, http.StatusCreated), nil
}

// editArticle serves PATCH /articles/{key}: what is sent replaces what was; "correction" is a
// note that readers see on a published story.
func (a *api) editArticle(r *request) (answer, error) {
	var note *string
	sent, section, err := a.readCopy(r, map[string]any{"correction": &note})
	if err != nil {
		return answer{}, err
	}
	return a.change(r, func(s *article.Article) (event.Event, error) {
		sent.apply(s, section)
		correction := ""
		set(&correction, note)
		return s.Edited(r.by.ID, correction, a.Now())
	})
}

// publish serves POST /articles/{key}/publish: at once, or at the instant "at".
func (a *api) publish(r *request) (answer, error) {
	var at *time.Time
	sent, err := r.object()
	if err == nil {
		err = sent.into(map[string]any{"at": &at})
	}
	if err != nil {
		return answer{}, err
	}
	return a.change(r, func(s *article.Article) (event.Event, error) {
		now := a.Now()
		when := now
		if at != nil {
			when = at.UTC().Truncate(time.Microsecond)
		}
		return s.Release(r.by.ID, when, now)
	})
}

// withhold serves POST /articles/{key}/withhold with a "reason" for the staff.
func (a *api) withhold(r *request) (answer, error) {
	var reason *string
	sent, err := r.object()
	if err == nil {
		err = sent.into(map[string]any{"reason": &reason})
	}
	if err != nil {
		return answer{}, err
	}
	return a.change(r, func(s *article.Article) (event.Event, error) {
		why := ""
		set(&why, reason)
		return s.Withhold(r.by.ID, why, a.Now())
	})
}

// change saves a change of the story that the request names, once when it is a POST with a key.
func (a *api) change(r *request, change func(*article.Article) (event.Event, error)) (answer, error) {
	id, err := web.ArticleID(r.Request)
	if err != nil {
		return answer{}, err
	}
	once, err := r.once()
	if err != nil {
		return answer{}, err
	}
	s, err := a.Articles.UpdateArticle(r.Context(), id, r.by.ID, once, func(s *article.Article) ([]event.Event, error) {
		if s.Stage == article.Incoming {
			return nil, fault.New(fault.NotFound, "There is no such story.")
		}
		e, err := change(s)
		return []event.Event{e}, err
	})
	if err != nil {
		return answer{}, err
	}
	return a.stored(s, http.StatusOK), nil
}
