// Command bundle turns the style sheets and scripts of a folder into what is served:
//
//	bundle SOURCE TARGET
//
// Every .css, .js, .json and .svg file directly in SOURCE is an entry point; what these import lies
// in folders below. Each becomes TARGET/NAME.HASH.EXT, minified, and beside it the same bytes
// compressed as .br and .gz, so that the server never compresses them. The hash is of the
// content: a changed file has a new address and the old one may be kept for ever. Files of an
// earlier run go. The same sources always give the same bytes.
package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: bundle SOURCE TARGET")
		os.Exit(2)
	}
	files, err := bundle(os.Args[1])
	if err == nil {
		err = replace(os.Args[2], files)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1)
	}
}

// engines are the oldest browsers that see the pages as designed: those of spring 2023, the
// first with nesting's parts, :has() and cascade layers in all three. Older ones read plain HTML.
var engines = []api.Engine{
	{Name: api.EngineChrome, Version: "111"},
	{Name: api.EngineFirefox, Version: "113"},
	{Name: api.EngineSafari, Version: "16.4"},
}

// extensions are those of what is served.
var extensions = []string{".css", ".js", ".json", ".svg"}

// bundle builds the entry points in source and returns the served files by name.
func bundle(source string) (map[string][]byte, error) {
	source, err := filepath.Abs(source)
	if err != nil {
		return nil, err
	}
	var entries []string
	for _, extension := range extensions {
		found, err := filepath.Glob(filepath.Join(source, "*"+extension))
		if err != nil {
			return nil, err
		}
		entries = append(entries, found...)
	}
	if len(entries) == 0 {
		return nil, fmt.Errorf("no %s file in %s", strings.Join(extensions, ", "), source)
	}
	result := api.Build(api.BuildOptions{
		EntryPoints:       entries,
		EntryNames:        "[name].[hash]",
		Loader:            map[string]api.Loader{".json": api.LoaderCopy, ".svg": api.LoaderCopy},
		Outdir:            source,
		AbsWorkingDir:     source, // the hash covers paths from here, so it is the same wherever this runs
		Bundle:            true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Format:            api.FormatESModule,
		Engines:           engines,
		LegalComments:     api.LegalCommentsNone,
	})
	var problems []error
	for _, m := range append(result.Errors, result.Warnings...) {
		where := source
		if m.Location != nil {
			where = fmt.Sprintf("%s:%d", m.Location.File, m.Location.Line)
		}
		problems = append(problems, fmt.Errorf("%s: %s", where, m.Text))
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}

	files := map[string][]byte{}
	for _, out := range result.OutputFiles {
		name := filepath.Base(out.Path)
		files[name] = out.Contents
		files[name+".br"] = brotlied(out.Contents)
		files[name+".gz"] = gzipped(out.Contents)
	}
	return files, nil
}

func brotlied(plain []byte) []byte {
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, brotli.BestCompression)
	w.Write(plain) // a bytes.Buffer takes everything
	w.Close()
	return b.Bytes()
}

func gzipped(plain []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	w.Write(plain)
	w.Close()
	return b.Bytes()
}

// replace leaves exactly files in the folder target. Other kinds of file there are no outcome of
// this program and stay.
func replace(target string, files map[string][]byte) error {
	if err := os.MkdirAll(target, 0o755); err != nil {
		return err
	}
	old, err := os.ReadDir(target)
	if err != nil {
		return err
	}
	for _, entry := range old {
		name := strings.TrimSuffix(strings.TrimSuffix(entry.Name(), ".br"), ".gz")
		if !slices.Contains(extensions, filepath.Ext(name)) {
			continue
		}
		if _, kept := files[entry.Name()]; !kept {
			if err := os.Remove(filepath.Join(target, entry.Name())); err != nil {
				return err
			}
		}
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(target, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
