package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gogai/storage"
)

// counting is a query that goes on for hours.
const counting = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000000) SELECT count(*) FROM n`

// A reader who leaves takes the work for them along, and the connection serves the next one.
func TestLeftInTheMiddle(t *testing.T) {
	e, err := open(t.Context(), filepath.Join(t.TempDir(), "gogai.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for range 20 {
		ctx, leave := context.WithCancel(t.Context())
		time.AfterFunc(time.Millisecond, leave)
		err := e.Read(ctx, func(tx storage.Tx) error {
			var n int
			return tx.QueryRow(ctx, counting).Scan(&n)
		})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
		err = e.Read(t.Context(), func(tx storage.Tx) error {
			var n int
			return tx.QueryRow(t.Context(), `SELECT 1`).Scan(&n)
		})
		if err != nil || len(e.idle) != 1 {
			t.Fatalf("the next read: %v, with %d connections", err, len(e.idle))
		}
	}
}

func TestValues(t *testing.T) {
	e, err := open(t.Context(), filepath.Join(t.TempDir(), "gogai.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	var (
		number     int
		large      int64
		text       = "before"
		none, some *int
		word       = "a\x00b"
	)
	scan := func(query string, args []any, dest ...any) error {
		return e.Read(t.Context(), func(tx storage.Tx) error { return tx.QueryRow(t.Context(), query, args...).Scan(dest...) })
	}
	seven := 7
	args := []any{seven, int64(1) << 62, word, nil, &seven, (*int)(nil), &word, (*string)(nil)}
	err = scan(`SELECT $1 + 0, $2, $3, $4, $5, $6 IS NULL AND $8 IS NULL AND $7 = $3`, args, &number, &large, &text, &none, &some, &seven)
	if err != nil || number != 7 || large != 1<<62 || text != word || none != nil || some == nil || *some != 7 || seven != 1 {
		t.Errorf("%d, %d, %q, %v, %v, %d, %v", number, large, text, none, some, seven, err)
	}
	for name, c := range map[string]struct {
		query string
		args  []any
		dest  []any
		want  string
	}{
		"a NULL for a number": {`SELECT NULL`, nil, []any{&number}, "column 1: NULL"},
		"a NULL for a text":   {`SELECT 1, NULL`, nil, []any{&number, &text}, "column 2: NULL"},
		"too few places":      {`SELECT 1, 2`, nil, []any{&number}, "1 destinations for 2 columns"},
		"an unknown place":    {`SELECT 1`, nil, []any{new(float64)}, "scans no *float64"},
		"an unknown value":    {`SELECT $1`, []any{1.5}, []any{&number}, "binds no float64"},
		"no value":            {`SELECT $2`, []any{1}, []any{&number}, "no argument for parameter $2"},
		"another parameter":   {`SELECT ?`, []any{1}, []any{&number}, "is not one of $1"},
		"no SQL":              {`SELEKT`, nil, []any{&number}, "syntax error"},
		"no row":              {`SELECT 1 WHERE 0`, nil, []any{&number}, "no rows"},
	} {
		for range 2 { // what failed leaves nothing behind
			if err := scan(c.query, c.args, c.dest...); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// A query that is run inside itself is refused, and is none the worse for it.
func TestInsideItself(t *testing.T) {
	e, err := open(t.Context(), filepath.Join(t.TempDir(), "gogai.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	const one = `SELECT $1`
	for range 2 {
		err = e.Read(t.Context(), func(tx storage.Tx) error {
			rows, err := tx.Query(t.Context(), one, 2)
			if err != nil || !rows.Next() {
				t.Errorf("outside: %v", err)
				return err
			}
			defer rows.Close()
			if _, err := tx.Query(t.Context(), one, 2); err == nil {
				t.Error("it was run inside itself")
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}
