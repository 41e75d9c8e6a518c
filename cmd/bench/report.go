package main

import (
	"fmt"
	"runtime"
	"strings"
	"time"
)

// report is the table, and under which circumstances it came about.
type report struct {
	circumstances []string
	rows          []row
}

type row struct{ what, measured, aim, reached string }

// newReport notes the circumstances; version is what the measured program says of itself.
func newReport(dir string, version map[string]string) *report {
	return &report{circumstances: []string{
		time.Now().UTC().Format("2 January 2006, 15:04 MST"),
		fmt.Sprintf("gogai %s, revision %s", version["gogai"], version["revision"]),
		fmt.Sprintf("%s, SQLite %s, %s", version["go"], version["sqlite"], nginxVersion()),
		fmt.Sprintf("%s; Go uses %d of its cores; load before the run: %s", processor(), runtime.GOMAXPROCS(0), busy()),
		"a write of 4 KB is on this disk after " + syncTime(dir),
		fmt.Sprintf("load from the same machine over loopback, %d connections unless another number is given", clients),
		"CPU is the time that the server kept cores busy for 1,000 answers; it says more than the rest where the machine has other work too",
	}}
}

// add adds a row without an aim.
func (r *report) add(what, measured string) {
	r.rows = append(r.rows, row{what: what, measured: measured})
}

// compare adds a row with the design's aim.
func (r *report) compare(what, measured, aim string, reached bool) {
	mark := "missed"
	if reached {
		mark = "yes"
	}
	r.rows = append(r.rows, row{what, measured, aim, mark})
}

// String writes the report as Markdown.
func (r *report) String() string {
	var b strings.Builder
	b.WriteString("# Speed and size\n\nAs `make bench` measured them once:\n\n")
	for _, line := range r.circumstances {
		fmt.Fprintf(&b, "- %s\n", line)
	}
	b.WriteString("\n| what | measured | aim | reached |\n| --- | --- | --- | --- |\n")
	for _, row := range r.rows {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", row.what, row.measured, row.aim, row.reached)
	}
	return b.String()
}
