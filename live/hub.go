package live

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"gogai/article"
)

// How often what is sent, at most.
const (
	threadRest = 250 * time.Millisecond // between two messages of a thread
	frontRest  = time.Second            // between two of the front page
	lookRest   = 250 * time.Millisecond // between two questions for versions
	brokenRest = 2 * time.Second        // after something that could not be read
	beatEvery  = 20 * time.Second       // a stream without news says that it lives
	retryEvery = 250 * time.Millisecond // what a socket didn't take is offered again
	readWithin = 10 * time.Second       // a Source or Store that takes longer has failed
)

// Front is the topic of those who have the front page open.
var Front = Subject{Publication, 1}

// A Reader is somebody who follows a topic. Only one goroutine at a time calls Send.
type Reader interface {
	// Send takes a frame, which it must not change, and never waits. A nil frame only offers
	// again what is pending.
	Send(frame []byte) State
	// Close ends the stream. It may be called more than once.
	Close()
}

// State is how a reader keeps up.
type State uint8

// The states.
const (
	Fine   State = iota
	Behind       // something is pending
	Lost         // not worth waiting for: let it go, it will come back and say what it has
)

// Missed is what somebody who saw an earlier version of a thread doesn't know of.
type Missed struct {
	Change
	Unknown bool // something else happened, and nobody can say what
	Story   bool // the story itself is another than they read
}

// nothing tells that there is nothing to say.
func (m *Missed) nothing() bool {
	return !m.Unknown && !m.Story && len(m.Written)+len(m.Tallied) == 0
}

// News is what the readers of a topic are told.
type News struct {
	Version int64     // that readers have then; Front has none
	Data    []byte    // JSON in one line
	Until   time.Time // when time alone changes how the topic stands; zero is never
	Closed  bool      // nothing more will happen
}

// A Source puts into words what happened.
type Source interface {
	// News tells somebody who follows a topic what they missed, as it stands now. Of Front it
	// tells all that there is.
	News(ctx context.Context, topic Subject, missed Missed) (News, error)
}

// Parts are what a Hub is made of.
type Parts struct {
	Source Source
	Store  Store
	Board  *Board
	Now    func() time.Time
	Failed func(error) // is told of what a Source or Store could not do
	Cores  int         // among which sending is shared out
}

// A Hub keeps those who follow threads and the front page informed. Each topic that somebody
// follows has a goroutine of its own, which has each message made once and hands it to all.
// While nobody follows anything there is no goroutine.
type Hub struct {
	Parts
	done chan struct{} // closed by Close

	messages, shed atomic.Int64 // see Counts

	mu      sync.Mutex
	running sync.WaitGroup
	topics  map[Subject]*topic
	closed  bool
	looking bool  // a goroutine asks for versions
	again   bool  // and has to ask once more
	paper   int64 // the publication's version when it was looked at last
}

// NewHub returns a hub whom nobody follows. It has to Hear all commits, after its board.
func NewHub(parts Parts) *Hub {
	return &Hub{Parts: parts, done: make(chan struct{}), topics: map[Subject]*topic{}}
}

// Counts are what a hub did since it was made.
type Counts struct {
	Messages int64 // made, each for one reader or for thousands
	Shed     int64 // readers let go because they were lost
}

// Counts returns what the hub did so far.
func (h *Hub) Counts() Counts { return Counts{h.messages.Load(), h.shed.Load()} }

// Hear takes note of a commit. It only rouses others, and returns at once.
func (h *Hub) Hear(c Commit) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || len(h.topics) == 0 {
		return
	}
	for _, change := range c.Threads {
		h.topics[Subject{Thread, int64(change.Article)}].rouse()
	}
	h.topics[Front].rouse()
	if c.Other {
		h.again = true
		if !h.looking {
			h.looking = true
			h.running.Go(h.look)
		}
	}
}

// Join has a reader told from now on what happens in a topic, and first what it missed: since is
// the version that it saw, 0 when it is up to date; story is that of the story, 0 likewise. It
// returns false once the hub is closed.
func (h *Hub) Join(subject Subject, r Reader, since, story int64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return false
	}
	t := h.topics[subject]
	if t == nil {
		t = newTopic(h, subject)
		h.topics[subject] = t
		h.running.Go(t.run)
	}
	t.joining = append(t.joining, joiner{r, since, story})
	t.wakeUp()
	return true
}

// Leave forgets a reader, who closes itself.
func (h *Hub) Leave(subject Subject, r Reader) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if t := h.topics[subject]; t != nil {
		t.leaving = append(t.leaving, r)
		t.wakeUp()
	}
}

// Close sends all readers away, to come back in a while but not all at once, and returns when they
// are gone.
func (h *Hub) Close() {
	h.mu.Lock()
	if !h.closed {
		h.closed = true
		close(h.done)
	}
	h.mu.Unlock()
	h.running.Wait()
}

// look asks for the versions of all that is followed, as often as something changed of which
// nobody can say what it was, and rouses the topics that moved.
func (h *Hub) look() {
	for {
		subjects := h.followed()
		if len(subjects) == 0 {
			return
		}
		rest := lookRest
		versions, err := h.versions(subjects)
		if err != nil {
			h.Failed(fmt.Errorf("look what changed: %w", err))
			versions, rest = nil, brokenRest
		}
		h.seen(versions, err != nil)
		select {
		case <-time.After(rest):
		case <-h.done:
		}
	}
}

// followed returns what to look at: nothing when there is no need to look any more.
func (h *Hub) followed() (list []Subject) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.again && !h.closed {
		list = append(list, Subject{Publication, 1}) // its settings close threads
		for subject := range h.topics {
			if subject != Front {
				list = append(list, subject, Subject{Article, subject.ID})
			}
		}
	}
	h.again = false
	if h.looking = len(list) > 1; !h.looking {
		return nil
	}
	return list
}

// seen notes versions with their topics, and rouses those that moved.
func (h *Hub) seen(versions []Version, again bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.again = h.again || again
	all := false
	for _, v := range versions {
		if v.Kind == Publication {
			all = v.Number != h.paper
			h.paper = v.Number
			continue
		}
		t := h.topics[Subject{Thread, v.ID}]
		if t == nil {
			continue
		}
		before := t.heard
		if v.Kind == Thread {
			t.heard.thread = max(t.heard.thread, v.Number)
		} else {
			t.heard.story = max(t.heard.story, v.Number)
		}
		if all || t.heard != before {
			t.rouse()
		}
	}
}

// Catch tells somebody who asks from time to time what they missed since a version of a thread, and
// of its story; 0 for either is up to date.
func (h *Hub) Catch(id article.ID, since, story int64) (News, error) {
	thread := Subject{Thread, int64(id)}
	versions, err := h.versions([]Subject{thread, {Article, thread.ID}})
	if err != nil {
		return News{}, err
	}
	stands := standing{versions[0].Number, versions[1].Number}
	return h.news(thread, h.missed(thread, stands, since, story))
}

// missed returns what somebody doesn't know of who saw versions of a thread and its story.
func (h *Hub) missed(thread Subject, now standing, since, story int64) Missed {
	id := article.ID(thread.ID)
	m := Missed{Change: Change{Article: id, From: now.thread, Version: now.thread}, Story: story != 0 && story != now.story}
	if since != 0 && since != now.thread {
		change, ok := h.Board.Since(id, since)
		if ok = ok && change.Version >= max(since, now.thread); ok {
			m.Change = change
		}
		m.Unknown = !ok
	}
	return m
}

// news asks the source. A message tells of a version, and what it holds may be newer; who has it
// is told of that again.
func (h *Hub) news(topic Subject, missed Missed) (news News, err error) {
	err = h.read(func(ctx context.Context) error {
		news, err = h.Source.News(ctx, topic, missed)
		return err
	})
	return news, err
}

func (h *Hub) versions(subjects []Subject) (list []Version, err error) {
	err = h.read(func(ctx context.Context) error {
		list, err = h.Store.Versions(ctx, subjects)
		return err
	})
	return list, err
}

// read does what must neither take for ever nor end the program by a panic.
func (h *Hub) read(do func(context.Context) error) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), readWithin)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return do(ctx)
}
