package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

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

// busy returns how many processes wanted to run in the last minute (proc(5), loadavg).
func busy() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	load, _, _ := strings.Cut(string(text), " ")
	return load
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
