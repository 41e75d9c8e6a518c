package pagecache

import (
	"net/http"
	"strings"
	"time"

	"gogai/web/dictionary"
)

// Serve answers with the page in the encoding that the request prefers, or tells its browser that
// it has the page already. It returns the status.
func (p *Page) Serve(w http.ResponseWriter, r *http.Request) (status int) {
	h := w.Header()
	for _, f := range p.header {
		h[f.name] = f.values
	}
	if tag := p.match(r.Header["If-None-Match"]); tag != "" {
		p.cache.counted.unchanged.Add(1)
		h["Etag"] = []string{tag}
		delete(h, "Content-Type")
		w.WriteHeader(http.StatusNotModified)
		return http.StatusNotModified
	}
	a := p.choose(r)
	h["Etag"], h["Content-Length"] = a.tag, a.length
	if a.coding != nil {
		h["Content-Encoding"] = a.coding
	}
	if r.Method != http.MethodHead {
		w.Write(a.body) // a reader who left is no error of ours
	}
	return http.StatusOK
}

// choose returns the answer that a request wants.
func (p *Page) choose(r *http.Request) *answer {
	c, dictionaries := accepted(first(r.Header["Accept-Encoding"]))
	if dictionaries {
		if sum, ok := dictionary.Available(first(r.Header["Available-Dictionary"])); ok {
			if a := p.against(sum); a != nil {
				p.served.Add(1)
				p.cache.counted.byDictionary.Add(1)
				return a
			}
		}
	}
	a := p.in(c)
	// At 16, 32, 64, … readers, so that the rest pay nothing for it.
	if n := p.served.Add(1); n >= manyReaders && n&(n-1) == 0 && !a.best && p.key != "" && time.Since(p.begun) > settled {
		p.improve(c)
	}
	return a
}

// What makes a page worth compressing once more: so many readers, and so long without a change.
const (
	manyReaders = 16
	settled     = time.Second
)

// improve compresses the answer in an encoding as well as can be, in the background, unless
// another page has its turn.
func (p *Page) improve(c coding) {
	select {
	case p.cache.better <- struct{}{}:
	default:
		return
	}
	go func() {
		defer func() { <-p.cache.better }()
		body := well[c](p.body())
		p.mu.Lock()
		defer p.mu.Unlock()
		present := p.answer[c].Load()
		if len(body) >= len(present.body) { // so small that there was nothing to gain
			body = present.body
		}
		// Other bytes, another tag: of one that was cut off, the rest mustn't come from here.
		a := newAnswer(c, p.tag, body)
		a.tag[0] = `"` + p.tag + "-" + names[c] + `+"`
		a.best = true
		p.keep(c, a)
		p.grew()
		p.cache.counted.compressed.Add(1)
	}()
}

// match returns the tag of the page that a browser has, in whatever encoding; "" when it has
// another page, or none.
func (p *Page) match(header []string) string {
	for _, line := range header {
		for candidate := range strings.SplitSeq(line, ",") {
			candidate = strings.TrimSpace(candidate)
			if candidate == "*" { // whichever there is (RFC 9110 §13.1.2)
				return `"` + p.tag + `"`
			}
			opaque := strings.TrimPrefix(strings.TrimPrefix(candidate, "W/"), `"`)
			if rest, ok := strings.CutPrefix(opaque, p.tag); ok && (strings.HasPrefix(rest, `"`) || strings.HasPrefix(rest, "-")) && strings.HasSuffix(rest, `"`) {
				return candidate
			}
		}
	}
	return ""
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}
