package media

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"
)

// A Folder keeps Files in one folder of the machine. It can't reach outside, whatever a name
// or a symbolic link says.
type Folder struct{ root *os.Root }

var _ Files = (*Folder)(nil)

// A file is written under a name with this prefix and renamed when it is whole.
const partial = ".partial-"

// OpenFolder opens the folder, which it makes (mode 0700) where there is none, and removes what
// a crash left half written an hour ago or more: another process may be writing now.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of pictures: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder of pictures: %w", err)
	}
	f := &Folder{root}
	if err := f.sweep(time.Now().Add(-time.Hour)); err != nil {
		return nil, errors.Join(fmt.Errorf("sweep the folder of pictures: %w", err), root.Close())
	}
	return f, nil
}

// Close lets go of the folder; files that are open stay so.
func (f *Folder) Close() error { return f.root.Close() }

func (f *Folder) sweep(before time.Time) error {
	entries, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), partial) {
			continue
		}
		info, err := entry.Info()
		if err == nil && info.ModTime().Before(before) {
			err = f.root.Remove(entry.Name())
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Save implements Files. The file, then its name in the folder, is on disk when it returns.
func (f *Folder) Save(ctx context.Context, name string, data []byte) error {
	if _, err := formatOf(name); err != nil {
		return badName(name)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	temporary := partial + rand.Text()
	err := f.write(temporary, data)
	if err == nil {
		err = f.root.Rename(temporary, name)
	}
	if err != nil {
		f.root.Remove(temporary) // best effort: sweep comes after
		return fmt.Errorf("save picture file: %w", err)
	}
	return f.sync()
}

func (f *Folder) write(name string, data []byte) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// sync makes the folder's list of names durable.
func (f *Folder) sync() error {
	dir, err := f.root.Open(".")
	if err != nil {
		return fmt.Errorf("sync folder of pictures: %w", err)
	}
	if err := errors.Join(dir.Sync(), dir.Close()); err != nil {
		return fmt.Errorf("sync folder of pictures: %w", err)
	}
	return nil
}

// Open implements Files.
func (f *Folder) Open(_ context.Context, name string) (Content, error) {
	format, err := formatOf(name)
	if err != nil {
		return Content{}, err
	}
	// Before the file is opened, since opening a pipe would wait; no symbolic link is followed.
	info, err := f.root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return Content{}, noFile()
	}
	if err != nil {
		return Content{}, fmt.Errorf("open picture file: %w", err)
	}
	file, err := f.root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return Content{}, noFile()
	}
	if err != nil {
		return Content{}, fmt.Errorf("open picture file: %w", err)
	}
	// Asked again of the open file: the name may have been given to another in between.
	if info, err = file.Stat(); err != nil {
		return Content{}, errors.Join(fmt.Errorf("open picture file: %w", err), file.Close())
	}
	return Content{ReadSeekCloser: file, MediaType: "image/" + format, Size: info.Size(), ModTime: info.ModTime()}, nil
}

// Remove implements Files.
func (f *Folder) Remove(_ context.Context, name string) error {
	if _, err := formatOf(name); err != nil {
		return badName(name)
	}
	if err := f.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove picture file: %w", err)
	}
	return nil
}
