package sample

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/markup"
	"gogai/member"
)

// The files say what storage can't refuse and readers would notice: somebody quoted who isn't
// there, a link to nothing, an answer before the question, a story told twice.
func TestFiles(t *testing.T) {
	now := time.Date(2026, 3, 2, 0, 10, 0, 0, time.UTC)
	people, err := readPeople(now)
	if err != nil {
		t.Fatal(err)
	}
	stories, err := readStories(now)
	if err != nil {
		t.Fatal(err)
	}

	joined, roles := map[string]time.Time{}, map[member.Role]int{}
	for _, p := range people {
		if _, twice := joined[p.Handle]; twice {
			t.Errorf("%s is there twice", p.Handle)
		}
		joined[p.Handle] = p.Joined
		roles[p.Role]++
		if handle, err := member.CheckHandle(p.Handle); p.Role == member.Reader && (err != nil || handle != p.Handle) {
			t.Errorf("handle %q: %v", p.Handle, err)
		}
	}
	if len(people) != 40 || roles[member.Moderator] != 1 || roles[member.Editor] != 1 || roles[member.Publisher] != 1 {
		t.Errorf("%d members, %v", len(people), roles)
	}

	paths, headlines := map[string]bool{"/desk": true, "/queue": true}, map[string]bool{}
	inSection := map[string]int{}
	for _, s := range sections {
		paths["/"+s.Slug] = true
	}
	for _, s := range stories {
		if s.fate == article.Published {
			paths["/"+s.Section.Slug+"/"+s.Slug] = true
		}
		if headlines[s.Headline] {
			t.Errorf("the headline %q stands twice", s.Headline)
		}
		headlines[s.Headline] = true
		inSection[s.Section.Slug]++
	}
	if len(inSection) != len(sections) {
		t.Errorf("stories stand in %v", inSection)
	}
	links := func(where, text string) {
		for _, m := range regexp.MustCompile(`\]\((/[^)]*)\)`).FindAllStringSubmatch(text, -1) {
			if !paths[m[1]] {
				t.Errorf("%s links to %s, which isn't there", where, m[1])
			}
		}
	}
	links("the page about", about)

	removed, deleted, answered := 0, 0, 0
	for _, s := range stories {
		for _, field := range append([]string{s.Headline, s.Standfirst, s.Body, s.Dateline, s.Picture.Caption, s.correction}, s.Bylines...) {
			if strings.ContainsAny(field, "{}\uFFFD") {
				t.Errorf("%s: %q holds what should have been replaced", s.Slug, field)
			}
		}
		links(s.Slug, s.Body)
		if n := strings.Count(s.Body, "\n\n") + 1; s.fate == article.Published && s.ExpiresAt.IsZero() && (n < 6 || n > 18) {
			t.Errorf("%s has %d paragraphs", s.Slug, n)
		}
		if s.Provider != "" && len(s.Rights) == 0 {
			t.Errorf("%s comes from %s without its rights line", s.Slug, s.Provider)
		}
		if s.picture != "" && (s.Picture.Caption == "" || s.Picture.CreditLine == "" || s.Picture.Alt == "") {
			t.Errorf("%s: the picture lacks a text: %+v", s.Slug, s.Picture)
		}
		closing := s.PublishedAt.AddDate(0, 0, 14)
		for i, c := range s.Thread {
			since, known := joined[c.Handle]
			switch {
			case !known:
				t.Errorf("%s, comment %d: there is no member %s", s.Slug, i+1, c.Handle)
			case c.At.Before(since) || c.At.Before(s.PublishedAt) || !c.At.Add(4*time.Minute).Before(now) || !c.At.Before(closing):
				t.Errorf("%s, comment %d: %s can't write at %s", s.Slug, i+1, c.Handle, c.At)
			case c.Parent > i:
				t.Errorf("%s, comment %d answers comment %d", s.Slug, i+1, c.Parent)
			case c.Votes.Up+c.Votes.Down > len(people)-1:
				t.Errorf("%s, comment %d: %s are more votes than members", s.Slug, i+1, c.Votes)
			}
			if _, _, err := discussion.Compose(c.Body, nil); err != nil {
				t.Errorf("%s, comment %d: %v", s.Slug, i+1, err)
			}
			for _, handle := range markup.Mentions(c.Body) {
				if _, known := joined[handle]; !known {
					t.Errorf("%s, comment %d mentions %s, who isn't there", s.Slug, i+1, handle)
				}
			}
			switch c.Fate {
			case "removed":
				removed++
			case "deleted":
				deleted++
			}
			if c.Parent > 0 && s.Thread[c.Parent-1].Fate == "deleted" {
				answered++
			}
		}
	}
	if removed < 2 || deleted < 3 || answered < 3 {
		t.Errorf("%d comments removed, %d deleted, %d answers to those", removed, deleted, answered)
	}
}

// Every story's drawing has its renditions, and the program doesn't grow fat on them.
func TestPictures(t *testing.T) {
	drawings, err := Drawings()
	if err != nil {
		t.Fatal(err)
	}
	if len(drawings) < 14 {
		t.Errorf("%d drawings", len(drawings))
	}
	for _, d := range drawings {
		for _, name := range []string{"-1600.webp", "-640.webp", "-640.jpeg"} {
			data, err := fs.ReadFile(files, "pictures/"+d.Name+name)
			if err != nil || !strings.Contains(string(data), d.Rights.CreditLine) {
				t.Errorf("%s%s isn't there with the credit %q (run go generate ./sample): %v", d.Name, name, d.Rights.CreditLine, err)
			}
		}
	}
	const most = 2_500_000
	size := int64(0)
	if err := fs.WalkDir(files, ".", func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		size += info.Size()
		return err
	}); err != nil || size > most {
		t.Errorf("the sample weighs %d bytes, %v; at most %d", size, err, most)
	}
}

func TestParseThread(t *testing.T) {
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	const good = "-- ana 3 +4/-1\nFirst.\n\n> And more.\n\n-- ben 2 +0/-0 re ana | flagged spam by cid: An advert.\n@ana Second.\n"
	got, err := parseThread(good, noon)
	if err != nil || len(got) != 2 {
		t.Fatalf("parseThread = %+v, %v", got, err)
	}
	first, second := got[0], got[1]
	if first.Handle != "ana" || first.Body != "First.\n\n> And more." || first.Votes != (discussion.Tally{Up: 4, Down: 1}) || !first.At.Equal(noon.Add(3*time.Minute)) {
		t.Errorf("first: %+v", first)
	}
	if second.Parent != 1 || !second.At.Equal(noon.Add(5*time.Minute)) || second.Fate != "flagged" || second.Flag != "spam" || second.By != "cid" || second.Reason != "An advert." {
		t.Errorf("second: %+v", second)
	}
	for name, text := range map[string]string{
		"no header":        "Hello.\n",
		"bad tally":        "-- ana 3 +4\nFirst.\n",
		"answers nobody":   "-- ana 3 +4/-1 re ben\nFirst.\n",
		"unknown fate":     "-- ana 3 +4/-1 | burnt: Twice.\nFirst.\n",
		"removal, no word": "-- ana 3 +4/-1 | removed\nFirst.\n",
	} {
		if got, err := parseThread(text, noon); err == nil {
			t.Errorf("%s: got %+v, want an error", name, got)
		}
	}
}

func TestParseStory(t *testing.T) {
	noon := time.Date(2026, 3, 2, 12, 0, 30, 0, time.UTC) // a Monday
	s, err := parseStory("section: world\nheadline: A: B\nbyline: Ana, Ben\nrights: © X | © Y\npublished: -1d2h3m\n\nOn {weekday} and {weekday-1}, {date+2}.\n", noon)
	if err != nil {
		t.Fatal(err)
	}
	if s.Headline != "A: B" || len(s.Bylines) != 2 || len(s.Rights) != 2 || s.fate != article.Published ||
		!s.PublishedAt.Equal(time.Date(2026, 3, 1, 9, 57, 0, 0, time.UTC)) || s.Body != "On Sunday and Saturday, 3 March." {
		t.Errorf("parseStory = %+v", s)
	}
	for name, text := range map[string]string{
		"no body": "headline: A\n", "no field": "headline\n\nText.", "unknown field": "headlin: A\n\nText.",
		"bad time": "published: -3 days\n\nText.", "no time": "published: -\n\nText.",
	} {
		if got, err := parseStory(text, noon); err == nil {
			t.Errorf("%s: got %+v, want an error", name, got)
		}
	}
}

// Votes are those of the tally, by different members, none by the author, within the time.
func TestDealVotes(t *testing.T) {
	start := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	c := discussion.Comment{Key: discussion.Key{Article: 7, Number: 3}, Author: 2, CreatedAt: start}
	voters := []member.ID{1, 2, 3, 4, 5, 6}
	votes := dealVotes(c, discussion.Tally{Up: 3, Down: 2}, voters, "story", start.Add(time.Hour))
	var got discussion.Tally
	seen := map[member.ID]bool{c.Author: true}
	for _, v := range votes {
		if seen[v.Member] || v.Key != c.Key || v.At.Before(start) || v.At.After(start.Add(time.Hour)) {
			t.Errorf("vote %+v", v)
		}
		seen[v.Member] = true
		if v.Value == 1 {
			got.Up++
		} else {
			got.Down++
		}
	}
	if got != (discussion.Tally{Up: 3, Down: 2}) {
		t.Errorf("votes %s", got)
	}
	again := dealVotes(c, discussion.Tally{Up: 3, Down: 2}, voters, "story", start.Add(time.Hour))
	if len(again) != len(votes) || again[0] != votes[0] {
		t.Error("another deal with the same seed")
	}
}
