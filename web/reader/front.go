package reader

import (
	"context"
	"net/http"
	"slices"
	"time"

	"gogai/article"
	"gogai/publication"
	"gogai/web"
	"gogai/web/layout"
)

// FrontPage is the page at /. Any part may be empty: a publication begins with no story.
type FrontPage struct {
	layout.Page
	Lead      *StoryLine
	Second    []StoryLine // the stories next to it, with pictures where they have some
	Latest    []StoryLine
	Discussed []StoryLine
	Sections  []SectionBlock
}

// A SectionBlock is a section's place on the front page.
type SectionBlock struct {
	Section layout.Link
	Lead    StoryLine
	More    []StoryLine
}

// How many stories stand where on the front page, and how far back "most discussed" looks.
const (
	newest         = 24
	nextToLead     = 3
	latestListed   = 8
	mostDiscussed  = 5
	inBlock        = 4
	discussedSince = 7 * 24 * time.Hour
)

// front serves GET /.
func (rd *reader) front(r *http.Request) (*web.Edition, error) {
	p, s, err := rd.frontPage(r.Context())
	if err != nil {
		return nil, err
	}
	return s.list(Front(p), s.paper.Sections...), nil
}

func (rd *reader) frontPage(ctx context.Context) (*FrontPage, *setting, error) {
	s, err := rd.set(ctx, layout.Front, "")
	if err != nil {
		return nil, nil, err
	}
	stories, _, err := rd.Articles.Articles(ctx, article.Query{Limit: newest, Brief: true, Now: s.now})
	if err != nil {
		return nil, nil, err
	}
	discussed, err := rd.Articles.MostDiscussed(ctx, s.now.Add(-discussedSince), s.now, mostDiscussed)
	if err != nil {
		return nil, nil, err
	}
	for _, a := range discussed {
		s.changesAt(a.PublishedAt.Add(discussedSince + time.Microsecond)) // storage counts by these
	}
	s.Canonical, s.Description, s.Feeds = rd.BaseURL+"/", s.Site.Tagline, s.feeds("", "")
	p := FrontPage{Page: s.Page, Discussed: s.storyLines(discussed, "")}
	lead, second, latest := choose(stories)
	if lead != nil {
		line := s.storyLine(*lead, leadSizes)
		if line.Picture != nil {
			line.Picture.Eager = true
		}
		p.Lead = &line
	}
	p.Second = s.storyLines(second, thumbSizes)
	p.Latest = s.storyLines(latest, "")
	if p.Sections, err = rd.blocks(ctx, s, lead, second); err != nil {
		return nil, nil, err
	}
	if err := rd.untilNext(ctx, s); err != nil {
		return nil, nil, err
	}
	return &p, s, nil
}

// stories lists all that the page shows, some of them more than once.
func (p *FrontPage) stories() []StoryLine {
	list := slices.Concat(p.Second, p.Latest, p.Discussed)
	if p.Lead != nil {
		list = append(list, *p.Lead)
	}
	for _, block := range p.Sections {
		list = append(append(list, block.Lead), block.More...)
	}
	return list
}

// choose picks the stories at the top out of the newest: the lead is the newest that can be
// illustrated, those next to it the newest after it, pictured ones first; the others are listed.
func choose(stories []article.Article) (lead *article.Article, second, latest []article.Article) {
	if len(stories) == 0 {
		return nil, nil, nil
	}
	const reach = 8 // no older story comes to the top for its picture's sake
	rest := slices.Clone(stories)
	take := func() article.Article {
		i := max(0, slices.IndexFunc(rest[:min(reach, len(rest))], func(a article.Article) bool { return a.Picture.HasFile() }))
		a := rest[i]
		rest = slices.Delete(rest, i, i+1)
		return a
	}
	first := take()
	for len(second) < nextToLead && len(rest) > 0 {
		second = append(second, take())
	}
	return &first, second, rest[:min(latestListed, len(rest))]
}

// blocks are the sections in their order, each with its newest stories that are not at the top.
func (rd *reader) blocks(ctx context.Context, s *setting, lead *article.Article, second []article.Article) ([]SectionBlock, error) {
	top := second
	if lead != nil {
		top = append(slices.Clone(second), *lead)
	}
	var blocks []SectionBlock
	for _, section := range s.paper.Sections {
		stories, err := rd.inSection(ctx, section, len(top)+inBlock, s.now)
		if err != nil {
			return nil, err
		}
		stories = slices.DeleteFunc(stories, func(a article.Article) bool {
			return slices.ContainsFunc(top, func(t article.Article) bool { return t.ID == a.ID })
		})
		if len(stories) == 0 {
			continue
		}
		stories = stories[:min(inBlock, len(stories))]
		blocks = append(blocks, SectionBlock{
			Section: layout.Link{Text: section.Name, Href: "/" + section.Slug},
			Lead:    s.storyLine(stories[0], columnSizes), More: s.storyLines(stories[1:], ""),
		})
	}
	return blocks, nil
}

func (rd *reader) inSection(ctx context.Context, section publication.Section, limit int, now time.Time) ([]article.Article, error) {
	stories, _, err := rd.Articles.Articles(ctx, article.Query{Section: section.ID, Limit: limit, Brief: true, Now: now})
	return stories, err
}
