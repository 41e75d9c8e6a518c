package reader

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"gogai/article"
	"gogai/discussion"
	"gogai/live"
	"gogai/markup"
	"gogai/media"
	"gogai/publication"
	"gogai/web"
	"gogai/web/layout"
)

// A setting is a page in the making: it turns what the rules know into what the page shows, in
// the publication's language and zone, at one instant.
type setting struct {
	layout.Page
	paper *web.Paper
	now   time.Time
	until time.Time // when time alone changes what is shown; zero is never
}

// changesAt notes that time changes what is shown at an instant.
func (s *setting) changesAt(t time.Time) {
	if t.After(s.now) && (s.until.IsZero() || t.Before(s.until)) {
		s.until = t
	}
}

// changesDaily notes that today's date is shown.
func (s *setting) changesDaily() {
	today := s.now.In(s.Site.Zone)
	tomorrow := time.Date(today.Year(), today.Month(), today.Day()+1, 0, 0, 0, 0, s.Site.Zone)
	if tomorrow.Day() == today.Day() { // the clock is put forward at midnight, and the day begins at one
		tomorrow = tomorrow.Add(time.Hour)
	}
	s.changesAt(tomorrow)
}

// edition is the page, made from these versions beside the paper's own.
func (s *setting) edition(page templ.Component, from ...live.Version) *web.Edition {
	return &web.Edition{Page: page, From: append(s.paper.From(), from...), Until: s.until}
}

// list is an edition that shows stories of sections, or comments of anywhere.
func (s *setting) list(page templ.Component, sections ...publication.Section) *web.Edition {
	return &web.Edition{Page: page, From: s.paper.From(sections...), Loose: true, Until: s.until}
}

func (rd *reader) set(ctx context.Context, kind layout.Kind, title string) (*setting, error) {
	paper, err := rd.Paper(ctx)
	if err != nil {
		return nil, err
	}
	p := rd.PageOf(paper, title)
	p.Kind = kind
	return &setting{Page: p, paper: paper, now: rd.Now()}, nil
}

// in is set with a title in the publication's own words.
func (rd *reader) in(ctx context.Context, kind layout.Kind, title func(*layout.Words) string) (*setting, error) {
	s, err := rd.set(ctx, kind, "")
	if err == nil {
		s.Title = title(s.W)
	}
	return s, err
}

// storyLine shows a story in a list. sizes is how wide its picture is there, as in HTML.
func (s *setting) storyLine(a article.Article, sizes string) StoryLine {
	s.changesAt(a.ExpiresAt) // its picture goes with its licence
	line := StoryLine{
		Key: a.ID.String(), Href: a.Path(), Headline: a.Headline, Standfirst: a.Standfirst, Lang: s.Site.Other(a.Language),
		Section:   layout.Link{Text: a.Section.Name, Href: "/" + a.Section.Slug},
		Published: s.Clock(a.PublishedAt, s.now),
	}
	if a.Comments > 0 {
		line.Comments = s.W.Comments(a.Comments)
	}
	if a.Picture.HasFile() && a.State(s.now) != article.Expired {
		line.Picture = s.picture(a.Picture, sizes)
		line.Picture.Lang = line.Lang
	}
	return line
}

func (s *setting) storyLines(list []article.Article, sizes string) []StoryLine {
	var lines []StoryLine
	for _, a := range list {
		lines = append(lines, s.storyLine(a, sizes))
	}
	return lines
}

// How wide pictures are where they stand, for the browser to choose a rendition by.
const (
	leadSizes   = "(min-width: 64rem) 50rem, 100vw"
	columnSizes = "(min-width: 40rem) 25rem, 100vw"
	thumbSizes  = "(min-width: 40rem) 16rem, 31vw"
	storySizes  = "(min-width: 60rem) 54rem, 100vw"
)

// picture shows a picture; without a file its words alone.
func (s *setting) picture(p media.Picture, sizes string) *layout.Picture {
	shown := &layout.Picture{Caption: p.Caption, Credit: p.CreditLine, Alt: p.Alt, Sizes: sizes}
	if !p.HasFile() {
		return shown
	}
	for _, format := range []string{media.WebP, media.JPEG} {
		var set []string
		for _, f := range p.Sources(format) {
			set = append(set, fmt.Sprintf("%s %dw", web.MediaURL(f), f.WidthPx))
		}
		if len(set) > 0 {
			shown.Sources = append(shown.Sources, layout.Source{Type: "image/" + format, Srcset: strings.Join(set, ", ")})
		}
	}
	fallback := p.Default()
	shown.Src, shown.Width, shown.Height = web.MediaURL(fallback), fallback.WidthPx, fallback.HeightPx
	return shown
}

// comment shows a comment as everyone sees it. open tells whether its thread takes answers and
// votes; here, which comments stand on the same page, so that an answer leads there.
func (s *setting) comment(c discussion.Comment, open bool, here map[int]bool) Comment {
	shown := Comment{
		Key: c.Key.String(), Number: c.Number, Handle: c.Handle, Created: s.DateTime(c.CreatedAt),
		Replies: c.Replies, Body: c.HTML, Tally: tally(c.Tally()), Open: open, Lang: s.Site.Other(languageOf(c.Body)),
	}
	if !c.EditedAt.IsZero() {
		edited := s.DateTime(c.EditedAt)
		shown.Edited = &edited
	}
	if c.Parent != 0 {
		parent := discussion.Comment{Key: discussion.Key{Article: c.Article, Number: c.Parent}}
		shown.Parent = &Parent{Handle: c.ParentHandle, Number: c.Parent, Href: parent.Path()}
		if here[c.Parent] {
			shown.Parent.Href = "#" + parent.Anchor()
		}
	}
	switch c.State {
	case discussion.Removed:
		shown.Stub = s.W.Removed(c.Reason)
	case discussion.Deleted:
		shown.Stub = s.W.DeletedByAuthor
	}
	if shown.Stub != "" {
		shown.Handle, shown.Body, shown.Edited = "", "", nil
	}
	return shown
}

func tally(t discussion.Tally) layout.Tally {
	return layout.Tally{Net: t.Net(), Up: t.Up, Down: t.Down}
}

// languageOf guesses a comment's language where its letters leave no doubt: nothing but Japanese is
// written in kana, unless it only mentions somebody. It returns "" otherwise.
func languageOf(text string) string {
	kana, han, others := 0, 0, 0
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf: // nearly all of most texts; the tables are slow to ask
			if r |= 'a' - 'A'; 'a' <= r && r <= 'z' {
				others++
			}
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			kana++
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.IsLetter(r):
			others++
		}
	}
	// A Japanese character says about as much as two or three letters.
	if kana > 0 && 3*(kana+han) >= others {
		return "ja"
	}
	return ""
}

// describe is what a search engine or a preview shows of a story.
func describe(a article.Article) string {
	const most = 200 // characters
	if a.Standfirst != "" {
		return a.Standfirst
	}
	return markup.Excerpt(a.BodyHTML, most)
}
