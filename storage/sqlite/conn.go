package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"time"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"gogai/storage"
)

// conn is one connection with the statements that were prepared on it; it serves one
// transaction at a time and is the storage.Tx of that transaction. SQL texts are constants of
// package storage, so the map stays small.
type conn struct {
	*sql.Conn
	statements map[string]*sql.Stmt
}

func (c *conn) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if s := c.statements[query]; s != nil {
		return s, nil
	}
	s, err := c.PrepareContext(ctx, query)
	if err == nil {
		c.statements[query] = s
	}
	return s, err
}

// Exec implements storage.Tx.
func (c *conn) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	s, err := c.prepare(ctx, query)
	if err != nil {
		return 0, err
	}
	result, err := s.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// Query implements storage.Tx.
func (c *conn) Query(ctx context.Context, query string, args ...any) (storage.Rows, error) {
	s, err := c.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	r, err := s.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	return rows{r}, nil
}

// QueryRow implements storage.Tx.
func (c *conn) QueryRow(ctx context.Context, query string, args ...any) storage.Row {
	s, err := c.prepare(ctx, query)
	if err != nil {
		return failed{err}
	}
	return s.QueryRowContext(ctx, args...)
}

// rows drops the error of Close, which Err tells too.
type rows struct{ *sql.Rows }

func (r rows) Close() { r.Rows.Close() }

type failed struct{ err error }

func (f failed) Scan(...any) error { return f.err }

// transaction runs do between the begin statement and COMMIT. A connection whose transaction
// could not be ended either way is in an unknown state and must be dropped: usable says so.
func (c *conn) transaction(ctx context.Context, begin string, do func(storage.Tx) error) (usable bool, err error) {
	if err := c.begin(ctx, begin); err != nil {
		return !errors.Is(err, driver.ErrBadConn) && ctx.Err() == nil, err
	}
	// The end must come even when the caller has gone.
	end := context.WithoutCancel(ctx)
	if err := do(c); err != nil {
		_, undoErr := c.Exec(end, `ROLLBACK`)
		return undoErr == nil, err
	}
	if _, err := c.Exec(end, `COMMIT`); err != nil {
		// What reached the disk is unknown (a failed fsync may have written): start afresh.
		return false, err
	}
	return true, nil
}

// begin starts a transaction, when need be after one of another process. SQLite's own wait
// looks ever less often, up to 100 ms apart, and would sleep through the pauses that an
// import leaves between its chunks.
func (c *conn) begin(ctx context.Context, statement string) error {
	giveUp := time.Now().Add(busyTimeout)
	for {
		_, err := c.Exec(ctx, statement)
		if failure, ok := errors.AsType[*sqlite.Error](err); !ok || failure.Code()&0xff != lib.SQLITE_BUSY || time.Now().After(giveUp) {
			return err
		}
		select {
		case <-time.After(time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Close closes the statements too: SQLite would wait for them, and leave its WAL behind.
func (c *conn) Close() error {
	c.finalize()
	return c.Conn.Close()
}

// drop closes the connection for good instead of giving it back to the pool.
func (c *conn) drop() {
	c.finalize()
	c.Raw(func(any) error { return driver.ErrBadConn })
	c.Conn.Close()
}

func (c *conn) finalize() {
	for _, s := range c.statements {
		s.Close()
	}
}
