package live

import (
	"slices"
	"sync"
	"sync/atomic"

	"gogai/article"
)

// A Board remembers what commits told lately, so that who keeps a page can ask whether it still
// holds, and who comes back to a thread, what happened in it since.
type Board struct {
	commits atomic.Int64
	epoch   atomic.Int64

	mu      sync.RWMutex
	threads map[article.ID]*recent
	// Threads that changed since the last turn, and those before: when there are too many,
	// the older half is forgotten.
	older map[article.ID]*recent
	held  int // by all of them together, see weight
}

// How much a Board remembers: so many threads twice, of each so many changes, twice as well, and
// of all together so much weight, about 10 MB.
const (
	maxThreads = 4096
	maxChanges = 512
	maxHeld    = 1 << 17
)

// recent is what happened in one thread, the newest last.
type recent struct {
	version int64 // the newest
	since   int64 // what changed after this version is known
	changes []Change
}

// NewBoard returns a board that has heard of nothing.
func NewBoard() *Board { return &Board{threads: map[article.ID]*recent{}} }

// Hear takes note of a commit; it is what Store.Watch is given.
func (b *Board) Hear(c Commit) {
	b.mu.Lock()
	for _, change := range c.Threads {
		b.note(change)
	}
	b.mu.Unlock()
	if c.Other {
		b.epoch.Add(1)
	}
	b.commits.Add(1)
}

// note adds a change. b.mu is held.
func (b *Board) note(c Change) {
	r := b.threads[c.Article]
	if r == nil {
		if r = b.older[c.Article]; r == nil {
			r = &recent{since: c.From, version: c.From}
		}
		delete(b.older, c.Article)
		if len(b.threads) >= maxThreads {
			b.turn()
		}
		b.threads[c.Article] = r
	}
	if c.From > r.version { // somebody else wrote in between
		b.forget(r, len(r.changes))
		r.since = c.From
	}
	r.version = max(r.version, c.Version)
	r.changes = append(r.changes, c)
	b.held += weight(c)
	if n := len(r.changes) - maxChanges; n > maxChanges {
		b.forget(r, n)
	}
	for b.held > maxHeld { // of each thread the older half, so that who was away for a moment is still told
		for _, threads := range []map[article.ID]*recent{b.threads, b.older} {
			for _, r := range threads {
				b.forget(r, (len(r.changes)+1)/2)
			}
		}
	}
}

// turn forgets the threads that didn't change for longest. b.mu is held.
func (b *Board) turn() {
	for _, r := range b.older {
		b.forget(r, len(r.changes))
	}
	b.older, b.threads = b.threads, map[article.ID]*recent{}
	b.epoch.Add(1) // of the threads that are forgotten, only storage knows the version
}

// forget drops the n oldest changes of a thread. b.mu is held.
func (b *Board) forget(r *recent, n int) {
	if n == 0 {
		return
	}
	for _, c := range r.changes[:n] {
		b.held -= weight(c)
	}
	r.since = r.changes[n-1].Version
	r.changes = slices.Clone(r.changes[n:])
}

// weight is about what a change takes in memory.
func weight(c Change) int { return 1 + len(c.Written) + len(c.Tallied) }

// Commits counts what was heard: while it stays the same, nothing has changed.
func (b *Board) Commits() int64 { return b.commits.Load() }

// Epoch rises when something changed of which the board can't say what it was: what was known of
// any subject before has to be compared with its version.
func (b *Board) Epoch() int64 { return b.epoch.Load() }

// Thread returns the newest version of a thread that the board heard of; 0 for none.
func (b *Board) Thread(id article.ID) int64 {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if r := b.find(id); r != nil {
		return r.version
	}
	return 0
}

// Since returns what happened in a thread after a version, as one change; false when the board
// doesn't reach back so far.
func (b *Board) Since(id article.ID, version int64) (Change, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	r := b.find(id)
	if r == nil || version < r.since {
		return Change{}, false
	}
	all := Change{Article: id, From: version, Version: r.version}
	for _, c := range r.changes {
		if c.Version > version {
			all.Written = append(all.Written, c.Written...)
			all.Tallied = append(all.Tallied, c.Tallied...)
		}
	}
	all.tidy()
	return all, true
}

// find returns what is known of a thread. b.mu is held.
func (b *Board) find(id article.ID) *recent {
	if r := b.threads[id]; r != nil {
		return r
	}
	return b.older[id]
}
