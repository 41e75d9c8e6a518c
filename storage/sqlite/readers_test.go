package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"gogai/storage"
)

// However reads end, by callers who go away or by a panic, others still get their turn: also
// those that were waiting while every connection was dropped.
func TestReadersComeBack(t *testing.T) {
	e, err := open(t.Context(), filepath.Join(t.TempDir(), "gogai.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	look := func(tx storage.Tx) error {
		var one int
		return tx.QueryRow(t.Context(), `SELECT 1`).Scan(&one)
	}

	// Every place is taken by a read that will panic, and somebody waits behind each.
	most := readersAtOnce()
	var inside, panicked, waited sync.WaitGroup
	inside.Add(most)
	release := make(chan struct{})
	for range most {
		panicked.Go(func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			e.Read(t.Context(), func(storage.Tx) error {
				inside.Done()
				<-release
				panic("in a read")
			})
		})
	}
	inside.Wait()
	if now, places := e.Readers(); now != most || places != most {
		t.Errorf("%d reads of %d, want all %d", now, places, most)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for range most {
		waited.Go(func() {
			if err := e.Read(ctx, look); err != nil {
				t.Errorf("a read that waited: %v", err)
			}
		})
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if err := e.Read(gone, look); !errors.Is(err, context.Canceled) {
		t.Errorf("a read for nobody: %v", err)
	}
	close(release)
	panicked.Wait()
	waited.Wait()

	// Callers who leave at any point of a read take no place with them.
	for range 20 * most {
		ctx, cancel := context.WithCancel(t.Context())
		go cancel()
		e.Read(ctx, look)
		cancel()
	}
	if err := e.Read(ctx, look); err != nil {
		t.Errorf("after all of them: %v", err)
	}
	if now, _ := e.Readers(); now != 0 {
		t.Errorf("%d reads are under way, want none", now)
	}
}
