package pagecache

import (
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"

	"gogai/live"
	"gogai/web/dictionary"
)

// A Page is a finished page in the encodings that were asked for so far. What it says never
// changes.
type Page struct {
	Route  string // see Content
	cache  *Cache
	key    string // empty for one that is not kept
	sum    dictionary.Hash
	tag    string // what the ETags of all encodings begin with, without the quotes
	header []field
	begun  time.Time // when its making began, by the real clock
	asOf   time.Time // likewise, by the publication's: one that was set back since makes another page

	from    []live.Version
	loose   bool
	until   time.Time
	commits int64        // that the board had heard of when the making began
	epoch   atomic.Int64 // of the board, in which it was known to hold

	plain  []byte // what it says; nil for one that is kept, whose zstd answer is unpacked
	answer [codings]atomic.Pointer[answer]
	weight atomic.Uint32
	served atomic.Int64

	mu      sync.Mutex // held while an answer is made
	earlier []version  // what it was before, the newest first
	deltas  map[dictionary.Hash]*answer
}

// field is a header field with its canonical name.
type field struct {
	name   string
	values []string
}

// A version is what a page was before, for the browsers that hold it.
type version struct {
	sum    dictionary.Hash
	packed []byte
	begun  time.Time
}

// How many versions of a page are remembered beside the present one, the newest of them always.
const (
	maxEarlier = 8
	newest     = 3
)

// overhead is about what a page takes in memory beside its answers, in bytes.
const overhead = 2 << 10

// fill gives the page its content. before is the page whose place it takes, or nil.
func (p *Page) fill(c *Content, before *Page) {
	p.Route = c.Route
	p.from, p.loose, p.until = c.From, c.Loose, c.Until
	p.sum = dictionary.Sum(c.Body)
	p.tag = base64.RawURLEncoding.EncodeToString(p.sum[:12])
	for name, values := range c.Header {
		p.header = append(p.header, field{name, slices.Clip(values)})
	}
	p.header = append(p.header, field{"Vary", []string{dictionary.Vary}})
	if p.cache.pages == nil {
		p.plain = c.Body
		return
	}
	if before != nil && before.sum == p.sum { // it says the same again
		before.mu.Lock()
		defer before.mu.Unlock()
		for i := range before.answer {
			p.answer[i].Store(before.answer[i].Load())
		}
		p.earlier, p.deltas = before.earlier, maps.Clone(before.deltas)
		p.served.Store(before.served.Load())
	} else {
		p.keep(zstandard, newAnswer(zstandard, p.tag, quickly[zstandard](c.Body)))
		if before != nil {
			p.earlier = remembered(before)
		}
	}
	p.weigh()
}

// remembered returns the versions to remember of a page that is over. Browsers hold recent ones
// more often than old ones, so the older they are the wider they lie apart.
func remembered(p *Page) []version {
	p.mu.Lock()
	list := slices.Clone(p.earlier)
	p.mu.Unlock()
	if p.served.Load() == 0 { // nobody holds it
		return list
	}
	list = slices.Insert(list, 0, version{p.sum, p.answer[zstandard].Load().body, p.begun})
	if len(list) <= maxEarlier {
		return list
	}
	now := time.Now()
	drop, least := 0, 0.0
	for i := newest; i < len(list)-1; i++ {
		gap := float64(list[i-1].begun.Sub(list[i+1].begun)) / float64(now.Sub(list[i].begun)+1)
		if drop == 0 || gap < least {
			drop, least = i, gap
		}
	}
	return slices.Delete(list, drop, drop+1)
}

// weigh counts what the page takes in memory, in bytes.
func (p *Page) weigh() {
	n := overhead
	for i := range p.answer {
		if a := p.answer[i].Load(); a != nil {
			n += len(a.body)
		}
	}
	for _, v := range p.earlier {
		n += len(v.packed)
	}
	for _, a := range p.deltas {
		n += len(a.body)
	}
	p.weight.Store(uint32(n))
}

// grew tells the cache that the page takes more memory than before. p.mu is held.
func (p *Page) grew() {
	p.weigh()
	if p.key == "" {
		return
	}
	p.cache.pages.ComputeIfPresent(p.key, func(present *Page) (*Page, otter.ComputeOp) {
		if present != p {
			return present, otter.CancelOp
		}
		return p, otter.WriteOp
	})
}

func (p *Page) keep(c coding, a *answer) { p.answer[c].Store(a) }

// body returns what the page says.
func (p *Page) body() []byte {
	if p.plain != nil {
		return p.plain
	}
	return unpack(p.answer[zstandard].Load().body)
}

// in returns the answer in an encoding.
func (p *Page) in(c coding) *answer {
	if a := p.answer[c].Load(); a != nil {
		return a
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if a := p.answer[c].Load(); a != nil { // somebody was faster
		return a
	}
	a := newAnswer(c, p.tag, quickly[c](p.body()))
	p.keep(c, a)
	p.grew()
	return a
}

// against returns the answer to a browser that holds a version of the page, or of the page with
// the same path and no parameters; nil when that is not known any more.
func (p *Page) against(sum dictionary.Hash) *answer {
	p.mu.Lock()
	defer p.mu.Unlock()
	if a := p.deltas[sum]; a != nil {
		return a
	}
	held := p.find(sum)
	if base, _, isPart := strings.Cut(p.key, "?"); held == nil && isPart {
		held = p.cache.find(base, sum)
	}
	if held == nil {
		return nil
	}
	a := newAnswer(bydictionary, p.tag, dictionary.Encode(nil, p.body(), unpack(held)))
	// Other bytes for each dictionary, so another tag for each.
	a.tag[0] = `"` + p.tag + "-" + dictionary.Encoding + "-" + base64.RawURLEncoding.EncodeToString(sum[:6]) + `"`
	if p.key == "" {
		return a
	}
	if p.deltas == nil {
		p.deltas = map[dictionary.Hash]*answer{}
	}
	if len(p.deltas) < 2*maxEarlier {
		p.deltas[sum] = a
		p.grew()
	}
	return a
}

// find returns a version of the page under a key, packed; nil for none.
func (c *Cache) find(key string, sum dictionary.Hash) []byte {
	p, ok := c.pages.GetIfPresent(key)
	if !ok {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.find(sum)
}

// find returns a version of the page, packed; nil for none. p.mu is held.
func (p *Page) find(sum dictionary.Hash) []byte {
	if p.sum == sum && p.plain == nil {
		return p.answer[zstandard].Load().body
	}
	for _, v := range p.earlier {
		if v.sum == sum {
			return v.packed
		}
	}
	return nil
}
