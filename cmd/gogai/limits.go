package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gogai/web"
)

// limitSettings are the limits that are not the usual ones.
type limitSettings map[web.Act]web.Allowance

// UnmarshalText reads "post=20/1m,vote=100/1m"; what is read later adds to it.
func (l *limitSettings) UnmarshalText(text []byte) error {
	usual := web.Allowances()
	for part := range strings.SplitSeq(string(text), ",") {
		name, value, _ := strings.Cut(part, "=")
		act := web.Act(strings.TrimSpace(name))
		if _, ok := usual[act]; !ok {
			return fmt.Errorf("there is no limit on %q; the limits are %s", act, usualLimits())
		}
		var allowed web.Allowance
		if err := allowed.UnmarshalText([]byte(strings.TrimSpace(value))); err != nil {
			return fmt.Errorf("%s: %w", act, err)
		}
		if *l == nil {
			*l = limitSettings{}
		}
		(*l)[act] = allowed
	}
	return nil
}

// usualLimits lists the limits that hold unless others are set.
func usualLimits() string {
	usual := web.Allowances()
	var parts []string
	for _, act := range slices.Sorted(maps.Keys(usual)) {
		parts = append(parts, fmt.Sprintf("%s=%s", act, usual[act]))
	}
	return strings.Join(parts, ", ")
}
