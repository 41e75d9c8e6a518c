package discussion

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"gogai/article"
	"gogai/event"
	"gogai/fault"
	"gogai/live"
	"gogai/member"
)

// A Write is one thing that somebody does in a discussion, as data: Post, Edit, Delete, Cast or
// Decide. Storage takes the writes of a moment together: it asks each for its Needs, loads
// those rows onto a Slate, applies the writes to it in their order, each seeing the ones before
// it, and saves the slate's Changes in one transaction. A write that is refused changes nothing.
type Write interface {
	needs(*Needs)
	apply(*Slate) (Result, error)
}

// Result is what a write left behind.
type Result struct {
	Comment  Comment
	Value    int   // for Cast: the vote that stands
	Version  int64 // of the thread
	Repeated bool  // for Post: the comment was there already
}

// Needs names the rows that a batch of writes reads. Order and doubles mean nothing.
type Needs struct {
	Threads  []article.ID
	Members  []member.ID
	Comments []Key
	Families []Key // comments whose ancestors are needed too, up to the first that isn't deleted
	Votes    []VoteKey
	Requests []RequestKey // the comments that they made are needed too
}

// VoteKey names one member's vote on one comment.
type VoteKey struct {
	Key
	Member member.ID
}

// Add adds what w reads.
func (n *Needs) Add(w Write) { w.needs(n) }

// RequestKey names a request that shall be done once.
type RequestKey struct {
	Member member.ID
	Key    string // an Idempotency-Key, or what textKey makes of a comment
}

// Done is a request that was answered before.
type Done struct {
	RequestKey
	Fingerprint string
	Subject     string // the public key of what it made
	At          time.Time
}

// Slate holds the rows that a batch of writes reads and changes. Storage fills the maps; what
// isn't in them doesn't exist.
type Slate struct {
	Threads  map[article.ID]*Thread
	Members  map[member.ID]member.Member // handle, role and ban
	Comments map[Key]*Comment
	Votes    map[VoteKey]int
	Requests map[RequestKey]Done

	changed  map[Key]change
	threads  map[article.ID]int64 // those that changed, with the version that each had before
	votes    map[VoteKey]time.Time
	earlier  []Earlier
	settled  []Settled
	events   []event.Event
	requests map[RequestKey]bool
}

// change says which columns of a comment a batch touched.
type change int

const (
	tallyChanged change = 1 << iota
	rowChanged
	rowAdded
)

// Earlier is a comment's text before an edit.
type Earlier struct {
	Key
	Body string
	At   time.Time // when it was replaced
}

// Settled says that the open flags on a comment were answered.
type Settled struct {
	Key
	By member.ID
	At time.Time
}

// NewSlate returns a slate with empty maps, ready to be filled.
func NewSlate() *Slate {
	return &Slate{
		Threads: map[article.ID]*Thread{}, Members: map[member.ID]member.Member{}, Comments: map[Key]*Comment{},
		Votes: map[VoteKey]int{}, Requests: map[RequestKey]Done{},
		changed: map[Key]change{}, threads: map[article.ID]int64{}, votes: map[VoteKey]time.Time{}, requests: map[RequestKey]bool{},
	}
}

// Apply runs the write's rule. On an error the slate is as it was.
func (s *Slate) Apply(w Write) (Result, error) {
	return w.apply(s)
}

// Vote is one member's vote on one comment; Value 0 means that it was taken back.
type Vote struct {
	VoteKey
	Value int
	At    time.Time
}

// Changes is what a batch did, for storage to save. Threads, comments and votes are in the
// order of their keys.
type Changes struct {
	Threads  []*Thread
	Added    []*Comment
	Changed  []*Comment // any column but the key
	Tallied  []*Comment // nothing but votes and ranks
	Votes    []Vote
	Earlier  []Earlier
	Settled  []Settled
	Events   []event.Event
	Requests []Done
}

// Changes returns what the applied writes did.
func (s *Slate) Changes() Changes {
	c := Changes{Earlier: s.earlier, Settled: s.settled, Events: s.events}
	for _, id := range slices.Sorted(maps.Keys(s.threads)) {
		c.Threads = append(c.Threads, s.Threads[id])
	}
	for _, key := range slices.SortedFunc(maps.Keys(s.changed), Key.Compare) {
		comment := s.Comments[key]
		switch what := s.changed[key]; {
		case what&rowAdded != 0:
			c.Added = append(c.Added, comment)
		case what&rowChanged != 0:
			c.Changed = append(c.Changed, comment)
		default:
			c.Tallied = append(c.Tallied, comment)
		}
	}
	for key := range s.requests {
		c.Requests = append(c.Requests, s.Requests[key])
	}
	for key, at := range s.votes {
		c.Votes = append(c.Votes, Vote{key, s.Votes[key], at})
	}
	slices.SortFunc(c.Votes, func(a, b Vote) int {
		return cmp.Or(a.Key.Compare(b.Key), cmp.Compare(a.Member, b.Member))
	})
	return c
}

// News returns what the applied writes did, for those who keep pages or watch.
func (s *Slate) News() []live.Change {
	var news []live.Change
	at := map[article.ID]int{}
	for _, id := range slices.Sorted(maps.Keys(s.threads)) {
		at[id] = len(news)
		news = append(news, live.Change{Article: id, From: s.threads[id], Version: s.Threads[id].Version})
	}
	for _, key := range slices.SortedFunc(maps.Keys(s.changed), Key.Compare) {
		change := &news[at[key.Article]]
		if s.changed[key] == tallyChanged {
			change.Tallied = append(change.Tallied, key.Number)
		} else {
			change.Written = append(change.Written, key.Number)
		}
	}
	return news
}

// touch notes a change of the comment.
func (s *Slate) touch(c *Comment, what change) { s.changed[c.Key] |= what }

// raise notes that a write changed the thread and returns the version that it made.
func (s *Slate) raise(id article.ID) int64 {
	t := s.Threads[id]
	if _, changed := s.threads[id]; !changed {
		s.threads[id] = t.Version
	}
	t.Version++
	return t.Version
}

// setState moves the comment to a state and brings what is derived from it along: the thread's
// count, the parent's number of replies and, where that was all that kept a deleted parent's
// stub, so on up.
func (s *Slate) setState(c *Comment, to State) {
	wasShown := c.Shown()
	t := s.Threads[c.Article]
	if c.State == Visible {
		t.Count--
	}
	if to == Visible {
		t.Count++
	}
	c.State = to
	s.touch(c, rowChanged)
	s.showOrHide(c, wasShown)
}

// showOrHide counts c with its parent's replies when it came to be shown, or ceased to.
func (s *Slate) showOrHide(c *Comment, wasShown bool) {
	for c.Shown() != wasShown && c.Parent != 0 {
		step := 1
		if wasShown {
			step = -1
		}
		parent := s.Comments[Key{c.Article, c.Parent}]
		if parent == nil {
			panic(fmt.Sprintf("discussion: parent %d of comment %s was not loaded", c.Parent, c.Key))
		}
		parentWasShown := parent.Shown()
		parent.Replies += step
		s.touch(parent, rowChanged)
		c, wasShown = parent, parentWasShown
	}
}

// writer returns the member who writes, unless they may not write at all at the moment.
func (s *Slate) writer(id member.ID, now time.Time) (member.Member, error) {
	m, ok := s.Members[id]
	if !ok {
		return m, fault.New(fault.Unauthenticated, "Log in first.")
	}
	return m, MayWrite(m, now)
}

// openThread returns the thread of a story that takes comments and votes at now.
func (s *Slate) openThread(id article.ID, now time.Time) (*Thread, error) {
	t, err := s.publicThread(id, now)
	if err != nil {
		return nil, err
	}
	if t.Mode(now) == Closed {
		return nil, fault.New(fault.Conflict, "The discussion of this story is closed.")
	}
	return t, nil
}

// publicThread returns the thread of a story that readers can see at now.
func (s *Slate) publicThread(id article.ID, now time.Time) (*Thread, error) {
	t := s.Threads[id]
	if t == nil {
		return nil, fault.New(fault.NotFound, "There is no such story.")
	}
	return t, t.Story.Readable(now)
}
