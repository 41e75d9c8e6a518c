// Package static holds the style sheets, scripts and the icon of every page. The sources are in src, one
// entry point a file (shared parts below it); dist is what `go generate` made of them, committed
// so that building the program needs nothing but Go.
package static

import (
	"embed"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:generate go -C ../../tools run ./bundle ../web/static/src ../web/static/dist

//go:embed dist
var dist embed.FS

// Prefix is the path under which Handler is served.
const Prefix = "/static/"

// A file is one style sheet, script or icon, in each encoding that it may be asked in.
type file struct {
	mediaType           string
	plain, gzip, brotli []byte
}

// The system's own table of media types may say otherwise, so it isn't asked.
var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// files are the served files by their name with the hash; names tells that name for the one
// without. Both are read only.
var files, names = load()

func load() (map[string]file, map[string]string) {
	entries, err := dist.ReadDir("dist")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	read := func(name string) []byte {
		content, err := dist.ReadFile("dist/" + name)
		if err != nil {
			panic(err)
		}
		return content
	}
	files, names := map[string]file{}, map[string]string{}
	for _, entry := range entries {
		name := entry.Name() // reader.HASH.css, and beside it reader.HASH.css.br and .gz
		ext := path.Ext(name)
		if mediaTypes[ext] == "" {
			continue
		}
		files[name] = file{
			mediaType: mediaTypes[ext],
			plain:     read(name), gzip: read(name + ".gz"), brotli: read(name + ".br"),
		}
		base, _, _ := strings.Cut(name, ".")
		names[base+ext] = name
	}
	return files, names
}

// URL returns the address of a source's served form: of "reader.css" /static/reader.HASH.css.
// A name that has no source is a bug.
func URL(name string) string {
	hashed, ok := names[name]
	if !ok {
		panic("static: no file " + name)
	}
	return Prefix + hashed
}

// Handler serves the files under Prefix. What is at such an address never changes, so a browser
// may keep it for a year without asking again.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := files[strings.TrimPrefix(r.URL.Path, Prefix)]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", f.mediaType)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("Vary", "Accept-Encoding")
		h.Set("X-Content-Type-Options", "nosniff")
		content := f.plain
		switch accepted := r.Header.Get("Accept-Encoding"); {
		case accepts(accepted, "br"):
			h.Set("Content-Encoding", "br")
			content = f.brotli
		case accepts(accepted, "gzip"):
			h.Set("Content-Encoding", "gzip")
			content = f.gzip
		}
		h.Set("Content-Length", strconv.Itoa(len(content)))
		if r.Method != http.MethodHead {
			w.Write(content) // a reader who left is no error of ours
		}
	})
}

// accepts tells whether an Accept-Encoding header names the coding without refusing it (q=0).
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, quality, _ := strings.Cut(part, ";")
		if strings.TrimSpace(name) != coding {
			continue
		}
		q, given := strings.CutPrefix(strings.TrimSpace(quality), "q=")
		if !given {
			return true
		}
		value, err := strconv.ParseFloat(q, 64)
		return err == nil && value > 0
	}
	return false
}
