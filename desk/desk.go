// Package desk says who of the staff may do what with stories and with the publication.
package desk

import (
	"time"

	"gogai/fault"
	"gogai/member"
)

// MayWrite tells whether m may write, edit, publish and withhold stories.
func MayWrite(m member.Member, now time.Time) bool {
	return m.Role.Has(member.Editor) && !m.Banned(now)
}

// MayGovern tells whether m may change sections, staff and the publication's settings.
func MayGovern(m member.Member, now time.Time) bool {
	return m.Role.Has(member.Publisher) && !m.Banned(now)
}

// Writer returns a Forbidden fault unless m may write.
func Writer(m member.Member, now time.Time) error {
	if !MayWrite(m, now) {
		return fault.New(fault.Forbidden, "This is for editors.")
	}
	return nil
}

// Governor returns a Forbidden fault unless m may govern.
func Governor(m member.Member, now time.Time) error {
	if !MayGovern(m, now) {
		return fault.New(fault.Forbidden, "This is for the publisher.")
	}
	return nil
}
