package web

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"gogai/fault"
)

// What the compression appends to an ETag, inside the quotes.
const (
	gzipMark = "-gzip"
	zstdMark = "-zstd"
)

// minCompressed is the smallest body worth compressing, in bytes: below it the packet is the same.
const minCompressed = 800

type requestIDKey struct{}

// RequestID returns the number under which a request stands in the log.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// Wrap puts around all routes what every answer has in common; the package says what.
func (s *Site) Wrap(next http.Handler) http.Handler {
	sameOrigin := http.NewCrossOriginProtection()
	if s.BaseURL != "" {
		// A proxy may change Host on the way, and Origin still names what the reader sees.
		if err := sameOrigin.AddTrustedOrigin(s.BaseURL); err != nil {
			panic(fmt.Sprintf("web: base URL %q was not checked: %v", s.BaseURL, err))
		}
	}
	sameOrigin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Fail(w, r, fault.New(fault.Forbidden, "This form was sent from another site. Open the page here and send it again."))
	}))
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(minCompressed), gzhttp.EnableZstd(true), gzhttp.SuffixETag(gzipMark))
	if err != nil {
		panic(fmt.Sprintf("web: compression: %v", err)) // the options are constants
	}
	return s.kept(compress(s.observed(s.secured(sameOrigin.Handler(next)))))
}

// securityHeader is what protects readers of whatever is served.
func (s *Site) securityHeader() http.Header {
	h := http.Header{}
	h.Set("Content-Security-Policy", contentSecurityPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", permissionsPolicy)
	if s.Secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	return h
}

// secured sets the headers that protect readers and bounds the body.
func (s *Site) secured(next http.Handler) http.Handler {
	header := s.securityHeader()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		maps.Copy(w.Header(), header)
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = http.MaxBytesReader(w, r.Body, maxBody(r.URL.Path))
		}
		next.ServeHTTP(w, r)
	})
}

const (
	contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
		"connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; " +
		"frame-ancestors 'none'; require-trusted-types-for 'script'"

	// MediaPolicy is the Content-Security-Policy of files that came from outside: opened by
	// themselves they can do nothing at all.
	MediaPolicy = "default-src 'none'; sandbox"

	permissionsPolicy = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
)

// observed numbers the request, writes its line to the log and answers for a handler that
// panicked. The line tells of no person: the path without its query, and a part of the address.
func (s *Site) observed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now() // durations are of the real clock, whatever s.Now says
		ctx := context.WithValue(r.Context(), requestIDKey{}, rand.Text()[:12])
		r = r.WithContext(ctx)
		a := &answer{ResponseWriter: w}
		defer func() {
			took := time.Since(start)
			if s.Observe != nil {
				s.Observe(r.Pattern, a.code(), took)
			}
			if !s.Log.Enabled(ctx, slog.LevelInfo) {
				return // what stands in the line costs more than to write it
			}
			s.Log.LogAttrs(ctx, slog.LevelInfo, "request",
				slog.String("request", RequestID(ctx)), slog.String("method", method(r)),
				slog.String("path", r.URL.EscapedPath()), slog.Int("status", a.code()),
				slog.Int64("bytes", a.bytes), slog.Duration("took", took),
				slog.String("from", neighbourhood(s.Address(r)).String()))
		}()
		defer s.recovered(a, r)
		next.ServeHTTP(a, r)
	})
}

// recovered makes a panic into a logged error and a page; when a part of the answer is out
// already, it cuts the connection, so that nobody takes the part for the whole.
func (s *Site) recovered(a *answer, r *http.Request) {
	cause := recover()
	if cause == nil {
		return
	}
	if cause == http.ErrAbortHandler {
		panic(cause)
	}
	s.Log.ErrorContext(r.Context(), "panic", "request", RequestID(r.Context()), "cause", cause, "stack", string(debug.Stack()))
	if a.status != 0 {
		panic(http.ErrAbortHandler)
	}
	s.failWith(a, r, http.StatusInternalServerError, nil)
}

// method returns a request's method as the log may show it: a stranger can send any word.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "other"
}

// answer notes what is written through it.
type answer struct {
	http.ResponseWriter
	status int // 0 before anything was
	bytes  int64
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= 200 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(b)
	a.bytes += int64(n)
	return n, err
}

func (a *answer) code() int {
	if a.status == 0 {
		return http.StatusOK
	}
	return a.status
}

// Unwrap lets http.ResponseController reach what is beneath.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
