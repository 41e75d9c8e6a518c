package storage

import (
	"context"
	"slices"

	"gogai/live"
)

var _ live.Store = (*DB)(nil)

// Watch implements live.Store.
func (db *DB) Watch(watch func(live.Commit)) {
	watches := []func(live.Commit){watch}
	if before := db.writer.watches.Load(); before != nil {
		watches = append(slices.Clone(*before), watch)
	}
	db.writer.watches.Store(&watches)
}

// selectVersion reads the version of one thing of each kind.
var selectVersion = map[live.Kind]string{
	live.Publication: `SELECT p.version FROM publication p WHERE p.id = $1`,
	live.Section:     `SELECT s.version FROM section s WHERE s.id = $1`,
	live.Article:     `SELECT a.version FROM article a WHERE a.id = $1`,
	live.Thread:      `SELECT t.version FROM thread t WHERE t.article = $1`,
}

// Versions implements live.Store.
func (db *DB) Versions(ctx context.Context, subjects []live.Subject) (list []live.Version, err error) {
	err = db.read(ctx, func(tx Tx) error {
		list = make([]live.Version, len(subjects))
		for i, s := range subjects {
			list[i].Subject = s
			if err := tx.QueryRow(ctx, selectVersion[s.Kind], s.ID).Scan(&list[i].Number); err != nil && !noRows(err) {
				return err
			}
		}
		return nil
	})
	return list, err
}
