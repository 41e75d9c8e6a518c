// Package static holds the style sheets, scripts and the icon of every page. The sources are in src, one
// entry point a file (shared parts below it); dist is what `go generate` made of them, committed
// so that building the program needs nothing but Go.
//
// released holds what earlier releases shipped, a folder each. A page that somebody kept still
// finds its style there, and a browser that has a file of an earlier release is sent only what
// changed since (package dictionary).
package static

import (
	"embed"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"gogai/web/dictionary"
)

//go:generate go -C ../../tools run ./bundle ../web/static/src ../web/static/dist

//go:embed dist released
var embedded embed.FS

// Prefix is the path under which Handler is served.
const Prefix = "/static/"

// A file is what stands at one address, in each encoding that it may be asked in.
type file struct {
	mediaType    string
	match        string // the addresses that it may serve as a dictionary for: its successors'
	plain        []byte
	gzip, brotli []byte                            // nil of earlier releases
	since        map[dictionary.Hash]func() []byte // what changed since an earlier release's file, by that file's hash
}

// The system's own table of media types may say otherwise, so it isn't asked.
var mediaTypes = map[string]string{
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".json": "application/speculationrules+json",
	".svg":  "image/svg+xml",
}

// A shelf is all that is served: files by their name with the hash, and that name by the one
// without. It is read only.
type shelf struct {
	files map[string]*file
	names map[string]string
}

var own = load(embedded)

// load reads the folders dist and released. What is wrong with them is a bug: they are part of the
// program.
func load(folders fs.FS) shelf {
	s := shelf{files: map[string]*file{}, names: map[string]string{}}
	earlier := map[string][]*file{} // by the name without the hash
	err := fs.WalkDir(folders, ".", func(where string, entry fs.DirEntry, err error) error {
		name := path.Base(where) // reader.HASH.css, and in dist beside it reader.HASH.css.br and .gz
		ext := path.Ext(name)
		if err != nil || entry.IsDir() || mediaTypes[ext] == "" {
			return err
		}
		first, _, _ := strings.Cut(name, ".")
		f := &file{mediaType: mediaTypes[ext], match: Prefix + first + ".*" + ext}
		if f.plain, err = fs.ReadFile(folders, where); err != nil {
			return err
		}
		if strings.HasPrefix(where, "released/") {
			earlier[first+ext] = append(earlier[first+ext], f)
			if s.files[name] == nil { // one that never changed is in dist, which comes first
				s.files[name] = f
			}
			return nil
		}
		s.files[name], s.names[first+ext] = f, name
		if f.brotli, err = fs.ReadFile(folders, where+".br"); err != nil {
			return err
		}
		f.gzip, err = fs.ReadFile(folders, where+".gz")
		return err
	})
	if err != nil {
		panic("static: " + err.Error())
	}
	for name, hashed := range s.names {
		f := s.files[hashed]
		f.since = map[dictionary.Hash]func() []byte{}
		for _, old := range earlier[name] {
			f.since[dictionary.Sum(old.plain)] = sync.OnceValue(func() []byte {
				return dictionary.Encode(nil, f.plain, old.plain)
			})
		}
	}
	return s
}

// URL returns the address of a source's served form: of "reader.css" /static/reader.HASH.css.
// A name that has no source is a bug.
func URL(name string) string {
	hashed, ok := own.names[name]
	if !ok {
		panic("static: no file " + name)
	}
	return Prefix + hashed
}

// Preload returns the value of the header Link by which a page tells the browser of its style
// sheet and script, those of the bundle, before the first of its HTML.
func Preload(bundle string) string {
	return "<" + URL(bundle+".css") + ">; rel=preload; as=style, <" + URL(bundle+".js") + ">; rel=modulepreload"
}

// SpeculationRules returns the value of the header Speculation-Rules: where it stands which of a
// page's links a browser may load before they are followed.
func SpeculationRules() string { return strconv.Quote(URL("speculation.json")) }

// Handler serves the files under Prefix. What is at such an address never changes, so a browser
// may keep it for a year without asking again.
func Handler() http.Handler { return own }

func (s shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := s.files[strings.TrimPrefix(r.URL.Path, Prefix)]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.mediaType)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", dictionary.Vary)
	h.Set("Use-As-Dictionary", `match="`+f.match+`"`)
	h.Set("X-Content-Type-Options", "nosniff")
	content, encoding := f.encoded(r)
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Length", strconv.Itoa(len(content)))
	if r.Method != http.MethodHead {
		w.Write(content) // a reader who left is no error of ours
	}
}

// encoded returns the smallest form of the file that the asker can read, and its encoding, which
// is empty for the plain one.
func (f *file) encoded(r *http.Request) (content []byte, encoding string) {
	accepted := r.Header.Get("Accept-Encoding")
	if hash, ok := dictionary.Available(r.Header.Get("Available-Dictionary")); ok && accepts(accepted, dictionary.Encoding) {
		if since := f.since[hash]; since != nil {
			// Where next to nothing stayed as it was, the whole may be smaller.
			if changed := since(); len(changed) < len(f.brotli) || !accepts(accepted, "br") {
				return changed, dictionary.Encoding
			}
		}
	}
	switch {
	case f.brotli != nil && accepts(accepted, "br"):
		return f.brotli, "br"
	case f.gzip != nil && accepts(accepted, "gzip"):
		return f.gzip, "gzip"
	}
	return f.plain, ""
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
