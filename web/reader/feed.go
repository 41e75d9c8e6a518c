package reader

import (
	"net/http"

	"gogai/article"
	"gogai/feed"
	"gogai/publication"
	"gogai/web"
	"gogai/web/layout"
)

const storiesInFeed = 30

// feed serves GET /feed.xml.
func (rd *reader) feed(r *http.Request) (*web.Edition, error) {
	return rd.rss(r, publication.Section{}, "/")
}

// sectionFeed serves GET /{section}/feed.xml.
func (rd *reader) sectionFeed(r *http.Request) (*web.Edition, error) {
	section, err := rd.Publications.SectionBySlug(r.Context(), r.PathValue("section"))
	if err != nil {
		return nil, err
	}
	if section.Slug != r.PathValue("section") {
		return moved(r, "/"+section.Slug+"/feed.xml"), nil
	}
	return rd.rss(r, section, "/"+section.Slug)
}

// rss writes the stories of a section, or of all for the zero one, as RSS. path is the page that
// the feed is an edition of.
func (rd *reader) rss(r *http.Request, section publication.Section, path string) (*web.Edition, error) {
	s, err := rd.set(r.Context(), layout.List, section.Name)
	if err != nil {
		return nil, err
	}
	stories, _, err := rd.Articles.Articles(r.Context(), article.Query{Section: section.ID, Limit: storiesInFeed, Now: s.now})
	if err != nil {
		return nil, err
	}
	f := feed.Feed{
		Title: s.Site.Name, Link: rd.BaseURL + path, Self: rd.BaseURL + r.URL.EscapedPath(),
		Description: s.Site.Tagline, Language: s.Site.Lang, Copyright: s.Site.Copyright,
	}
	if section.Name != "" {
		f.Title += ": " + section.Name
	}
	for _, a := range stories {
		f.Items = append(f.Items, rd.feedItem(s, a))
	}
	body, err := feed.RSS(f)
	if err != nil {
		return nil, err
	}
	if err := rd.untilNext(r.Context(), s); err != nil {
		return nil, err
	}
	e := s.list(nil, s.paper.Sections...)
	e.Body, e.Type = body, feed.RSSType+"; charset=utf-8"
	return e, nil
}

// feedItem shows a story in a feed; of an expired one its headline and whose it was.
func (rd *reader) feedItem(s *setting, a article.Article) feed.Item {
	i := feed.Item{
		ID: rd.BaseURL + "/#" + a.ID.String(), Headline: a.Headline, Link: rd.BaseURL + a.Path(), Section: a.Section.Name,
		Bylines: a.Bylines, Rights: a.Rights, Published: a.PublishedAt, Updated: a.UpdatedAt,
	}
	if a.State(s.now) == article.Expired {
		return i
	}
	s.changesAt(a.ExpiresAt)
	i.Summary = describe(a)
	if a.Picture.HasFile() {
		file := a.Picture.Default()
		i.Picture = feed.Picture{URL: rd.BaseURL + web.MediaURL(file), Type: "image/" + file.Format, Bytes: file.Bytes}
	}
	return i
}
