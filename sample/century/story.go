package century

import (
	"math"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/markup"
)

// text is a text with the HTML made of it.
type text struct {
	body string
	html markup.HTML
}

// texts are the bodies that are dealt to stories and comments of a language.
type texts struct {
	stories, comments []text
}

// story makes the story with the number; later ones come out later.
func (a *archive) story(i int) article.Article {
	l := a.language()
	step := a.until.Sub(a.from) / time.Duration(a.size.Stories)
	published := a.from.Add(time.Duration(i)*step + time.Duration(a.lot.Int64N(int64(step)))).Truncate(time.Second)
	body := pick(a.lot, a.texts[l.tag].stories)
	s := article.Article{
		ID: article.ID(i + 1), Section: pick(a.lot, a.sections), Headline: l.headline(a.lot), Language: l.tag,
		Body: body.body, BodyHTML: body.html,
		Status:    article.Status{Stage: article.Released, PublishedAt: published},
		CreatedAt: published, UpdatedAt: published, ChangedAt: published,
	}
	s.Slug = article.MakeSlug(s.Headline, s.ID)
	return s
}

const (
	replies = 0.5  // so many of the comments answer another
	recent  = 30   // most answer one of the last so many
	removed = 0.01 // by moderators
	deleted = 0.01 // by their authors
	// soon is how long a story is talked about at most: until threads close.
	soon = 14 * 24 * time.Hour
)

// thread makes the comments of a story.
func (a *archive) thread(s article.Article, count int) []discussion.Comment {
	span := float64(min(a.until.Sub(s.PublishedAt), soon))
	comments := make([]discussion.Comment, count)
	for i := range comments {
		passed := (float64(i) + a.lot.Float64()) / float64(count)
		at := s.PublishedAt.Add(time.Duration(span * passed * passed * passed)).Truncate(time.Microsecond)
		language := s.Language
		if a.lot.Float64() < foreign { // somebody who writes in another language
			language = a.language().tag
		}
		body := pick(a.lot, a.texts[language].comments)
		c := discussion.Comment{
			Key: discussion.Key{Article: s.ID, Number: i + 1}, Author: a.author(at), Parent: a.parent(i),
			Body: body.body, HTML: body.html, CreatedAt: at, State: discussion.Visible,
			Base: discussion.Tally{Up: a.votes(4), Down: a.votes(1.5)},
		}
		switch fate := a.lot.Float64(); {
		case fate < removed:
			c.State, c.Reason = discussion.Removed, "Not about the story."
		case fate < removed+deleted:
			c.State = discussion.Deleted
		}
		comments[i] = c
	}
	return comments
}

// parent draws which of the comments before number i+1 it answers; 0 for none.
func (a *archive) parent(i int) int {
	if i == 0 || a.lot.Float64() >= replies {
		return 0
	}
	if a.lot.Float64() < 0.8 {
		return i - a.lot.IntN(min(i, recent))
	}
	return 1 + a.lot.IntN(i)
}

// votes draws a number of votes: mostly few, now and then hundreds.
func (a *archive) votes(scale float64) int {
	return int(scale * math.Pow(a.lot.ExpFloat64(), 2.5) / 2)
}
