package desk_test

import (
	"testing"
	"time"

	"gogai/desk"
	"gogai/event"
	"gogai/fault"
	"gogai/member"
)

func TestAppoint(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	banned := member.Member{ID: 1, Role: member.Publisher, BannedUntil: now.Add(time.Hour)}
	of := func(role member.Role) member.Member { return member.Member{ID: 1, Role: role} }
	for _, c := range []struct {
		name       string
		by         member.Member
		target, to member.Role
		fails      fault.Kind
	}{
		{"a reader becomes a moderator", of(member.Publisher), member.Reader, member.Moderator, 0},
		{"an editor becomes a publisher", of(member.Publisher), member.Editor, member.Publisher, 0},
		{"an editor becomes a reader", of(member.Publisher), member.Editor, member.Reader, 0},
		{"an equal", of(member.Publisher), member.Publisher, member.Reader, fault.Forbidden},
		{"by an editor", of(member.Editor), member.Reader, member.Moderator, fault.Forbidden},
		{"by a banned publisher", banned, member.Reader, member.Moderator, fault.Forbidden},
		{"no change", of(member.Publisher), member.Reader, member.Reader, fault.Conflict},
		{"no such role", of(member.Publisher), member.Reader, "king", fault.Invalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			target := member.Member{ID: 2, Handle: "Ines", Role: c.target}
			e, err := desk.Appoint(c.by, &target, c.to, now)
			if c.fails != 0 {
				if !fault.Is(err, c.fails) || target.Role != c.target {
					t.Fatalf("error %v, role %s; want kind %v and no change", err, target.Role, c.fails)
				}
				return
			}
			if err != nil || target.Role != c.to || e.Kind != event.MemberRoleChanged || e.Subject != "Ines" {
				t.Errorf("error %v, role %s, event %+v", err, target.Role, e)
			}
		})
	}
}
