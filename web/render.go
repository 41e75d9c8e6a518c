package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render writes a component as the answer, once it is whole. A page that was not declared
// personal (NoStore) is the same for everyone: caches may keep it but ask each time, and are
// told when nothing changed.
func (s *Site) Render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := c.Render(r.Context(), b); err != nil {
		return fmt.Errorf("render page: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if status == http.StatusOK && h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "public, max-age=0, must-revalidate")
		if NotModified(w, r, b.Bytes()) {
			return nil
		}
	}
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(b.Bytes()) // a reader who left is no error of ours
	}
	return nil
}

// NoStore declares the answer personal: no cache may keep it.
func NoStore(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Cache-Control", "no-store, private")
	h.Del("ETag")
}

// NotModified sets the ETag of a body and answers 304 to who has it already.
func NotModified(w http.ResponseWriter, r *http.Request, body []byte) bool {
	sum := sha256.Sum256(body)
	tag := base64.RawURLEncoding.EncodeToString(sum[:12])
	w.Header().Set("ETag", `"`+tag+`"`)
	for candidate := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		candidate = strings.TrimSpace(candidate)
		// The compression marks its copies: each encoding has a tag of its own.
		plain := strings.TrimSuffix(strings.TrimPrefix(candidate, "W/"), `"`)
		plain = strings.TrimSuffix(strings.TrimSuffix(plain, gzipMark), zstdMark)
		if plain == `"`+tag {
			w.Header().Set("ETag", candidate)
			w.Header().Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}
