package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// residentKB returns how much memory the server holds as the system counts it (RSS); 0 where it
// doesn't tell.
func (s *server) residentKB() int { return s.memory("Rss:") }

// onceKB is residentKB with each page counted once. Every connection to the database maps its file,
// and RSS counts a page of it for each of them.
func (s *server) onceKB() int { return s.memory("Pss:") }

// mappedKB returns how much of onceKB are pages of files, which the system takes back when it
// needs the memory.
func (s *server) mappedKB() int { return s.memory("Pss_File:") }

// memory returns a sum over the process's memory (proc(5), smaps_rollup).
func (s *server) memory(field string) int {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", s.command.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, field); ok {
			kb, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(rest), " kB"))
			return kb
		}
	}
	return 0
}

// processorTime returns how long the server and its children have kept cores busy; 0 where the
// system doesn't tell.
func (s *server) processorTime() time.Duration {
	pid := s.command.Process.Pid
	busy := processorTime(strconv.Itoa(pid))
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", pid))
	if err != nil {
		return busy
	}
	for child := range strings.FieldsSeq(string(children)) {
		busy += processorTime(child)
	}
	return busy
}

func processorTime(pid string) time.Duration {
	text, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return 0
	}
	// proc(5): the name in parentheses may hold spaces; utime and stime are the 12th and 13th
	// fields after it, in hundredths of a second.
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}
