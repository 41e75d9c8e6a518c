package newsroom

import (
	"net/http"
	"strconv"

	"gogai/article"
	"gogai/fault"
	"gogai/member"
	"gogai/web/layout"
)

// revisionsPage shows what a story was after each change, and what one of the changes was.
type revisionsPage struct {
	room
	Story     layout.Link // back to the editor
	Lang      string
	Revisions []revisionRow
	Chosen    string // "Version 3"
	Headline  []piece
	Stand     []piece
	Body      [][]piece // by paragraph
}

type revisionRow struct {
	Href    string
	Version string
	At      layout.Moment
	By      string // empty for an import
	Note    string
	Current bool
}

// revisions serves GET /desk/articles/{key}/revisions: ?version= chooses the change to be shown.
func (n newsroom) revisions(w http.ResponseWriter, r *http.Request) error {
	m, a, err := n.writersStory(w, r)
	if err != nil {
		return err
	}
	list, err := n.Articles.Revisions(r.Context(), a.ID)
	if err != nil {
		return err
	}
	around, err := n.room(r, m, "Revisions", "")
	if err != nil {
		return err
	}
	p := revisionsPage{
		room: around, Lang: otherLanguage(&around.Page, a.Language),
		Story: layout.Link{Text: a.Headline, Href: deskPath(a.ID), Lang: otherLanguage(&around.Page, a.Language)},
	}
	chosen := 0
	if version := r.URL.Query().Get("version"); version != "" {
		if chosen = indexOf(list, version); chosen < 0 {
			return fault.New(fault.NotFound, "This story has no such version.")
		}
	}
	names := map[member.ID]string{}
	for i, rev := range list {
		version := strconv.FormatInt(rev.Version, 10)
		row := revisionRow{
			Href: deskPath(a.ID) + "/revisions?version=" + version, Version: version, At: p.DateTime(rev.At), Note: rev.Note, Current: i == chosen,
		}
		if rev.By != 0 && names[rev.By] == "" {
			by, err := n.Members.Member(r.Context(), rev.By)
			if err != nil {
				return err
			}
			names[rev.By] = by.Handle
		}
		row.By = names[rev.By]
		p.Revisions = append(p.Revisions, row)
	}
	if len(list) > 0 {
		p.compare(list, chosen)
	}
	return n.Render(w, r, http.StatusOK, revisionsView(&p))
}

// compare shows a revision against the one before it.
func (p *revisionsPage) compare(list []article.Revision, chosen int) {
	now := list[chosen]
	var before article.Revision // nothing, for the first
	if chosen+1 < len(list) {
		before = list[chosen+1]
	}
	p.Chosen = "Version " + strconv.FormatInt(now.Version, 10)
	p.Headline = compareText(before.Headline, now.Headline)
	p.Stand = compareText(before.Standfirst, now.Standfirst)
	p.Body = compareParagraphs(before.Body, now.Body)
}

func indexOf(list []article.Revision, version string) int {
	for i, rev := range list {
		if strconv.FormatInt(rev.Version, 10) == version {
			return i
		}
	}
	return -1
}
