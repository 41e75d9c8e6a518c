package newsroom

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"gogai/article"
	"gogai/web/layout"
)

// storiesPage is the desk's list of stories, the last changed first.
type storiesPage struct {
	room
	States  []tab
	State   string
	Query   string
	Stories []storyRow
	Older   string
}

// A storyRow is one story on the desk.
type storyRow struct {
	Href, Headline, Lang string
	Section              string
	State                article.State
	StateWord            string
	When                 *layout.Moment // of publication, also when it lies ahead
	Changed              layout.Moment
	Comments             string
	Public               string // its address for readers; empty when they have none
}

const storiesPerPage = 40

// stateWords are the states as the desk says them, in the order in which they are offered.
var stateWords = []struct {
	State article.State
	Word  string
}{
	{article.Draft, "Draft"}, {article.Scheduled, "Scheduled"}, {article.Published, "Published"},
	{article.Expired, "Expired"}, {article.Withheld, "Withheld"},
}

func stateWord(state article.State) string {
	for _, s := range stateWords {
		if s.State == state {
			return s.Word
		}
	}
	return string(state)
}

// stories serves GET /desk.
func (n newsroom) stories(w http.ResponseWriter, r *http.Request) error {
	m, err := n.writer(w, r)
	if err != nil {
		return err
	}
	around, err := n.room(r, m, "Stories", "/desk")
	if err != nil {
		return err
	}
	address := r.URL.Query()
	after, err := article.ParsePosition(address.Get("after"))
	if err != nil {
		return err
	}
	p := storiesPage{room: around, Query: strings.TrimSpace(address.Get("q"))}
	p.States = []tab{{Text: "All", Href: listAddress("", p.Query, ""), Current: true}}
	for _, s := range stateWords {
		current := address.Get("state") == string(s.State)
		if current {
			p.State, p.States[0].Current = string(s.State), false
		}
		p.States = append(p.States, tab{Text: s.Word, Href: listAddress(string(s.State), p.Query, ""), Current: current})
	}
	now := n.Now()
	list, more, err := n.Articles.DeskArticles(r.Context(), article.DeskQuery{
		State: article.State(p.State), Text: p.Query, After: after, Limit: storiesPerPage, Now: now,
	})
	if err != nil {
		return err
	}
	for _, a := range list {
		p.Stories = append(p.Stories, rowOf(&around.Page, a, now))
	}
	if more {
		p.Older = listAddress(p.State, p.Query, list[len(list)-1].DeskPosition().String())
	}
	return n.Render(w, r, http.StatusOK, storiesView(&p))
}

func rowOf(p *layout.Page, a article.Article, now time.Time) storyRow {
	state := a.State(now)
	row := storyRow{
		Href: deskPath(a.ID), Headline: a.Headline, Lang: otherLanguage(p, a.Language), Section: a.Section.Name,
		State: state, StateWord: stateWord(state), Changed: p.Clock(a.ChangedAt, now),
	}
	if !a.PublishedAt.IsZero() && state != article.Draft {
		when := p.DateTime(a.PublishedAt)
		row.When = &when
	}
	if a.Public(now) {
		row.Comments, row.Public = p.W.Comments(a.Comments), a.Path()
	}
	return row
}

// deskPath is where a story is edited.
func deskPath(id article.ID) string { return "/desk/articles/" + id.String() }

func listAddress(state, query, after string) string {
	v := url.Values{}
	for name, value := range map[string]string{"state": state, "q": query, "after": after} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if len(v) == 0 {
		return "/desk"
	}
	return "/desk?" + v.Encode()
}
