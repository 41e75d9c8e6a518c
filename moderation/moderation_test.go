package moderation_test

import (
	"strings"
	"testing"
	"time"

	"gogai/discussion"
	"gogai/event"
	"gogai/fault"
	"gogai/member"
	"gogai/moderation"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// Who outranks somebody may ban them, from moderators up; nobody else may.
func TestBanByRank(t *testing.T) {
	roles := member.Roles
	for i, by := range roles {
		for j, target := range roles {
			want := i > j && by.Has(member.Moderator)
			m := member.Member{ID: 2, Handle: "anna", Role: target}
			_, err := moderation.Ban(member.Member{ID: 1, Role: by}, &m, noon.Add(time.Hour), "insults", noon)
			if (err == nil) != want || err != nil && !fault.Is(err, fault.Forbidden) || m.Banned(noon) != want {
				t.Errorf("%s bans %s: %v, banned %v", by, target, err, m.Banned(noon))
			}
			banned := member.Member{ID: 2, Handle: "anna", Role: target, BannedUntil: noon.Add(time.Hour), BanReason: "insults"}
			_, err = moderation.Unban(member.Member{ID: 1, Role: by}, &banned, noon)
			if (err == nil) != want || err != nil && !fault.Is(err, fault.Forbidden) || banned.Banned(noon) == want {
				t.Errorf("%s ends the ban of %s: %v, banned %v", by, target, err, banned.Banned(noon))
			}
		}
	}
	m := member.Member{ID: 2, Role: member.Reader}
	_, err := moderation.Ban(member.Member{ID: 1, Role: member.Editor, BannedUntil: noon.Add(1)}, &m, noon.Add(time.Hour), "insults", noon)
	if !fault.Is(err, fault.Forbidden) {
		t.Errorf("by a banned editor: %v", err)
	}
}

func TestBan(t *testing.T) {
	by := member.Member{ID: 1, Handle: "watch", Role: member.Moderator}
	for name, c := range map[string]struct {
		until  time.Time
		reason string
		field  string
	}{
		"an hour":            {noon.Add(time.Hour), "insults", ""},
		"the longest":        {noon.Add(moderation.MaxBan), "insults", ""},
		"longer":             {noon.Add(moderation.MaxBan + 1), "insults", "until"},
		"until now":          {noon, "insults", "until"},
		"until yesterday":    {noon.AddDate(0, 0, -1), "insults", "until"},
		"without an end":     {time.Time{}, "insults", "until"},
		"without a reason":   {noon.Add(time.Hour), " \n", "reason"},
		"a reason too long":  {noon.Add(time.Hour), strings.Repeat("a", discussion.MaxReason+1), "reason"},
		"a reason not UTF-8": {noon.Add(time.Hour), "\xff", "reason"},
	} {
		m := member.Member{ID: 2, Handle: "anna", Role: member.Reader}
		before := m
		e, err := moderation.Ban(by, &m, c.until, c.reason, noon)
		if c.field != "" {
			if fault.Fields(err)[c.field] == "" || m != before {
				t.Errorf("%s: got %v, want a fault of %s", name, err, c.field)
			}
			continue
		}
		if err != nil || !m.BannedUntil.Equal(c.until) || m.BanReason != "insults" {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
		if e.Kind != event.MemberBanned || e.Actor != 1 || e.Subject != "anna" || !strings.Contains(e.Reason, "insults") || !e.At.Equal(noon) {
			t.Errorf("%s: the log says %+v", name, e)
		}
	}
	m := member.Member{ID: 2, Role: member.Reader, BannedUntil: noon}
	if _, err := moderation.Unban(by, &m, noon); !fault.Is(err, fault.Conflict) {
		t.Errorf("end a ban that is over: %v", err)
	}
}

func TestNewFlag(t *testing.T) {
	visible := discussion.Comment{Key: discussion.Key{Article: 5, Number: 3}, Author: 2, State: discussion.Visible}
	anna := member.Member{ID: 1, Handle: "anna", Role: member.Reader}
	for name, c := range map[string]struct {
		change func(*member.Member, *discussion.Comment)
		reason moderation.Reason
		note   string
		want   fault.Kind
		field  string
	}{
		"unknown reason":   {nil, "boring", "", fault.Invalid, "reason"},
		"no reason":        {nil, "", "", fault.Invalid, "reason"},
		"other, no note":   {nil, moderation.Other, " ", fault.Invalid, "note"},
		"a long note":      {nil, moderation.Spam, strings.Repeat("a", moderation.MaxNote+1), fault.Invalid, "note"},
		"a note not UTF-8": {nil, moderation.Spam, "\xff", fault.Invalid, "note"},
		"one's own":        {func(m *member.Member, _ *discussion.Comment) { m.ID = 2 }, moderation.Spam, "", fault.Forbidden, ""},
		"while banned":     {func(m *member.Member, _ *discussion.Comment) { m.BannedUntil = noon.Add(1) }, moderation.Spam, "", fault.Forbidden, ""},
		"held":             {func(_ *member.Member, c *discussion.Comment) { c.State = discussion.Held }, moderation.Spam, "", fault.NotFound, ""},
		"rejected":         {func(_ *member.Member, c *discussion.Comment) { c.State = discussion.Rejected }, moderation.Spam, "", fault.NotFound, ""},
		"removed":          {func(_ *member.Member, c *discussion.Comment) { c.State = discussion.Removed }, moderation.Spam, "", fault.Conflict, ""},
		"deleted":          {func(_ *member.Member, c *discussion.Comment) { c.State = discussion.Deleted }, moderation.Spam, "", fault.Conflict, ""},
	} {
		m, comment := anna, visible
		if c.change != nil {
			c.change(&m, &comment)
		}
		_, err := moderation.NewFlag(m, comment, c.reason, c.note, noon)
		if !fault.Is(err, c.want) || fault.Of(err).Field != c.field {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for _, reason := range moderation.Reasons {
		got, err := moderation.NewFlag(anna, visible, reason, "  see \n there ", noon)
		want := moderation.Flag{Comment: visible.Key, Member: 1, Handle: "anna", Reason: reason, Note: "see there", At: noon}
		if err != nil || got != want {
			t.Errorf("%s: got %+v, %v", reason, got, err)
		}
	}
	imported := visible
	imported.Author = 0
	if _, err := moderation.NewFlag(anna, imported, moderation.Abuse, "", noon); err != nil {
		t.Errorf("an imported comment: %v", err)
	}
}

func TestMayRead(t *testing.T) {
	for role, want := range map[member.Role]bool{"": false, member.Reader: false, member.Moderator: true, member.Editor: true, member.Publisher: true} {
		if err := moderation.MayRead(member.Member{Role: role}, noon); (err == nil) != want || err != nil && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%q: %v", role, err)
		}
	}
}
