// Package moderation holds how order is kept: members' flags, the queue that they make,
// bans, and the log of who decided what and why. What a decision does to a comment is
// discussion.Decide.
package moderation

import (
	"slices"
	"time"

	"gogai/discussion"
	"gogai/fault"
	"gogai/markup"
	"gogai/member"
)

// Reason is why a member flags a comment.
type Reason string

// The reasons, as a member chooses them. Texts are stored.
const (
	Abuse    Reason = "abuse"
	Spam     Reason = "spam"
	OffTopic Reason = "off-topic"
	Illegal  Reason = "illegal"
	Other    Reason = "other"
)

// Reasons lists all reasons in the order in which they are offered.
var Reasons = [...]Reason{Abuse, Spam, OffTopic, Illegal, Other}

// MaxNote is the longest note with a flag, in characters.
const MaxNote = 500

// Flag is a member's report of a comment; a member has one at most on a comment.
type Flag struct {
	Comment discussion.Key
	Member  member.ID
	Handle  string // the member's, set on reading
	Reason  Reason
	Note    string
	At      time.Time
}

// NewFlag makes m's flag on a comment. Nobody flags their own; what readers don't see can't
// be flagged; the reason Other needs a note.
func NewFlag(m member.Member, c discussion.Comment, reason Reason, note string, now time.Time) (Flag, error) {
	if err := discussion.MayWrite(m, now); err != nil {
		return Flag{}, err
	}
	if err := markup.LineField(&note, "note", MaxNote); err != nil {
		return Flag{}, err
	}
	switch {
	case c.State == discussion.Held || c.State == discussion.Rejected:
		return Flag{}, fault.New(fault.NotFound, "There is no such comment.")
	case c.State != discussion.Visible:
		return Flag{}, fault.New(fault.Conflict, "This comment is no longer there to be flagged.")
	case c.Author == m.ID:
		return Flag{}, fault.New(fault.Forbidden, "You can't flag your own comment; you can delete it.")
	case !slices.Contains(Reasons[:], reason):
		return Flag{}, fault.Field("reason", "Choose what is wrong with the comment.")
	case reason == Other && note == "":
		return Flag{}, fault.Field("note", "Say in a few words what is wrong.")
	}
	return Flag{Comment: c.Key, Member: m.ID, Handle: m.Handle, Reason: reason, Note: note, At: now}, nil
}
