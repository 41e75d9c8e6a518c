package newsroom

import (
	"net/http"
	"net/url"
	"time"

	"gogai/desk"
	"gogai/discussion"
	"gogai/fault"
	"gogai/member"
	"gogai/web/layout"
)

// A room is what is around every page of the newsroom.
type room struct {
	layout.Page
	Viewer  string
	Role    string
	Desk    []tab
	Queue   []tab
	Notice  string // what has just been done
	Problem string // why something was not
}

// A tab leads to a page of the room.
type tab struct {
	Text, Href string
	Current    bool
}

// notices are what a page says after a redirect, by the value of "done" in its address.
var notices = map[string]string{
	"saved":     "Saved.",
	"published": "Published. Readers see it now.",
	"scheduled": "Scheduled. It appears by itself when the time comes.",
	"withheld":  "Withheld. Readers are told that the story was withdrawn.",
	"added":     "Added.",
	"appointed": "The role has been changed.",
	"banned":    "Banned. They can still read.",
	"unbanned":  "The ban has been ended.",
	"decided":   "Decided.",
	"thread":    "The discussion has been changed.",
}

// room returns the surroundings of a page for its viewer, with the tab at current marked.
func (n newsroom) room(r *http.Request, m member.Member, title, current string) (room, error) {
	page, err := n.Page(r.Context(), title)
	if err != nil {
		return room{}, err
	}
	page.Kind, page.Style = "room", "newsroom"
	p := room{Page: page, Viewer: m.Handle, Role: string(m.Role), Notice: notices[r.URL.Query().Get("done")]}
	now := n.Now()
	if desk.MayWrite(m, now) {
		p.Desk = append(p.Desk, tab{Text: "Stories", Href: "/desk"}, tab{Text: "New story", Href: "/desk/articles/new"})
	}
	if desk.MayGovern(m, now) {
		p.Desk = append(p.Desk, tab{Text: "Sections", Href: "/desk/sections"}, tab{Text: "Staff", Href: "/desk/staff"},
			tab{Text: "Settings", Href: "/desk/settings"})
	}
	if discussion.MayModerate(m, now) {
		p.Queue = append(p.Queue, tab{Text: "Waiting", Href: "/queue"}, tab{Text: "Log", Href: "/queue/log"})
	}
	for _, tabs := range [][]tab{p.Desk, p.Queue} {
		for i := range tabs {
			tabs[i].Current = tabs[i].Href == current
		}
	}
	return p, nil
}

// otherLanguage returns a story's language where it must be said on a page.
func otherLanguage(p *layout.Page, lang string) string {
	if lang == "" {
		return ""
	}
	return p.Site.Other(lang)
}

// form is what was typed and what is wrong with it, by field.
type form struct {
	typed    url.Values
	mistakes map[string]string
}

// refuse takes the mistakes out of an error. What belongs to no field of the form, it returns as
// one sentence for the whole; an error that is no fault of the typing, it returns as such.
func (f *form) refuse(err error) (problem string, other error) {
	switch of := fault.Of(err); of.Kind {
	case fault.Invalid:
		f.mistakes = fault.Fields(err)
		if problem = f.mistakes[""]; problem == "" {
			problem = "Something is not right yet: see below."
		}
		return problem, nil
	case fault.Malformed, fault.Conflict, fault.TooLarge, fault.TooMany, fault.Unavailable:
		return of.Sentence, nil
	}
	return "", err
}

// fill puts what was typed, and what is wrong with it, into a field.
func (f *form) fill(field layout.Field) layout.Field {
	field.Value, field.Mistake = f.typed.Get(field.Name), f.mistakes[field.Name]
	return field
}

// localTime is how a browser writes an instant without its zone (HTML, "datetime-local").
const localTime = "2006-01-02T15:04"

// parseLocal reads an instant in the publication's zone; "" is the zero time.
func parseLocal(field, typed string, zone *time.Location) (time.Time, error) {
	if typed == "" {
		return time.Time{}, nil
	}
	for _, format := range []string{localTime, localTime + ":05"} {
		if t, err := time.ParseInLocation(format, typed, zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fault.Field(field, "Give day and time as 2026-03-31T18:00.")
}

func formatLocal(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(localTime)
}

// A choice is a field with a list to choose from.
type choice struct {
	Name, Label, Value, Mistake string
	Options                     []option
}

type option struct{ Value, Text string }

// choose puts what was chosen, and what is wrong with it, into a choice.
func (f *form) choose(c choice) choice {
	c.Value, c.Mistake = f.typed.Get(c.Name), f.mistakes[c.Name]
	return c
}
