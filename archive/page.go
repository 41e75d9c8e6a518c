package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// A Page is what the text of one article page says.
type Page struct {
	Publication string
	Date        Date
	Section     string
	Headline    string

	HasPicture bool
	Caption    string // without its credit
	Credit     string // what follows `Image:`, the whole chain

	CommentCount int    // as the page states it; under PageOptions.Lenient it may differ from len(Comments)
	Dateline     string // "" when there is none
	Body         []string
	Expired      bool     // the agency's licence has ended: the page has no body
	Rights       []string // as written, the publisher's last
	Comments     []PageComment
}

// A PageComment is one reader's comment. The format names no commenters.
type PageComment struct {
	Line       int // 1-based, of its first line in the file
	Paragraphs []string
	Ups, Downs int
}

// Key identifies the story across files and runs: the same publication, date, section
// and headline, however composed in Unicode and spaced, make the same key.
func (p Page) Key() string {
	h := sha256.New()
	for _, s := range []string{p.Publication, p.Date.String(), p.Section, p.Headline} {
		// Fields hold no line feeds, so one ends each unmistakably.
		io.WriteString(h, norm.NFC.String(strings.Join(strings.FieldsFunc(s, isSpace), " "))+"\n")
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// A Date is a civil day: the one printed on the page, in no zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// In returns the instant at which the day begins in loc.
func (d Date) In(loc *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
}

func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}
