package newsroom

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gogai/event"
	"gogai/fault"
	"gogai/member"
	"gogai/publication"
	"gogai/web"
	"gogai/web/layout"
)

// settingsPage is where the publisher says how the paper is run.
type settingsPage struct {
	room
	form
	Language choice
}

var settingFields = byName(
	layout.Field{Name: "name", Label: "Name of the publication", MaxLength: 4 * publication.MaxName},
	layout.Field{Name: "tagline", Label: "Line below the name", MaxLength: 4 * publication.MaxTagline},
	layout.Field{Name: "copyright_line", Label: "Copyright line", MaxLength: 4 * publication.MaxLine, Hint: "Closes every page: © 2026 The Morning Paper."},
	layout.Field{Name: "zone", Label: "Time zone", Hint: "By its IANA name: Asia/Tokyo, Europe/Berlin, UTC."},
	layout.Field{Name: "closing_days", Label: "Days until a discussion closes", Type: "number", Hint: "From a story's publication on; 0 never closes it. A section or a story can have its own."},
	layout.Field{Name: "about", Label: "About", Rows: 8, Hint: "Markdown. Empty shows the text that comes with the program."},
	layout.Field{Name: "policy", Label: "Comment policy", Rows: 8, Hint: "Markdown. Empty shows the text that comes with the program."},
)

var languageOptions = []option{{"en", "English"}, {"ja", "日本語"}}

func (p *settingsPage) field(name string) layout.Field { return p.fill(settingFields[name]) }

// settings serves GET /desk/settings.
func (n newsroom) settings(w http.ResponseWriter, r *http.Request) error {
	m, err := n.governor(w, r)
	if err != nil {
		return err
	}
	p, err := n.Publications.Publication(r.Context())
	if err != nil {
		return err
	}
	return n.showSettings(w, r, m, http.StatusOK, form{typed: typedSettings(p)}, "")
}

func typedSettings(p publication.Publication) url.Values {
	return url.Values{
		"name": {p.Name}, "tagline": {p.Tagline}, "copyright_line": {p.CopyrightLine}, "language": {p.Language}, "zone": {p.Zone},
		"closing_days": {strconv.Itoa(p.ClosingDays)}, "about": {p.About}, "policy": {p.Policy},
	}
}

// changeSettings serves POST /desk/settings.
func (n newsroom) changeSettings(w http.ResponseWriter, r *http.Request) error {
	m, err := n.governor(w, r)
	if err != nil {
		return err
	}
	typed, err := web.Form(r)
	if err != nil {
		return err
	}
	_, err = n.Publications.UpdatePublication(r.Context(), func(p *publication.Publication) (event.Event, error) {
		return n.applySettings(p, m, typed)
	})
	if err == nil {
		web.SeeOther(w, r, "/desk/settings?done=saved")
		return nil
	}
	status, f := web.Status(fault.KindOf(err)), form{typed: typed}
	problem, other := f.refuse(err)
	if other != nil {
		return other
	}
	return n.showSettings(w, r, m, status, f, problem)
}

func (n newsroom) applySettings(p *publication.Publication, m member.Member, typed url.Values) (event.Event, error) {
	before := typedSettings(*p)
	p.Name, p.Tagline, p.CopyrightLine = typed.Get("name"), typed.Get("tagline"), typed.Get("copyright_line")
	p.Language, p.Zone, p.About, p.Policy = typed.Get("language"), strings.TrimSpace(typed.Get("zone")), typed.Get("about"), typed.Get("policy")
	days, err := strconv.Atoi(strings.TrimSpace(typed.Get("closing_days")))
	if err != nil {
		days = -1 // which Clean refuses beside the field
	}
	p.ClosingDays = days
	if err := p.Clean(); err != nil {
		return event.Event{}, err
	}
	return event.Event{
		Kind: event.SettingsChanged, At: n.Now(), Actor: int64(m.ID), Subject: "publication", About: p.Title(),
		Reason: strings.Join(changedNames(before, typedSettings(*p)), ", "),
	}, nil
}

// changedNames lists the fields in which two forms differ.
func changedNames(before, after url.Values) []string {
	var names []string
	for name := range after {
		if before.Get(name) != after.Get(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (n newsroom) showSettings(w http.ResponseWriter, r *http.Request, m member.Member, status int, f form, problem string) error {
	around, err := n.room(r, m, "Settings", "/desk/settings")
	if err != nil {
		return err
	}
	around.Problem = problem
	p := settingsPage{room: around, form: f}
	p.Language = f.choose(choice{Name: "language", Label: "Language of the pages", Options: languageOptions})
	return n.Render(w, r, status, settingsView(&p))
}
