package sqlite_test

import (
	"path/filepath"
	"testing"
	"time"

	"gogai/storage"
	"gogai/storage/sqlite"
	"gogai/storage/storagetest"
)

func TestStore(t *testing.T) {
	storagetest.Run(t, func(t *testing.T) *storage.DB { return openTest(t) })
}

func openTest(t testing.TB) *storage.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "gogai.db"), sqlite.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
