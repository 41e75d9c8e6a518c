package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unsafe"

	"modernc.org/libc"
	"modernc.org/libc/sys/types"
	lib "modernc.org/sqlite/lib"

	"gogai/storage"
)

// conn is one connection with the statements that were prepared on it; it serves one
// transaction at a time and is the storage.Tx of that transaction. SQL texts are constants of
// package storage, so the map stays small.
//
// It speaks SQLite's own interface rather than database/sql: of a page of fifty comments, more
// than half went into that one's locks, conversions and goroutines (docs/performance.md).
type conn struct {
	tls        *libc.TLS // SQLite's stack; not a thread
	db         uintptr   // sqlite3*
	statements map[string]*statement
	watched    chan struct{} // see interruptible
}

// connect opens the file and sets what holds for a connection only.
func connect(path string) (*conn, error) {
	name, err := libc.CString(path)
	if err != nil {
		return nil, err
	}
	c := &conn{tls: libc.NewTLS(), statements: map[string]*statement{}, watched: make(chan struct{})}
	defer libc.Xfree(c.tls, name)
	// One goroutine at a time uses a connection, so SQLite needs no locks of its own.
	const flags = lib.SQLITE_OPEN_READWRITE | lib.SQLITE_OPEN_NOMUTEX | lib.SQLITE_OPEN_EXRESCODE
	var code int32
	if c.db, code = c.pointer(func(to uintptr) int32 {
		return lib.Xsqlite3_open_v2(c.tls, name, to, flags, 0)
	}); code != lib.SQLITE_OK {
		err := c.failure(code)
		c.close()
		return nil, err
	}
	for _, pragma := range pragmas {
		// A pragma answers what it set, or nothing.
		rows, err := c.Query(context.Background(), `PRAGMA `+pragma)
		if err == nil {
			for rows.Next() {
			}
			rows.Close()
			err = rows.Err()
		}
		if err != nil {
			c.close()
			return nil, fmt.Errorf("PRAGMA %s: %w", pragma, err)
		}
	}
	return c, nil
}

// pointer returns the pointer that a function of SQLite writes to a place, which has to be in SQLite's
// own memory, and the function's answer.
func (c *conn) pointer(write func(to uintptr) int32) (uintptr, int32) {
	const size = unsafe.Sizeof(uintptr(0))
	to := libc.Xcalloc(c.tls, 1, types.Size_t(size))
	if to == 0 {
		return 0, lib.SQLITE_NOMEM
	}
	defer libc.Xfree(c.tls, to)
	code := write(to)
	return *(*uintptr)(unsafe.Pointer(unsafe.SliceData(libc.GoBytes(to, int(size))))), code
}

func (c *conn) prepare(ctx context.Context, query string, args []any) (*statement, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := c.statements[query]
	if s == nil {
		var err error
		if s, err = prepare(c, query); err != nil {
			return nil, err
		}
		c.statements[query] = s
	}
	return s, s.bind(args)
}

// Exec implements storage.Tx.
func (c *conn) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	s, err := c.prepare(ctx, query, args)
	if err != nil {
		return 0, err
	}
	for s.Next() {
	}
	s.Close()
	return lib.Xsqlite3_changes64(c.tls, c.db), s.err
}

// ExecEach implements storage.Tx.
func (c *conn) ExecEach(ctx context.Context, query string, rows [][]any) error {
	for _, row := range rows {
		if _, err := c.Exec(ctx, query, row...); err != nil {
			return err
		}
	}
	return nil
}

// Query implements storage.Tx. The rows are the statement itself.
func (c *conn) Query(ctx context.Context, query string, args ...any) (storage.Rows, error) {
	s, err := c.prepare(ctx, query, args)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// QueryRow implements storage.Tx.
func (c *conn) QueryRow(ctx context.Context, query string, args ...any) storage.Row {
	s, err := c.prepare(ctx, query, args)
	if err != nil {
		return failed{err}
	}
	return row{s}
}

type failed struct{ err error }

func (f failed) Scan(...any) error { return f.err }

// transaction runs do between the begin statement and COMMIT. A connection whose transaction
// could not be ended either way is in an unknown state and must be closed: usable says so.
func (c *conn) transaction(ctx context.Context, begin string, do func(storage.Tx) error) (usable bool, err error) {
	if err := c.begin(ctx, begin); err != nil {
		return true, err
	}
	// The end must come even when the caller has gone.
	end := context.WithoutCancel(ctx)
	if err := c.interruptible(ctx, do); err != nil {
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
		if f, ok := errors.AsType[*failure](err); !ok || f.primary() != lib.SQLITE_BUSY || time.Now().After(giveUp) {
			return err
		}
		select {
		case <-time.After(time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// interruptible runs do and breaks off the statement that it is at when ctx ends.
func (c *conn) interruptible(ctx context.Context, do func(storage.Tx) error) error {
	if ctx.Done() == nil {
		return do(c)
	}
	stop := context.AfterFunc(ctx, c.interrupt)
	defer func() {
		if !stop() {
			c.watched <- struct{}{} // nothing may be interrupted that comes after
		}
	}()
	err := do(c)
	if f, ok := errors.AsType[*failure](err); ok && f.primary() == lib.SQLITE_INTERRUPT {
		return ctx.Err()
	}
	return err
}

// interrupt breaks off statements until watched is received from. SQLite forgets an interrupt that
// comes between two statements; so that none is lost, it is repeated.
func (c *conn) interrupt() {
	tls := libc.NewTLS() // c's own is in use
	defer tls.Close()
	for {
		lib.Xsqlite3_interrupt(tls, c.db)
		select {
		case <-c.watched:
			return
		case <-time.After(time.Millisecond):
		}
	}
}

// close undoes what is not committed.
func (c *conn) close() {
	for _, s := range c.statements {
		s.finalize()
	}
	lib.Xsqlite3_close_v2(c.tls, c.db)
	c.tls.Close()
}

// failure is an error of SQLite.
type failure struct {
	code int32 // extended, such as SQLITE_CONSTRAINT_UNIQUE
	text string
}

func (c *conn) failure(code int32) *failure {
	return &failure{code, libc.GoString(lib.Xsqlite3_errmsg(c.tls, c.db))}
}

func (f *failure) Error() string { return fmt.Sprintf("SQLite: %s (%d)", f.text, f.code) }

// primary is the code without what is told more exactly.
func (f *failure) primary() int32 { return f.code & 0xff }
