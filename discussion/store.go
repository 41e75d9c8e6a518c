package discussion

import (
	"context"
	"time"

	"gogai/article"
	"gogai/event"
	"gogai/member"
)

// Query asks for a page of a thread: of what readers find in it, in an order. At most one of
// After, Before and From is set; none is the first page.
type Query struct {
	Article article.ID
	Order   Order
	After   Cursor // the page follows this place
	Before  Cursor // the page ends just before this place
	From    int    // the page starts with this comment; NotFound when readers don't find it
	Limit   int
}

// Page is a part of a thread.
type Page struct {
	Comments []Comment
	Next     Cursor // where the following page starts; zero at the end
	Previous Cursor // where the page before it ends; zero at the start
}

// Placed is a comment with the story that it stands under.
type Placed struct {
	Comment
	Headline string
	Story    string // the story's path
	Language string // the story's; empty is the publication's
}

// Store keeps discussions. All reads of one call see one instant.
type Store interface {
	// Do applies a write and returns when it is on disk. Writes of one moment share a
	// transaction; a refusal is the fault of the rule, and touches no other write.
	Do(context.Context, Write) (Result, error)

	// Thread finds a story's thread; NotFound otherwise.
	Thread(context.Context, article.ID) (Thread, error)
	// UpdateThread lets change alter a thread and saves it with the event.
	UpdateThread(ctx context.Context, id article.ID, change func(*Thread) (event.Event, error)) (Thread, error)
	// Comments returns a page of a thread.
	Comments(context.Context, Query) (Page, error)
	// Tree returns a page of a thread as a tree. Its first level is, in the order of the page, what
	// answers nothing, and each comment that readers don't find although they do find replies
	// to it. With From the page is that comment's: it stands alone in the first level, and After or
	// Before and Limit choose among the replies to it, which are always the oldest first.
	Tree(context.Context, Query) (Tree, error)
	// Comment finds a comment in any state; NotFound otherwise.
	Comment(context.Context, Key) (Placed, error)
	// Numbered returns a thread and those of its comments that have one of the numbers, in any
	// state, by number.
	Numbered(ctx context.Context, id article.ID, numbers []int) (Thread, []Comment, error)
	// Replies returns the shown comments that answer a comment, oldest first.
	Replies(ctx context.Context, key Key, limit int) ([]Comment, error)
	// Earlier returns a comment's texts before its edits, the last first.
	Earlier(context.Context, Key) ([]Earlier, error)
	// LatestComments returns visible comments of public stories, newest first; by names the
	// author, 0 for all. Moment{} starts.
	LatestComments(ctx context.Context, by member.ID, after Moment, limit int, now time.Time) (list []Placed, more bool, err error)
	// CommentCount returns how many comments LatestComments would list for a member in all.
	CommentCount(ctx context.Context, by member.ID, now time.Time) (int, error)
	// Votes returns a member's votes in a thread, by comment number; those taken back are absent.
	Votes(context.Context, member.ID, article.ID) (map[int]int, error)
	// OwnSince returns a member's comments in a thread that were made after an instant, in any state.
	OwnSince(ctx context.Context, by member.ID, id article.ID, since time.Time) ([]Comment, error)
}
