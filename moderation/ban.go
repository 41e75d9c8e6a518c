package moderation

import (
	"time"

	"gogai/discussion"
	"gogai/event"
	"gogai/fault"
	"gogai/member"
)

// MaxBan is the longest ban.
const MaxBan = 100 * 365 * 24 * time.Hour

// Ban bars target from writing until an instant, for a reason that they will read. It answers
// the earlier ban, if there is one. Only who outranks the target may.
func Ban(by member.Member, target *member.Member, until time.Time, reason string, now time.Time) (event.Event, error) {
	if err := mayBan(by, *target, now); err != nil {
		return event.Event{}, err
	}
	reason, err := discussion.CleanReason(reason, true)
	if err != nil {
		return event.Event{}, err
	}
	if !until.After(now) {
		return event.Event{}, fault.Field("until", "The ban has to end after today.")
	}
	if until.Sub(now) > MaxBan {
		return event.Event{}, fault.Field("until", "A ban lasts a hundred years at most.")
	}
	target.BannedUntil, target.BanReason = until, reason
	e := banEvent(event.MemberBanned, by, *target, now)
	e.Reason = reason + " (until " + until.UTC().Format("2006-01-02 15:04 MST") + ")"
	return e, nil
}

// Unban ends a ban before its time.
func Unban(by member.Member, target *member.Member, now time.Time) (event.Event, error) {
	if err := mayBan(by, *target, now); err != nil {
		return event.Event{}, err
	}
	if !target.Banned(now) {
		return event.Event{}, fault.New(fault.Conflict, "This member is not banned.")
	}
	target.BannedUntil, target.BanReason = time.Time{}, ""
	return banEvent(event.MemberUnbanned, by, *target, now), nil
}

func mayBan(by, target member.Member, now time.Time) error {
	if !discussion.MayModerate(by, now) {
		return fault.New(fault.Forbidden, "This is for moderators.")
	}
	if !by.Role.Outranks(target.Role) {
		return fault.New(fault.Forbidden, "You can ban only members whose role is below yours.")
	}
	return nil
}

func banEvent(kind event.Kind, by, target member.Member, now time.Time) event.Event {
	return event.Event{Kind: kind, At: now, Actor: int64(by.ID), Subject: target.Handle, About: target.Handle}
}
