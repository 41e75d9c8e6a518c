// Package pagecache keeps finished pages, compressed, for as long as they hold.
//
// A page holds while the versions stand that it was made from, and until the instant at which
// time alone changes it. Nobody tells a page that it is over: whoever finds it asks the board.
//
//	found ──holds──────────────────────────────────────────────► served
//	  │  └─stale, its thread is being written to──► served for lag longer, to who wrote nothing
//	  └────stale, or not found──► made, by one maker at a time ──► kept, served
//
// An answer is kept in each encoding that somebody asked for; those of pages that are asked for
// again and again are compressed once more, as well as can be. The versions of a page before the
// present one stay for a while as dictionaries for the browsers that hold them (RFC 9842).
package pagecache

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"

	"gogai/article"
	"gogai/fault"
	"gogai/live"
)

// How long a page may be served after it went stale, to those who wrote nothing.
const (
	// Lag is for a thread that is being written to, so that its pages are made four times a
	// second at most, however many vote.
	Lag = 250 * time.Millisecond
	// LooseLag is for lists of comments and counts.
	LooseLag = time.Second
)

// Options say how a cache works. The clock is that of the publication; how long something took
// or lags is measured by the real one.
type Options struct {
	Bytes    int64 // of memory, in all; 0 keeps nothing and makes each page anew
	Lag      time.Duration
	LooseLag time.Duration
	Now      func() time.Time
	Board    *live.Board
	Versions func(context.Context, []live.Subject) ([]live.Version, error) // see live.Store
}

// Content is a page as a maker made it.
type Content struct {
	Body   []byte
	Route  string      // the pattern that led to it, for those who count
	Header http.Header // in every encoding, canonical names; the cache adds what depends on the encoding

	From  []live.Version // what it was made from, read before it
	Loose bool           // shows more than From names, and may lag by LooseLag
	Until time.Time      // when time alone changes it; zero is never
}

// A Maker makes a page. Its context outlives the request that asked for the page first, since
// others may have come to wait for it.
type Maker func(context.Context) (*Content, error)

// Cache keeps pages by a key, which says everything that a page is made from beside what is stored.
type Cache struct {
	Options
	pages   *otter.Cache[string, *Page] // nil when nothing is kept
	mu      sync.Mutex
	making  map[string]*making
	better  chan struct{} // holds one while a page is compressed once more
	counted counts
}

// making is a page on its way.
type making struct {
	done chan struct{} // closed when page and err stand
	page *Page
	err  error
}

// New returns an empty cache.
func New(o Options) *Cache {
	c := &Cache{Options: o, making: map[string]*making{}, better: make(chan struct{}, 1)}
	if o.Bytes > 0 {
		c.pages = otter.Must(&otter.Options[string, *Page]{
			MaximumWeight: uint64(o.Bytes),
			Weigher:       func(key string, p *Page) uint32 { return uint32(len(key)) + p.weight.Load() },
		})
	}
	return c
}

// Find returns the page under a key when it holds, for those who wrote nothing; nil otherwise. It
// asks nobody but the board, so it takes no time.
func (c *Cache) Find(key string) *Page {
	if c.pages == nil {
		return nil
	}
	p, ok := c.pages.GetIfPresent(key)
	if !ok || c.judge(p, nil) != holds {
		return nil
	}
	c.counted.hits.Add(1)
	return p
}

// Page returns the page under a key: the one that is kept, if it holds and isn't older than what
// its reader wrote, or a new one of the maker's. Errors of the maker are returned and not kept.
func (c *Cache) Page(ctx context.Context, key string, wrote []live.Version, maker Maker) (*Page, error) {
	if c.pages == nil {
		return c.make(ctx, nil, maker)
	}
	asked := time.Now() // a page begun later shows all that its reader wrote
	for {
		p, _ := c.pages.GetIfPresent(key)
		verdict := c.judge(p, wrote)
		if verdict == unsure {
			var err error
			if verdict, err = c.compare(ctx, p); err != nil {
				return nil, err
			}
		}
		switch verdict {
		case holds:
			c.counted.hits.Add(1)
			return p, nil
		case early: // a writer waits for the next turn, which shows what others wrote meanwhile, too
			if p.begun.After(asked) {
				return p, nil
			}
			if err := sleep(ctx, time.Until(p.begun.Add(c.Lag))); err != nil {
				return nil, err
			}
			continue
		}
		made, ours, err := c.makeOnce(ctx, key, p, maker)
		if err != nil {
			return nil, err
		}
		if ours || made.begun.After(asked) {
			return made, nil
		}
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// makeOnce makes the page, or waits for who makes it already; ours tells which.
func (c *Cache) makeOnce(ctx context.Context, key string, before *Page, maker Maker) (p *Page, ours bool, err error) {
	c.mu.Lock()
	m, underWay := c.making[key]
	if !underWay && len(c.making) >= maxMaking {
		c.mu.Unlock()
		return nil, false, errBusy
	}
	if !underWay {
		m = &making{done: make(chan struct{})}
		c.making[key] = m
		// Its own goroutine: the page is made also when who asked for it first has left.
		go c.makeFor(context.WithoutCancel(ctx), key, before, maker, m)
	}
	c.mu.Unlock()
	select {
	case <-m.done:
		return m.page, !underWay, m.err
	case <-ctx.Done():
		return nil, false, ctx.Err()
	}
}

// maxMaking is how many pages may be on their way at once. Whoever asks for one more is told to
// come back, rather than left to wait for longer than anybody would.
const maxMaking = 2048

var errBusy = &fault.Fault{
	Kind: fault.Unavailable, Sentence: "There is too much going on just now. Please try again in a moment.", After: 2 * time.Second,
}

// patience is how long a page may be in the making.
const patience = 30 * time.Second

func (c *Cache) makeFor(ctx context.Context, key string, before *Page, maker Maker, m *making) {
	defer func() {
		if cause := recover(); cause != nil {
			m.err = fmt.Errorf("panic in the maker of %s: %v\n%s", key, cause, debug.Stack())
		}
		c.mu.Lock()
		delete(c.making, key)
		c.mu.Unlock()
		close(m.done)
	}()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if m.page, m.err = c.make(ctx, before, maker); m.err == nil {
		m.page.key = key
		c.pages.Set(key, m.page)
	}
}

// make makes a page; before is the one that it takes the place of.
func (c *Cache) make(ctx context.Context, before *Page, maker Maker) (*Page, error) {
	p := &Page{cache: c, begun: time.Now(), asOf: c.Now().Round(0), commits: c.Board.Commits()}
	p.epoch.Store(c.Board.Epoch())
	content, err := maker(ctx)
	if err != nil {
		return nil, err
	}
	c.counted.makes.Add(1)
	p.fill(content, before)
	return p, nil
}

// verdict is what becomes of a page that was found.
type verdict int

const (
	holds  verdict = iota
	unsure         // only storage knows
	stale
	early // stale for a writer, but it is too early to make another one
)

// judge tells whether a page may be served to somebody who wrote these versions lately.
func (c *Cache) judge(p *Page, wrote []live.Version) verdict {
	if p == nil {
		return stale
	}
	switch now := c.Now(); {
	case now.Before(p.asOf), !p.until.IsZero() && !now.Before(p.until):
		return stale
	case p.epoch.Load() != c.Board.Epoch():
		if p.loose {
			return stale
		}
		return unsure
	}
	wroteSince := older(p, wrote)
	if !wroteSince && !c.changed(p) {
		return holds
	}
	lag := c.Lag
	if p.loose && len(wrote) == 0 {
		lag = c.LooseLag
	}
	switch {
	case lag == 0 || time.Since(p.begun) >= lag:
		return stale
	case wroteSince, p.loose && len(wrote) > 0:
		return early
	}
	return holds
}

// changed tells whether something was written since the page was made that it shows.
func (c *Cache) changed(p *Page) bool {
	if p.loose {
		return p.commits != c.Board.Commits()
	}
	for _, v := range p.from {
		if v.Kind == live.Thread && c.Board.Thread(article.ID(v.ID)) > v.Number {
			return true
		}
	}
	return false
}

// compare asks storage whether a page holds.
func (c *Cache) compare(ctx context.Context, p *Page) (verdict, error) {
	epoch := c.Board.Epoch()
	subjects := make([]live.Subject, len(p.from))
	for i, v := range p.from {
		subjects[i] = v.Subject
	}
	present, err := c.Versions(ctx, subjects)
	if err != nil {
		return stale, fmt.Errorf("compare versions: %w", err)
	}
	if !slices.Equal(present, p.from) {
		return stale, nil
	}
	p.epoch.Store(epoch)
	return holds, nil
}

// older tells whether the page was made before one of these versions.
func older(p *Page, wrote []live.Version) bool {
	for _, w := range wrote {
		for _, v := range p.from {
			if v.Subject == w.Subject && v.Number < w.Number {
				return true
			}
		}
	}
	return false
}

// counts are what a cache did so far.
type counts struct {
	hits, makes, unchanged, byDictionary, compressed atomic.Int64
}

// Stats are what a cache did since it began, and what it holds.
type Stats struct {
	Hits         int64 // pages found
	Makes        int64 // pages made
	Unchanged    int64 // answers that told a browser that it has the page already
	ByDictionary int64 // answers against a version that the browser has
	Compressed   int64 // answers compressed once more
	Bytes        int64
	Pages        int64
}

// Stats returns what the cache did so far.
func (c *Cache) Stats() Stats {
	s := Stats{
		Hits: c.counted.hits.Load(), Makes: c.counted.makes.Load(), Unchanged: c.counted.unchanged.Load(),
		ByDictionary: c.counted.byDictionary.Load(), Compressed: c.counted.compressed.Load(),
	}
	if c.pages != nil {
		s.Bytes, s.Pages = int64(c.pages.WeightedSize()), int64(c.pages.EstimatedSize())
	}
	return s
}
