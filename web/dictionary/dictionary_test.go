package dictionary

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// text is n bytes of words that differ by seed, as hard to compress by themselves as prose.
func text(seed uint64, n int) []byte {
	random := rand.New(rand.NewPCG(seed, 0))
	var b bytes.Buffer
	for b.Len() < n {
		fmt.Fprintf(&b, "%x ", random.Uint32())
	}
	return b.Bytes()[:n]
}

// decode reads a body as a browser does: the header, then a frame for whose number 0 stands the
// dictionary.
func decode(t *testing.T, body, dictionary []byte) []byte {
	t.Helper()
	header, hash := "\x5e\x2a\x4d\x18\x20\x00\x00\x00", Sum(dictionary)
	if !bytes.HasPrefix(body, append([]byte(header), hash[:]...)) {
		t.Fatalf("the body opens with %x, want the magic number and the dictionary's hash", body[:min(len(body), 40)])
	}
	frame := body[40:]
	var about zstd.Header
	if err := about.Decode(frame); err != nil {
		t.Fatal(err)
	}
	if about.DictionaryID != 0 || about.WindowSize > 8<<20 {
		t.Errorf("the frame asks for dictionary %d and a window of %d bytes, want 0 and at most 8 MiB", about.DictionaryID, about.WindowSize)
	}
	d, err := zstd.NewReader(nil, zstd.WithDecoderDictRaw(0, dictionary))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	content, err := d.DecodeAll(frame, nil)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestEncode(t *testing.T) {
	page := text(1, 60_000)
	for _, c := range []struct {
		name                string
		dictionary, content []byte
		most                int // bytes of the body, its header included
	}{
		{"the same again", page, page, 70},
		{"a line more in the middle", page, bytes.Join([][]byte{page[:40_000], page[40_000:]}, []byte("one line more")), 100},
		{"nothing in common", text(2, 60_000), page, len(page)},
		{"nothing", page, nil, 50},
		{"a byte", page, []byte("x"), 60},
		{"against nothing", nil, page, len(page)},
		{"against a byte", []byte("x"), page, len(page)},
		{"longer than a block", text(3, 400_000), append(text(3, 400_000), "and more"...), 200},
		{"longer than the window", text(4, 3<<20), text(4, 3<<20), 3 << 20},
		{"the end of a long dictionary", text(5, 3<<20), text(5, 3<<20)[3<<20-60_000:], 100},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := Encode([]byte("before"), c.content, c.dictionary)
			body, found := bytes.CutPrefix(body, []byte("before"))
			if !found {
				t.Fatal("what stood in dst is gone")
			}
			if got := decode(t, body, c.dictionary); !bytes.Equal(got, c.content) {
				t.Errorf("%d bytes came back, not the %d that went in", len(got), len(c.content))
			}
			if len(body) > c.most {
				t.Errorf("the body has %d bytes, want at most %d", len(body), c.most)
			}
		})
	}
}

// An encoder that is used again keeps nothing of its earlier work, and none is used twice at once.
func TestEncodeSideBySide(t *testing.T) {
	var all sync.WaitGroup
	for i := range uint64(32) {
		all.Go(func() {
			dictionary := text(i, 1000*int(i%5))
			content := append(text(i, 5000), text(i+1, 5000)...)
			if got := decode(t, Encode(nil, content, dictionary), dictionary); !bytes.Equal(got, content) {
				t.Errorf("number %d came back as something else", i)
			}
		})
	}
	all.Wait()
}

func TestAvailable(t *testing.T) {
	want := Sum([]byte("a page"))
	sum := base64.StdEncoding.EncodeToString(want[:])
	for _, c := range []struct {
		name, header string
		ok           bool
	}{
		{"as browsers send it", ":" + sum + ":", true},
		{"with space and a parameter", " :" + sum + ": ;a=1", true},
		{"missing", "", false},
		{"no colons", sum, false},
		{"a string", `"` + sum + `"`, false},
		{"one colon", ":" + sum, false},
		{"empty", "::", false},
		{"too short", ":" + base64.StdEncoding.EncodeToString(want[:31]) + ":", false},
		{"too long", ":" + base64.StdEncoding.EncodeToString(append(want[:], 0)) + ":", false},
		{"of 33 bytes, as long as one of 32", ":" + base64.StdEncoding.EncodeToString(append(want[:], 0))[:44] + ":", false},
		{"not base64", ":" + strings.Repeat("?", 44) + ":", false},
		{"two of them", ":" + sum + ":, :" + sum + ":", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := Available(c.header)
			if ok != c.ok || ok && got != want {
				t.Errorf("Available(%q) = %x, %t; want %t", c.header, got, ok, c.ok)
			}
		})
	}
}

func BenchmarkEncode(b *testing.B) {
	page := text(1, 60_000)
	next := append(page[:len(page):len(page)], text(2, 1000)...)
	body := make([]byte, 0, len(next))
	for b.Loop() {
		body = Encode(body[:0], next, page)
	}
	b.ReportMetric(float64(len(body)), "bytes")
}
