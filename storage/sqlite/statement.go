package sqlite

import (
	"database/sql"
	"fmt"
	"strconv"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// statement is a prepared one and, while it is run, the storage.Rows of its answer.
type statement struct {
	conn   *conn
	handle uintptr   // sqlite3_stmt*
	params []int     // which argument each parameter takes, counted from 0
	texts  []uintptr // what is bound at present and must outlive the run; to be freed
	err    error     // of the run
}

func prepare(c *conn, query string) (*statement, error) {
	text, err := libc.CString(query)
	if err != nil {
		return nil, err
	}
	defer libc.Xfree(c.tls, text)
	handle, code := c.pointer(func(to uintptr) int32 {
		return lib.Xsqlite3_prepare_v3(c.tls, c.db, text, -1, lib.SQLITE_PREPARE_PERSISTENT, to, 0)
	})
	if code != lib.SQLITE_OK {
		return nil, c.failure(code)
	}
	s := &statement{conn: c, handle: handle}
	// To SQLite $2 is a name like any other: it numbers parameters as they come.
	for i := range lib.Xsqlite3_bind_parameter_count(c.tls, s.handle) {
		name := libc.GoString(lib.Xsqlite3_bind_parameter_name(c.tls, s.handle, i+1))
		n, err := strconv.Atoi(name[min(1, len(name)):])
		if err != nil {
			s.finalize()
			return nil, fmt.Errorf("parameter %q is not one of $1, $2, …", name)
		}
		s.params = append(s.params, n-1)
	}
	return s, nil
}

// bind starts a run with the arguments.
func (s *statement) bind(args []any) error {
	s.err = nil
	for i, n := range s.params {
		if n >= len(args) {
			return fmt.Errorf("no argument for parameter $%d", n+1)
		}
		if err := s.bindOne(int32(i+1), args[n]); err != nil {
			s.Close()
			return fmt.Errorf("parameter $%d: %w", n+1, err)
		}
	}
	return nil
}

func (s *statement) bindOne(i int32, arg any) error {
	tls, code := s.conn.tls, int32(lib.SQLITE_OK)
	switch v := arg.(type) {
	case int:
		code = lib.Xsqlite3_bind_int64(tls, s.handle, i, int64(v))
	case int64:
		code = lib.Xsqlite3_bind_int64(tls, s.handle, i, v)
	case string:
		text, err := libc.CString(v)
		if err != nil {
			return err
		}
		s.texts = append(s.texts, text)
		code = lib.Xsqlite3_bind_text(tls, s.handle, i, text, int32(len(v)), 0)
	case *int:
		if v != nil {
			return s.bindOne(i, *v)
		}
		code = lib.Xsqlite3_bind_null(tls, s.handle, i)
	case *string:
		if v != nil {
			return s.bindOne(i, *v)
		}
		code = lib.Xsqlite3_bind_null(tls, s.handle, i)
	case nil:
		code = lib.Xsqlite3_bind_null(tls, s.handle, i)
	default:
		return fmt.Errorf("storage binds no %T", arg)
	}
	if code != lib.SQLITE_OK {
		return s.conn.failure(code)
	}
	return nil
}

// Next implements storage.Rows.
func (s *statement) Next() bool {
	if s.err != nil {
		return false
	}
	switch code := lib.Xsqlite3_step(s.conn.tls, s.handle); code {
	case lib.SQLITE_ROW:
		return true
	case lib.SQLITE_DONE:
	default:
		s.err = s.conn.failure(code)
	}
	return false
}

// Scan implements storage.Rows.
func (s *statement) Scan(dest ...any) error {
	if n := int(lib.Xsqlite3_column_count(s.conn.tls, s.handle)); n != len(dest) {
		return fmt.Errorf("%d destinations for %d columns", len(dest), n)
	}
	for i, d := range dest {
		if err := s.scanOne(int32(i), d); err != nil {
			return fmt.Errorf("column %d: %w", i+1, err)
		}
	}
	return nil
}

var errNull = fmt.Errorf("NULL where there has to be a value")

func (s *statement) scanOne(i int32, dest any) error {
	switch d := dest.(type) {
	case *int64:
		return s.integer(i, d)
	case *int:
		var v int64
		err := s.integer(i, &v)
		*d = int(v)
		return err
	case *string:
		return s.text(i, d)
	case **int:
		*d = nil
		if !s.null(i) {
			*d = new(int)
			return s.scanOne(i, *d)
		}
		return nil
	}
	return fmt.Errorf("storage scans no %T", dest)
}

func (s *statement) null(i int32) bool {
	return lib.Xsqlite3_column_type(s.conn.tls, s.handle, i) == lib.SQLITE_NULL
}

func (s *statement) integer(i int32, dest *int64) error {
	*dest = lib.Xsqlite3_column_int64(s.conn.tls, s.handle, i)
	if *dest == 0 && s.null(i) {
		return errNull
	}
	return nil
}

// text leaves dest as it is where it holds the text already, as it does for most columns of a row
// that follows another into the same place.
func (s *statement) text(i int32, dest *string) error {
	start := lib.Xsqlite3_column_text(s.conn.tls, s.handle, i)
	if start == 0 {
		return errNull
	}
	text := libc.GoBytes(start, int(lib.Xsqlite3_column_bytes(s.conn.tls, s.handle, i))) // SQLite's memory, until the next row
	if *dest != string(text) {
		*dest = string(text)
	}
	return nil
}

// Err implements storage.Rows.
func (s *statement) Err() error { return s.err }

// Close ends a run. What it changed stays.
func (s *statement) Close() {
	lib.Xsqlite3_reset(s.conn.tls, s.handle) // tells again what Next told
	for _, text := range s.texts {
		libc.Xfree(s.conn.tls, text)
	}
	s.texts = s.texts[:0]
}

func (s *statement) finalize() {
	s.Close()
	lib.Xsqlite3_finalize(s.conn.tls, s.handle)
}

// row is the answer of a statement that gives one row at most.
type row struct{ *statement }

// Scan implements storage.Row.
func (r row) Scan(dest ...any) error {
	defer r.Close()
	if !r.Next() {
		if r.err == nil {
			return sql.ErrNoRows
		}
		return r.err
	}
	return r.statement.Scan(dest...)
}
