package sqlite

import (
	"database/sql"
	"fmt"
	"io/fs"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pressly/goose/v3"

	"gogai/discussion"
	"gogai/storage"
)

// oldTalk is a story with two comments, the second a reply, as version 1 kept them.
const oldTalk = `
	INSERT INTO article (id, section, slug, headline, standfirst, bylines, dateline, body, body_html, language, tags, provider, rights,
	                     source, stage, published_at, expires_at, withheld_reason, corrections, created_at, created_by, updated_at, changed_at, version)
	VALUES (1, 1, 'talk', 'Talk', '', '[]', '', '', '', '', '[]', '', '[]', '', 'released', 1, 0, '', '[]', 1, 0, 1, 1, 1);
	INSERT INTO thread (article, chosen, kept, opened_at, last, count, version) VALUES (1, 'open', 0, 0, 2, 2, 3);
	INSERT INTO comment (article, number, author, parent, body, html, created_at, edited_at, state, reason,
	                     base_up, base_down, up, down, replies, shown, popular_rank, controversial_rank)
	VALUES (1, 1, 0, 0, 'one', '<p>one</p>', 1, 0, 'visible', '', 0, 0, 0, 0, 1, 1, 0, 0),
	       (1, 2, 0, 1, 'two', '<p>two</p>', 1, 0, 'visible', '', 0, 0, 0, 0, 0, 1, 0, 0)`

// A folder of any earlier version comes forward: its schema is that of a new one, and what it
// holds is all there.
func TestOlderSchemasComeForward(t *testing.T) {
	ctx := t.Context()
	schema := func(path string) (parts []string) {
		t.Helper()
		db := rawDB(t, path)
		rows, err := db.QueryContext(ctx, `SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var part string
			if err := rows.Scan(&part); err != nil {
				t.Fatal(err)
			}
			parts = append(parts, part)
		}
		return parts
	}
	fresh := filepath.Join(t.TempDir(), "gogai.db")
	e, err := open(ctx, fresh)
	if err != nil {
		t.Fatal(err)
	}
	e.Close()
	want := schema(fresh)

	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	older, err := fs.Glob(files, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for i := range older[1:] {
		version := int64(i + 1)
		t.Run(fmt.Sprint("from ", version), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "gogai.db")
			raw := rawDB(t, path)
			provider, err := goose.NewProvider(goose.DialectSQLite3, raw, files, goose.WithDisableGlobalRegistry(true))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := provider.UpTo(ctx, version); err != nil {
				t.Fatal(err)
			}
			if _, err := raw.ExecContext(ctx, oldTalk); err != nil {
				t.Fatal(err)
			}
			raw.Close()

			db, err := Open(ctx, path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			tree, err := db.Tree(ctx, discussion.Query{Article: 1, Limit: 50})
			if err != nil || len(tree.Branches) != 1 || len(tree.Branches[0].Below) != 1 || tree.Branches[0].Below[0].Body != "two" {
				t.Errorf("the talk is %+v, %v", tree.Branches, err)
			}
			if err := db.Check(ctx, func(d storage.Difference) { t.Error(d) }, func(int, int) {}); err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(want, schema(path)); diff != "" {
				t.Errorf("the schema (-new +brought forward):\n%s", diff)
			}
			var damage string
			if err := rawDB(t, path).QueryRowContext(ctx, `PRAGMA integrity_check`).Scan(&damage); err != nil || damage != "ok" {
				t.Errorf("%s, %v", damage, err)
			}
		})
	}
}

func rawDB(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}
