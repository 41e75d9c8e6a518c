package archive

import (
	"gogai/discussion"
)

// comparison is how a page's comments relate to those of an earlier import.
type comparison struct {
	fresh   []PageComment        // at the page's end, to be appended
	changed []PageComment        // new or changed, but not at the end
	tallied []tallied            // the same text with other votes
	missing []discussion.Comment // no longer on the page
}

type tallied struct {
	stored discussion.Comment
	page   PageComment
}

// compare matches comments by their text, equal ones in order. What stands on the page
// behind the last match is new, except for as many as are missing there from before:
// those are taken for changed.
func compare(stored []discussion.Comment, page []PageComment) (c comparison) {
	if len(stored) == 0 {
		c.fresh = page
		return c
	}
	byText := make(map[string][]int, len(stored)) // indices of stored, ascending
	for i, s := range stored {
		byText[s.Body] = append(byText[s.Body], i)
	}
	matched := make([]bool, len(stored))
	lastStored := -1
	var unmatched []PageComment // since the last match
	for _, p := range page {
		body := markdown(p.Paragraphs)
		same := byText[body]
		if len(same) == 0 {
			unmatched = append(unmatched, p)
			continue
		}
		i := same[0]
		byText[body] = same[1:]
		matched[i], lastStored = true, max(lastStored, i)
		if s := stored[i]; s.Base.Up != p.Ups || s.Base.Down != p.Downs {
			c.tallied = append(c.tallied, tallied{s, p})
		}
		c.changed = append(c.changed, unmatched...)
		unmatched = nil
	}
	for i, s := range stored {
		if !matched[i] {
			c.missing = append(c.missing, s)
		}
	}
	replaced := min(len(stored)-1-lastStored, len(unmatched))
	c.changed = append(c.changed, unmatched[:replaced]...)
	c.fresh = unmatched[replaced:]
	return c
}

// report warns of everything in which the page differs from what was imported before.
func (r *run) report(c comparison) {
	for _, t := range c.tallied {
		r.warn(t.page.Line, "the tally of comment #%d was %v and is +%d / -%d on the page; it stays",
			t.stored.Number, t.stored.Base, t.page.Ups, t.page.Downs)
	}
	for _, p := range c.changed {
		r.warn(p.Line, "this comment was not on the page before, or reads otherwise; it stays out, as only new ones at the end come in")
	}
	for _, s := range c.missing {
		r.warn(1, "comment #%d, imported before, is not on the page or reads otherwise; it stays", s.Number)
	}
}
