package web

import (
	"fmt"
	"io"
	"net/http"

	"gogai/fault"
)

// Healthy serves GET /healthz: the program runs and answers.
func (s *Site) Healthy(w http.ResponseWriter, _ *http.Request) error { return plain(w, "ok") }

// Ready serves GET /readyz: what the site needs can be reached, too; otherwise 503.
func (s *Site) Ready(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.Publications.Publication(r.Context()); err != nil {
		s.LogError(r, fmt.Errorf("not ready: %w", err))
		return fault.New(fault.Unavailable, "The database can't be read.")
	}
	return plain(w, "ready")
}

func plain(w http.ResponseWriter, text string) error {
	NoStore(w)
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	io.WriteString(w, text+"\n") // who asked may have left
	return nil
}
