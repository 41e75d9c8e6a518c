// Package media holds the pictures of a publication: what is said about them, the renditions
// that readers are served, and the folder where those lie.
//
// An uploaded original is never stored and never served. Process decodes it within limits,
// turns it upright and draws it anew in the widths that pages use:
//
//	original ──► magic ──► size from header ──► decode ──► white ground ──► 1600 px ──► 640 px
//	    │                                                                     │            │
//	    └──► creator, credit, copyright, terms ──► fresh XMP packet ──► WebP and JPEG of each
//
// So nothing that was hidden in the original (place, device, owner's name, thumbnail, scripts
// appended to the file) can reach a reader, while the rights that a photographer is owed do.
package media

import (
	"cmp"
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"gogai/fault"
	"gogai/key"
)

// ID is the key of a Picture.
type ID = key.ID[Picture]

// ParseID reads an ID as a URL or a form shows it; NotFound for anything else.
func ParseID(text string) (ID, error) { return key.Parse[Picture](text) }

// The formats of renditions. "image/" before one is its media type.
const (
	JPEG = "jpeg" // for every reader, and for the previews of other sites
	WebP = "webp" // about a third smaller
)

// The most characters that each text of a Picture may have.
const (
	MaxCaption = 2000
	MaxCredit  = 500 // the credit line, the creator and the copyright notice, each
	MaxAlt     = 500
)

// A Picture is a photograph or drawing as a page shows it. One that came without a file, as
// an imported page's does, has texts alone.
type Picture struct {
	ID              ID
	Caption         string // names the people in it by position, as print does
	CreditLine      string // the credit chain: photographer, agency, pool, via the distributor
	Alt             string // what a reader who can't see it is told
	Creator         string // the photographer or artist
	CopyrightNotice string
	WidthPx         int // of the upright original; 0 without a file
	HeightPx        int
	Files           []File // the renditions
	CreatedAt       time.Time
}

// A File is one rendition. Its JSON is what storage keeps, so the names stay.
type File struct {
	Name     string `json:"name"` // as FileName makes it
	Format   string `json:"format"`
	WidthPx  int    `json:"width"`
	HeightPx int    `json:"height"`
	Bytes    int64  `json:"bytes"`
}

// HasFile tells whether there is anything to show.
func (p Picture) HasFile() bool { return len(p.Files) > 0 }

// Sources returns the renditions of a format, narrowest first: the entries of a srcset.
func (p Picture) Sources(format string) []File {
	var files []File
	for _, f := range p.Files {
		if f.Format == format {
			files = append(files, f)
		}
	}
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.WidthPx, b.WidthPx) })
	return files
}

// Default returns the widest JPEG, for src and for other sites' previews; the zero File when
// there is none.
func (p Picture) Default() File {
	if files := p.Sources(JPEG); len(files) > 0 {
		return files[len(files)-1]
	}
	return File{}
}

// Check tells which texts are too long, as Invalid faults by field, joined.
func (p Picture) Check() error {
	return errors.Join(
		checkLength("caption", "The caption", p.Caption, MaxCaption),
		checkLength("credit", "The credit line", p.CreditLine, MaxCredit),
		checkLength("alt", "The alternative text", p.Alt, MaxAlt),
		checkLength("creator", "The creator", p.Creator, MaxCredit),
		checkLength("copyright", "The copyright notice", p.CopyrightNotice, MaxCredit),
	)
}

func checkLength(field, name, text string, most int) error {
	if n := utf8.RuneCountInString(text); n > most {
		return fault.Fieldf(field, "%s has %d characters; at most %d are possible.", name, n, most)
	}
	return nil
}
