package web

import (
	"net/http"
	"strconv"

	"github.com/klauspost/compress/gzhttp"

	"gogai/media"
)

// MediaPrefix is the path under which pictures are served.
const MediaPrefix = "/media/"

// MediaURL is the address of a rendition.
func MediaURL(f media.File) string { return MediaPrefix + f.Name }

// Media serves GET /media/{name}: one rendition. What stands under a name never changes.
func (s *Site) Media(w http.ResponseWriter, r *http.Request) error {
	file, err := s.Files.Open(r.Context(), r.PathValue("name"))
	if err != nil {
		return err
	}
	defer file.Close()
	h := w.Header()
	h.Set("Content-Type", file.MediaType)
	h.Set(gzhttp.HeaderNoCompression, "pictures are compressed already")
	h.Set("Content-Security-Policy", MediaPolicy)
	h.Set("Cross-Origin-Resource-Policy", "same-site")
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", strconv.Quote(r.PathValue("name")))
	http.ServeContent(w, r, "", file.ModTime, file)
	return nil
}
