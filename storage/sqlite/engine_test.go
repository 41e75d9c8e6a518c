package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/fault"
	"gogai/member"
	"gogai/storage"
	"gogai/storage/sqlite"
)

func rawOpen(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// The WAL-reset fault of SQLite was fixed in 3.51.3; the linked engine has to be that or later.
func TestLinkedEngine(t *testing.T) {
	db := rawOpen(t, ":memory:")
	var version string
	var major, minor, patch int
	if err := db.QueryRow(`SELECT sqlite_version()`).Scan(&version); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &major, &minor, &patch); err != nil {
		t.Fatal(err)
	}
	if major*1_000_000+minor*1_000+patch < 3_051_003 {
		t.Errorf("SQLite %s is too old", version)
	}
}

func TestNewerFolderIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gogai.db")
	db, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	raw := rawOpen(t, path)
	if _, err := raw.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`); err != nil {
		t.Fatal(err)
	}
	raw.Close()
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = sqlite.Open(t.Context(), path, sqlite.Options{})
	if err == nil || !strings.Contains(err.Error(), "newer version of gogai (schema 9999") {
		t.Errorf("got %v", err)
	}
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file was changed (%v)", err)
	}
}

func TestNotADatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gogai.db")
	if err := os.WriteFile(path, bytes.Repeat([]byte("not a database. "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	if db, err := sqlite.Open(t.Context(), path, sqlite.Options{}); err == nil {
		db.Close()
		t.Error("opened")
	}
}

// Several programs may open a new folder at once: one makes it, all get it.
func TestOpenedTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gogai.db")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			db, err := sqlite.Open(t.Context(), path, sqlite.Options{})
			if err != nil {
				t.Error(err)
				return
			}
			defer db.Close()
			if sections, err := db.Sections(t.Context()); err != nil || len(sections) != 1 || sections[0].Slug != "news" {
				t.Errorf("%v, %v", sections, err)
			}
		})
	}
	wg.Wait()
}

// Two processes write to one folder, as the server and the command line do.
func TestTwoWriters(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gogai.db")
	var dbs [2]*storage.DB
	for i := range dbs {
		db, err := sqlite.Open(t.Context(), path, sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		dbs[i] = db
	}
	seed(t, dbs[0])
	var wg sync.WaitGroup
	for i, db := range dbs {
		for j := range 8 {
			wg.Go(func() {
				for n := range 20 {
					_, err := db.Do(t.Context(), discussion.Post{Article: 1, By: 1, Body: fmt.Sprint(i, j, n), At: time.Now()})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	wg.Wait()
	for _, db := range dbs {
		if thread, err := db.Thread(t.Context(), 1); err != nil || thread.Count != 320 || thread.Last != 320 {
			t.Errorf("%+v, %v", thread, err)
		}
	}
}

// seed saves a member and an open story, both with the key 1, and three comments.
func seed(t *testing.T, db *storage.DB) {
	t.Helper()
	now := time.Now()
	if err := db.CreateMember(t.Context(), member.Member{ID: 1, Handle: "aoi", Email: "aoi@example.com", Role: member.Reader, CreatedAt: now}); err != nil {
		t.Fatal(err)
	}
	sections, err := db.Sections(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a := article.Article{ID: 1, Section: sections[0], Slug: "s", Headline: "S", Body: "Text.", CreatedAt: now}
	a.Stage, a.PublishedAt = article.Released, now
	if _, err := db.CreateArticle(t.Context(), a, member.Request{}); err != nil {
		t.Fatal(err)
	}
}

func TestCheckFindsDamage(t *testing.T) {
	for name, c := range map[string]struct{ damage, want string }{
		"nothing":        {`SELECT 1`, ""},
		"a tally":        {`UPDATE comment SET up = 5 WHERE number = 1`, "up is 5, should be 1"},
		"a lost vote":    {`DELETE FROM vote`, "up is 1, should be 0"},
		"a count":        {`UPDATE thread SET count = 7`, "count is 7, should be 3"},
		"the numbers":    {`UPDATE thread SET last = 1`, "last is 1, should be 3"},
		"replies":        {`UPDATE comment SET replies = 0 WHERE number = 1`, "replies is 0, should be 1"},
		"shown":          {`UPDATE comment SET shown = 0 WHERE number = 2`, "shown is 0, should be 1"},
		"a rank":         {`UPDATE comment SET popular_rank = 0`, "popular_rank is 0"},
		"another rank":   {`UPDATE comment SET controversial_rank = -1`, "controversial_rank is -1"},
		"a lost parent":  {`PRAGMA foreign_keys = off; DELETE FROM comment WHERE number = 1`, "comment with a missing parent"},
		"a lost thread":  {`PRAGMA foreign_keys = off; DELETE FROM thread`, "article without a thread"},
		"a lost author":  {`UPDATE comment SET author = 99 WHERE number = 3`, "comment of a missing member"},
		"an orphan vote": {`INSERT INTO vote (article, number, member, value, at) VALUES (1, 99, 1, 1, 0)`, "vote 0000000000001-99"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "gogai.db")
			db, err := sqlite.Open(t.Context(), path, sqlite.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			seed(t, db)
			now := time.Now()
			if err := db.CreateMember(t.Context(), member.Member{ID: 2, Handle: "ben", Email: "ben@example.com", Role: member.Reader, CreatedAt: now}); err != nil {
				t.Fatal(err)
			}
			for _, w := range []discussion.Write{
				discussion.Post{Article: 1, By: 1, Body: "one", At: now}, discussion.Post{Article: 1, By: 2, Parent: 1, Body: "two", At: now},
				discussion.Post{Article: 1, By: 2, Body: "three", At: now}, discussion.Cast{Key: discussion.Key{Article: 1, Number: 1}, By: 2, Value: 1, At: now},
			} {
				if _, err := db.Do(t.Context(), w); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := rawOpen(t, path).Exec(c.damage); err != nil {
				t.Fatal(err)
			}
			var found []string
			done := 0
			err = db.Check(t.Context(), func(d storage.Difference) { found = append(found, d.String()) }, func(n, total int) { done = n })
			if err != nil || done != 1 {
				t.Errorf("%d threads, %v", done, err)
			}
			if all := strings.Join(found, "\n"); (c.want == "") != (all == "") || !strings.Contains(all, c.want) {
				t.Errorf("found %q, want %q", all, c.want)
			}
		})
	}
}

func TestClosed(t *testing.T) {
	db := openTest(t)
	seed(t, db)
	path := filepath.Join(t.TempDir(), "other.db")
	closed, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := closed.Do(t.Context(), discussion.Post{Article: 1, By: 1, Body: "x", At: time.Now()}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a write after closing: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := db.Thread(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("a read by nobody: %v", err)
	}
	if _, err := db.Thread(t.Context(), 1); err != nil {
		t.Errorf("the next read: %v", err)
	}
}
