package reader

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"gogai/article"
	"gogai/discussion"
	"gogai/fault"
	"gogai/markup"
	"gogai/web/layout"
)

const commentsPerPage = 50

// A Thread is one page of a story's discussion.
type Thread struct {
	Count    string // "5 Comments"
	Orders   []Tab
	Views    []Tab
	Comments []Comment
	Tree     *Tree // in place of Comments where it is read as a tree
	Pager    layout.Pager
	Notice   string   // closed, or read by a moderator first; empty when open
	Form     *Compose // nil when nobody may comment
	Version  int64    // of the thread, for those who watch it from here on
	Story    int64    // likewise, of the story itself
	Newest   int      // the highest number of a comment so far
	Live     string   // where to watch it; empty when nothing can happen in it any more
}

// A Tab is one of the orders, or of the views, in which a thread is read.
type Tab struct {
	Text, Href string
	Current    bool
}

// A Comment is one entry of a thread as everyone sees it.
type Comment struct {
	Key     string // ARTICLE-NUMBER
	Number  int
	Handle  string // empty when it was imported without one
	Created layout.Moment
	Edited  *layout.Moment // nil when never
	Parent  *Parent        // nil when it answers nobody
	Replies int            // that a reader can see
	Body    markup.HTML    // empty for a stub
	Lang    string         // only where it is not the publication's
	Tally   layout.Tally
	Open    bool   // may be answered and voted on
	Stub    string // what stands in place of a comment that is gone; empty otherwise
	Vote    int    // the viewer's; only the comment's own page, which nobody shares, sets it
	Own     bool   // whether it is the viewer's; likewise
}

// A Parent is the comment that another one answers.
type Parent struct {
	Handle string // empty when it is gone or was imported
	Number int
	Href   string
}

// ID is the comment's anchor.
func (c *Comment) ID() string { return "c-" + c.Key }

// Path is the comment's own page.
func (c *Comment) Path() templ.SafeURL { return templ.SafeURL("/c/" + c.Key) }

func (c *Comment) path(rest string) templ.SafeURL { return c.Path() + templ.SafeURL(rest) }

func (c *Comment) numberSign() string { return "#" + strconv.Itoa(c.Number) }

// press is what a vote button sends: its own vote, or 0 when that one stands and a second press
// takes it back.
func (c *Comment) press(vote int) string {
	if c.Vote == vote {
		return "0"
	}
	return strconv.Itoa(vote)
}

func (c *Comment) pressed(vote int) string { return fmt.Sprint(c.Vote == vote) }

// A reading is how a thread is read: what its addresses keep.
type reading struct {
	story    string // path
	order    discussion.Order
	threaded bool // replies stand under what they answer
}

// thread reads the page of a story's discussion that an address asks for.
func (rd *reader) thread(ctx context.Context, s *setting, a article.Article, asked url.Values) (Thread, error) {
	q, threaded, err := threadQuery(a.ID, asked)
	if err != nil {
		return Thread{}, err
	}
	t, err := rd.Discussions.Thread(ctx, a.ID)
	if err != nil {
		return Thread{}, err
	}
	s.changesAt(t.ClosesAt())
	mode, as := t.Mode(s.now), reading{a.Path(), q.Order, threaded}
	shown := Thread{Count: s.W.Comments(t.Count), Version: t.Version, Story: a.Version, Newest: t.Last}
	if t.Count > 1 {
		shown.Orders, shown.Views = s.orders(as), s.views(as, q)
	}
	fill := rd.flat
	if threaded {
		fill = rd.tree
	}
	if err := fill(ctx, s, as, q, mode != discussion.Closed, &shown); err != nil {
		return Thread{}, err
	}
	switch mode {
	case discussion.Closed:
		shown.Notice = s.W.Closed
	case discussion.Premoderated:
		shown.Notice = s.W.PreModerated
	}
	if mode != discussion.Closed {
		form := s.newComment(a.ID)
		form.Guest = s.W.GuestHint
		shown.Form, shown.Live = &form, a.Path()+"/live"
	}
	return shown, nil
}

// flat shows one comment after the other.
func (rd *reader) flat(ctx context.Context, s *setting, as reading, q discussion.Query, open bool, shown *Thread) error {
	page, err := rd.Discussions.Comments(ctx, q)
	if err != nil {
		return err
	}
	here := map[int]bool{}
	for _, c := range page.Comments {
		here[c.Number] = true
	}
	for _, c := range page.Comments {
		shown.Comments = append(shown.Comments, s.comment(c, open, here))
	}
	shown.Pager = as.pager(discussion.Key{}, page.Previous, s.W.EarlierComments, page.Next, s.W.LaterComments)
	return nil
}

func threadQuery(id article.ID, asked url.Values) (q discussion.Query, threaded bool, err error) {
	q = discussion.Query{Article: id, Limit: commentsPerPage}
	if q.Order, err = discussion.ParseOrder(asked.Get("comments")); err != nil {
		return q, false, err
	}
	switch view := asked.Get("view"); view {
	case "", "flat":
	case "threaded":
		threaded = true
	default:
		return q, false, fault.Newf(fault.Malformed, "%q is no view; the views are flat and threaded.", fault.Excerpt(view))
	}
	if key := asked.Get("c"); key != "" {
		from, err := discussion.ParseKey(key)
		if err == nil && from.Article != id {
			err = fault.New(fault.NotFound, "This comment stands under another story.")
		}
		q.From = from.Number
		if err != nil || !threaded {
			return q, threaded, err
		}
	}
	if q.After, err = discussion.ParseCursor(asked.Get("after")); err != nil || !q.After.IsZero() {
		return q, threaded, err
	}
	q.Before, err = discussion.ParseCursor(asked.Get("before"))
	return q, threaded, err
}

func (s *setting) orders(as reading) []Tab {
	words := map[discussion.Order]string{
		discussion.Oldest: s.W.Oldest, discussion.Latest: s.W.LatestFirst,
		discussion.Popular: s.W.Popular, discussion.Controversial: s.W.Controversial,
	}
	var tabs []Tab
	for _, o := range discussion.Orders {
		current := o == as.order
		as := reading{as.story, o, as.threaded}
		tabs = append(tabs, Tab{words[o], as.address(discussion.Key{}, "", discussion.Cursor{}), current})
	}
	return tabs
}

// views lead to the same order in each view, and to the comment that was asked for.
func (s *setting) views(as reading, q discussion.Query) []Tab {
	tab := func(text string, threaded bool) Tab {
		to := reading{as.story, as.order, threaded}
		return Tab{text, to.address(discussion.Key{Article: q.Article, Number: q.From}, "", discussion.Cursor{}), threaded == as.threaded}
	}
	return []Tab{tab(s.W.Flat, false), tab(s.W.Threaded, true)}
}

// address is that of a page of the thread, or of what is shown of one comment: after or before (the
// side) a place, or the first.
func (as reading) address(of discussion.Key, side string, place discussion.Cursor) string {
	query, anchor := url.Values{"comments": {string(as.order)}}, "comments"
	if as.threaded {
		query.Set("view", "threaded")
	}
	if of.Number != 0 {
		query.Set("c", of.String())
		anchor = discussion.Comment{Key: of}.Anchor()
	}
	if !place.IsZero() {
		query.Set(side, place.String())
	}
	return as.story + "?" + query.Encode() + "#" + anchor
}

// pager leads to the pages beside one.
func (as reading) pager(of discussion.Key, previous discussion.Cursor, earlier string, next discussion.Cursor, later string) layout.Pager {
	p := layout.Pager{EarlierText: earlier, LaterText: later}
	if !previous.IsZero() {
		p.Earlier = as.address(of, "before", previous)
	}
	if !next.IsZero() {
		p.Later = as.address(of, "after", next)
	}
	return p
}

// inContext is the address of a comment among the others of its thread.
func inContext(story string, key discussion.Key) string {
	return story + "?c=" + key.String() + "#" + discussion.Comment{Key: key}.Anchor()
}

// newComment is the empty form under a story.
func (s *setting) newComment(id article.ID) Compose {
	return Compose{
		ID: "compose", Action: "/c/" + id.String() + "/new", Title: s.W.AddComment, Submit: s.W.Post, Text: s.commentText(),
	}
}

func (s *setting) commentText() layout.Field {
	return layout.Field{Name: "body", Label: s.W.YourComment, Rows: 6, Required: true, Hint: s.W.MarkupHint}
}
