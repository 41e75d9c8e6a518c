package web

import (
	"log/slog"
	"net/http"
	"time"
)

// uploadTime bounds how long a picture may take to arrive: 20 MB on a slow line.
const uploadTime = 5 * time.Minute

// NewServer returns a server for the handler that waits for nobody for ever. Listening and
// ending are the program's.
func NewServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// Patiently gives a request the time that a large upload takes on a slow line, and its answer
// the time to be worked out. Call it once it is known that the sender may upload.
func Patiently(w http.ResponseWriter) error {
	control := http.NewResponseController(w)
	deadline := time.Now().Add(uploadTime)
	if err := control.SetReadDeadline(deadline); err != nil {
		return err
	}
	return control.SetWriteDeadline(deadline.Add(time.Minute))
}
