// Package storage keeps everything that the domain packages ask to be kept: it satisfies their
// Store interfaces in one text of SQL that both engines accept. What must differ between them
// stands in an Engine: storage/sqlite here, another beside it later.
package storage

import (
	"context"
	"database/sql"
	"errors"
)

// Tx is a transaction of either engine. Parameters are numbered $1, $2, …; they are int, int64 and
// string, and nil or a nil pointer to one of them for NULL.
type Tx interface {
	Exec(ctx context.Context, query string, args ...any) (affected int64, err error)
	// ExecEach runs a statement for each row of parameters, in their order.
	ExecEach(ctx context.Context, query string, rows [][]any) error
	Query(ctx context.Context, query string, args ...any) (Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) Row
}

// Rows is the answer of a query. Close it; then Err tells whether it came whole. Scan fills *int,
// *int64 and *string, where NULL is an error, and **int, where it is nil. While rows are open, their
// query is not run again.
type Rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close()
}

// Row is an answer of one row at most; Scan gives errNoRows when there was none.
type Row interface {
	Scan(dest ...any) error
}

var errNoRows = sql.ErrNoRows // pgx's own error of that meaning wraps it too

func noRows(err error) bool { return errors.Is(err, errNoRows) }

// Engine is a database with this package's schema in it.
type Engine interface {
	// Read runs do in a transaction that sees one instant.
	Read(ctx context.Context, do func(Tx) error) error
	// Readers returns how many reads are under way, and how many may be before others wait.
	Readers() (now, most int)
	// Write runs do in a transaction that is on disk when Write returns nil. On an error of do
	// nothing is changed. Only the writer of this package calls it.
	Write(ctx context.Context, do func(Tx) error) error
	// Foreign tells whether another process may have written since Foreign was asked last.
	// Only the writer of this package calls it.
	Foreign(ctx context.Context) (bool, error)
	// Rows returns the table expression that spreads a batch out of one parameter: a JSON
	// array of arrays, whose elements become the named columns, "name TYPE" each, where TYPE
	// is BIGINT or TEXT.
	Rows(param string, columns ...string) string
	// Lock is appended to a SELECT whose rows of the table (by its alias) the transaction is
	// about to change.
	Lock(alias string) string
	// Duplicate returns the columns or the name of the unique constraint that err tells of.
	Duplicate(err error) (constraint string, ok bool)
	// Fault turns an error of the engine into a fault where it is one: too busy, disk full.
	Fault(err error) error
	Close() error
}
