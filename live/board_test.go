package live_test

import (
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gogai/article"
	"gogai/live"
)

func heard(changes ...live.Change) *live.Board {
	b := live.NewBoard()
	for _, c := range changes {
		b.Hear(live.Commit{Threads: []live.Change{c}})
	}
	return b
}

// Who saw a version is told what came after it, once, or that it is too long ago.
func TestSince(t *testing.T) {
	posted := live.Change{Article: 1, From: 4, Version: 5, Written: []int{3}}
	voted := live.Change{Article: 1, From: 5, Version: 9, Tallied: []int{1, 3}}
	edited := live.Change{Article: 1, From: 9, Version: 10, Written: []int{1}}
	elsewhere := live.Change{Article: 2, From: 1, Version: 2, Written: []int{1}}
	late := live.Change{Article: 1, From: 12, Version: 13, Tallied: []int{2}}
	for name, test := range map[string]struct {
		board *live.Board
		since int64
		want  live.Change
		ok    bool
	}{
		"nothing heard":           {heard(elsewhere), 4, live.Change{}, false},
		"before the first":        {heard(posted), 3, live.Change{}, false},
		"just before the first":   {heard(posted), 4, posted, true},
		"up to date":              {heard(posted), 5, live.Change{Article: 1, From: 5, Version: 5}, true},
		"ahead of what was heard": {heard(posted), 7, live.Change{Article: 1, From: 7, Version: 5}, true},
		"several at once":         {heard(posted, elsewhere, voted, edited), 4, live.Change{Article: 1, From: 4, Version: 10, Written: []int{1, 3}}, true},
		"the later ones":          {heard(posted, voted, edited), 5, live.Change{Article: 1, From: 5, Version: 10, Written: []int{1}, Tallied: []int{3}}, true},
		"a gap":                   {heard(posted, voted, edited, late), 10, live.Change{}, false},
		"behind a gap":            {heard(posted, voted, edited, late), 12, late, true},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := test.board.Since(1, test.since)
			if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); diff != "" || ok != test.ok {
				t.Errorf("Since(%d): %v (-want +got):\n%s", test.since, ok, diff)
			}
		})
	}
}

// A board that heard of too much forgets the oldest, and says that it did.
func TestBoardForgets(t *testing.T) {
	b := live.NewBoard()
	before := b.Epoch()
	const many = 20_000
	for id := range article.ID(many) {
		b.Hear(live.Commit{Threads: []live.Change{{Article: id, From: 1, Version: 2, Tallied: []int{1}}}})
	}
	if b.Thread(many-1) != 2 || b.Thread(0) != 0 {
		t.Errorf("the last thread has version %d, want 2; the first %d, want it forgotten", b.Thread(many-1), b.Thread(0))
	}
	if b.Epoch() == before {
		t.Error("nobody was told")
	}
	if b.Commits() != many {
		t.Errorf("%d commits, want %d", b.Commits(), many)
	}
	for v := range int64(many) {
		b.Hear(live.Commit{Threads: []live.Change{{Article: many, From: v, Version: v + 1, Tallied: []int{int(v)}}}})
	}
	if _, ok := b.Since(many, 0); ok {
		t.Error("it remembers all of a thread")
	}
	if got, ok := b.Since(many, many-100); !ok || len(got.Tallied) != 100 {
		t.Errorf("of the last hundred changes it knows %d: %v", len(got.Tallied), ok)
	}
}

// However many threads live for however long, what a board remembers of them is bounded, and it
// is the newest.
func TestBoardIsBounded(t *testing.T) {
	const threads, versions = 3000, 400
	b := live.NewBoard()
	before := heap()
	for v := range int64(versions) {
		for id := range article.ID(threads) {
			b.Hear(live.Commit{Threads: []live.Change{{Article: id, From: v, Version: v + 1, Tallied: []int{int(v)}}}})
		}
	}
	if grown := heap() - before; grown > 40<<20 {
		t.Errorf("%d changes of %d threads take %d MB", versions, threads, grown>>20)
	}
	for id := range article.ID(threads) {
		if got := b.Thread(id); got != versions {
			t.Fatalf("thread %d has version %d, want %d", id, got, versions)
		}
		if got, ok := b.Since(id, versions-5); !ok || len(got.Tallied) != 5 {
			t.Fatalf("of the last five changes of thread %d it knows %d: %v", id, len(got.Tallied), ok)
		}
	}
	if _, ok := b.Since(1, 1); ok {
		t.Error("it remembers all")
	}
	if b.Epoch() != 0 {
		t.Error("pages are to be compared, though no version was forgotten")
	}
}

// heap returns what is in use, in bytes.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
