package century_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gogai/article"
	"gogai/discussion"
	"gogai/publication"
	"gogai/sample/century"
	"gogai/storage"
	"gogai/storage/sqlite"
)

var until = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// fill makes an archive in a file.
func fill(t testing.TB, size century.Size, seed uint64) *storage.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "gogai.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	stories, comments := 0, 0
	if err := century.Fill(t.Context(), db, size, seed, until, func(s, c int) { stories, comments = s, c }); err != nil {
		t.Fatal(err)
	}
	if stories != size.Stories || comments != size.Comments {
		t.Errorf("progress ended at %d stories and %d comments of %+v", stories, comments, size)
	}
	return db
}

// An archive is like one that was written by hand: what is derived adds up, and activity, replies
// and languages are spread as they are in life.
func TestFill(t *testing.T) {
	size := century.Size{Stories: 3_000, Comments: 70_000, Members: 500}
	if testing.Short() {
		size = century.Size{Stories: 300, Comments: 7_000, Members: 50}
	}
	db := fill(t, size, 1)
	if err := db.Check(t.Context(), func(d storage.Difference) { t.Error(d) }, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	var counts []int
	languages, sections := map[string]int{}, map[publication.SectionID]int{}
	for q := (article.Query{Limit: 1000, Brief: true, Now: until}); ; {
		list, more, err := db.Articles(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range list {
			thread, err := db.Thread(t.Context(), a.ID)
			if err != nil {
				t.Fatal(err)
			}
			counts = append(counts, thread.Last)
			languages[a.Language]++
			sections[a.Section.ID]++
		}
		if !more {
			break
		}
		last := list[len(list)-1]
		q.After = article.Position{At: last.PublishedAt, ID: last.ID}
	}
	slices.Sort(counts)
	sum := 0
	for _, n := range counts {
		sum += n
	}
	if len(counts) != size.Stories || sum != size.Comments {
		t.Errorf("%d stories with %d comments, want %+v", len(counts), sum, size)
	}
	average := size.Comments / size.Stories
	if most, middle := counts[len(counts)-1], counts[len(counts)/2]; most < 20*average || middle > average/2 {
		t.Errorf("the busiest story has %d comments, the middle one %d; the average is %d", most, middle, average)
	}
	if len(languages) != 4 || languages["ja"] < size.Stories/10 || len(sections) != 6 {
		t.Errorf("languages %v, sections %v", languages, sections)
	}
	latest, _, err := db.LatestComments(t.Context(), 0, discussion.Moment{}, 100, until)
	if err != nil || len(latest) < 100 {
		t.Fatalf("%d comments, %v", len(latest), err)
	}
	answers := 0
	for _, c := range latest {
		if c.Parent != 0 {
			answers++
		}
		if c.Author == 0 || c.Handle == "" || c.CreatedAt.After(until) {
			t.Errorf("comment %+v", c)
		}
	}
	if answers == 0 || answers == len(latest) {
		t.Errorf("%d of %d comments answer another", answers, len(latest))
	}
}

// The same seed makes the same archive, another one another.
func TestFillIsRepeatable(t *testing.T) {
	size := century.Size{Stories: 20, Comments: 300, Members: 10}
	front := func(seed uint64) string {
		db := fill(t, size, seed)
		list, _, err := db.Articles(t.Context(), article.Query{Limit: 20, Now: until})
		if err != nil {
			t.Fatal(err)
		}
		latest, _, err := db.LatestComments(t.Context(), 0, discussion.Moment{}, 300, until)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%+v\n%+v", list, latest)
	}
	first := front(1)
	if d := cmp.Diff(first, front(1)); d != "" {
		t.Errorf("the same seed: %s", d)
	}
	if first == front(2) {
		t.Error("another seed made the same archive")
	}
}

func TestFillNothing(t *testing.T) {
	for _, size := range []century.Size{{Comments: 1, Members: 1}, {Stories: 1, Members: 1}, {Stories: 1, Comments: 1}} {
		if err := century.Fill(t.Context(), nil, size, 1, until, nil); err == nil {
			t.Errorf("%+v: want an error", size)
		}
	}
}

func BenchmarkFill(b *testing.B) {
	size := century.Size{Stories: 20_000, Comments: 200_000, Members: 2_000}
	for b.Loop() {
		fill(b, size, 1)
	}
	b.ReportMetric(float64(b.N*size.Comments)/b.Elapsed().Seconds(), "comments/s")
}
