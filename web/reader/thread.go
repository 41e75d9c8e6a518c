package reader

import (
	"fmt"
	"strconv"

	"github.com/a-h/templ"

	"gogai/web/layout"
)

// A Thread is one page of a story's discussion.
type Thread struct {
	Count    string // "5 Comments"
	Orders   []Tab
	Comments []Comment
	Pager    layout.Pager
	Notice   string   // closed, or read by a moderator first; empty when open
	Form     *Compose // nil when nobody may comment
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
	Body    string         // HTML made by markup; empty for a stub
	Lang    string         // only where it is not the publication's
	Tally   layout.Tally
	Open    bool   // may be answered and voted on
	Stub    string // what stands in place of a comment that is gone; empty otherwise
	Vote    int    // the viewer's own; only the comment's own page, which nobody shares, sets it
	Pending string // notice to its author while a moderator reads it; only on its own page
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

// A Compose is the form in which a comment is written.
type Compose struct {
	Action  string
	Title   string
	Submit  string
	Text    layout.Field
	ReplyTo int    // number of the comment that is answered; 0 for none
	Guest   string // what will happen to those who are not logged in; empty when known to be in
	Problem string // what is wrong with the whole, not the text
	Cancel  string // address that leads back without a change; empty for none
}
