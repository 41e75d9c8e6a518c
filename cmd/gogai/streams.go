package main

import (
	"log/slog"

	"gogai/web/stream"
)

// liveFromOne is how many streams one network may have open: an office behind one address.
const liveFromOne = 200

// newStreams takes so many readers who follow something, as far as the system has connections
// for them and for those who ask for pages. limited tells whether one network may not have all.
func newStreams(most int, limited bool, log *slog.Logger) *stream.Streams {
	s := &stream.Streams{Most: most}
	if limited {
		s.MostFrom = liveFromOne
	}
	if files := openFiles(); files > 0 && most > files/4*3 {
		s.Most = files / 4 * 3
		log.Info("fewer may follow live than asked for: the system bounds open files", "files", files, "readers", s.Most)
	}
	return s
}
