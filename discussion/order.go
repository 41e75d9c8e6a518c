package discussion

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gogai/fault"
)

// Order is the sequence in which a thread is read.
type Order string

// The orders, as they stand in addresses.
const (
	Oldest        Order = "oldest"
	Latest        Order = "latest"
	Popular       Order = "popular"
	Controversial Order = "controversial"
)

// Orders lists all orders; the first is the default.
var Orders = [...]Order{Oldest, Latest, Popular, Controversial}

// ParseOrder reads an order's text; "" is the default, anything unknown is Malformed.
func ParseOrder(text string) (Order, error) {
	if text == "" {
		return Oldest, nil
	}
	for _, o := range Orders {
		if string(o) == text {
			return o, nil
		}
	}
	return "", fault.Newf(fault.Malformed, "%q is no order; the orders are oldest, latest, popular and controversial.", fault.Excerpt(text))
}

// Ranked tells whether the order follows the votes; a comment may move in it at any time.
func (o Order) Ranked() bool { return o == Popular || o == Controversial }

// Cursor is a comment's place in an order. The zero Cursor is before the first.
type Cursor struct {
	Rank   int64 // 0 in the orders that are not ranked
	Number int
}

var badPlace = fault.New(fault.Malformed, "The place in the list (after or before) can't be read; start again from the first page.")

// IsZero tells whether c is the start.
func (c Cursor) IsZero() bool { return c == Cursor{} }

// Cursor returns the comment's place in an order.
func (c Comment) Cursor(o Order) Cursor {
	switch o {
	case Popular:
		return Cursor{c.PopularRank(), c.Number}
	case Controversial:
		return Cursor{c.ControversialRank(), c.Number}
	}
	return Cursor{0, c.Number}
}

// String writes the cursor as opaque text for an address; "" for the zero Cursor.
func (c Cursor) String() string {
	if c.IsZero() {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d.%d", c.Rank, c.Number))
}

// ParseCursor reads what String writes; "" is the zero Cursor, anything else is Malformed.
func ParseCursor(text string) (Cursor, error) {
	if text == "" {
		return Cursor{}, nil
	}
	plain, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return Cursor{}, badPlace
	}
	left, right, _ := strings.Cut(string(plain), ".")
	rank, err := strconv.ParseInt(left, 10, 64)
	if err != nil {
		return Cursor{}, badPlace
	}
	number, err := strconv.Atoi(right)
	if err != nil || number < 1 || rank > 0 {
		return Cursor{}, badPlace
	}
	return Cursor{rank, number}, nil
}

// Moment is a comment's place in lists across threads: newest first, ties by key. The zero
// Moment is before the first.
type Moment struct {
	At  time.Time
	Key Key
}

// Moment returns where the comment stands in lists across threads.
func (c Comment) Moment() Moment { return Moment{c.CreatedAt, c.Key} }

// String writes the moment for an address, MICROSECONDS-ARTICLE-NUMBER; "" for the zero Moment.
func (m Moment) String() string {
	if m == (Moment{}) {
		return ""
	}
	return strconv.FormatInt(m.At.UnixMicro(), 10) + "-" + m.Key.String()
}

// ParseMoment reads what String writes; "" is the zero Moment, anything else is Malformed.
func ParseMoment(text string) (Moment, error) {
	if text == "" {
		return Moment{}, nil
	}
	at, rest, _ := strings.Cut(text, "-")
	micros, err := strconv.ParseInt(at, 10, 64)
	key, keyErr := ParseKey(rest)
	if err != nil || keyErr != nil {
		return Moment{}, badPlace
	}
	return Moment{time.UnixMicro(micros).UTC(), key}, nil
}
