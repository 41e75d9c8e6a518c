package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"gogai/fault"
)

// Files is where renditions lie: a Folder, or a store that many machines share. The suite
// mediatest.Run says what each must do.
type Files interface {
	// Save keeps data under a name that FileName made, all of it or nothing, and returns
	// when it is durable. The same name again replaces what was there.
	Save(ctx context.Context, name string, data []byte) error

	// Open returns a file's content, for the caller to close. A name that FileName could not
	// have made is NotFound, as is one that was never saved.
	Open(ctx context.Context, name string) (Content, error)

	// Remove deletes a file. That there is none is no error.
	Remove(ctx context.Context, name string) error
}

// Content is an open file.
type Content struct {
	io.ReadSeekCloser
	MediaType string // from the name; nothing is sniffed
	Size      int64
	ModTime   time.Time
}

// SaveRenditions saves a picture's renditions and returns the Files to keep with it. When one
// can't be saved, those before it are removed again.
func SaveRenditions(ctx context.Context, to Files, id ID, renditions []Rendition) ([]File, error) {
	var saved []File
	for _, r := range renditions {
		f := File{
			Name: FileName(id, r.WidthPx, r.Format), Format: r.Format,
			WidthPx: r.WidthPx, HeightPx: r.HeightPx, Bytes: int64(len(r.Data)),
		}
		if err := to.Save(ctx, f.Name, r.Data); err != nil {
			return nil, errors.Join(err, RemoveFiles(context.WithoutCancel(ctx), to, saved))
		}
		saved = append(saved, f)
	}
	return saved, nil
}

// RemoveFiles removes all the files, going on past those that can't be removed.
func RemoveFiles(ctx context.Context, from Files, files []File) error {
	var errs []error
	for _, f := range files {
		errs = append(errs, from.Remove(ctx, f.Name))
	}
	return errors.Join(errs...)
}

// FileName returns the name of a rendition: "01hqz3v5x9k2m-640.webp".
func FileName(id ID, widthPx int, format string) string {
	return id.String() + "-" + strconv.Itoa(widthPx) + "." + format
}

// formatOf returns the format of a file that FileName named; NotFound for any other name. The
// name is made again from its parts and compared, so that there is one spelling of each and
// none that a file system could take for a path.
func formatOf(name string) (string, error) {
	key, rest, _ := strings.Cut(name, "-")
	width, format, _ := strings.Cut(rest, ".")
	id, err := ParseID(key)
	if err != nil {
		return "", noFile()
	}
	widthPx, err := strconv.Atoi(width)
	if err != nil || widthPx < 1 || format != JPEG && format != WebP || name != FileName(id, widthPx, format) {
		return "", noFile()
	}
	return format, nil
}

func noFile() error { return fault.New(fault.NotFound, "There is no such picture.") }

func badName(name string) error { return fmt.Errorf("%q is no name of a rendition", name) }
