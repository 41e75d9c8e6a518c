package sqlite_test

import (
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/member"
	"gogai/storage"
)

// benchStory opens a file with a published story, n members from 1 on, and comments by the first.
func benchStory(b *testing.B, members, comments int) (*storage.DB, article.ID) {
	b.Helper()
	db := openTest(b)
	now := time.Now()
	for i := range members {
		m := member.Member{ID: member.ID(i + 1), Handle: fmt.Sprintf("%c%c%c%c-bench", letter(i/1000), letter(i/100), letter(i/10), letter(i)), Role: member.Reader, CreatedAt: now}
		m.Email = m.Handle + "@example.com"
		if err := db.CreateMember(b.Context(), m); err != nil {
			b.Fatal(err)
		}
	}
	sections, err := db.Sections(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	a := article.Article{ID: 1, Section: sections[0], Slug: "bench", Headline: "Bench", Body: "Text.", CreatedAt: now}
	a.Stage, a.PublishedAt = article.Released, now
	if _, err := db.CreateArticle(b.Context(), a, member.Request{}); err != nil {
		b.Fatal(err)
	}
	for from := 0; from < comments; from += 1000 {
		var chunk []discussion.Comment
		for i := from; i < min(from+1000, comments); i++ {
			chunk = append(chunk, discussion.Comment{
				Key: discussion.Key{Article: 1, Number: i + 1}, Author: 1, Body: text, HTML: "<p>" + text + "</p>",
				State: discussion.Visible, CreatedAt: now, Base: discussion.Tally{Up: i * 7 % 31, Down: i * 5 % 17},
			})
		}
		if err := db.AppendComments(b.Context(), 1, chunk); err != nil {
			b.Fatal(err)
		}
	}
	return db, 1
}

// letter keeps to those that look like no other.
func letter(i int) byte { return "abcdefghjk"[i%10] }

const text = "The harbour was closed for a week and nobody told the fishermen why. I was there on Tuesday and the gates were open."

func BenchmarkPost(b *testing.B) {
	db, id := benchStory(b, 64, 0)
	var n atomic.Int64
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := n.Add(1)
			_, err := db.Do(b.Context(), discussion.Post{
				Article: id, By: member.ID(i%64 + 1), Body: fmt.Sprint(text, i), HTML: "<p>" + text + "</p>", At: time.Now(),
			})
			if err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "comments/s")
}

func BenchmarkVote(b *testing.B) {
	const members = 1000
	db, id := benchStory(b, members, 1000)
	b.SetParallelism(32)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			_, err := db.Do(b.Context(), discussion.Cast{
				Key: discussion.Key{Article: id, Number: 1 + rand.IntN(1000)}, By: member.ID(2 + rand.IntN(members-1)), Value: rand.IntN(3) - 1, At: time.Now(),
			})
			if err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "votes/s")
}

// BenchmarkPage reads the first page of threads from short to long, in each order.
func BenchmarkPage(b *testing.B) {
	for _, size := range []int{100, 10_000} {
		db, id := benchStory(b, 1, size)
		for _, order := range discussion.Orders {
			b.Run(fmt.Sprintf("%s/%d", order, size), func(b *testing.B) {
				for b.Loop() {
					if _, err := db.Comments(b.Context(), discussion.Query{Article: id, Order: order, Limit: 50}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	for b.Loop() {
		benchStory(b, 1, 20_000)
	}
	b.ReportMetric(20_000*float64(b.N)/b.Elapsed().Seconds(), "comments/s")
}
