package storagetest

import (
	"sync"
	"testing"
	"time"

	"gogai/event"
	"gogai/publication"
	"gogai/storage"
)

var figures = cases{"writes that wait share a commit": waitingWrites}

func waitingWrites(t *testing.T, db *storage.DB) {
	var commits []int
	db.OnCommit(func(writes int, took time.Duration) {
		if took <= 0 {
			t.Errorf("a commit of %d took %v", writes, took)
		}
		commits = append(commits, writes)
	})
	write := func(meanwhile func()) {
		_, err := db.UpdatePublication(t.Context(), func(*publication.Publication) (event.Event, error) {
			meanwhile()
			return event.Event{}, nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	begun, waiting := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		write(sync.OnceFunc(func() {
			close(begun)
			<-waiting
		}))
	})
	<-begun
	for range 3 {
		all.Go(func() { write(func() {}) })
	}
	for db.Waiting() < 3 {
		time.Sleep(time.Millisecond)
	}
	close(waiting)
	all.Wait()
	same(t, "writes a commit", commits, []int{1, 3})
	same(t, "waiting afterwards", db.Waiting(), 0)
}
