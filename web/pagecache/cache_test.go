package pagecache_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gogai/live"
	"gogai/web/pagecache"
)

// stage is a cache with what it asks, all of which the test moves.
type stage struct {
	*pagecache.Cache
	board   *live.Board
	mu      sync.Mutex
	stored  map[live.Subject]int64
	asked   int
	version int64 // of the thread
}

var (
	threadOf  = live.ThreadVersion(7, 0).Subject
	articleOf = live.ArticleVersion(7, 0).Subject
)

func newStage(bytes int64, o pagecache.Options) *stage {
	s := &stage{board: live.NewBoard(), stored: map[live.Subject]int64{threadOf: 1, articleOf: 1}, version: 1}
	o.Bytes, o.Board, o.Versions = bytes, s.board, s.versions
	if o.Now == nil {
		o.Now = time.Now
	}
	s.Cache = pagecache.New(o)
	return s
}

func (s *stage) versions(_ context.Context, subjects []live.Subject) ([]live.Version, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	list := make([]live.Version, len(subjects))
	for i, subject := range subjects {
		list[i] = live.Version{Subject: subject, Number: s.stored[subject]}
	}
	return list, nil
}

// write changes the thread, as a member does.
func (s *stage) write() live.Version {
	s.mu.Lock()
	s.version++
	s.stored[threadOf] = s.version
	change := live.Change{Article: 7, From: s.version - 1, Version: s.version, Tallied: []int{1}}
	s.mu.Unlock()
	s.board.Hear(live.Commit{Threads: []live.Change{change}})
	return live.ThreadVersion(7, change.Version)
}

// edit changes the story, as the desk does, or only something else.
func (s *stage) edit(story bool) {
	s.mu.Lock()
	if story {
		s.stored[articleOf]++
	}
	s.mu.Unlock()
	s.board.Hear(live.Commit{Other: true})
}

// make is a maker whose page says of which versions it was made.
func (s *stage) make(change ...func(*pagecache.Content)) pagecache.Maker {
	return func(context.Context) (*pagecache.Content, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		c := &pagecache.Content{
			Body: fmt.Appendf(nil, "thread %d, story %d", s.stored[threadOf], s.stored[articleOf]),
			From: []live.Version{{Subject: articleOf, Number: s.stored[articleOf]}, {Subject: threadOf, Number: s.stored[threadOf]}},
		}
		for _, f := range change {
			f(c)
		}
		return c, nil
	}
}

// reads expects what somebody finds who wrote these versions.
func (s *stage) reads(t *testing.T, want string, maker pagecache.Maker, wrote ...live.Version) {
	t.Helper()
	p, err := s.Page(t.Context(), "/story", wrote, maker)
	if err != nil {
		t.Fatal(err)
	}
	if got := get(p).Body.String(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if found := s.Find("/story"); found != nil && get(found).Body.String() != want {
		t.Errorf("found without asking: %q, want %q or nothing", get(found).Body, want)
	}
}

func (s *stage) makes(t *testing.T, want int64) {
	t.Helper()
	if got := s.Stats().Makes; got != want {
		t.Errorf("%d pages were made, want %d", got, want)
	}
}

func get(p *pagecache.Page, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "/story", nil)
	r.Header.Set("Accept-Encoding", "identity")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	p.Serve(w, r)
	return w
}

const plenty = 10 << 20

func TestHolds(t *testing.T) {
	s := newStage(plenty, pagecache.Options{})
	for range 3 {
		s.reads(t, "thread 1, story 1", s.make())
	}
	s.makes(t, 1)
	s.write()
	for range 3 {
		s.reads(t, "thread 2, story 1", s.make())
	}
	s.makes(t, 2)
	s.edit(true)
	if s.Find("/story") != nil {
		t.Error("found although the story may be another")
	}
	for range 3 {
		s.reads(t, "thread 2, story 2", s.make())
	}
	s.makes(t, 3)
	s.edit(false) // something else
	asked := s.asked
	for range 3 {
		s.reads(t, "thread 2, story 2", s.make())
	}
	s.makes(t, 3)
	if s.asked != asked+1 {
		t.Errorf("storage was asked %d times whether the page holds, want once", s.asked-asked)
	}
}

// Time alone ends a page at its instant, by the publication's clock.
func TestUntil(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var offset atomic.Int64
	s := newStage(plenty, pagecache.Options{Lag: time.Hour, Now: func() time.Time { return now.Add(time.Duration(offset.Load())) }})
	maker := s.make(func(c *pagecache.Content) { c.Until = now.Add(time.Minute) })
	s.reads(t, "thread 1, story 1", maker)
	offset.Store(int64(time.Minute - time.Microsecond))
	s.reads(t, "thread 1, story 1", maker)
	s.makes(t, 1)
	offset.Store(int64(time.Minute))
	s.reads(t, "thread 1, story 1", maker)
	s.makes(t, 2)
}

// However much is written, pages are made at their pace, who wrote nothing sees one that is no
// older than that, and who wrote sees what they wrote.
func TestStorm(t *testing.T) {
	const lag = 50 * time.Millisecond
	s := newStage(plenty, pagecache.Options{Lag: lag})
	s.reads(t, "thread 1, story 1", s.make())
	type written struct {
		version int64
		at      time.Time
	}
	var log []written
	start := time.Now()
	for time.Since(start) < 20*lag {
		mine := s.write()
		log = append(log, written{mine.Number, time.Now()})
		asked := time.Now()
		p, err := s.Page(t.Context(), "/story", nil, s.make())
		if err != nil {
			t.Fatal(err)
		}
		seen := threadIn(t, p)
		for _, w := range log {
			if w.version > seen && asked.Sub(w.at) > lag {
				t.Fatalf("asked %v after version %d was written, and sees %d", asked.Sub(w.at), w.version, seen)
			}
		}
		if rand.N(50) == 0 {
			p, err := s.Page(t.Context(), "/story", []live.Version{mine}, s.make())
			if err != nil {
				t.Fatal(err)
			}
			if seen := threadIn(t, p); seen < mine.Number {
				t.Fatalf("wrote version %d and sees %d", mine.Number, seen)
			}
		}
		time.Sleep(lag / 25)
	}
	if got, most := s.Stats().Makes, int64(time.Since(start)/lag+2); got > most || got < 3 {
		t.Errorf("%d pages in %v, want at most %d", got, time.Since(start), most)
	}
	// Once it is over, everybody sees the end of it.
	time.Sleep(lag)
	s.reads(t, fmt.Sprintf("thread %d, story 1", s.version), s.make())
}

func threadIn(t *testing.T, p *pagecache.Page) (version int64) {
	t.Helper()
	if _, err := fmt.Sscanf(get(p).Body.String(), "thread %d", &version); err != nil {
		t.Fatal(err)
	}
	return version
}

// A list may lag behind what members write, and not behind the desk.
func TestLoose(t *testing.T) {
	for name, test := range map[string]struct {
		options pagecache.Options
		want    string // after a member wrote
	}{
		"in time":  {pagecache.Options{LooseLag: time.Hour}, "thread 1, story 1"},
		"too long": {pagecache.Options{LooseLag: time.Nanosecond}, "thread 2, story 1"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(plenty, test.options)
			loose := s.make(func(c *pagecache.Content) { c.Loose, c.From = true, nil })
			s.reads(t, "thread 1, story 1", loose)
			s.reads(t, "thread 1, story 1", loose)
			s.makes(t, 1)
			mine := s.write()
			s.reads(t, test.want, loose)
			s.reads(t, "thread 2, story 1", loose, mine)
			s.edit(true)
			s.reads(t, "thread 2, story 2", loose)
		})
	}
}

// Who wrote and asks in the middle of a storm waits for the next page, which shows it.
func TestWriterWaits(t *testing.T) {
	const lag = 100 * time.Millisecond
	for _, loose := range []bool{false, true} {
		s := newStage(plenty, pagecache.Options{Lag: lag, LooseLag: time.Hour})
		maker := s.make(func(c *pagecache.Content) { c.Loose = loose })
		begun := time.Now()
		s.reads(t, "thread 1, story 1", maker)
		mine := s.write()
		s.reads(t, "thread 1, story 1", maker)
		s.reads(t, "thread 2, story 1", maker, mine)
		if waited := time.Since(begun); waited < lag {
			t.Errorf("the next page came after %v, want %v", waited, lag)
		}
	}
}

// Many who ask at once get one page, also when the one who asked first has left.
func TestOneMaker(t *testing.T) {
	s := newStage(plenty, pagecache.Options{})
	begun, finish := make(chan struct{}), make(chan struct{})
	slow := s.make(func(*pagecache.Content) { close(begun); <-finish })
	gone, leave := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := s.Page(gone, "/story", nil, slow); !errors.Is(err, context.Canceled) {
			t.Errorf("who left got %v", err)
		}
	})
	<-begun
	for range 100 {
		wg.Go(func() {
			p, err := s.Page(t.Context(), "/story", nil, slow)
			if err != nil || get(p).Body.String() != "thread 1, story 1" {
				t.Errorf("%v, %v", p, err)
			}
		})
	}
	leave()
	time.Sleep(20 * time.Millisecond)
	close(finish)
	wg.Wait()
	s.makes(t, 1)
}

// A page that was on its way while somebody wrote isn't shown to them.
func TestWrittenWhileMaking(t *testing.T) {
	s := newStage(plenty, pagecache.Options{Lag: 50 * time.Millisecond})
	maker := s.make()
	begun, finish := make(chan struct{}, 10), make(chan struct{})
	slow := func(ctx context.Context) (*pagecache.Content, error) {
		c, err := maker(ctx)
		begun <- struct{}{}
		<-finish
		return c, err
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := s.Page(t.Context(), "/story", nil, slow); err != nil {
			t.Error(err)
		}
	})
	<-begun
	mine := s.write()
	time.AfterFunc(20*time.Millisecond, func() { close(finish) })
	s.reads(t, "thread 2, story 1", slow, mine)
	wg.Wait()
	s.makes(t, 2)
}

// A maker's fault is its askers' and is not kept; nor does a panic end the program.
func TestFaults(t *testing.T) {
	s := newStage(plenty, pagecache.Options{})
	lost := errors.New("lost in the cellar")
	if _, err := s.Page(t.Context(), "/story", nil, func(context.Context) (*pagecache.Content, error) { return nil, lost }); !errors.Is(err, lost) {
		t.Errorf("got %v", err)
	}
	if _, err := s.Page(t.Context(), "/story", nil, func(context.Context) (*pagecache.Content, error) { panic("loose cable") }); err == nil || !strings.Contains(err.Error(), "loose cable") {
		t.Errorf("got %v", err)
	}
	s.reads(t, "thread 1, story 1", s.make())
}

// Without memory every page is made anew, and is the same.
func TestOff(t *testing.T) {
	s := newStage(0, pagecache.Options{Lag: time.Hour})
	for range 3 {
		s.reads(t, fmt.Sprintf("thread %d, story 1", s.version), s.make())
		s.write()
	}
	s.makes(t, 3)
	p, err := s.Page(t.Context(), "/story", nil, s.make())
	if err != nil {
		t.Fatal(err)
	}
	for _, coding := range []string{"zstd", "br", "gzip", "identity"} {
		if got := decoded(t, get(p, "Accept-Encoding", coding), nil); got != "thread 4, story 1" {
			t.Errorf("%s: %q", coding, got)
		}
	}
}

// Memory stays within its bound, whatever is asked for.
func TestBound(t *testing.T) {
	const bound = 1 << 20
	s := newStage(bound, pagecache.Options{})
	random := rand.NewChaCha8([32]byte{})
	for i := range 500 {
		p, err := s.Page(t.Context(), fmt.Sprint("/", i), nil, func(context.Context) (*pagecache.Content, error) {
			body := make([]byte, 20<<10)
			random.Read(body)
			return &pagecache.Content{Body: body}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, coding := range []string{"zstd", "br", "gzip", "identity"} {
			get(p, "Accept-Encoding", coding)
		}
	}
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		got := s.Stats()
		if got.Bytes <= bound && got.Pages > 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("holds %d bytes of %d, in %d pages", got.Bytes, bound, got.Pages)
		}
	}
}

func TestNobodyIsPersonal(t *testing.T) {
	s := newStage(plenty, pagecache.Options{})
	header := http.Header{"Content-Type": {"text/html"}}
	p, err := s.Page(t.Context(), "/story", nil, s.make(func(c *pagecache.Content) { c.Header = header }))
	if err != nil {
		t.Fatal(err)
	}
	one, two := get(p, "Cookie", "a=b"), get(p)
	if !bytes.Equal(one.Body.Bytes(), two.Body.Bytes()) || one.Header().Get("Set-Cookie") != "" {
		t.Error("two readers get two pages")
	}
}

// A list doesn't say of which versions it was made, and one that was on its way while somebody wrote
// isn't shown to them either.
func TestWrittenWhileMakingLoose(t *testing.T) {
	s := newStage(plenty, pagecache.Options{Lag: 50 * time.Millisecond, LooseLag: time.Hour})
	maker := s.make(func(c *pagecache.Content) { c.Loose, c.From = true, nil })
	begun, finish := make(chan struct{}, 10), make(chan struct{})
	slow := func(ctx context.Context) (*pagecache.Content, error) {
		c, err := maker(ctx)
		begun <- struct{}{}
		<-finish
		return c, err
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := s.Page(t.Context(), "/story", nil, slow); err != nil {
			t.Error(err)
		}
	})
	<-begun
	mine := s.write()
	time.AfterFunc(20*time.Millisecond, func() { close(finish) })
	s.reads(t, "thread 2, story 1", slow, mine)
	wg.Wait()
	s.makes(t, 2)
}

// However many write, and whatever they claim to have written, each is answered within two turns.
func TestWritersWaitTwoTurns(t *testing.T) {
	const lag = 50 * time.Millisecond
	for _, loose := range []bool{false, true} {
		s := newStage(plenty, pagecache.Options{Lag: lag, LooseLag: time.Hour})
		maker := s.make(func(c *pagecache.Content) { c.Loose = loose })
		s.reads(t, "thread 1, story 1", maker)
		stop, stopped := make(chan struct{}), make(chan struct{})
		go func() { // all the while
			defer close(stopped)
			for {
				select {
				case <-stop:
					return
				default:
					s.write()
					time.Sleep(time.Millisecond)
				}
			}
		}()
		begun := time.Now()
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if _, err := s.Page(t.Context(), "/story", []live.Version{live.ThreadVersion(7, 1<<40)}, maker); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		close(stop)
		<-stopped
		if took := time.Since(begun); took > 10*lag {
			t.Errorf("loose %t: 50 writers were answered after %v, want about %v", loose, took, 2*lag)
		}
	}
}

// A page that was made while the clock was ahead doesn't outlive its being set right.
func TestClockSetBack(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var offset atomic.Int64
	s := newStage(plenty, pagecache.Options{Lag: time.Hour, Now: func() time.Time { return now.Add(time.Duration(offset.Load())) }})
	offset.Store(int64(time.Hour))
	s.reads(t, "thread 1, story 1", s.make())
	offset.Store(0)
	s.reads(t, "thread 1, story 1", s.make())
	s.makes(t, 2)
	s.reads(t, "thread 1, story 1", s.make())
	s.makes(t, 2)
}
