package storage

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"gogai/event"
	"gogai/fault"
)

// DB keeps a publication. Its methods may be called by many goroutines; those that write are
// done when what they wrote is on disk.
type DB struct {
	engine Engine
	writer *writer
	now    func() time.Time
}

// Open returns the store on an engine, whose owner it becomes. now is the clock for what no
// caller dates: when a repeated request is forgotten.
func Open(engine Engine, now func() time.Time) *DB {
	return &DB{engine: engine, writer: startWriter(engine), now: now}
}

// Close lets the writes under way end and closes the engine. Later writes are Unavailable.
func (db *DB) Close() error {
	db.writer.stop()
	return db.engine.Close()
}

// read runs do in a transaction that sees one instant.
func (db *DB) read(ctx context.Context, do func(Tx) error) error {
	return db.fault(db.engine.Read(ctx, do))
}

// write runs do in the writer's next transaction, all or nothing, and returns when it is on
// disk. do may run again after a conflict, so it must have no other effect.
func (db *DB) write(ctx context.Context, do func(Tx) error) error {
	return db.do(ctx, &job{rare: do})
}

// writeAside is write for what no page shows: nobody who keeps one needs to be told.
func (db *DB) writeAside(ctx context.Context, do func(Tx) error) error {
	return db.do(ctx, &job{rare: do, aside: true})
}

func (db *DB) do(ctx context.Context, j *job) error {
	j.ctx, j.done = ctx, make(chan struct{})
	_, err := db.writer.submit(j)
	return db.fault(err)
}

func (db *DB) fault(err error) error {
	if err == nil {
		return nil
	}
	return db.engine.Fault(err)
}

// Check that the database answers; for readiness.
func (db *DB) Ping(ctx context.Context) error {
	return db.read(ctx, func(tx Tx) error {
		var one int
		return tx.QueryRow(ctx, `SELECT 1`).Scan(&one)
	})
}

// micros and instant write and read an instant as storage keeps it: microseconds since 1970
// UTC, 0 for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func instant(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// batch writes rows of integers and short texts as the one parameter that Engine.Rows spreads out
// again.
func batch(rows [][]any) (string, error) {
	text := []byte{'['}
	for i, row := range rows {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, '[')
		for j, value := range row {
			if j > 0 {
				text = append(text, ',')
			}
			switch v := value.(type) {
			case int:
				text = strconv.AppendInt(text, int64(v), 10)
			case int64:
				text = strconv.AppendInt(text, v, 10)
			default:
				quoted, err := json.Marshal(v)
				if err != nil {
					return "", err
				}
				text = append(text, quoted...)
			}
		}
		text = append(text, ']')
	}
	return string(append(text, ']')), nil
}

// params writes n numbered parameters in parentheses: ($4, $5, $6).
func params(first, n int) string {
	text := "("
	for i := range n {
		if i > 0 {
			text += ", "
		}
		text += "$" + strconv.Itoa(first+i)
	}
	return text + ")"
}

// all runs a query and scans each row.
func all[T any](ctx context.Context, tx Tx, scan func(Row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, rows.Err()
}

// page cuts a list that was asked for with one row more than its limit.
func page[T any](list []T, limit int) ([]T, bool) {
	if len(list) > limit {
		return list[:limit], true
	}
	return list, false
}

// addEvents appends to the audit log.
func addEvents(ctx context.Context, tx Tx, events ...event.Event) error {
	for _, e := range events {
		if e.Kind == "" {
			continue
		}
		if _, err := tx.Exec(ctx, `
			INSERT INTO event (at, actor, kind, subject, about, reason)
			VALUES ($1, $2, $3, $4, $5, $6)`,
			micros(e.At), e.Actor, string(e.Kind), e.Subject, e.About, e.Reason); err != nil {
			return err
		}
	}
	return nil
}

// missing turns the answer of no row into a NotFound fault with the sentence.
func missing(err error, sentence string) error {
	if noRows(err) {
		return fault.New(fault.NotFound, sentence)
	}
	return err
}
