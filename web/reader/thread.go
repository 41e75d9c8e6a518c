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
	Comments []Comment
	Pager    layout.Pager
	Notice   string   // closed, or read by a moderator first; empty when open
	Form     *Compose // nil when nobody may comment
	Version  int64    // of the thread, for those who watch it from here on
}

// A Tab is one of the orders in which a thread is read.
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

// thread reads the page of a story's discussion that an address asks for.
func (rd *reader) thread(ctx context.Context, s *setting, a article.Article, asked url.Values) (Thread, error) {
	q, err := threadQuery(a.ID, asked)
	if err != nil {
		return Thread{}, err
	}
	t, err := rd.Discussions.Thread(ctx, a.ID)
	if err != nil {
		return Thread{}, err
	}
	page, err := rd.Discussions.Comments(ctx, q)
	if err != nil {
		return Thread{}, err
	}
	mode := t.Mode(s.now)
	s.changesAt(t.ClosesAt())
	shown := Thread{Count: s.W.Comments(t.Count), Version: t.Version}
	if t.Count > 1 {
		shown.Orders = s.orders(q.Order, a.Path())
	}
	here := map[int]bool{}
	for _, c := range page.Comments {
		here[c.Number] = true
	}
	for _, c := range page.Comments {
		shown.Comments = append(shown.Comments, s.comment(c, mode != discussion.Closed, here))
	}
	at := func(place string, c discussion.Cursor) string {
		if c.IsZero() {
			return ""
		}
		return threadPath(a.Path(), url.Values{"comments": {string(q.Order)}, place: {c.String()}})
	}
	shown.Pager = layout.Pager{
		Earlier: at("before", page.Previous), EarlierText: s.W.EarlierComments,
		Later: at("after", page.Next), LaterText: s.W.LaterComments,
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
		shown.Form = &form
	}
	return shown, nil
}

func threadQuery(id article.ID, asked url.Values) (discussion.Query, error) {
	q := discussion.Query{Article: id, Limit: commentsPerPage}
	var err error
	if q.Order, err = discussion.ParseOrder(asked.Get("comments")); err != nil {
		return q, err
	}
	if key := asked.Get("c"); key != "" {
		from, err := discussion.ParseKey(key)
		if err == nil && from.Article != id {
			err = fault.New(fault.NotFound, "This comment stands under another story.")
		}
		q.From = from.Number
		return q, err
	}
	if q.After, err = discussion.ParseCursor(asked.Get("after")); err != nil || !q.After.IsZero() {
		return q, err
	}
	q.Before, err = discussion.ParseCursor(asked.Get("before"))
	return q, err
}

func (s *setting) orders(current discussion.Order, path string) []Tab {
	words := map[discussion.Order]string{
		discussion.Oldest: s.W.Oldest, discussion.Latest: s.W.LatestFirst,
		discussion.Popular: s.W.Popular, discussion.Controversial: s.W.Controversial,
	}
	var tabs []Tab
	for _, o := range discussion.Orders {
		tabs = append(tabs, Tab{words[o], threadPath(path, url.Values{"comments": {string(o)}}), o == current})
	}
	return tabs
}

func threadPath(path string, query url.Values) string {
	return path + "?" + query.Encode() + "#comments"
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
