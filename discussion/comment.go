// Package discussion holds what readers say under a story: threads, comments, votes, and the
// orders in which they are read.
//
//	          ┌──► visible ◄──restore── removed (a stub with the moderator's reason)
//	post ─────┤      │  └────remove──────►
//	          └──► held ──approve──► visible
//	                │ └─────reject──► rejected (its author sees why, nobody else)
//	visible, held ──its author deletes──► deleted (a stub while replies exist, else gone)
package discussion

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"gogai/article"
	"gogai/fault"
	"gogai/markup"
	"gogai/member"
)

const (
	// MaxLength is the longest comment, in characters as a reader counts them.
	MaxLength = 5_000
	// EditWindow is how long an author may edit.
	EditWindow = 10 * time.Minute
	// RepeatWindow is how long the same text by the same member in a thread is the same comment.
	RepeatWindow = time.Minute
	// MaxReason is the longest reason of a moderator.
	MaxReason = 500
)

// Key names a comment: its story and its number in the story's thread, counted from 1.
type Key struct {
	Article article.ID
	Number  int
}

// String writes the public key: ARTICLE-NUMBER.
func (k Key) String() string { return k.Article.String() + "-" + strconv.Itoa(k.Number) }

// MarshalText writes the public key.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Compare orders keys by article, then number: the order in which rows are locked.
func (k Key) Compare(other Key) int {
	return cmp.Or(cmp.Compare(k.Article, other.Article), cmp.Compare(k.Number, other.Number))
}

// ParseKey reads what Key.String writes; anything else is NotFound.
func ParseKey(text string) (Key, error) {
	story, number, found := strings.Cut(text, "-")
	id, err := article.ParseID(story)
	n, numErr := strconv.Atoi(number)
	if !found || err != nil || numErr != nil || n < 1 || strconv.Itoa(n) != number {
		return Key{}, fault.Newf(fault.NotFound, "There is no comment with the key %q.", fault.Excerpt(text))
	}
	return Key{id, n}, nil
}

// State is what became of a comment.
type State string

// The states. Texts are stored and stand in the API.
const (
	Visible  State = "visible"
	Held     State = "held"     // waits for a moderator; its author sees it
	Removed  State = "removed"  // by a moderator: a stub that gives the reason
	Rejected State = "rejected" // by a moderator before readers saw it: no stub
	Deleted  State = "deleted"  // by its author: a stub while replies exist
)

// Comment is one entry of a thread.
type Comment struct {
	Key
	Author    member.ID // 0 for an imported comment
	Parent    int       // number of the comment that it answers; 0 for none
	Body      string    // Markdown; kept for moderators whatever became of the comment
	HTML      markup.HTML
	CreatedAt time.Time
	EditedAt  time.Time // zero when it never was
	State     State
	Reason    string // a moderator's, for Removed and Rejected
	Base      Tally  // votes that came with an import
	Votes     Tally  // votes cast here
	Replies   int    // comments shown that answer it

	Role         member.Role // the author's, set on reading
	Handle       string      // the author's, set on reading; empty for an imported comment
	ParentHandle string      // of the author of the comment that it answers, set on reading
}

// Tally is what readers see: imported votes and those cast here.
func (c Comment) Tally() Tally { return c.Base.Plus(c.Votes) }

// Shown tells whether readers find the comment, or a stub of it, in its thread.
func (c Comment) Shown() bool {
	return c.State == Visible || c.State == Removed || c.State == Deleted && c.Replies > 0
}

// PopularRank is the comment's sort key in the order Popular.
func (c Comment) PopularRank() int64 { return rank(c.Tally().Popularity()) }

// ControversialRank is the comment's sort key in the order Controversial.
func (c Comment) ControversialRank() int64 { return rank(c.Tally().Controversy()) }

// Anchor is the id of the comment's element on a page.
func (c Comment) Anchor() string { return "c-" + c.Key.String() }

// Path is the address of the comment's own page.
func (c Comment) Path() string { return "/c/" + c.Key.String() }

// EditableUntil is the end of the window in which the author may edit.
func (c Comment) EditableUntil() time.Time { return c.CreatedAt.Add(EditWindow) }

// Compose cleans and renders what a member typed as a comment: limited Markdown, 1 to
// MaxLength characters, in which known tells the members that may be mentioned.
func Compose(typed string, known map[string]string) (body string, html markup.HTML, err error) {
	body, err = CleanBody(typed)
	if err != nil {
		return "", "", err
	}
	html, err = markup.RenderComment(body, func(handle string) (string, bool) {
		present, ok := known[handle]
		return present, ok
	})
	if err != nil {
		return "", "", fault.At("body", err)
	}
	return body, html, nil
}

// CleanBody is the part of Compose that needs no members: what it returns is what
// markup.Mentions is asked for the handles in it.
func CleanBody(typed string) (string, error) {
	if len(typed) > markup.MaxCommentBytes {
		return "", fault.Fieldf("body", "A comment has at most %d characters, and %d KB.", MaxLength, markup.MaxCommentBytes>>10)
	}
	body, err := markup.Clean(typed)
	if err != nil {
		return "", fault.At("body", err)
	}
	switch n := markup.Length(body); {
	case n == 0:
		return "", fault.Field("body", "Write something first.")
	case n > MaxLength:
		return "", fault.Fieldf("body", "A comment has at most %d characters; this one has %d.", MaxLength, n)
	}
	return body, nil
}
