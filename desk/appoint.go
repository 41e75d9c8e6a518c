package desk

import (
	"time"

	"gogai/event"
	"gogai/fault"
	"gogai/member"
)

// Appoint gives target a role. Only who governs may, on members whose role is below their own, and
// up to their own role. So nobody acts on an equal, or on themselves, and the last publisher
// stays one. An unknown role is Invalid.
func Appoint(by member.Member, target *member.Member, role member.Role, now time.Time) (event.Event, error) {
	if err := Governor(by, now); err != nil {
		return event.Event{}, err
	}
	if _, err := member.ParseRole(string(role)); err != nil {
		return event.Event{}, err
	}
	switch {
	case !by.Role.Outranks(target.Role):
		return event.Event{}, fault.New(fault.Forbidden, "You can change the role only of members below your own.")
	case !by.Role.Has(role):
		return event.Event{}, fault.New(fault.Forbidden, "You can't give a role above your own.")
	case target.Role == role:
		return event.Event{}, fault.Newf(fault.Conflict, "%s has this role already.", target.Handle)
	}
	before := target.Role
	target.Role = role
	return event.Event{
		Kind: event.MemberRoleChanged, At: now, Actor: int64(by.ID), Subject: target.Handle, About: target.Handle,
		Reason: "from " + string(before) + " to " + string(role),
	}, nil
}
