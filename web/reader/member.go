package reader

import (
	"net/http"

	"gogai/discussion"
	"gogai/member"
	"gogai/web"
	"gogai/web/layout"
)

// MemberPage is what everyone sees of a member: their comments, newest first.
type MemberPage struct {
	layout.Page
	Handle   string
	Role     string // empty for a plain member
	Since    layout.Moment
	Count    string // "12 Comments"
	Comments []Posted
	Older    string // address of the comments before these; empty at the end
}

// CommentsPage is the latest comments everywhere.
type CommentsPage struct {
	layout.Page
	Comments []Posted
	Older    string
}

// Posted is a comment away from its thread, with the way back to it.
type Posted struct {
	Comment
	Story   layout.Link
	Context string
}

const postedPerPage = 20

// member serves GET /member/{handle}, also by a handle that the member had before.
func (rd *reader) member(r *http.Request) (*web.Edition, error) {
	ctx := r.Context()
	m, err := rd.Members.MemberByHandle(ctx, r.PathValue("handle"))
	if err != nil {
		return nil, err
	}
	if m.Handle != r.PathValue("handle") {
		return moved(r, m.Path()), nil
	}
	s, err := rd.set(ctx, layout.List, m.Handle)
	if err != nil {
		return nil, err
	}
	count, err := rd.Discussions.CommentCount(ctx, m.ID, s.now)
	if err != nil {
		return nil, err
	}
	s.Canonical = rd.BaseURL + m.Path()
	p := MemberPage{
		Handle: m.Handle, Role: s.W.Roles[string(m.Role)], Count: s.W.Comments(count),
		Since: s.W.Moment(m.CreatedAt.In(s.Site.Zone), s.W.Date),
	}
	if p.Comments, p.Older, err = rd.posted(r, s, m.ID, m.Path()); err != nil {
		return nil, err
	}
	p.Page = s.Page
	return s.list(Member(&p)), nil
}

// comments serves GET /comments.
func (rd *reader) comments(r *http.Request) (*web.Edition, error) {
	s, err := rd.in(r.Context(), layout.List, func(w *layout.Words) string { return w.LatestComments })
	if err != nil {
		return nil, err
	}
	const path = "/comments"
	s.Canonical = rd.BaseURL + path
	p := CommentsPage{Page: s.Page}
	if p.Comments, p.Older, err = rd.posted(r, s, 0, path); err != nil {
		return nil, err
	}
	return s.list(Comments(&p)), nil
}

// posted reads a page of the latest comments, by one member or by all: the newest, or those
// after ?after=MOMENT. older is where the list at path goes on.
func (rd *reader) posted(r *http.Request, s *setting, by member.ID, path string) (list []Posted, older string, err error) {
	ctx := r.Context()
	after, err := discussion.ParseMoment(r.URL.Query().Get("after"))
	if err != nil {
		return nil, "", err
	}
	if err := rd.untilNext(ctx, s); err != nil { // a story may come out that was discussed before
		return nil, "", err
	}
	found, more, err := rd.Discussions.LatestComments(ctx, by, after, postedPerPage, s.now)
	if err != nil {
		return nil, "", err
	}
	for _, c := range found {
		list = append(list, Posted{
			Comment: s.comment(c.Comment, false, nil),
			Story:   layout.Link{Text: c.Headline, Href: c.Story, Lang: s.Site.Other(c.Language)},
			Context: inContext(c.Story, c.Key),
		})
	}
	if more {
		older = path + "?after=" + found[len(found)-1].Moment().String()
	}
	return list, older, nil
}
