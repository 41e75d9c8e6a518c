package reader

import (
	"context"
	"net/http"
	"net/url"

	"gogai/article"
	"gogai/web"
	"gogai/web/layout"
)

// SectionPage is a section with its stories, newest first.
type SectionPage struct {
	layout.Page
	Name    string
	Stories []StoryLine
	Older   string // address of the stories before these; empty at the end
}

const storiesPerPage = 20

// section serves GET /{section}: its newest stories, or those after ?after=POSITION.
func (rd *reader) section(r *http.Request) (*web.Edition, error) {
	ctx := r.Context()
	section, err := rd.Publications.SectionBySlug(ctx, r.PathValue("section"))
	if err != nil {
		return nil, err
	}
	if section.Slug != r.PathValue("section") {
		return moved(r, "/"+section.Slug), nil
	}
	after, err := article.ParsePosition(r.URL.Query().Get("after"))
	if err != nil {
		return nil, err
	}
	s, err := rd.set(ctx, layout.List, section.Name)
	if err != nil {
		return nil, err
	}
	stories, more, err := rd.Articles.Articles(ctx, article.Query{
		Section: section.ID, After: after, Limit: storiesPerPage, Brief: true, Now: s.now,
	})
	if err != nil {
		return nil, err
	}
	path := "/" + section.Slug
	s.Section, s.Canonical, s.Feeds = section.Slug, rd.BaseURL+path, s.feeds(section.Name, path)
	p := SectionPage{Page: s.Page, Name: section.Name, Stories: s.storyLines(stories, thumbSizes)}
	for i := range p.Stories {
		p.Stories[i].Section = layout.Link{}
	}
	if more {
		p.Older = path + "?after=" + stories[len(stories)-1].Position().String()
	}
	if err := rd.untilNext(ctx, s); err != nil {
		return nil, err
	}
	p.Page = s.Page
	return s.list(Section(&p), section), nil
}

// untilNext notes when the next story comes out, for lists that it or its comments will stand in.
func (rd *reader) untilNext(ctx context.Context, s *setting) error {
	s.changesDaily()
	next, err := rd.Articles.NextRelease(ctx, s.now)
	s.changesAt(next)
	return err
}

// moved leads for good from an earlier address to the present one, query and all.
func moved(r *http.Request, path string) *web.Edition {
	to := url.URL{RawQuery: r.URL.RawQuery}
	return &web.Edition{To: path + to.String(), ForGood: true}
}

// feeds are the machine-readable editions to name on a page: the publication's, and a section's own.
func (s *setting) feeds(name, path string) []layout.Feed {
	feeds := []layout.Feed{{Title: s.Site.Name, Href: "/feed.xml", Type: "application/rss+xml"}}
	if name != "" {
		feeds = append(feeds, layout.Feed{Title: s.Site.Name + ": " + name, Href: path + "/feed.xml", Type: "application/rss+xml"})
	}
	return feeds
}
