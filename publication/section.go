package publication

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"gogai/fault"
	"gogai/markup"
)

// Section is a part of the paper: national, business, sport.
type Section struct {
	ID          SectionID
	Slug        string // first word of its stories' addresses
	Name        string
	Position    int  // order in the navigation, smallest first
	ClosingDays *int // overrules the publication's; nil inherits, 0 is never
	Version     int64
}

const (
	maxSectionSlug = 40
	// MaxSectionName is the longest name of a section, in characters.
	MaxSectionName = 60
)

// reserved are the first words of the site's own addresses; no section may take them.
var reserved = []string{
	"about", "account", "api", "assets", "c", "comments", "desk", "embed", "favicon.ico", "feed", "healthz",
	"live", "livez", "login", "logout", "media", "member", "metrics", "notifications", "oauth", "policy", "queue", "readyz",
	"register", "reset", "robots.txt", "search", "sitemap", "static", "styleguide", "tag", "well-known",
}

// Reserved tells whether slug is one of the site's own first words.
func Reserved(slug string) bool { return slices.Contains(reserved, slug) }

var sectionSlug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Clean normalises what was typed and returns the faults, joined, each naming its field.
func (s *Section) Clean() error {
	s.Slug = strings.ToLower(strings.TrimSpace(s.Slug))
	errs := []error{markup.LineField(&s.Name, "name", MaxSectionName)}
	if s.Name == "" {
		errs = append(errs, fault.Field("name", "Give the section a name."))
	}
	switch {
	case !sectionSlug.MatchString(s.Slug) || len(s.Slug) > maxSectionSlug:
		errs = append(errs, fault.Fieldf("slug", "Use small letters, digits and single hyphens, %d at most.", maxSectionSlug))
	case Reserved(s.Slug):
		errs = append(errs, fault.Fieldf("slug", "%q is one of the site's own addresses; choose another word.", s.Slug))
	}
	if s.ClosingDays != nil {
		errs = append(errs, checkDays(*s.ClosingDays))
	}
	return errors.Join(errs...)
}
