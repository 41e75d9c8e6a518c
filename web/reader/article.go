package reader

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/fault"
	"gogai/live"
	"gogai/markup"
	"gogai/web"
	"gogai/web/layout"
)

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
	Body        markup.HTML // empty when expired
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

// article serves GET /{section}/{slug}: the story and a page of its thread, which
// ?comments=ORDER, ?after=, ?before= and ?c=KEY choose.
func (rd *reader) article(r *http.Request) (*web.Edition, error) {
	ctx := r.Context()
	// First the paper: its version tells of the section's name and address, too.
	s, err := rd.set(ctx, layout.Story, "")
	if err != nil {
		return nil, err
	}
	a, err := rd.Articles.ArticleAt(ctx, r.PathValue("section"), r.PathValue("slug"))
	if err == nil {
		err = a.Readable(s.now)
	}
	if err != nil {
		return nil, err
	}
	if a.Section.Slug != r.PathValue("section") || a.Slug != r.PathValue("slug") {
		return moved(r, a.Path()), nil
	}
	s.Title = a.Headline
	p := s.article(a, rd.BaseURL)
	p.Thread, err = rd.thread(ctx, s, a, r.URL.Query())
	switch {
	case fault.Is(err, fault.NotFound) && r.FormValue("c") != "":
		// Whoever follows an old link to a comment that is gone finds the discussion.
		return &web.Edition{To: a.Path() + "#comments"}, nil
	case err != nil:
		return nil, err
	}
	return s.edition(Article(p), live.ArticleVersion(a.ID, a.Version), live.ThreadVersion(a.ID, p.Thread.Version)), nil
}

// article sets the story. An expired one has lost its text and the file of its picture, which were
// licensed; what it was about and whose it was stay.
func (s *setting) article(a article.Article, baseURL string) *ArticlePage {
	s.Canonical = baseURL + a.Path()
	s.Day = s.W.Moment(a.PublishedAt.In(s.Site.Zone), s.W.LongDay)
	s.Section, s.Article = a.Section.Slug, a.ID.String()
	s.Feeds = s.feeds(a.Section.Name, "/"+a.Section.Slug)
	s.Card = layout.Card{
		Type: "article", Section: a.Section.Name, PublishedTime: s.DateTime(a.PublishedAt).Machine,
		ModifiedTime: s.DateTime(a.UpdatedAt).Machine,
	}
	p := &ArticlePage{
		Section:  layout.Link{Text: a.Section.Name, Href: "/" + a.Section.Slug},
		Headline: a.Headline, Standfirst: a.Standfirst, StoryLang: s.Site.Other(a.Language),
		Provider: a.Provider, Published: s.DateTime(a.PublishedAt), Rights: a.Rights, Tags: a.Tags,
		Expired: a.State(s.now) == article.Expired,
	}
	if len(a.Bylines) > 0 {
		p.Bylines = layout.In(cmp.Or(a.Language, s.Site.Lang)).Byline(a.Bylines) // as the story's own language has it
	}
	// Who read the story within its first minute doesn't need to be told that it was touched up.
	if a.UpdatedAt.After(a.PublishedAt.Add(time.Minute)) {
		updated := s.DateTime(a.UpdatedAt)
		p.Updated = &updated
	}
	for _, c := range a.Corrections {
		p.Corrections = append(p.Corrections, Correction{s.DateTime(c.At), c.Note})
	}
	s.changesAt(a.ExpiresAt)
	if !p.Expired {
		s.Description = describe(a)
		p.Dateline, p.Body = a.Dateline, a.BodyHTML
	} else {
		a.Picture.Files = nil
	}
	if a.Picture.HasFile() || a.Picture.Caption != "" || a.Picture.CreditLine != "" {
		p.Picture = s.picture(a.Picture, storySizes)
		p.Picture.Eager = true
	}
	if a.Picture.HasFile() {
		file := a.Picture.Default()
		s.Card.Image, s.Card.ImageAlt = baseURL+web.MediaURL(file), a.Picture.Alt
		s.Card.ImageWidth, s.Card.ImageHeight = file.WidthPx, file.HeightPx
	}
	p.Page = s.Page
	return p
}

// story finds a story by key, if readers may see it, and its thread.
func (rd *reader) story(ctx context.Context, id article.ID) (article.Article, discussion.Thread, error) {
	a, err := rd.Articles.Article(ctx, id)
	if err == nil {
		err = a.Readable(rd.Now())
	}
	if err != nil {
		return article.Article{}, discussion.Thread{}, err
	}
	t, err := rd.Discussions.Thread(ctx, id)
	return a, t, err
}
