package newsroom

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gogai/event"
	"gogai/fault"
	"gogai/key"
	"gogai/member"
	"gogai/publication"
	"gogai/web"
	"gogai/web/layout"
)

// sectionsPage lists the sections, each with its form, and a form for a new one.
type sectionsPage struct {
	room
	Sections []sectionForm
	New      sectionForm
}

// A sectionForm changes one section.
type sectionForm struct {
	form
	Name   string // as it is now; empty for a new one
	Key    string // tells the fields of several forms apart
	Action string
}

const newSection = "new"

func (f *sectionForm) field(name, label, kind, hint string) layout.Field {
	return f.fill(layout.Field{Name: name, ID: name + "-" + f.Key, Label: label, Type: kind, Hint: hint, MaxLength: 240})
}

// sections serves GET /desk/sections.
func (n newsroom) sections(w http.ResponseWriter, r *http.Request) error {
	m, err := n.governor(w, r)
	if err != nil {
		return err
	}
	return n.showSections(w, r, m, http.StatusOK, "", form{}, "")
}

// addSection serves POST /desk/sections.
func (n newsroom) addSection(w http.ResponseWriter, r *http.Request) error {
	m, err := n.governor(w, r)
	if err != nil {
		return err
	}
	typed, err := web.Form(r)
	if err != nil {
		return err
	}
	s := publication.Section{ID: key.New[publication.Section](n.Keys, n.Now())}
	if err = applySection(&s, typed); err == nil {
		err = n.Publications.CreateSection(r.Context(), s, n.sectionEvent(event.SectionAdded, m, s, "/"+s.Slug))
	}
	return n.answerSection(w, r, m, newSection, typed, "added", err)
}

// changeSection serves POST /desk/sections/{key}.
func (n newsroom) changeSection(w http.ResponseWriter, r *http.Request) error {
	m, err := n.governor(w, r)
	if err != nil {
		return err
	}
	id, err := key.Parse[publication.Section](r.PathValue("key"))
	if err != nil {
		return err
	}
	typed, err := web.Form(r)
	if err != nil {
		return err
	}
	_, err = n.Publications.UpdateSection(r.Context(), id, func(s *publication.Section) (event.Event, error) {
		before := typedSection(*s)
		if err := applySection(s, typed); err != nil {
			return event.Event{}, err
		}
		return n.sectionEvent(event.SectionChanged, m, *s, strings.Join(changedNames(before, typedSection(*s)), ", ")), nil
	})
	return n.answerSection(w, r, m, id.String(), typed, "saved", err)
}

func (n newsroom) sectionEvent(kind event.Kind, m member.Member, s publication.Section, reason string) event.Event {
	return event.Event{Kind: kind, At: n.Now(), Actor: int64(m.ID), Subject: s.ID.String(), About: s.Name, Reason: reason}
}

// answerSection ends a section's form: with the list, or with the form as it was typed.
func (n newsroom) answerSection(w http.ResponseWriter, r *http.Request, m member.Member, which string, typed url.Values, done string, err error) error {
	if err == nil {
		web.SeeOther(w, r, "/desk/sections?done="+done)
		return nil
	}
	status, f := web.Status(fault.KindOf(err)), form{typed: typed}
	problem, other := f.refuse(err)
	if other != nil {
		return other
	}
	return n.showSections(w, r, m, status, which, f, problem)
}

func typedSection(s publication.Section) url.Values {
	v := url.Values{"name": {s.Name}, "slug": {s.Slug}, "position": {strconv.Itoa(s.Position)}}
	if s.ClosingDays != nil {
		v.Set("closing_days", strconv.Itoa(*s.ClosingDays))
	}
	return v
}

func applySection(s *publication.Section, typed url.Values) error {
	s.Name, s.Slug = typed.Get("name"), typed.Get("slug")
	var positionErr, daysErr error
	if s.Position, positionErr = strconv.Atoi(strings.TrimSpace(typed.Get("position"))); positionErr != nil || s.Position < 0 || s.Position > 10_000 {
		positionErr = fault.Field("position", "Give a place as a number; the smallest comes first.")
	}
	s.ClosingDays, daysErr = parseDays(typed.Get("closing_days"))
	return errors.Join(s.Clean(), positionErr, daysErr)
}

// showSections writes the page, the form called which as it was refused.
func (n newsroom) showSections(w http.ResponseWriter, r *http.Request, m member.Member, status int, which string, refused form, problem string) error {
	around, err := n.room(r, m, "Sections", "/desk/sections")
	if err != nil {
		return err
	}
	around.Problem = problem
	sections, err := n.Publications.Sections(r.Context())
	if err != nil {
		return err
	}
	next := 1
	p := sectionsPage{room: around}
	for _, s := range sections {
		f := sectionForm{Name: s.Name, Key: s.ID.String(), Action: "/desk/sections/" + s.ID.String(), form: form{typed: typedSection(s)}}
		if f.Key == which {
			f.form = refused
		}
		p.Sections = append(p.Sections, f)
		next = max(next, s.Position+1)
	}
	p.New = sectionForm{Key: newSection, Action: "/desk/sections", form: form{typed: url.Values{"position": {strconv.Itoa(next)}}}}
	if which == newSection {
		p.New.form = refused
	}
	return n.Render(w, r, status, sectionsView(&p))
}
