// Package live carries the news of what was written, from the commit that wrote it to those who
// keep pages and those who watch them. It knows no database and no network.
//
// Everything that pages are made from has a version, which each change raises in its own
// transaction. A Commit tells, once it is on disk, which threads it changed and how; what is
// written rarely, or by another process, it only tells to be there, and the versions say what.
package live

import (
	"context"
	"slices"

	"gogai/article"
)

// Kind is what a Subject is.
type Kind uint8

// The kinds.
const (
	Publication Kind = iota + 1 // its settings, and the names and addresses of its sections
	Section                     // a section with the stories in it
	Article
	Thread // goes by its article's key
)

// A Subject is something that pages are made from.
type Subject struct {
	Kind Kind
	ID   int64
}

// A Version is a subject as one of its changes left it.
type Version struct {
	Subject
	Number int64
}

// ArticleVersion, ThreadVersion and their like name a version by its kind.
func ArticleVersion(id article.ID, number int64) Version {
	return Version{Subject{Article, int64(id)}, number}
}

// ThreadVersion is the version of the discussion under a story.
func ThreadVersion(id article.ID, number int64) Version {
	return Version{Subject{Thread, int64(id)}, number}
}

// A Commit is what a transaction has put on disk.
type Commit struct {
	Threads []Change // what readers, members and moderators did in discussions
	Other   bool     // something else changed, or may have: only versions tell what
}

// A Change is what a commit did in one thread.
type Change struct {
	Article article.ID
	From    int64 // the thread's version before
	Version int64 // and from then on
	Written []int // numbers of the comments that are new, or read otherwise than before; ascending
	Tallied []int // numbers of those with other votes and nothing else; ascending
}

// Join adds what a later change of the same thread did.
func (c *Change) Join(later Change) {
	c.Version = max(c.Version, later.Version)
	c.Written = append(c.Written, later.Written...)
	c.Tallied = append(c.Tallied, later.Tallied...)
	c.tidy()
}

// tidy names each comment once.
func (c *Change) tidy() {
	slices.Sort(c.Written)
	c.Written = slices.Compact(c.Written)
	slices.Sort(c.Tallied)
	c.Tallied = slices.DeleteFunc(slices.Compact(c.Tallied), func(n int) bool {
		_, written := slices.BinarySearch(c.Written, n)
		return written
	})
}

// Store says how things stand.
type Store interface {
	// Versions returns the present versions of subjects, in their order; the number of what
	// does not exist is 0. All are of one instant.
	Versions(context.Context, []Subject) ([]Version, error)
	// Watch has every later commit told to watch, in the order of the commits, after it is on
	// disk and before whoever wrote is answered. watch must return at once. Call it before
	// anything is written.
	Watch(watch func(Commit))
}
