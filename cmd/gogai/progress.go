package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// When and how often progress shows.
const (
	progressAfter = time.Second
	progressEvery = 10 * time.Second // where it is lines
)

// progress shows on standard error how far a long work has come: as a bar on a terminal,
// elsewhere as a line now and then.
type progress struct {
	terminal bool
	next     time.Time // nothing shows before
	bar      *progressbar.ProgressBar
	what     string // that bar counts
}

func newProgress() *progress {
	return &progress{terminal: term.IsTerminal(int(os.Stderr.Fd())), next: time.Now().Add(progressAfter)}
}

// show tells that so many of all are done, as in "300 of 1000 threads". A bar for another
// thing takes the place of the one before.
func (p *progress) show(done, all int, what string) {
	switch {
	case time.Now().Before(p.next):
		return
	case !p.terminal:
		p.next = time.Now().Add(progressEvery)
		fmt.Fprintf(os.Stderr, "%d of %d %s\n", done, all, what)
		return
	case p.bar == nil || p.what != what:
		p.hide()
		p.what = what
		p.bar = progressbar.NewOptions(all, progressbar.OptionSetDescription(what), progressbar.OptionSetWriter(os.Stderr),
			progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
	}
	p.bar.Set(done) // fails where the terminal does
}

// hide takes the bar off the terminal.
func (p *progress) hide() {
	if p.bar != nil {
		p.bar.Clear()
	}
}

// above returns w for whole lines that take the place of the bar, which comes back below them.
func (p *progress) above(w io.Writer) io.Writer { return aboveProgress{p, w} }

type aboveProgress struct {
	*progress
	io.Writer
}

func (a aboveProgress) Write(line []byte) (int, error) {
	a.hide()
	return a.Writer.Write(line)
}
