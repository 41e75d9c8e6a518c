package main

import (
	"maps"
	"slices"
	"strings"

	"gogai/fault"
)

// explain writes an error for the person at the command line. What is wrong with one of several
// fields stands beside the flag of that name.
func explain(err error) string {
	fields := fault.Fields(err)
	if len(fields) == 0 {
		return err.Error()
	}
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if name == "" {
			lines = append(lines, fields[name])
		} else {
			lines = append(lines, "--"+name+": "+fields[name])
		}
	}
	return strings.Join(lines, "\n")
}
