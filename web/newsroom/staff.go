package newsroom

import (
	"net/http"
	"strings"

	"gogai/desk"
	"gogai/event"
	"gogai/fault"
	"gogai/member"
	"gogai/web"
	"gogai/web/layout"
)

// staffPage lists who works here, or the members who were looked for.
type staffPage struct {
	room
	Query   string
	Members []staffRow
}

type staffRow struct {
	Handle, Path string
	Role         choice
	Since        layout.Moment
	Fixed        bool // the viewer may not change the role
}

const membersPerPage = 100

// staff serves GET /desk/staff.
func (n newsroom) staff(w http.ResponseWriter, r *http.Request) error {
	m, err := n.governor(w, r)
	if err != nil {
		return err
	}
	return n.showStaff(w, r, m, http.StatusOK, r.URL.Query().Get("q"), "")
}

// appoint serves POST /desk/staff.
func (n newsroom) appoint(w http.ResponseWriter, r *http.Request) error {
	m, err := n.governor(w, r)
	if err != nil {
		return err
	}
	typed, err := web.Form(r)
	if err != nil {
		return err
	}
	target, err := n.Members.MemberByHandle(r.Context(), typed.Get("handle"))
	if err == nil {
		_, err = n.Members.UpdateMember(r.Context(), target.ID, func(target *member.Member) ([]event.Event, error) {
			e, err := desk.Appoint(m, target, member.Role(typed.Get("role")), n.Now())
			return []event.Event{e}, err
		})
	}
	if err == nil {
		web.SeeOther(w, r, "/desk/staff?done=appointed")
		return nil
	}
	f := fault.Of(err)
	if f.Kind == fault.Internal {
		return err
	}
	return n.showStaff(w, r, m, web.Status(f.Kind), typed.Get("handle"), f.Sentence)
}

func (n newsroom) showStaff(w http.ResponseWriter, r *http.Request, m member.Member, status int, query, problem string) error {
	around, err := n.room(r, m, "Staff", "/desk/staff")
	if err != nil {
		return err
	}
	around.Problem = problem
	p := staffPage{room: around, Query: strings.TrimSpace(query)}
	list, err := n.Members.Members(r.Context(), p.Query, p.Query == "", membersPerPage)
	if err != nil {
		return err
	}
	for _, found := range list {
		row := staffRow{
			Handle: found.Handle, Path: recordPath(found.Handle), Since: p.DateTime(found.CreatedAt),
			Fixed: !m.Role.Outranks(found.Role),
			Role:  choice{Name: "role", Label: "Role", Value: string(found.Role)},
		}
		for _, role := range member.Roles {
			row.Role.Options = append(row.Role.Options, option{string(role), string(role)})
		}
		p.Members = append(p.Members, row)
	}
	return n.Render(w, r, status, staffView(&p))
}
