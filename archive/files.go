package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Stdin is the name among files for the standard input.
const Stdin = "-"

// FindFiles replaces each folder among the names by its text files (*.txt), however deep, in
// the order of their names. A folder without any is an error: it may be the wrong one. A name
// that there is nothing under stays, for Files to tell of.
func FindFiles(names []string) ([]string, error) {
	var files []string
	for _, name := range names {
		info, err := os.Stat(name)
		switch {
		case name == Stdin, err == nil && !info.IsDir(), errors.Is(err, fs.ErrNotExist):
			files = append(files, name)
			continue
		case err != nil:
			return nil, err
		}
		before := len(files)
		err = filepath.WalkDir(name, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Type().IsRegular() && strings.EqualFold(filepath.Ext(path), ".txt") {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		if len(files) == before {
			return nil, fmt.Errorf("%s: the folder holds no .txt file", name)
		}
	}
	return files, nil
}

// Files imports pages from files, as FindFiles returns them, one after the other. It writes a
// line for each page that came in to out, and to errs the problems and warnings, each with
// its FILE:LINE. A file with problems keeps no other from coming in; the error then says
// how many did not. It stops early only when the store or ctx fails.
func (im *Importer) Files(ctx context.Context, files []string, stdin io.Reader, opt PageOptions, out, errs io.Writer) error {
	refused := 0
	for _, file := range files {
		page, warnings, err := readPage(file, stdin, opt)
		var pathErr *fs.PathError
		var problems Problems
		if errors.As(err, &problems) || errors.As(err, &pathErr) {
			refused++
			fmt.Fprintln(errs, err)
			continue
		} else if err != nil {
			return err
		}
		report, err := im.Import(ctx, file, page)
		if err != nil {
			return fmt.Errorf("import %s: %w", file, err)
		}
		for _, w := range append(warnings, report.Warnings...) {
			fmt.Fprintf(errs, "%s:%d: warning: %s\n", w.File, w.Line, w.What)
		}
		fmt.Fprintln(out, report)
	}
	if refused > 0 {
		return fmt.Errorf("%d of %d files did not come in", refused, len(files))
	}
	return nil
}

func readPage(name string, stdin io.Reader, opt PageOptions) (Page, []Problem, error) {
	if name == Stdin {
		return ParsePage(name, stdin, opt)
	}
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return Page{}, nil, Problems{{File: name, What: "no such file or folder; check the name"}}
	}
	if err != nil {
		return Page{}, nil, err
	}
	defer f.Close()
	return ParsePage(name, f, opt)
}
