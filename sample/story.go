package sample

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gogai/article"
	"gogai/media"
	"gogai/publication"
)

// story is a story's file, read for a certain now.
type story struct {
	article.Article // as its desk would type it: neither keys nor what Clean derives
	Thread          []comment

	fate        article.State // what it is to become
	picture     string        // the name of its drawing; "" for none
	reason      string        // why it is withheld
	correctedAt time.Time     // zero when it never was
	correction  string
	right       string // what a correction puts in the place of wrong
	wrong       string
}

// readStories reads all stories with their threads, in the order of their file names.
func readStories(now time.Time) ([]story, error) {
	names, err := fs.Glob(files, "stories/*.md")
	if err != nil {
		return nil, err
	}
	list := make([]story, 0, len(names))
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		s, err := parseStory(string(text), now)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		base := strings.TrimSuffix(path.Base(name), ".md")
		_, s.Slug, _ = strings.Cut(base, "-")
		thread := "threads/" + base + ".txt"
		text, err = files.ReadFile(thread)
		if err == nil {
			s.Thread, err = parseThread(string(text), s.PublishedAt)
		}
		if err != nil && s.fate == article.Published {
			return nil, fmt.Errorf("%s: %w", thread, err)
		}
		list = append(list, s)
	}
	return list, nil
}

// parseStory reads a story's file: fields, an empty line, the body.
func parseStory(text string, now time.Time) (story, error) {
	head, body, found := strings.Cut(text, "\n\n")
	if !found {
		return story{}, fmt.Errorf("no empty line between the fields and the body")
	}
	s := story{fate: article.Published}
	for line := range strings.Lines(head) {
		name, value, found := strings.Cut(line, ":")
		if !found {
			return story{}, fmt.Errorf("%q is no field", line)
		}
		if err := s.set(name, strings.TrimSpace(value), now); err != nil {
			return story{}, fmt.Errorf("%s: %w", name, err)
		}
	}
	s.Body = expandDays(strings.TrimSpace(body), s.PublishedAt)
	return s, nil
}

func (s *story) set(name, value string, now time.Time) (err error) {
	switch name {
	case "section":
		s.Section = publication.Section{Slug: value}
	case "headline":
		s.Headline = value
	case "standfirst":
		s.Standfirst = value
	case "dateline":
		s.Dateline = value
	case "language":
		s.Language = value
	case "provider":
		s.Provider = value
	case "byline":
		s.Bylines = list(value, ",")
	case "tags":
		s.Tags = list(value, ",")
	case "rights":
		s.Rights = list(value, " | ")
	case "published":
		s.PublishedAt, err = ago(value, now)
	case "expires":
		s.ExpiresAt, err = ago(value, now)
	case "corrected":
		s.correctedAt, err = ago(value, now)
	case "status":
		s.fate = article.State(value)
	case "note":
		s.reason = value
	case "correction":
		s.correction = value
	case "misprint":
		s.right, s.wrong, _ = strings.Cut(value, " => ")
	case "picture":
		s.picture = value
	case "caption":
		s.Picture.Caption = value
	case "alt":
		s.Picture.Alt = value
	case "credit":
		s.Picture.CreditLine = value
		s.Picture.Creator, _, _ = strings.Cut(value, ", ")
	default:
		return fmt.Errorf("unknown field")
	}
	return err
}

func list(text, separator string) []string {
	var parts []string
	for part := range strings.SplitSeq(text, separator) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

var distance = regexp.MustCompile(`^([+-])(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?$`)

// ago reads a distance from now, such as -3d2h or +22h; the result is a full minute.
func ago(text string, now time.Time) (time.Time, error) {
	m := distance.FindStringSubmatch(text)
	if m == nil || len(text) < 3 {
		return time.Time{}, fmt.Errorf("%q is no distance in time such as -3d2h", text)
	}
	var d time.Duration
	for i, unit := range []time.Duration{24 * time.Hour, time.Hour, time.Minute} {
		n, _ := strconv.Atoi("0" + m[2+i]) // an absent part is 0
		d += time.Duration(n) * unit
	}
	if m[1] == "-" {
		d = -d
	}
	return now.Add(d).Truncate(time.Minute), nil
}

var dayPlace = regexp.MustCompile(`\{(weekday|date)([+-]\d+)?\}`)

// expandDays puts names of days where a text says how far they are from its publication.
func expandDays(text string, published time.Time) string {
	return dayPlace.ReplaceAllStringFunc(text, func(place string) string {
		m := dayPlace.FindStringSubmatch(place)
		n, _ := strconv.Atoi(m[2]) // none is 0
		day := published.AddDate(0, 0, n)
		if m[1] == "weekday" {
			return day.Weekday().String()
		}
		return day.Format("2 January")
	})
}

// The size of every drawing, in pixels.
const (
	WidthPx  = 1600
	HeightPx = 1067
)

// Drawing is a picture of the sample: the name of its files and what is embedded in them.
type Drawing struct {
	Name   string
	Rights media.Rights
}

// Drawings lists the pictures that the stories ask for, by name.
func Drawings() ([]Drawing, error) {
	stories, err := readStories(time.Unix(0, 0))
	if err != nil {
		return nil, err
	}
	var all []Drawing
	for _, s := range stories {
		if s.picture != "" {
			all = append(all, Drawing{s.picture, media.Rights{Creator: s.Picture.Creator, CreditLine: s.Picture.CreditLine}})
		}
	}
	slices.SortFunc(all, func(a, b Drawing) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}
