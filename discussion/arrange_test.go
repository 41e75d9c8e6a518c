package discussion

import (
	"testing"
	"time"

	"gogai/event"
	"gogai/fault"
)

func TestArrange(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	days := func(n int) *int { return &n }
	for _, c := range []struct {
		name   string
		before Thread
		mode   Mode
		days   *int
		kind   event.Kind
		kept   bool
		fails  bool
	}{
		{"nothing changes", Thread{Chosen: Open, Kept: true, ClosingDays: days(3)}, Open, days(3), "", true, false},
		{"other days", Thread{Chosen: Open, Kept: true}, Open, days(3), event.ThreadTimed, false, false},
		{"never closes", Thread{Chosen: Open}, Open, days(0), event.ThreadTimed, false, false},
		{"as the section again", Thread{Chosen: Open, ClosingDays: days(3)}, Open, nil, event.ThreadTimed, false, false},
		{"another mode", Thread{Chosen: Open, Kept: true}, Premoderated, nil, event.ThreadPremoderated, true, false},
		{"both", Thread{Chosen: Open}, Closed, days(3), event.ThreadClosed, false, false},
		{"too many days", Thread{Chosen: Open}, Open, days(4000), "", false, true},
		{"fewer than none", Thread{Chosen: Open}, Open, days(-1), "", false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			thread := c.before
			e, err := thread.Arrange(c.mode, c.days, 7, "Budget", now)
			if c.fails {
				if !fault.Is(err, fault.Invalid) || thread != c.before {
					t.Fatalf("error %v, thread %+v; want Invalid and no change", err, thread)
				}
				return
			}
			if err != nil || e.Kind != c.kind || thread.Kept != c.kept || thread.Chosen != c.mode || !sameDays(thread.ClosingDays, c.days) {
				t.Errorf("error %v, event %+v, thread %+v", err, e, thread)
			}
		})
	}
}
