// Package publication holds what is true of the paper as a whole: its name, language, zone
// and rules, and the sections that its stories stand in.
package publication

import (
	"errors"
	"strings"
	"time"

	"golang.org/x/text/language"

	"gogai/fault"
	"gogai/key"
	"gogai/markup"
)

// Limits on what a publisher may type, in characters as a reader counts them.
const (
	MaxName    = 80
	MaxTagline = 140
	MaxLine    = 200
	MaxPage    = 50_000
	MaxDays    = 3650
)

// DefaultClosingDays is how long a thread stays open where nobody said otherwise.
const DefaultClosingDays = 14

// Publication is the paper itself; a folder holds one.
type Publication struct {
	Name          string // empty until the publisher or the first import gives one
	Tagline       string
	Language      string // of the interface: "en" or "ja"
	Zone          string // an IANA name, in which times are shown
	CopyrightLine string // the publisher's, shown under every page
	ClosingDays   int    // days after publication until a thread closes; 0 is never
	About         string // Markdown of the page "about"; empty for the built-in text
	Policy        string // Markdown of the comment policy; empty for the built-in text
	Version       int64  // raised by each change
}

// Default is what a new folder starts with.
func Default() Publication {
	return Publication{Language: "en", Zone: "UTC", ClosingDays: DefaultClosingDays, Version: 1}
}

// Title is the name to print; a publication that has none yet goes by the program's.
func (p Publication) Title() string {
	if p.Name == "" {
		return "Gogai"
	}
	return p.Name
}

// Location is the publication's zone; UTC where the system doesn't know it.
func (p Publication) Location() *time.Location {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Clean normalises what was typed and returns the faults, joined, each naming its field.
func (p *Publication) Clean() error {
	errs := []error{
		markup.LineField(&p.Name, "name", MaxName), markup.LineField(&p.Tagline, "tagline", MaxTagline),
		markup.LineField(&p.CopyrightLine, "copyright_line", MaxLine),
		markup.TextField(&p.About, "about", MaxPage), markup.TextField(&p.Policy, "policy", MaxPage), checkDays(p.ClosingDays),
	}
	if p.Language != "en" && p.Language != "ja" {
		errs = append(errs, fault.Field("language", "Choose English (en) or Japanese (ja)."))
	}
	if _, err := time.LoadLocation(p.Zone); err != nil || p.Zone == "" || p.Zone == "Local" {
		errs = append(errs, fault.Field("zone", "Give a time zone by its IANA name, for example Asia/Tokyo."))
	}
	return errors.Join(errs...)
}

func checkDays(days int) error {
	if days < 0 || days > MaxDays {
		return fault.Fieldf("closing_days", "Give a number of days from 0 (never closes) to %d.", MaxDays)
	}
	return nil
}

// ValidLanguage tells whether tag is a well-formed BCP 47 language tag, such as "en" or "ja".
func ValidLanguage(tag string) bool {
	_, err := language.Parse(tag)
	return err == nil && tag != "" && !strings.Contains(tag, "_")
}

// SectionID is the key of a section.
type SectionID = key.ID[Section]
