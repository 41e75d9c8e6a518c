package article

import (
	"strconv"
	"strings"
	"time"

	"gogai/fault"
)

// Position is a story's place in lists: newest first, ties by key. The zero Position is before
// the first story.
type Position struct {
	At time.Time
	ID ID
}

// String writes the position for an address, MICROSECONDS-KEY; "" for the zero Position.
func (p Position) String() string {
	if p == (Position{}) {
		return ""
	}
	return strconv.FormatInt(p.At.UnixMicro(), 10) + "-" + p.ID.String()
}

// ParsePosition reads what String writes; "" is the zero Position, anything else is Malformed.
func ParsePosition(text string) (Position, error) {
	if text == "" {
		return Position{}, nil
	}
	at, key, _ := strings.Cut(text, "-")
	micros, err := strconv.ParseInt(at, 10, 64)
	id, keyErr := ParseID(key)
	if err != nil || keyErr != nil {
		return Position{}, fault.New(fault.Malformed, "The place in the list (after) can't be read; start again from the first page.")
	}
	return Position{time.UnixMicro(micros).UTC(), id}, nil
}
