package live_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"gogai/article"
	"gogai/live"
)

// newsroom is a store and a source whose versions a test sets; it tells of a change what it was.
type newsroom struct {
	board *live.Board
	hub   *live.Hub

	mu     sync.Mutex
	thread int64
	story  int64
	paper  int64
	closes time.Time
	closed bool
	front  string
	broken error
	asked  int // for news
	looked int // for versions
}

func open() *newsroom {
	n := &newsroom{board: live.NewBoard(), thread: 10, story: 3, front: "quiet"}
	n.hub = live.NewHub(live.Parts{Source: n, Store: n, Board: n.board, Now: time.Now, Failed: func(error) {}, Cores: 4})
	return n
}

func (n *newsroom) Watch(func(live.Commit)) {}

func (n *newsroom) Versions(_ context.Context, subjects []live.Subject) (list []live.Version, err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.looked++
	for _, s := range subjects {
		number := n.thread
		switch s.Kind {
		case live.Article:
			number = n.story
		case live.Publication:
			number = n.paper
		}
		list = append(list, live.Version{Subject: s, Number: number})
	}
	return list, n.broken
}

func (n *newsroom) News(_ context.Context, topic live.Subject, missed live.Missed) (live.News, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asked++
	if topic == live.Front {
		return live.News{Data: []byte(n.front)}, n.broken
	}
	news := live.News{
		Version: missed.Version, Until: n.closes, Closed: n.closed || !n.closes.IsZero() && !time.Now().Before(n.closes),
		Data: fmt.Appendf(nil, "written %v tallied %v", missed.Written, missed.Tallied),
	}
	if missed.Story {
		news.Data = append(news.Data, " story"...)
	}
	if missed.Unknown {
		news.Version, news.Data = n.thread, []byte("resync")
	}
	return news, n.broken
}

// write commits a change of thread 1 that the hub is told of.
func (n *newsroom) write(written, tallied []int) {
	n.mu.Lock()
	n.thread++
	change := live.Change{Article: 1, From: n.thread - 1, Version: n.thread, Written: written, Tallied: tallied}
	n.mu.Unlock()
	n.tell(live.Commit{Threads: []live.Change{change}})
}

// alter changes something of which a commit doesn't tell what it was.
func (n *newsroom) alter(change func()) {
	n.mu.Lock()
	change()
	n.mu.Unlock()
	n.tell(live.Commit{Other: true})
}

func (n *newsroom) tell(c live.Commit) {
	n.board.Hear(c)
	n.hub.Hear(c)
}

func (n *newsroom) count() (asked, looked int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.asked, n.looked
}

var thread1 = live.Subject{Kind: live.Thread, ID: 1}

// join follows thread 1.
func (n *newsroom) join(since int64) *listener {
	l := &listener{start: time.Now()}
	n.hub.Join(thread1, l, since, 0)
	return l
}

// listener keeps what it is sent, each with the milliseconds since it joined.
type listener struct {
	start time.Time

	mu     sync.Mutex
	heard  []string
	state  live.State
	closed int
	hook   func() // is called when it is sent something
}

func (l *listener) Send(frame []byte) live.State {
	if l.hook != nil {
		l.hook()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	text := strings.TrimSpace(strings.ReplaceAll(string(frame), "\n", " "))
	text = strings.NewReplacer("id: ", "", "event: ", "", "data: ", "").Replace(text)
	if frame == nil {
		text = "again"
	}
	l.heard = append(l.heard, fmt.Sprintf("%d %s", time.Since(l.start).Milliseconds(), text))
	return l.state
}

func (l *listener) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed++
}

// want compares what was heard since it was asked last.
func (l *listener) want(t *testing.T, want ...string) {
	t.Helper()
	synctest.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	if diff := cmp.Diff(want, l.heard); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	l.heard = nil
}

func (l *listener) wantClosed(t *testing.T, want bool) {
	t.Helper()
	synctest.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	if got := l.closed > 0; got != want {
		t.Errorf("closed is %v, want %v", got, want)
	}
}

func (l *listener) set(state live.State) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.state = state
}

// The first change after quiet goes out at once, and those that follow in one message a while
// later, however many they are.
func TestGathered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := open()
		defer n.hub.Close()
		a, b := n.join(10), n.join(0)
		a.want(t)
		n.write([]int{5}, nil)
		a.want(t, "0 11 change written [5] tallied []")
		n.write(nil, []int{5})
		time.Sleep(100 * time.Millisecond)
		n.write([]int{6}, nil)
		n.write(nil, []int{1, 6})
		a.want(t)
		time.Sleep(200 * time.Millisecond)
		a.want(t, "250 14 change written [6] tallied [1 5]")
		b.want(t, "0 11 change written [5] tallied []", "250 14 change written [6] tallied [1 5]")
		time.Sleep(time.Second)
		n.write([]int{7}, nil)
		a.want(t, "1300 15 change written [7] tallied []")
	})
}

// A message is made once for all readers.
func TestMadeOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := open()
		defer n.hub.Close()
		var all []*listener
		for range 1000 {
			all = append(all, n.join(10))
		}
		synctest.Wait()
		before, _ := n.count()
		n.write([]int{5}, nil)
		for _, l := range all {
			l.want(t, "0 11 change written [5] tallied []")
		}
		if after, _ := n.count(); after != before+1 {
			t.Errorf("it was made %d times", after-before)
		}
	})
}

// Whoever comes back hears what they missed, before anything else, and nothing twice.
func TestCatchUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := open()
		defer n.hub.Close()
		n.write([]int{5}, nil)
		n.write(nil, []int{5})
		stays := n.join(12)
		for name, c := range map[string]struct {
			since int64
			want  []string
		}{
			"nothing":     {12, nil},
			"one":         {11, []string{"0 12 change written [] tallied [5]"}},
			"all":         {10, []string{"0 12 change written [5] tallied []"}},
			"too long":    {9, []string{"0 12 change resync"}},
			"no idea":     {0, nil},
			"from ahead":  {99, []string{"0 12 change resync"}},
			"another one": {10, []string{"0 12 change written [5] tallied []"}},
		} {
			l := n.join(c.since)
			synctest.Wait()
			l.mu.Lock()
			if diff := cmp.Diff(c.want, l.heard); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
			l.mu.Unlock()
			n.hub.Leave(thread1, l)
		}
		stays.want(t)

		// Many come back at once, after a cut: it is made once.
		before, _ := n.count()
		for range 100 {
			n.join(9)
		}
		synctest.Wait()
		if after, _ := n.count(); after > before+1 {
			t.Errorf("it was made %d times", after-before)
		}

		// What was made for them is not for those who come after the next change.
		n.write([]int{8}, nil)
		after := n.join(10)
		after.want(t, "0 13 change written [5 8] tallied []")
		n.hub.Leave(thread1, after)
		time.Sleep(time.Second)
		stays.want(t, "0 13 change written [8] tallied []")

		// While changes are gathered, whoever reads a newer page is told of them again, not of less.
		n.write([]int{6}, nil)
		synctest.Wait()
		n.write([]int{7}, nil)
		l := n.join(15)
		time.Sleep(300 * time.Millisecond)
		l.want(t, "250 15 change written [7] tallied []")
	})
}

// What a commit doesn't name is found by versions, with one question for all topics and not
// oftener than four times a second.
func TestOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := open()
		defer n.hub.Close()
		l := n.join(10)
		elsewhere := &listener{start: time.Now()}
		n.hub.Join(live.Subject{Kind: live.Thread, ID: 2}, elsewhere, 10, 0)
		synctest.Wait()
		_, before := n.count()
		n.alter(func() {})
		l.want(t)
		n.alter(func() { n.story++ })
		time.Sleep(300 * time.Millisecond)
		l.want(t, "250 10 change written [] tallied [] story")
		time.Sleep(time.Second)
		n.alter(func() { n.thread = 20 })
		l.want(t, "1300 20 change resync")
		n.write([]int{5}, nil)
		time.Sleep(time.Second)
		l.want(t, "1550 21 change written [5] tallied []")
		n.mu.Lock()
		n.thread = 22
		n.mu.Unlock()
		n.write([]int{6}, nil) // 22 was another process, and nobody has told yet
		l.want(t, "2300 23 change resync")
		for range 100 {
			n.alter(func() {})
			time.Sleep(10 * time.Millisecond)
		}
		if _, after := n.count(); after-before > 12 {
			t.Errorf("versions were asked for %d times", after-before)
		}
		time.Sleep(time.Second)
		earlier := &listener{start: time.Now()}
		n.hub.Join(thread1, earlier, 23, 3)
		earlier.want(t, "0 23 change written [] tallied [] story")
	})
}

// A member registers, or somebody imports: who follows what didn't change costs nothing but the
// question for its version.
func TestOtherElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := open()
		defer n.hub.Close()
		const many = 100
		for id := range int64(many) {
			n.hub.Join(live.Subject{Kind: live.Thread, ID: id}, &listener{start: time.Now()}, 10, 3)
		}
		n.alter(func() {})
		time.Sleep(time.Second)
		before, _ := n.count()
		for range 10 {
			n.alter(func() {})
			time.Sleep(time.Second)
		}
		if after, _ := n.count(); after != before {
			t.Errorf("what there is to tell was asked %d times", after-before)
		}
		n.alter(func() { n.paper++ }) // it may close any thread
		time.Sleep(time.Second)
		if after, _ := n.count(); after != before+many {
			t.Errorf("after a change of settings, what there is to tell was asked %d times, want %d", after-before, many)
		}
	})
}

// A stream without news says that it lives.
func TestHeartbeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := open()
		defer n.hub.Close()
		l := n.join(10)
		time.Sleep(15 * time.Second)
		n.write([]int{5}, nil)
		time.Sleep(46 * time.Second)
		l.want(t, "15000 11 change written [5] tallied []", "35000 :", "55000 :")
	})
}

// A thread ends by the hand of staff, or by time; then everybody is told and let go.
func TestEnd(t *testing.T) {
	for name, test := range map[string]struct {
		end  func(*newsroom)
		want []string
	}{
		"by staff":     {func(n *newsroom) { n.alter(func() { n.closed = true; n.thread++ }) }, []string{"3600000 11 change resync", "3600000 end {}"}},
		"by time":      {func(*newsroom) { time.Sleep(time.Hour) }, []string{"7200000 end {}"}},
		"by a setting": {func(n *newsroom) { n.alter(func() { n.closed = true; n.paper++ }) }, []string{"3600000 end {}"}},
		"withheld":     {func(n *newsroom) { n.alter(func() { n.closed = true; n.story++ }) }, []string{"3600000 10 change written [] tallied [] story", "3600000 end {}"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := open()
				defer n.hub.Close()
				n.closes = time.Now().Add(2 * time.Hour)
				l := n.join(10)
				time.Sleep(time.Hour)
				l.mu.Lock()
				l.heard = nil // heartbeats
				l.mu.Unlock()
				test.end(n)
				synctest.Wait()
				l.mu.Lock()
				for len(l.heard) > 0 && strings.HasSuffix(l.heard[0], " :") {
					l.heard = l.heard[1:]
				}
				l.mu.Unlock()
				l.want(t, test.want...)
				l.wantClosed(t, true)
				late := n.join(n.thread)
				late.want(t, "0 end {}")
			})
		})
	}
}

// A reader who doesn't keep up is offered again what is pending, and let go when that is too much;
// nobody else notices.
func TestSlowReaders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := open()
		defer n.hub.Close()
		slow, fine := n.join(10), n.join(10)
		slow.set(live.Behind)
		n.write([]int{5}, nil)
		time.Sleep(600 * time.Millisecond)
		slow.want(t, "0 11 change written [5] tallied []", "250 again", "500 again")
		slow.set(live.Lost)
		time.Sleep(200 * time.Millisecond)
		slow.wantClosed(t, true)
		n.write([]int{6}, nil)
		slow.want(t, "750 again")
		fine.want(t, "0 11 change written [5] tallied []", "250 again", "500 again", "750 again", "800 12 change written [6] tallied []")
		if got, want := n.hub.Counts(), (live.Counts{Messages: 2, Shed: 1}); got != want {
			t.Errorf("the hub counted %+v, want %+v", got, want)
		}
	})
}

// What can't be read is tried again; who comes meanwhile is let go, to come back.
func TestBrokenStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := open()
		defer n.hub.Close()
		l := n.join(10)
		synctest.Wait()
		fail := func(err error) {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.broken = err
		}
		fail(errors.New("the disk is gone"))
		n.write([]int{5}, nil)
		late := n.join(9)
		late.wantClosed(t, true)
		other := &listener{start: time.Now()}
		n.hub.Join(live.Front, other, 0, 0)
		other.wantClosed(t, true)
		time.Sleep(500 * time.Millisecond)
		n.alter(func() { n.story++ })
		synctest.Wait()
		fail(nil)
		time.Sleep(3 * time.Second)
		l.want(t, "2000 11 change written [5] tallied []", "2500 11 change written [] tallied [] story")
	})
}

// Of the front page readers hear how it stands when they come, and again when that is another, once a
// second at most.
func TestFront(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := open()
		defer n.hub.Close()
		l := &listener{start: time.Now()}
		began := time.Now().UnixMilli()
		n.hub.Join(live.Front, l, 0, 0)
		l.want(t, fmt.Sprintf("0 %d front quiet", began))
		time.Sleep(100 * time.Millisecond)
		n.write([]int{1}, nil)
		l.want(t)
		n.alter(func() { n.front = "busy" })
		l.want(t, fmt.Sprintf("100 %d front busy", began+100))
		n.alter(func() { n.front = "busier" })
		n.alter(func() { n.front = "busiest" })
		time.Sleep(900 * time.Millisecond)
		back := &listener{start: time.Now()}
		n.hub.Join(live.Front, back, began+100, 0)
		back.want(t)
		time.Sleep(time.Second)
		back.want(t, fmt.Sprintf("100 %d front busiest", began+1100))
		l.want(t, fmt.Sprintf("1100 %d front busiest", began+1100))
	})
}

// Who leaves hears nothing more, also one who left before anybody noticed that they came; without
// readers there is no goroutine left.
func TestLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := open()
		a, b := n.join(10), n.join(10)
		n.hub.Leave(thread1, b)
		n.hub.Leave(thread1, b)
		synctest.Wait()
		n.write([]int{5}, nil)
		a.want(t, "0 11 change written [5] tallied []")
		b.want(t)
		n.hub.Leave(thread1, a)
		time.Sleep(time.Second)
		n.write([]int{6}, nil)
		a.want(t)
	}) // and waits for all goroutines
}

// Who comes at the very moment when the last one is let go is not forgotten.
func TestJoinAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := open()
		defer n.hub.Close()
		n.write([]int{5}, nil)
		next := &listener{start: time.Now()}
		last := &listener{start: time.Now(), state: live.Lost, hook: func() { n.hub.Join(thread1, next, 10, 0) }}
		n.hub.Join(thread1, last, 10, 0)
		next.want(t, "0 11 change written [5] tallied []")
	})
}

// A hub that closes spreads the readers who will come back, and takes no more.
func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := open()
		var all []*listener
		for range 4 {
			all = append(all, n.join(10))
		}
		synctest.Wait()
		all = append(all, n.join(10)) // who has just come is not forgotten
		n.hub.Close()
		n.hub.Close()
		away := map[string]bool{}
		for _, l := range all {
			l.wantClosed(t, true)
			if len(l.heard) != 1 || !strings.HasPrefix(l.heard[0], "0 retry: ") {
				t.Fatalf("heard %q", l.heard)
			}
			away[l.heard[0]] = true
		}
		if len(away) != 5 || !away["0 retry: 1000"] || !away["0 retry: 4200"] {
			t.Errorf("they stay away for %v", away)
		}
		if n.hub.Join(thread1, &listener{}, 0, 0) {
			t.Error("a closed hub takes readers")
		}
		n.write([]int{5}, nil)
	})
}

// Who polls is told the same as who follows.
func TestCatch(t *testing.T) {
	n := open()
	n.write([]int{5}, nil)
	n.write(nil, []int{5, 6})
	for name, c := range map[string]struct {
		since, story int64
		want         string
	}{
		"up to date":      {12, 3, "12 written [] tallied []"},
		"the first time":  {0, 0, "12 written [] tallied []"},
		"one behind":      {11, 0, "12 written [] tallied [5 6]"},
		"more":            {10, 0, "12 written [5] tallied [6]"},
		"too far":         {3, 0, "12 resync"},
		"another story":   {12, 2, "12 written [] tallied [] story"},
		"from the future": {13, 0, "12 resync"},
	} {
		news, err := n.hub.Catch(article.ID(1), c.since, c.story)
		if got := fmt.Sprint(news.Version, " ", string(news.Data)); err != nil || got != c.want {
			t.Errorf("%s: got %s, %v; want %s", name, got, err, c.want)
		}
	}
}
