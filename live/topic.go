package live

import (
	"bytes"
	"fmt"
	"slices"
	"sync"
	"time"

	"gogai/article"
)

// A topic is something that somebody follows at the moment. All but its inbox belongs to its
// goroutine.
type topic struct {
	hub     *Hub
	subject Subject
	inbox

	readers  []Reader
	places   map[Reader]int // in readers
	states   []State        // of readers, while something is sent
	standing standing       // that readers were told of
	last     []byte         // the newest data of Front
	caught   map[gap][]byte // what those were told who missed something, until more happens

	open    bool // the versions are known
	changed bool // something happened that readers were not told of
	resting bool // a message went out just now
	closed  bool // nothing more will happen

	rest, beat, retry, turn *time.Timer
}

// inbox is what a topic is to attend to; hub.mu guards it.
type inbox struct {
	wake    chan struct{} // of one place: there is something
	joining []joiner
	leaving []Reader
	roused  bool
	heard   standing // of changes that nobody told of
}

type joiner struct {
	Reader
	since, story int64
}

// standing is the versions of a thread and its story.
type standing struct{ thread, story int64 }

// gap is what a reader may have missed.
type gap struct {
	since int64
	story bool
}

// heartbeat is a comment, which browsers read over.
var heartbeat = []byte(": \n\n")

// maxCaught bounds how many answers to readers that missed something are kept. Nearly all who come
// back together missed the same, and who claims to have missed this and that takes no memory.
const maxCaught = 8

func newTopic(h *Hub, subject Subject) *topic {
	return &topic{
		hub: h, subject: subject, inbox: inbox{wake: make(chan struct{}, 1)},
		places: map[Reader]int{}, caught: map[gap][]byte{},
	}
}

// wakeUp has the topic look into its inbox. hub.mu is held.
func (t *topic) wakeUp() {
	select {
	case t.wake <- struct{}{}:
	default:
	}
}

// rouse tells that something happened; nobody may follow what it happened to. hub.mu is held.
func (t *topic) rouse() {
	if t != nil {
		t.roused = true
		t.wakeUp()
	}
}

// run attends to the topic until nobody follows it any more, it ends, or the hub does.
func (t *topic) run() {
	t.rest, t.beat, t.retry, t.turn = stopped(), time.NewTimer(beatEvery), stopped(), stopped()
	for t.attend() {
		select {
		case <-t.wake:
		case <-t.hub.done:
		case <-t.rest.C:
			t.resting = false
		case <-t.turn.C:
			t.changed = true
		case <-t.beat.C:
			t.send(heartbeat)
		case <-t.retry.C:
			t.send(nil)
		}
	}
	for _, timer := range []*time.Timer{t.rest, t.beat, t.retry, t.turn} {
		timer.Stop()
	}
}

func stopped() *time.Timer {
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	return timer
}

// attend does what there is to do, and returns false at the end.
func (t *topic) attend() bool {
	joining, leaving, heard, closing := t.look()
	if closing {
		t.sendAway(joining)
		return false
	}
	if !t.open {
		if err := t.begin(); err != nil {
			t.hub.Failed(fmt.Errorf("begin to follow: %w", err))
			for _, j := range joining {
				j.Close()
			}
			joining = nil
		}
	}
	if t.open {
		t.tell(heard)
		t.welcome(joining)
	}
	for _, r := range leaving { // some of them came just now
		if i, ok := t.places[r]; ok {
			t.remove(i)
		}
	}
	if t.closed {
		t.end()
	}
	return !t.retire()
}

// look empties the inbox.
func (t *topic) look() (joining []joiner, leaving []Reader, heard standing, closing bool) {
	t.hub.mu.Lock()
	defer t.hub.mu.Unlock()
	joining, leaving, t.joining, t.leaving = t.joining, t.leaving, nil, nil
	t.changed, t.roused = t.changed || t.roused, false
	return joining, leaving, t.heard, t.hub.closed
}

// retire takes the topic off the hub when nobody follows it.
func (t *topic) retire() bool {
	t.hub.mu.Lock()
	defer t.hub.mu.Unlock()
	if len(t.readers)+len(t.joining) > 0 {
		return false
	}
	delete(t.hub.topics, t.subject)
	return true
}

// begin finds out how the topic stands. The hub hears of whatever comes later.
func (t *topic) begin() error {
	if t.subject != Front {
		versions, err := t.hub.versions([]Subject{t.subject, {Article, t.subject.ID}})
		if err != nil {
			return err
		}
		t.standing = standing{versions[0].Number, versions[1].Number}
	}
	news, err := t.hub.news(t.subject, t.hub.missed(t.subject, t.standing, 0, 0))
	if err != nil {
		return err
	}
	if t.subject == Front {
		t.standing.thread, t.last = t.hub.Now().UnixMilli(), news.Data
	}
	t.open = true
	t.note(news)
	return nil
}

// note takes note of what news say of the time to come.
func (t *topic) note(news News) {
	t.closed = news.Closed
	t.turn.Stop()
	if !news.Until.IsZero() {
		t.turn.Reset(max(news.Until.Sub(t.hub.Now()), threadRest)) // whatever the clock says, not all the time
	}
}

// tell tells all readers what happened, unless they were told something just now.
func (t *topic) tell(heard standing) {
	if !t.changed || t.resting {
		return
	}
	t.changed = false
	now, missed := t.standing, Missed{}
	if t.subject != Front {
		newest := t.hub.Board.Thread(article.ID(t.subject.ID))
		now = standing{max(now.thread, heard.thread, newest), max(now.story, heard.story)}
		missed = t.hub.missed(t.subject, now, t.standing.thread, t.standing.story)
	}
	news, err := t.hub.news(t.subject, missed)
	if err != nil {
		t.hub.Failed(fmt.Errorf("tell what happened: %w", err))
		t.changed = true
		t.pause(brokenRest)
		return
	}
	t.note(news)
	rest := threadRest
	if t.subject == Front {
		if bytes.Equal(news.Data, t.last) {
			return
		}
		t.last, rest = news.Data, frontRest
		news.Version = max(now.thread+1, t.hub.Now().UnixMilli())
	} else if now == t.standing {
		return // only time went by
	}
	t.standing = standing{news.Version, now.story}
	clear(t.caught)
	t.send(t.frame(news))
	t.pause(rest)
}

// pause keeps readers from being told more for a while.
func (t *topic) pause(d time.Duration) {
	t.resting = true
	t.rest.Reset(d)
}

// frame is news as all readers get them (HTML Standard §9.2.5).
func (t *topic) frame(news News) []byte {
	t.hub.messages.Add(1)
	name := "change"
	if t.subject == Front {
		name = "front"
	}
	return fmt.Appendf(nil, "id: %d\nevent: %s\ndata: %s\n\n", news.Version, name, news.Data)
}

// welcome takes readers in, each after it was told what it missed.
func (t *topic) welcome(joining []joiner) {
	for _, j := range joining {
		frame, err := t.catchUp(j)
		if err != nil {
			t.hub.Failed(fmt.Errorf("tell what was missed: %w", err))
			j.Close()
			continue
		}
		state := Fine
		if frame != nil {
			state = j.Send(frame)
		}
		switch state {
		case Lost:
			t.hub.shed.Add(1)
			j.Close()
			continue
		case Behind:
			t.retry.Reset(retryEvery)
		}
		t.places[j.Reader] = len(t.readers)
		t.readers = append(t.readers, j.Reader)
	}
}

// catchUp returns what a reader has to be told first; nil for nothing. Many come back at once after
// a cut, and most of them missed the same.
func (t *topic) catchUp(j joiner) ([]byte, error) {
	if t.subject == Front {
		if j.since == t.standing.thread {
			return nil, nil
		}
		return t.frame(News{Version: t.standing.thread, Data: t.last}), nil
	}
	missed := t.hub.missed(t.subject, t.standing, j.since, j.story)
	if missed.nothing() {
		return nil, nil
	}
	which := gap{j.since, missed.Story}
	if frame := t.caught[which]; frame != nil {
		return frame, nil
	}
	news, err := t.hub.news(t.subject, missed)
	if err != nil {
		return nil, err
	}
	t.note(news)
	frame := t.frame(news)
	if len(t.caught) >= maxCaught {
		clear(t.caught)
	}
	t.caught[which] = frame
	return frame, nil
}

// send hands a frame to all readers and lets those go that are too far behind.
func (t *topic) send(frame []byte) {
	t.states = slices.Grow(t.states[:0], len(t.readers))[:len(t.readers)]
	share(len(t.readers), t.hub.Cores, func(from, to int) {
		for i := from; i < to; i++ {
			t.states[i] = t.readers[i].Send(frame)
		}
	})
	behind := false
	for i, state := range slices.Backward(t.states) {
		switch state {
		case Behind:
			behind = true
		case Lost:
			t.hub.shed.Add(1)
			t.readers[i].Close()
			t.remove(i)
		}
	}
	if behind {
		t.retry.Reset(retryEvery)
	}
	if frame != nil {
		t.beat.Reset(beatEvery)
	}
}

// worthSharing is how many readers one core serves before another is asked for help.
const worthSharing = 256

// share splits n things among goroutines and returns when all are done.
func share(n, cores int, do func(from, to int)) {
	cores = min(cores, n/worthSharing)
	if cores < 2 {
		do(0, n)
		return
	}
	var helpers sync.WaitGroup
	for i := range cores {
		helpers.Go(func() { do(n*i/cores, n*(i+1)/cores) })
	}
	helpers.Wait()
}

// remove forgets the reader at a place, which the last one takes.
func (t *topic) remove(i int) {
	last := len(t.readers) - 1
	delete(t.places, t.readers[i])
	if i != last {
		t.readers[i] = t.readers[last]
		t.places[t.readers[i]] = i
	}
	t.readers[last] = nil
	t.readers = t.readers[:last]
}

// end tells all readers that nothing more will happen, and closes them.
func (t *topic) end() {
	t.send([]byte("event: end\ndata: {}\n\n"))
	t.dismiss()
}

// How long readers stay away when the hub closes: they come back one after the other.
const (
	awayFor  = time.Second
	awayMore = 4 * time.Second
)

// sendAway closes all readers, with word when to come back.
func (t *topic) sendAway(joining []joiner) {
	for _, j := range joining {
		t.readers = append(t.readers, j.Reader)
	}
	for i, r := range t.readers {
		away := awayFor + awayMore*time.Duration(i)/time.Duration(len(t.readers))
		r.Send(fmt.Appendf(nil, "retry: %d\n\n", away.Milliseconds()))
	}
	t.dismiss()
}

func (t *topic) dismiss() {
	for _, r := range t.readers {
		r.Close()
	}
	t.readers = nil
	clear(t.places)
}
