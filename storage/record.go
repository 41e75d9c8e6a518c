package storage

import (
	"context"

	"gogai/discussion"
	"gogai/member"
)

// Record implements moderation.Store.
func (db *DB) Record(ctx context.Context, by member.ID, after discussion.Moment, limit int) (list []discussion.Placed, more bool, err error) {
	args := []any{limit + 1, int64(by)}
	where := ""
	if !after.At.IsZero() {
		args = append(args, micros(after.At), int64(after.Key.Article), after.Key.Number)
		where = ` AND (c.created_at, c.article, c.number) < ` + params(3, 3)
	}
	err = db.read(ctx, func(tx Tx) error {
		list, err = all(ctx, tx, scanPlaced, `
			SELECT `+commentColumns+placedColumns+` FROM comment c`+joinStory+joinHandles+`
			WHERE  c.author = $2 AND c.author <> 0`+where+`
			ORDER BY c.created_at DESC, c.article DESC, c.number DESC
			LIMIT  $1`, args...)
		list, more = page(list, limit)
		return err
	})
	return list, more, err
}
