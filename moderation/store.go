package moderation

import (
	"context"
	"time"

	"gogai/discussion"
	"gogai/event"
	"gogai/fault"
	"gogai/member"
)

// Case is a comment that waits for a moderator.
type Case struct {
	discussion.Placed
	Flags []Flag // open ones, oldest first; none on a held comment that nobody flagged
}

// Entry is a line of the audit log.
type Entry struct {
	event.Event
	ID    int64  // grows with each entry
	Actor string // the handle of who did it; empty for the program
}

// Store keeps flags and the audit log.
type Store interface {
	// AddFlag saves a flag; a second one by the same member on the comment replaces the first.
	AddFlag(context.Context, Flag) error
	// Queue returns the comments that wait, flagged ones first (the most flags, then the oldest
	// flag), then held ones, oldest first; and how many wait in all.
	Queue(ctx context.Context, limit int) (cases []Case, waiting int, err error)
	// OpenFlags returns the flags on a comment that nobody has answered, oldest first.
	OpenFlags(context.Context, discussion.Key) ([]Flag, error)
	// Record returns a member's comments in any state, newest first; Moment{} starts.
	Record(ctx context.Context, by member.ID, after discussion.Moment, limit int) (list []discussion.Placed, more bool, err error)
	// Log returns the audit log, newest first; before is the ID of the last entry of the page
	// before, 0 for the first.
	Log(ctx context.Context, before int64, limit int) (entries []Entry, more bool, err error)
}

// MayRead returns a Forbidden fault unless m may see the queue and the log.
func MayRead(m member.Member, now time.Time) error {
	if !discussion.MayModerate(m, now) {
		return fault.New(fault.Forbidden, "This is for moderators.")
	}
	return nil
}
