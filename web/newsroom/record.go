package newsroom

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
	"time"

	"gogai/discussion"
	"gogai/event"
	"gogai/fault"
	"gogai/member"
	"gogai/moderation"
	"gogai/web"
	"gogai/web/layout"
)

// recordPage is a member as moderators know them: all that they wrote, and their ban.
type recordPage struct {
	room
	form
	Handle   string
	Public   string // the page that everyone sees
	Path     string
	Since    layout.Moment
	RoleWord string
	Barred   *layout.Moment
	Reason   string
	MayBan   bool
	Comments []recordRow
	Older    string
}

type recordRow struct {
	Path, Context string
	Number        int
	Story         layout.Link
	Lang          string
	Created       layout.Moment
	State         discussion.State
	Reason        string
	Body          string // HTML made by markup
	Tally         layout.Tally
}

const commentsPerRecord = 50

func recordPath(handle string) string { return "/queue/members/" + url.PathEscape(handle) }

// record serves GET /queue/members/{handle}.
func (n newsroom) record(w http.ResponseWriter, r *http.Request) error {
	m, target, err := n.moderatorsMember(w, r)
	if err != nil {
		return err
	}
	if r.PathValue("handle") != target.Handle { // they had this one before
		web.SeeOther(w, r, recordPath(target.Handle))
		return nil
	}
	return n.showRecord(w, r, m, target, http.StatusOK, form{}, "")
}

// moderatorsMember returns the viewer, who may moderate, and the member that the path names.
func (n newsroom) moderatorsMember(w http.ResponseWriter, r *http.Request) (m, target member.Member, err error) {
	if m, err = n.moderator(w, r); err != nil {
		return m, target, err
	}
	target, err = n.Members.MemberByHandle(r.Context(), r.PathValue("handle"))
	return m, target, err
}

// ban serves POST /queue/members/{handle}/ban.
func (n newsroom) ban(w http.ResponseWriter, r *http.Request) error {
	m, target, err := n.moderatorsMember(w, r)
	if err != nil {
		return err
	}
	typed, err := web.Form(r)
	if err != nil {
		return err
	}
	p, err := n.Publications.Publication(r.Context())
	if err != nil {
		return err
	}
	until, err := parseDay(typed.Get("until"), p.Location())
	if err == nil {
		_, err = n.Members.UpdateMember(r.Context(), target.ID, func(target *member.Member) ([]event.Event, error) {
			e, err := moderation.Ban(m, target, until, typed.Get("reason"), n.Now())
			return []event.Event{e}, err
		})
	}
	return n.answerRecord(w, r, m, target, typed, "banned", err)
}

// unban serves POST /queue/members/{handle}/unban.
func (n newsroom) unban(w http.ResponseWriter, r *http.Request) error {
	m, target, err := n.moderatorsMember(w, r)
	if err != nil {
		return err
	}
	typed, err := web.Form(r)
	if err != nil {
		return err
	}
	_, err = n.Members.UpdateMember(r.Context(), target.ID, func(target *member.Member) ([]event.Event, error) {
		e, err := moderation.Unban(m, target, n.Now())
		return []event.Event{e}, err
	})
	return n.answerRecord(w, r, m, target, typed, "unbanned", err)
}

// answerRecord ends a form of a member's record: with where it came from, or with the record and
// the form as it was typed.
func (n newsroom) answerRecord(w http.ResponseWriter, r *http.Request, m, target member.Member, typed url.Values, done string, err error) error {
	if err == nil {
		web.SeeOther(w, r, web.Local(typed.Get("next"), recordPath(target.Handle)+"?done="+done))
		return nil
	}
	status, f := web.Status(fault.KindOf(err)), form{typed: typed}
	problem, other := f.refuse(err)
	if other != nil {
		return other
	}
	return n.showRecord(w, r, m, target, status, f, problem)
}

// parseDay reads a day in the publication's zone as the instant at which it begins.
func parseDay(typed string, zone *time.Location) (time.Time, error) {
	day, err := time.ParseInLocation(time.DateOnly, strings.TrimSpace(typed), zone)
	if err != nil {
		return time.Time{}, fault.Field("until", "Give a day as 2026-03-31.")
	}
	return day, nil
}

func (n newsroom) showRecord(w http.ResponseWriter, r *http.Request, m, target member.Member, status int, f form, problem string) error {
	around, err := n.room(r, m, target.Handle, "")
	if err != nil {
		return err
	}
	around.Problem = problem
	after, err := discussion.ParseMoment(r.URL.Query().Get("after"))
	if err != nil {
		return err
	}
	now := n.Now()
	p := recordPage{
		room: around, form: f, Handle: target.Handle, Public: target.Path(), Path: recordPath(target.Handle), Since: around.DateTime(target.CreatedAt),
		RoleWord: string(target.Role), Reason: target.BanReason, MayBan: m.Role.Outranks(target.Role),
	}
	if target.Banned(now) {
		until := around.DateTime(target.BannedUntil)
		p.Barred = &until
	}
	list, more, err := n.Moderation.Record(r.Context(), target.ID, after, commentsPerRecord)
	if err != nil {
		return err
	}
	for _, c := range list {
		p.Comments = append(p.Comments, recordRow{
			Path: "/queue/comments/" + c.Key.String(), Number: c.Number, Story: layout.Link{Text: c.Headline, Href: c.Story, Lang: otherLanguage(&p.Page, c.Language)},
			Lang: cmp.Or(c.Language, p.Site.Lang), Created: p.DateTime(c.CreatedAt), State: c.State, Reason: c.Reason, Body: string(c.HTML),
			Tally: layout.Tally{Net: c.Tally().Net(), Up: c.Tally().Up, Down: c.Tally().Down},
		})
	}
	if more {
		p.Older = p.Path + "?after=" + list[len(list)-1].Moment().String()
	}
	return n.Render(w, r, status, recordView(&p))
}

func (p *recordPage) until() layout.Field {
	return p.fill(layout.Field{Name: "until", Label: "Barred until", Type: "date", Required: true, Hint: "They may write again when this day begins."})
}

func (p *recordPage) reason() layout.Field {
	return p.fill(layout.Field{Name: "reason", Label: "Reason", Required: true, MaxLength: 4 * discussion.MaxReason, Hint: "The member will see it."})
}
