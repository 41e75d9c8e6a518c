package pagecache

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"gogai/web/dictionary"
)

// A coding is an encoding of a page. Those that come first are chosen first.
type coding int

const (
	zstandard coding = iota
	brotlied
	gzipped
	identity
	bydictionary // never kept among the others: there is one for each version of the page
	codings      = bydictionary
)

// names are those of Accept-Encoding and Content-Encoding.
var names = [...]string{zstandard: "zstd", brotlied: "br", gzipped: "gzip", identity: "identity", bydictionary: dictionary.Encoding}

// An answer is a page in one encoding with the fields that tell of it.
type answer struct {
	body   []byte
	best   bool     // not to be compressed once more
	coding []string // Content-Encoding; nil for identity
	length []string
	tag    []string // ETag
}

func newAnswer(c coding, tag string, body []byte) *answer {
	a := &answer{body: body, length: []string{strconv.Itoa(len(body))}, tag: []string{`"` + tag + `"`}, best: c == identity}
	if c != identity {
		a.coding, a.tag = []string{names[c]}, []string{`"` + tag + "-" + names[c] + `"`}
	}
	return a
}

// quickly compresses a page while its reader waits, by coding.
var quickly = [codings]func([]byte) []byte{
	zstandard: func(b []byte) []byte { return zstded(&fastZstd, b) },
	brotlied: func(b []byte) []byte {
		return compress(b, func(out *bytes.Buffer) writer { return brotli.NewWriterLevel(out, 4) })
	},
	gzipped:  func(b []byte) []byte { return gzippedAt(b, 5) },
	identity: func(b []byte) []byte { return b },
}

// well compresses a page as well as can be, while nobody waits.
var well = [codings]func([]byte) []byte{
	zstandard: func(b []byte) []byte { return zstded(&bestZstd, b) },
	brotlied: func(b []byte) []byte {
		return compress(b, func(out *bytes.Buffer) writer { return brotli.NewWriterLevel(out, brotli.BestCompression) })
	},
	gzipped: func(b []byte) []byte { return gzippedAt(b, gzip.BestCompression) },
}

type writer interface {
	Write([]byte) (int, error)
	Close() error
}

func compress(body []byte, begin func(*bytes.Buffer) writer) []byte {
	var out bytes.Buffer
	w := begin(&out)
	w.Write(body) // a bytes.Buffer takes everything
	w.Close()
	return bytes.Clone(out.Bytes())
}

// gzips are kept for their tables, by level.
var gzips [gzip.BestCompression + 1]sync.Pool

func gzippedAt(body []byte, level int) []byte {
	var out bytes.Buffer
	out.Grow(len(body) / 4)
	w, _ := gzips[level].Get().(*gzip.Writer)
	if w == nil {
		var err error
		if w, err = gzip.NewWriterLevel(&out, level); err != nil {
			panic(fmt.Sprintf("pagecache: %v", err)) // the levels are constants
		}
	} else {
		w.Reset(&out)
	}
	w.Write(body)
	w.Close()
	gzips[level].Put(w)
	return bytes.Clone(out.Bytes())
}

var (
	fastZstd = zstds(zstd.SpeedFastest)
	bestZstd = zstds(zstd.SpeedBestCompression)
)

func zstds(level zstd.EncoderLevel) sync.Pool {
	return sync.Pool{New: func() any {
		e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(level), zstd.WithEncoderConcurrency(1),
			zstd.WithWindowSize(1<<20), zstd.WithLowerEncoderMem(true), zstd.WithEncoderCRC(false))
		if err != nil {
			panic(fmt.Sprintf("pagecache: %v", err)) // the options are constants
		}
		return e
	}}
}

func zstded(pool *sync.Pool, body []byte) []byte {
	e := pool.Get().(*zstd.Encoder)
	defer pool.Put(e)
	return bytes.Clone(e.EncodeAll(body, make([]byte, 0, len(body)/4+64)))
}

var unzstd = sync.OnceValue(func() *zstd.Decoder {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0))
	if err != nil {
		panic(fmt.Sprintf("pagecache: %v", err)) // the options are constants
	}
	return d
})

// unpack returns what a zstd answer says.
func unpack(packed []byte) []byte {
	body, err := unzstd().DecodeAll(packed, nil)
	if err != nil {
		panic(fmt.Sprintf("pagecache: what was compressed here can't be read: %v", err))
	}
	return body
}

// accepted reads an Accept-Encoding header: which coding to answer in, and whether one by dictionary
// may be (RFC 9110 §12.5.3). Who accepts nothing at all gets identity.
func accepted(header string) (best coding, dictionaries bool) {
	var weight [len(names)]int // in thousandths; 0 is refused
	var given [len(names)]bool
	anything := -1
	for part := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(part, ";")
		name = strings.TrimSpace(name)
		w := quality(parameters)
		if name == "*" {
			anything = w
			continue
		}
		for c := range names {
			if strings.EqualFold(name, names[c]) {
				weight[c], given[c] = w, true
			}
		}
	}
	if anything >= 0 {
		for c := range codings {
			if !given[c] {
				weight[c] = anything
			}
		}
	} else if !given[identity] {
		weight[identity] = 1 // when nothing else is wanted
	}
	best = identity
	for c := identity; c >= 0; c-- {
		if weight[c] > 0 && weight[c] >= weight[best] {
			best = c
		}
	}
	return best, given[bydictionary] && weight[bydictionary] > 0
}

// quality reads the weight of a coding, in thousandths.
func quality(parameters string) int {
	value, found := strings.CutPrefix(strings.TrimSpace(parameters), "q=")
	if !found {
		return 1000
	}
	q, err := strconv.ParseFloat(value, 64)
	if err != nil || q < 0 || q > 1 {
		return 0
	}
	return int(q * 1000)
}
