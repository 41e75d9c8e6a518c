package sqlite

import (
	"path/filepath"
	"testing"

	"gogai/storage"
)

// What was acknowledged has been synced: the mode that promises it holds on every connection.
func TestDurableMode(t *testing.T) {
	e, err := open(t.Context(), filepath.Join(t.TempDir(), "gogai.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"} {
		ask := func(tx storage.Tx) error {
			var got string
			err := tx.QueryRow(t.Context(), `PRAGMA `+pragma).Scan(&got)
			if err != nil || got != want {
				t.Errorf("%s is %q, %v; want %s", pragma, got, err, want)
			}
			return err
		}
		if err := e.Read(t.Context(), ask); err != nil {
			t.Error(err)
		}
		if err := e.Write(t.Context(), ask); err != nil {
			t.Error(err)
		}
	}
}
