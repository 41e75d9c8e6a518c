package main

import (
	"os"
	"runtime/debug"
)

// collectRarely lets garbage lie for longer than Go does by itself. What lives is little, some 10 MB,
// so that under load the collector would run fifty times a second: a quarter of what a vote costs.
// As the page cache fills, the limit has it run more often again. An operator who set
// GOGC or GOMEMLIMIT knows better.
func collectRarely(cache byteSize) {
	const (
		percent = 400
		besides = 64 << 20 // for all but the cache: requests, streams, and what is to be collected
	)
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(int64(cache)*9/8 + besides)
	}
}
