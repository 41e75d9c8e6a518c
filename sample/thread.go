package sample

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"gogai/discussion"
	"gogai/moderation"
)

// comment is one entry of a thread's file.
type comment struct {
	Handle string
	At     time.Time
	Votes  discussion.Tally
	Parent int // number of the comment that it answers; 0 for none
	Body   string

	Fate   string // "", or one of the fates that doc.go names
	Reason string // of a removal; the note of a flag; the text before an edit
	Flag   moderation.Reason
	By     string // who flagged it
}

var header = regexp.MustCompile(`^-- (\S+) (\d+) \+(\d+)/-(\d+)(?: re (\S+))?(?: \| (.+))?$`)

// parseThread reads a thread's file for a story published at an instant.
func parseThread(text string, published time.Time) ([]comment, error) {
	var thread []comment
	last := map[string]int{} // a member's last comment, by handle
	at := published
	for i, line := range lines(text) {
		if m := header.FindStringSubmatch(line); m != nil {
			var n [3]int
			for k := range n {
				n[k], _ = strconv.Atoi(m[2+k]) // the pattern lets only digits through
			}
			at = at.Add(time.Duration(n[0]) * time.Minute)
			c := comment{Handle: m[1], At: at, Votes: discussion.Tally{Up: n[1], Down: n[2]}, Parent: last[m[5]]}
			if m[5] != "" && c.Parent == 0 {
				return nil, fmt.Errorf("line %d: %s answers %s, who has said nothing yet", i+1, m[1], m[5])
			}
			if err := c.setFate(m[6]); err != nil {
				return nil, fmt.Errorf("line %d: %w", i+1, err)
			}
			thread = append(thread, c)
			last[m[1]] = len(thread)
			continue
		}
		if len(thread) == 0 || strings.HasPrefix(line, "-- ") {
			return nil, fmt.Errorf("line %d: %q is no header of a comment", i+1, line)
		}
		c := &thread[len(thread)-1]
		c.Body += line + "\n"
	}
	for i := range thread {
		thread[i].Body = strings.TrimSpace(thread[i].Body)
	}
	return thread, nil
}

func (c *comment) setFate(text string) error {
	what, rest, _ := strings.Cut(text, ": ")
	fate, why, _ := strings.Cut(what, " ")
	why, by, _ := strings.Cut(why, " by ")
	c.Fate, c.Reason, c.Flag, c.By = fate, rest, moderation.Reason(why), by
	switch fate {
	case "", "deleted":
		return nil
	case "removed", "edited", "flagged":
		if rest == "" {
			return fmt.Errorf("%q lacks a text after a colon", text)
		}
		return nil
	}
	return fmt.Errorf("%q is no fate of a comment", fate)
}
