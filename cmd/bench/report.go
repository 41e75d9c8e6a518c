package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// report is the table, and under which circumstances it came about.
type report struct {
	circumstances []string
	rows          [][3]string
}

// newReport notes the circumstances; version is what the measured program says of itself.
func newReport(dir string, version map[string]string) *report {
	return &report{circumstances: []string{
		time.Now().UTC().Format("2 January 2006, 15:04 MST"),
		fmt.Sprintf("gogai %s, revision %s", version["gogai"], version["revision"]),
		fmt.Sprintf("%s, SQLite %s", version["go"], version["sqlite"]),
		fmt.Sprintf("%s; Go uses %d of its cores", processor(), runtime.GOMAXPROCS(0)),
		"a write of 4 KB is on this disk after " + syncTime(dir),
		fmt.Sprintf("load from the same machine over loopback, %d connections", clients),
		"CPU is the server's time on a core for each answer; it says more than the rest where the machine has other work too",
	}}
}

func (r *report) add(what, measured, aim string) {
	r.rows = append(r.rows, [3]string{what, measured, aim})
}

// String writes the report as Markdown.
func (r *report) String() string {
	var b strings.Builder
	b.WriteString("# Speed and size\n\nAs `make bench` measured them once:\n\n")
	for _, line := range r.circumstances {
		fmt.Fprintf(&b, "- %s\n", line)
	}
	b.WriteString("\n| what | measured | aim |\n| --- | --- | --- |\n")
	for _, row := range r.rows {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", row[0], row[1], row[2])
	}
	return b.String()
}

// processor returns what the system calls its processor.
func processor() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err == nil {
		for line := range strings.Lines(string(text)) {
			if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
				return strings.TrimSpace(value)
			}
		}
	}
	return "unknown processor"
}

// syncTime returns how long the disk takes to make a small write durable, the middle of many:
// no commit is faster.
func syncTime(dir string) string {
	f, err := os.Create(filepath.Join(dir, "sync"))
	if err != nil {
		return "an unknown time"
	}
	defer f.Close()
	took := make([]time.Duration, 51)
	for i := range took {
		begun := time.Now()
		if _, err := f.Write(make([]byte, 4096)); err != nil {
			return "an unknown time"
		}
		if err := f.Sync(); err != nil {
			return "an unknown time"
		}
		took[i] = time.Since(begun)
	}
	slices.Sort(took)
	return took[len(took)/2].Round(10 * time.Microsecond).String()
}
