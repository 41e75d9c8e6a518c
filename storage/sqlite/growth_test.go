package sqlite_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/member"
	"gogai/storage"
)

// addThread adds a story with a thread of that many comments, of which every share-th answers
// nothing and the others answer one another as people do: the one before, or the one that began.
func addThread(b *testing.B, db *storage.DB, id article.ID, size, share int) {
	b.Helper()
	sections, err := db.Sections(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	now := time.Now()
	a := article.Article{ID: id, Section: sections[0], Slug: fmt.Sprint("growth-", id), Headline: "Growth", Body: "Text.", CreatedAt: now}
	a.Stage, a.PublishedAt = article.Released, now
	if _, err := db.CreateArticle(b.Context(), a, member.Request{}); err != nil {
		b.Fatal(err)
	}
	for from := 0; from < size; from += 1000 {
		var chunk []discussion.Comment
		for i := from; i < min(from+1000, size); i++ {
			c := discussion.Comment{
				Key: discussion.Key{Article: id, Number: i + 1}, Author: 1, Body: text, HTML: "<p>" + text + "</p>",
				State: discussion.Visible, CreatedAt: now, Base: discussion.Tally{Up: i * 7 % 31, Down: i * 5 % 17},
			}
			if head := i - i%share; i > head {
				c.Parent = head + 1
				if i%3 == 1 {
					c.Parent = i
				}
			}
			chunk = append(chunk, c)
		}
		if err := db.AppendComments(b.Context(), id, chunk); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkThreadGrowth reads what a page needs of a thread of 100,000 comments and of one of 100
// (of 200 for a page of a tree, which both then fill), in turn: ×short is how much longer the long
// one takes.
func BenchmarkThreadGrowth(b *testing.B) {
	const short, long = 100, 100_000
	db, _ := benchStory(b, 1, 0)
	addThread(b, db, 2, short, 1) // flat
	addThread(b, db, 3, long, 1)
	addThread(b, db, 4, 2*short, 2*short/50) // a tree: 50 begin it in either
	addThread(b, db, 5, long, long/50)

	versus := func(name string, read func(id article.ID, size int)) {
		b.Run(name, func(b *testing.B) {
			var took [2][]time.Duration
			for b.Loop() {
				for i, size := range []int{short, long} {
					start := time.Now()
					read(article.ID(i), size)
					took[i] = append(took[i], time.Since(start))
				}
			}
			var median [2]float64 // who else is busy on the machine counts for less than in a mean
			for i := range took {
				slices.Sort(took[i])
				median[i] = float64(took[i][len(took[i])/2].Microseconds())
			}
			b.ReportMetric(median[0], "µs-short")
			b.ReportMetric(median[1]/median[0], "×short")
		})
	}
	check := func(got int, err error) {
		if err != nil || got != 50 {
			b.Fatalf("%d comments, %v", got, err)
		}
	}
	versus("count", func(id article.ID, size int) {
		if t, err := db.Thread(b.Context(), 2+id); err != nil || t.Count != size {
			b.Fatal(t.Count, err)
		}
	})
	for _, order := range discussion.Orders {
		flat := func(q discussion.Query) {
			q.Order, q.Limit = order, 50
			p, err := db.Comments(b.Context(), q)
			check(len(p.Comments), err)
		}
		versus("flat/"+string(order)+"/first", func(id article.ID, _ int) {
			flat(discussion.Query{Article: 2 + id})
		})
		// The second page of two, the thousandth of two thousand.
		var middle [2]discussion.Cursor
		for i, size := range []int{short, long} {
			q := discussion.Query{Article: article.ID(2 + i), Order: order, Limit: size / 2}
			p, err := db.Comments(b.Context(), q)
			if err != nil {
				b.Fatal(err)
			}
			middle[i] = p.Next
		}
		versus("flat/"+string(order)+"/middle", func(id article.ID, _ int) {
			flat(discussion.Query{Article: 2 + id, After: middle[id]})
		})
		versus("flat/"+string(order)+"/permalink", func(id article.ID, _ int) {
			flat(discussion.Query{Article: 2 + id, From: middle[id].Number})
		})
		versus("tree/"+string(order)+"/first", func(id article.ID, _ int) {
			t, err := db.Tree(b.Context(), discussion.Query{Article: 4 + id, Order: order, Limit: 50})
			check(len(t.Branches), err)
		})
		versus("tree/"+string(order)+"/first, all heads", func(id article.ID, _ int) {
			t, err := db.Tree(b.Context(), discussion.Query{Article: 2 + id, Order: order, Limit: 50})
			check(len(t.Branches), err)
		})
		versus("tree/"+string(order)+"/middle, all heads", func(id article.ID, _ int) {
			t, err := db.Tree(b.Context(), discussion.Query{Article: 2 + id, Order: order, Limit: 50, After: middle[id]})
			check(len(t.Branches), err)
		})
	}
	versus("tree/permalink", func(id article.ID, size int) {
		if _, err := db.Tree(b.Context(), discussion.Query{Article: 4 + id, From: size/2 + 2, Limit: 50}); err != nil {
			b.Fatal(err)
		}
	})
}
