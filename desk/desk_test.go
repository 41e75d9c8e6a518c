package desk_test

import (
	"testing"
	"time"

	"gogai/desk"
	"gogai/fault"
	"gogai/member"
)

func TestWhoMay(t *testing.T) {
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		role          member.Role
		bannedUntil   time.Time
		write, govern bool
	}{
		"a reader":           {member.Reader, time.Time{}, false, false},
		"a moderator":        {member.Moderator, time.Time{}, false, false},
		"an editor":          {member.Editor, time.Time{}, true, false},
		"a publisher":        {member.Publisher, time.Time{}, true, true},
		"nobody":             {"", time.Time{}, false, false},
		"a banned editor":    {member.Editor, now.Add(time.Second), false, false},
		"a banned publisher": {member.Publisher, now.Add(time.Second), false, false},
		"after the ban":      {member.Publisher, now, true, true},
	} {
		m := member.Member{ID: 1, Role: c.role, BannedUntil: c.bannedUntil}
		if got := desk.MayWrite(m, now); got != c.write {
			t.Errorf("%s: MayWrite is %v", name, got)
		}
		if got := desk.MayGovern(m, now); got != c.govern {
			t.Errorf("%s: MayGovern is %v", name, got)
		}
		if err := desk.Writer(m, now); (err == nil) != c.write || err != nil && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: Writer is %v", name, err)
		}
		if err := desk.Governor(m, now); (err == nil) != c.govern || err != nil && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: Governor is %v", name, err)
		}
	}
}
