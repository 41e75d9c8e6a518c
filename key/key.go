// Package key makes and writes the public keys of articles, members and pictures:
// 63-bit integers that grow with time, shown in Crockford's base 32.
//
// An ID is a millisecond count since 2024-01-01 UTC (42 bits, until the year 2163) followed by
// 21 bits that start at random within each millisecond and then count up. IDs of one Source
// strictly grow; IDs of two processes collide about once in two million within the same
// millisecond, which storage reports as a Conflict and the caller answers with the next one.
package key

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"gogai/fault"
)

// ID is the key of a Kind. The type parameter keeps a member's key from being passed for an
// article's; it has no part in the value. The zero ID belongs to nothing.
type ID[Kind any] int64

const (
	digits       = "0123456789abcdefghjkmnpqrstvwxyz"
	length       = 13 // characters: 13 × 5 bits hold 63
	sequenceBits = 21
)

var epoch = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// String writes the ID as 13 lower-case Crockford digits, so that IDs sort alike as text.
func (id ID[Kind]) String() string {
	return string(id.AppendText(make([]byte, 0, length)))
}

// AppendText appends what String returns.
func (id ID[Kind]) AppendText(b []byte) []byte {
	for shift := 5 * (length - 1); shift >= 0; shift -= 5 {
		b = append(b, digits[uint64(id)>>shift&31])
	}
	return b
}

// MarshalJSON writes the ID as its text.
func (id ID[Kind]) MarshalJSON() ([]byte, error) { return json.Marshal(id.String()) }

// Parse reads what String writes, in either case and with Crockford's look-alikes
// (o for 0, i and l for 1). Anything else is NotFound: a key that can't exist names nothing.
func Parse[Kind any](text string) (ID[Kind], error) {
	if len(text) != length {
		return 0, notAKey(text)
	}
	var value uint64
	for i := range len(text) {
		d := digit(text[i])
		if d < 0 || i == 0 && d > 7 {
			return 0, notAKey(text)
		}
		value = value<<5 | uint64(d)
	}
	if value == 0 {
		return 0, notAKey(text)
	}
	return ID[Kind](value), nil
}

func notAKey(text string) error {
	return fault.Newf(fault.NotFound, "There is nothing with the key %q.", fault.Excerpt(text))
}

func digit(c byte) int {
	switch c |= 0x20; c { // folds upper case; digits already have the bit
	case 'o':
		return 0
	case 'i', 'l':
		return 1
	}
	return strings.IndexByte(digits, c)
}

// A Source makes IDs. The zero Source is ready to use, also by several goroutines.
type Source struct {
	mu   sync.Mutex
	last int64
}

// Next returns an ID for the given instant, greater than every ID that s returned before,
// even when the clock went back.
func (s *Source) Next(now time.Time) int64 {
	var noise [4]byte
	rand.Read(noise[:]) // never fails since Go 1.24
	// The lower half of the range leaves room to count on within the millisecond.
	sequence := int64(binary.LittleEndian.Uint32(noise[:])) & (1<<(sequenceBits-1) - 1)
	next := max(now.Sub(epoch).Milliseconds(), 0)<<sequenceBits | sequence

	s.mu.Lock()
	defer s.mu.Unlock()
	if next <= s.last {
		next = s.last + 1
	}
	s.last = next
	return next
}

// New returns the source's next ID as one of the Kind.
func New[Kind any](s *Source, now time.Time) ID[Kind] { return ID[Kind](s.Next(now)) }

// Time returns the instant that the ID was made for, to the millisecond.
func (id ID[Kind]) Time() time.Time {
	return epoch.Add(time.Duration(id>>sequenceBits) * time.Millisecond)
}

var _ fmt.Stringer = ID[struct{}](0)
