package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema up to this program's, or refuses one that is newer. Only who holds
// the lock beside the file calls it.
func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	known := provider.ListSources()
	newest := known[len(known)-1].Version
	current, err := version(ctx, db)
	if err != nil {
		return err
	}
	switch {
	case current == newest:
		return nil
	case current > newest:
		return fmt.Errorf("this publication was written by a newer version of gogai (schema %d; this program knows up to %d): "+
			"run that version, or restore a backup from before the upgrade", current, newest)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("upgrade the schema from %d to %d: %w", current, newest, err)
	}
	return nil
}

// version returns the schema's version; 0 for an empty file. It is asked without goose first,
// so that opening an up-to-date publication writes nothing.
func version(ctx context.Context, db *sql.DB) (v int64, err error) {
	var tables int
	err = db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master WHERE name = 'goose_db_version'`).Scan(&tables)
	if err != nil || tables == 0 {
		return 0, err
	}
	err = db.QueryRowContext(ctx, `SELECT COALESCE(max(version_id), 0) FROM goose_db_version WHERE is_applied = 1`).Scan(&v)
	return v, err
}
