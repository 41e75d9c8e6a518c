package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"gogai/media"
	"gogai/storage"
	"gogai/storage/sqlite"
)

// What a publication's folder holds.
const (
	databaseName = "gogai.db"
	mediaName    = "media"
	lockName     = "serve.lock"
)

// dataFlag is the flag of every command that works on a folder.
type dataFlag struct {
	Data folderPath `help:"The publication's folder." placeholder:"DIR" required:"" env:"GOGAI_DATA"`
}

// folderPath is an absolute path. An empty one, which a script's unset variable leaves, would be
// the present folder, and is refused.
type folderPath string

// UnmarshalText reads a path as it was typed.
func (p *folderPath) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		return errors.New("the name of the folder is empty")
	}
	path, err := filepath.Abs(string(text))
	*p = folderPath(path)
	return err
}

// open opens the database of a folder that is there already; the server may be running on it.
func (f dataFlag) open(ctx context.Context) (*storage.DB, error) {
	there, err := f.exists()
	if err == nil && !there {
		err = fmt.Errorf("there is no publication in %s; make one with: gogai serve --data %[1]s", f.Data)
	}
	if err != nil {
		return nil, err
	}
	return sqlite.Open(ctx, f.database(), sqlite.Options{})
}

// openOrMake is open for commands that a new publication may begin with: they make it, and say
// so, for somebody who has mistyped the folder's name.
func (f dataFlag) openOrMake(ctx context.Context) (*storage.DB, error) {
	there, err := f.exists()
	if err != nil {
		return nil, err
	}
	if !there {
		if err := os.MkdirAll(string(f.Data), 0o700); err != nil {
			return nil, fmt.Errorf("make the publication's folder: %w", err)
		}
		fmt.Fprintf(os.Stderr, "Made a new publication in %s.\n", f.Data)
	}
	return sqlite.Open(ctx, f.database(), sqlite.Options{})
}

func (f dataFlag) database() string { return filepath.Join(string(f.Data), databaseName) }

func (f dataFlag) exists() (bool, error) {
	_, err := os.Stat(f.database())
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// folder is a publication's folder that this process alone serves.
type folder struct {
	*storage.DB
	files *media.Folder
	lock  *os.File
}

// openFolder opens a folder to serve it, makes it (mode 0700) where there is none, and brings
// it up to date. A folder that another process serves, or that a newer version of the program
// wrote, is refused and left as it is.
func openFolder(ctx context.Context, dir string) (*folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the publication's folder: %w", err)
	}
	lock, err := lockFile(filepath.Join(dir, lockName))
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	f := &folder{lock: lock}
	if f.DB, err = sqlite.Open(ctx, filepath.Join(dir, databaseName), sqlite.Options{}); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	if f.files, err = media.OpenFolder(filepath.Join(dir, mediaName)); err != nil {
		return nil, errors.Join(err, f.DB.Close(), lock.Close())
	}
	return f, nil
}

// Close ends the writes under way and lets go of the folder.
func (f *folder) Close() error {
	return errors.Join(f.DB.Close(), f.files.Close(), f.lock.Close())
}
