package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"gogai/article"
	"gogai/sample/century"
	"gogai/storage/sqlite"
)

const (
	// archiveSeed makes the same archive each time.
	archiveSeed = 1
	// archiveClients read it at once: few, so that what is slow is the page and not the queue for
	// the processor.
	archiveClients = 4
	// archivePaths are drawn from the archive to be read, in an order by lot.
	archivePaths = 20_000
	// often is how often the log hears how far the archive is.
	often = 15 * time.Second
)

// measureArchive measures pages of a publication with a long past.
func measureArchive(ctx context.Context, b *bench) error {
	size := century.Size{Stories: 1_000_000, Comments: 10_000_000, Members: 100_000}
	if b.quick {
		size = century.Size{Stories: size.Stories / 100, Comments: size.Comments / 100, Members: size.Members / 100}
	}
	data := b.keep
	if data == "" {
		data = filepath.Join(b.dir, "archive")
		defer os.RemoveAll(data) // tens of gigabytes, of which the rest of the run has no need
	}
	if err := b.makeArchive(ctx, data, size); err != nil {
		return err
	}
	paths, err := somePaths(ctx, data, size)
	if err != nil {
		return err
	}
	for _, mode := range []struct{ name, flag string }{{"made anew", makeAnew}, {"with the page cache", "--page-cache=256MB"}} {
		if err := b.with(ctx, data, []string{mode.flag}, func(s *server) error { return b.readArchive(ctx, s, mode.name, paths) }); err != nil {
			return err
		}
	}
	return nil
}

// readArchive reads any articles and the front page of an archive, and looks at the memory that
// it takes.
func (b *bench) readArchive(ctx context.Context, s *server, mode string, paths []string) error {
	lots := newLots(archiveClients)
	any := func(client int) []byte { return get(s.address, paths[lots[client].IntN(len(paths))]) }
	o, err := (load{clients: archiveClients, each: 2 * b.each, request: any}).run(ctx, s)
	if err != nil {
		return err
	}
	b.report.compare(fmt.Sprintf("archive, any article page %s, %d connections", mode, archiveClients), o.String(), "p99 ≤ 5 ms", o.took.at(99) <= 5*time.Millisecond)
	front, err := (load{clients: archiveClients, each: b.each / 2, request: repeat(get(s.address, "/"))}).run(ctx, s)
	if err != nil {
		return err
	}
	b.report.add(fmt.Sprintf("archive, front page %s, %d connections", mode, archiveClients), front.String())
	memory := s.onceKB()
	b.report.compare(fmt.Sprintf("archive, resident memory %s", mode),
		fmt.Sprintf("%.0f MB, of which %.0f MB are mapped pages of files (RSS, which counts these for each connection: %.0f MB)",
			float64(memory)/1000, float64(s.mappedKB())/1000, float64(s.residentKB())/1000), "≤ 400 MB", memory <= 400_000)
	return nil
}

// madeName is the file in an archive's folder that says that it was made to its end, and how large.
const madeName = "century.json"

// makeArchive writes an archive, unless the folder has the one that is asked for.
func (b *bench) makeArchive(ctx context.Context, data string, size century.Size) error {
	note := filepath.Join(data, madeName)
	text, err := os.ReadFile(note)
	if err == nil {
		var there century.Size
		if err := json.Unmarshal(text, &there); err != nil || there != size {
			return fmt.Errorf("%s holds another archive, %s: remove it, or name another folder", data, text)
		}
		log.Print("taking the archive in " + data)
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(data, 0o700); err != nil {
		return err
	}
	file := filepath.Join(data, "gogai.db")
	if _, err := os.Stat(file); err == nil {
		return fmt.Errorf("%s holds a publication that is no archive of ours, or one that was left half made: remove it, or name another folder", data)
	}
	db, err := sqlite.Open(ctx, file, sqlite.Options{})
	if err != nil {
		return err
	}
	begun := time.Now()
	said, writing := begun, begun
	err = century.Fill(ctx, db, size, archiveSeed, begun, func(stories, comments int) {
		if stories == 0 { // the members are there
			writing = time.Now()
		}
		if time.Since(said) >= often {
			said = time.Now()
			log.Printf("%d of %d stories, %d of %d comments", stories, size.Stories, comments, size.Comments)
		}
	})
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	rate := float64(size.Comments) / time.Since(writing).Seconds()
	written, err := os.Stat(file)
	if err != nil {
		return err
	}
	b.report.compare(fmt.Sprintf("archive of %d stories, %d comments, %d members: writing", size.Stories, size.Comments, size.Members),
		fmt.Sprintf("%.0f comments/s with their stories, %v in all; %.1f GB", rate, time.Since(begun).Round(time.Second), float64(written.Size())/1e9),
		"≥ 20,000 /s", rate >= 20_000)
	text, err = json.Marshal(size)
	if err != nil {
		return err
	}
	return os.WriteFile(note, text, 0o600)
}

// somePaths draws addresses of articles.
func somePaths(ctx context.Context, data string, size century.Size) (paths []string, err error) {
	lot := rand.New(rand.NewPCG(archiveSeed, 1))
	err = fill(ctx, data, func(f *filler) error {
		for range archivePaths {
			a, err := f.db.Article(ctx, article.ID(1+lot.IntN(size.Stories)))
			if err != nil {
				return err
			}
			paths = append(paths, a.Path())
		}
		return nil
	})
	return paths, err
}
