package storage

import (
	"context"
	"fmt"
	"math"

	"gogai/discussion"
	"gogai/member"
	"gogai/moderation"
)

var _ moderation.Store = (*DB)(nil)

// AddFlag implements moderation.Store.
func (db *DB) AddFlag(ctx context.Context, f moderation.Flag) error {
	err := db.writeAside(ctx, func(tx Tx) error {
		var number int
		err := tx.QueryRow(ctx, `SELECT c.number FROM comment c WHERE c.article = $1 AND c.number = $2`,
			int64(f.Comment.Article), f.Comment.Number).Scan(&number)
		if err != nil {
			return missing(err, noComment)
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO flag (article, number, member, reason, note, at, answered_at, answered_by)
			VALUES ($1, $2, $3, $4, $5, $6, 0, 0)
			ON CONFLICT (article, number, member) DO UPDATE
			SET    reason = excluded.reason, note = excluded.note, at = excluded.at, answered_at = 0, answered_by = 0`,
			int64(f.Comment.Article), f.Comment.Number, int64(f.Member), string(f.Reason), f.Note, micros(f.At))
		return err
	})
	if err != nil {
		return fmt.Errorf("flag comment %s: %w", f.Comment, err)
	}
	return nil
}

// waiting are the comments that a moderator has to look at: those with open flags, and held ones.
const waiting = `
	SELECT f.article, f.number, count(*) AS flags, min(f.at) AS since
	FROM   flag f
	WHERE  f.answered_at = 0
	GROUP BY f.article, f.number
	UNION ALL
	SELECT h.article, h.number, 0 AS flags, h.created_at AS since
	FROM   comment h
	WHERE  h.state = 'held' AND NOT EXISTS (
		SELECT 1 FROM flag f WHERE f.article = h.article AND f.number = h.number AND f.answered_at = 0)`

// Queue implements moderation.Store.
func (db *DB) Queue(ctx context.Context, limit int) (cases []moderation.Case, waits int, err error) {
	err = db.read(ctx, func(tx Tx) error {
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM (`+waiting+`) w`).Scan(&waits); err != nil {
			return err
		}
		placed, err := all(ctx, tx, scanPlaced, `
			SELECT `+commentColumns+placedColumns+`
			FROM   (SELECT w.article, w.number, w.flags, w.since FROM (`+waiting+`) w
			        ORDER BY w.flags DESC, w.since, w.article, w.number LIMIT $1) w
			JOIN   comment c ON c.article = w.article AND c.number = w.number`+joinStory+joinHandles+`
			ORDER BY w.flags DESC, w.since, w.article, w.number`, limit)
		if err != nil {
			return err
		}
		keys := make([]discussion.Key, len(placed))
		for i, p := range placed {
			keys[i] = p.Key
		}
		flags, err := db.openFlags(ctx, tx, keys...)
		if err != nil {
			return err
		}
		byComment := map[discussion.Key][]moderation.Flag{}
		for _, f := range flags {
			byComment[f.Comment] = append(byComment[f.Comment], f)
		}
		cases = make([]moderation.Case, len(placed))
		for i, p := range placed {
			cases[i] = moderation.Case{Placed: p, Flags: byComment[p.Key]}
		}
		return nil
	})
	return cases, waits, err
}

// OpenFlags implements moderation.Store.
func (db *DB) OpenFlags(ctx context.Context, key discussion.Key) (flags []moderation.Flag, err error) {
	err = db.read(ctx, func(tx Tx) error {
		flags, err = db.openFlags(ctx, tx, key)
		return err
	})
	return flags, err
}

// openFlags returns the open flags on all of the comments, oldest first.
func (db *DB) openFlags(ctx context.Context, tx Tx, keys ...discussion.Key) ([]moderation.Flag, error) {
	param, err := batch(keyRows(keys))
	if err != nil {
		return nil, err
	}
	return all(ctx, tx, func(r Row) (f moderation.Flag, err error) {
		var at int64
		err = r.Scan((*int64)(&f.Comment.Article), &f.Comment.Number, (*int64)(&f.Member), &f.Handle, (*string)(&f.Reason), &f.Note, &at)
		f.At = instant(at)
		return f, err
	}, `
		SELECT f.article, f.number, f.member, m.handle, f.reason, f.note, f.at
		FROM   `+db.engine.Rows("$1", "article BIGINT", "number BIGINT")+` b
		JOIN   flag f ON f.article = b.article AND f.number = b.number
		JOIN   member m ON m.id = f.member
		WHERE  f.answered_at = 0
		ORDER BY f.at, f.member`, param)
}

// Log implements moderation.Store.
func (db *DB) Log(ctx context.Context, before int64, limit int) (entries []moderation.Entry, more bool, err error) {
	if before == 0 {
		before = math.MaxInt64
	}
	err = db.read(ctx, func(tx Tx) error {
		entries, err = all(ctx, tx, func(r Row) (e moderation.Entry, err error) {
			var at int64
			err = r.Scan(&e.ID, &at, &e.Event.Actor, (*string)(&e.Kind), &e.Subject, &e.About, &e.Reason, &e.Actor)
			e.At = instant(at)
			return e, err
		}, `
			SELECT e.id, e.at, e.actor, e.kind, e.subject, e.about, e.reason, COALESCE(m.handle, '')
			FROM   event e
			LEFT JOIN member m ON m.id = e.actor
			WHERE  e.id < $1
			ORDER BY e.id DESC
			LIMIT  $2`, before, limit+1)
		entries, more = page(entries, limit)
		return err
	})
	return entries, more, err
}

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
