//go:build unix

package main

import (
	"math"
	"syscall"
)

// openFiles is how many files and connections this process may have open; 0 when nobody knows.
func openFiles() int {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 0
	}
	return int(min(uint64(limit.Cur), math.MaxInt32)) // the runtime has raised it as far as it may
}
