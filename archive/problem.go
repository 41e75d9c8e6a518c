package archive

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// maxProblems bounds what is said about one file: a file of another kind can be wrong
// in each of a million lines.
const maxProblems = 100

// A Problem is one thing wrong with a file, or odd about it, and its place.
type Problem struct {
	File string
	Line int // 1-based; 0 for the file as a whole
	What string
}

func (p Problem) String() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.What)
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.What)
}

// Problems is everything for which a file was refused, in the order of its lines.
type Problems []Problem

func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// problemList collects problems and forgets, but counts, those beyond maxProblems.
type problemList struct {
	kept []Problem
	more int
}

func (l *problemList) add(p Problem) {
	if len(l.kept) == maxProblems {
		l.more++
		return
	}
	l.kept = append(l.kept, p)
}

// sorted returns the problems by line, with a last one for those not kept.
func (l *problemList) sorted() []Problem {
	slices.SortStableFunc(l.kept, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	if l.more > 0 {
		last := l.kept[len(l.kept)-1]
		last.What = fmt.Sprintf("and %d more problems in this file", l.more)
		return append(l.kept, last)
	}
	return l.kept
}
