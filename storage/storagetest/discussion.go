package storagetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gogai/article"
	"gogai/discussion"
	"gogai/event"
	"gogai/fault"
	"gogai/member"
	"gogai/publication"
	"gogai/storage"
)

// threadNoon is the clock of the discussion's tests: an hour after their story came out.
var threadNoon = time.Date(2026, 5, 4, 12, 0, 0, 123_000, time.UTC)

// thread is an open discussion with members to lead it.
type thread struct {
	*storage.DB
	t       *testing.T
	article article.ID
}

const (
	aoi member.ID = 11 + iota
	ben
	mod
)

func newThread(t *testing.T, db *storage.DB) thread {
	t.Helper()
	for id, m := range map[member.ID]member.Member{
		aoi: {Handle: "aoi", Role: member.Reader}, ben: {Handle: "ben-b", Role: member.Reader}, mod: {Handle: "watch", Role: member.Moderator},
	} {
		m.ID, m.Email, m.CreatedAt = id, m.Handle+"@example.com", threadNoon
		if err := db.CreateMember(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	return thread{db, t, newStory(t, db, 500, threadNoon.Add(-time.Hour))}
}

// newStory saves a story in the first section that readers see from an instant on.
func newStory(t *testing.T, db *storage.DB, id article.ID, published time.Time) article.ID {
	t.Helper()
	sections, err := db.Sections(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a := article.Article{ID: id, Section: sections[0], Headline: fmt.Sprintf("Story %d", id), Body: "Text.", CreatedAt: published}
	if err := a.Clean(); err != nil {
		t.Fatal(err)
	}
	a.Stage, a.PublishedAt, a.UpdatedAt = article.Released, published, published
	if _, err := db.CreateArticle(t.Context(), a, member.Request{}); err != nil {
		t.Fatal(err)
	}
	return id
}

func (th thread) key(number int) discussion.Key {
	return discussion.Key{Article: th.article, Number: number}
}

func (th thread) do(w discussion.Write) discussion.Result {
	th.t.Helper()
	r, err := th.Do(th.t.Context(), w)
	if err != nil {
		th.t.Fatalf("%T: %v", w, err)
	}
	return r
}

func (th thread) post(by member.ID, parent int, body string, at time.Time) discussion.Comment {
	th.t.Helper()
	return th.do(discussion.Post{Article: th.article, By: by, Parent: parent, Body: body, HTML: "<p>x</p>", At: at}).Comment
}

// add appends n comments as an import does, with the tallies that tally gives.
func (th thread) add(n int, tally func(i int) discussion.Tally) {
	th.t.Helper()
	var list []discussion.Comment
	for i := range n {
		list = append(list, discussion.Comment{
			Key: th.key(i + 1), Body: fmt.Sprint("comment ", i+1), CreatedAt: threadNoon.Add(time.Duration(i) * time.Second),
			State: discussion.Visible, Base: tally(i),
		})
	}
	if err := th.AppendComments(th.t.Context(), th.article, list); err != nil {
		th.t.Fatal(err)
	}
}

func (th thread) mustAddUp() {
	th.t.Helper()
	err := th.Check(th.t.Context(), func(d storage.Difference) { th.t.Error(d) }, func(int, int) {})
	if err != nil {
		th.t.Error(err)
	}
}

func numbers(list []discussion.Comment) []int {
	n := make([]int, len(list))
	for i, c := range list {
		n[i] = c.Number
	}
	return n
}

func discussions(t *testing.T, open func(*testing.T) *storage.DB) {
	for name, test := range map[string]func(*testing.T, thread){
		"a comment comes back as it was": commentRoundTrip, "orders": orders, "paging": paging, "paging while others write": pagingUnderWrites,
		"stubs": stubs, "votes at once": votesAtOnce, "two members vote at once": twoVoters, "numbers have no gaps": numbersHaveNoGaps, "a request is done once": requestOnce,
		"the same text twice": sameTextTwice, "refusals touch nobody else": refusals, "decisions": decisions, "earlier texts": earlierTexts,
		"latest comments": latestComments, "thread settings": threadSettings, "closing days are inherited": closingDays,
		"imported comments": importedComments, "a caller who went away": callerGone,
		"unusual text": unusualText, "a tree is whole": treeIsWhole, "a tree is bounded": treeIsBounded, "a tree of the lost": treeOfTheLost,
	} {
		t.Run(name, func(t *testing.T) {
			th := newThread(t, open(t))
			test(t, th)
			th.mustAddUp()
		})
	}
}

func commentRoundTrip(t *testing.T, th thread) {
	first := th.post(aoi, 0, "Hello", threadNoon)
	posted := th.post(ben, first.Number, "Hello to you", threadNoon.Add(time.Second))
	want := discussion.Placed{Comment: posted, Headline: "Story 500", Story: "/news/story-500"}
	got, err := th.Comment(t.Context(), posted.Key)
	if d := cmp.Diff(want, got); err != nil || d != "" {
		t.Errorf("%v\n%s", err, d)
	}
	if got.Handle != "ben-b" || got.ParentHandle != "aoi" || got.Role != member.Reader {
		t.Errorf("handles: %+v", got)
	}
	replies, err := th.Replies(t.Context(), first.Key, 10)
	if d := cmp.Diff([]int{2}, numbers(replies)); err != nil || d != "" {
		t.Errorf("replies: %v %s", err, d)
	}
	th.post(aoi, 0, "And to all", threadNoon.Add(2*time.Second))
	named, some, err := th.Numbered(t.Context(), th.article, []int{9, 2, 1})
	if d := cmp.Diff([]int{1, 2}, numbers(some)); err != nil || d != "" || named.Version != 4 || named.Count != 3 {
		t.Errorf("by number: %v %s, %+v", err, d, named)
	}
	own, err := th.OwnSince(t.Context(), ben, th.article, threadNoon)
	if d := cmp.Diff([]int{2}, numbers(own)); err != nil || d != "" {
		t.Errorf("own: %v %s", err, d)
	}
	thread, err := th.Thread(t.Context(), th.article)
	if err != nil || thread.Count != 3 || thread.Last != 3 || thread.Version != 4 || thread.Days != 14 || thread.Mode(threadNoon) != discussion.Open {
		t.Errorf("thread: %v %+v", err, thread)
	}
	for _, missing := range []discussion.Key{th.key(9), {Article: 1, Number: 1}} {
		if _, err := th.Comment(t.Context(), missing); !fault.Is(err, fault.NotFound) {
			t.Errorf("%v: %v", missing, err)
		}
	}
	if _, err := th.Thread(t.Context(), 12345); !fault.Is(err, fault.NotFound) {
		t.Errorf("no thread: %v", err)
	}
	if _, _, err := th.Numbered(t.Context(), 12345, []int{1}); !fault.Is(err, fault.NotFound) {
		t.Errorf("no thread by number: %v", err)
	}
}

func orders(t *testing.T, th thread) {
	tallies := []discussion.Tally{{Up: 1, Down: 4}, {Up: 5}, {}, {Up: 10, Down: 1}, {Up: 600, Down: 400}, {}, {Up: 1, Down: 1}}
	th.add(len(tallies), func(i int) discussion.Tally { return tallies[i] })
	for order, want := range map[discussion.Order][]int{
		discussion.Oldest: {1, 2, 3, 4, 5, 6, 7}, discussion.Latest: {7, 6, 5, 4, 3, 2, 1},
		discussion.Popular: {2, 4, 5, 7, 1, 3, 6}, discussion.Controversial: {5, 7, 1, 4, 2, 3, 6},
	} {
		p, err := th.Comments(t.Context(), discussion.Query{Article: th.article, Order: order, Limit: 50})
		if d := cmp.Diff(want, numbers(p.Comments)); err != nil || d != "" || !p.Next.IsZero() || !p.Previous.IsZero() {
			t.Errorf("%s: %v %s (%+v, %+v)", order, err, d, p.Next, p.Previous)
		}
	}
	// A vote moves a comment at once.
	th.do(discussion.Cast{Key: th.key(3), By: aoi, Value: 1, At: threadNoon})
	p, _ := th.Comments(t.Context(), discussion.Query{Article: th.article, Order: discussion.Popular, Limit: 50})
	if d := cmp.Diff([]int{2, 4, 5, 3, 7, 1, 6}, numbers(p.Comments)); d != "" {
		t.Error(d)
	}
}

// paging walks every order forward and back in pages of every size up to more than all.
func paging(t *testing.T, th thread) {
	const n = 23
	th.add(n, func(i int) discussion.Tally { return discussion.Tally{Up: i * 7 % 5, Down: i * 3 % 4} })
	for _, order := range discussion.Orders {
		q := discussion.Query{Article: th.article, Order: order, Limit: 100}
		whole, err := th.Comments(t.Context(), q)
		if err != nil || len(whole.Comments) != n {
			t.Fatalf("%s: %d comments, %v", order, len(whole.Comments), err)
		}
		want := numbers(whole.Comments)
		for limit := 1; limit <= n+1; limit++ {
			q := discussion.Query{Article: th.article, Order: order, Limit: limit}
			var forward []int
			var last discussion.Page
			for {
				p, err := th.Comments(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				if q.After.IsZero() != p.Previous.IsZero() {
					t.Errorf("%s by %d: the page after %+v says previous %+v", order, limit, q.After, p.Previous)
				}
				forward, last = append(forward, numbers(p.Comments)...), p
				if p.Next.IsZero() {
					break
				}
				q.After = p.Next
			}
			if d := cmp.Diff(want, forward); d != "" {
				t.Errorf("%s by %d: %s", order, limit, d)
			}
			back := numbers(last.Comments)
			for !last.Previous.IsZero() {
				if last, err = th.Comments(t.Context(), discussion.Query{Article: th.article, Order: order, Limit: limit, Before: last.Previous}); err != nil {
					t.Fatal(err)
				}
				if last.Next.IsZero() {
					t.Errorf("%s by %d: a page before another has no next", order, limit)
				}
				back = append(numbers(last.Comments), back...)
			}
			if d := cmp.Diff(want, back); d != "" {
				t.Errorf("%s back by %d: %s", order, limit, d)
			}
		}
		for i, number := range want {
			p, err := th.Comments(t.Context(), discussion.Query{Article: th.article, Order: order, From: number, Limit: 5})
			if d := cmp.Diff(want[i:min(i+5, n)], numbers(p.Comments)); err != nil || d != "" {
				t.Errorf("%s from %d: %v %s", order, number, err, d)
			}
			if (i == 0) != p.Previous.IsZero() || (i+5 >= n) != p.Next.IsZero() {
				t.Errorf("%s from %d: previous %+v, next %+v", order, number, p.Previous, p.Next)
			}
		}
	}
	if _, err := th.Comments(t.Context(), discussion.Query{Article: th.article, From: n + 1, Limit: 5}); !fault.Is(err, fault.NotFound) {
		t.Errorf("from a comment that isn't there: %v", err)
	}
	empty, err := th.Comments(t.Context(), discussion.Query{Article: 999, Limit: 5})
	if err != nil || len(empty.Comments) != 0 || !empty.Next.IsZero() {
		t.Errorf("an empty thread: %+v, %v", empty, err)
	}
}

// Oldest and latest neither repeat nor drop a comment while a hundred new ones arrive.
func pagingUnderWrites(t *testing.T, th thread) {
	th.add(60, func(int) discussion.Tally { return discussion.Tally{} })
	for _, order := range []discussion.Order{discussion.Oldest, discussion.Latest} {
		seen := map[int]int{}
		q := discussion.Query{Article: th.article, Order: order, Limit: 7}
		for i := 0; ; i++ {
			p, err := th.Comments(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range p.Comments {
				seen[c.Number]++
			}
			if p.Next.IsZero() {
				break
			}
			q.After = p.Next
			if i < 10 {
				for j := range 5 {
					th.post(aoi, 0, fmt.Sprint(order, i, j), threadNoon)
				}
			}
		}
		for n := 1; n <= 60; n++ {
			if seen[n] != 1 {
				t.Errorf("%s: comment %d came %d times", order, n, seen[n])
			}
		}
	}
}

func stubs(t *testing.T, th thread) {
	th.post(aoi, 0, "one", threadNoon)
	th.post(ben, 1, "two", threadNoon)
	th.post(aoi, 2, "three", threadNoon)
	list := func() []int {
		p, err := th.Comments(t.Context(), discussion.Query{Article: th.article, Limit: 50})
		if err != nil {
			t.Fatal(err)
		}
		return numbers(p.Comments)
	}
	for _, step := range []struct {
		w    discussion.Write
		want []int
	}{
		{discussion.Delete{Key: th.key(1), By: aoi, At: threadNoon}, []int{1, 2, 3}},
		{discussion.Delete{Key: th.key(2), By: ben, At: threadNoon}, []int{1, 2, 3}},
		{discussion.Delete{Key: th.key(3), By: aoi, At: threadNoon}, []int{}},
	} {
		th.do(step.w)
		if d := cmp.Diff(step.want, list()); d != "" {
			t.Errorf("after %+v: %s", step.w, d)
		}
	}
	if reply, err := th.Comment(t.Context(), th.key(2)); err != nil || reply.ParentHandle != "" {
		t.Errorf("an answer names who deleted what it answers: %v %+v", err, reply)
	}
	c, err := th.Comment(t.Context(), th.key(1))
	if err != nil || c.State != discussion.Deleted || c.Body != "one" {
		t.Errorf("the row stays for moderators: %v %+v", err, c)
	}
}

// A hundred members click at random, many at a time; the counters equal the votes that stand.
func votesAtOnce(t *testing.T, th thread) {
	th.add(3, func(i int) discussion.Tally { return discussion.Tally{Up: i, Down: 1} })
	for i := range 100 {
		m := member.Member{ID: member.ID(1000 + i), Handle: fmt.Sprintf("voter-%c%c", "abcdefghjk"[i/10], "abcdefghjk"[i%10]), Role: member.Reader, CreatedAt: threadNoon}
		m.Email = m.Handle + "@example.com"
		if err := th.CreateMember(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(i)))
			for range 10 {
				_, err := th.Do(t.Context(), discussion.Cast{
					Key: th.key(1 + random.IntN(3)), By: member.ID(1000 + i), Value: random.IntN(3) - 1, At: threadNoon,
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	sums := map[int]discussion.Tally{}
	for i := range 100 {
		votes, err := th.Votes(t.Context(), member.ID(1000+i), th.article)
		if err != nil {
			t.Fatal(err)
		}
		for number, value := range votes {
			s := sums[number]
			if value > 0 {
				s.Up++
			} else {
				s.Down++
			}
			sums[number] = s
		}
	}
	p, err := th.Comments(t.Context(), discussion.Query{Article: th.article, Limit: 5})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range p.Comments {
		if c.Votes != sums[c.Number] {
			t.Errorf("comment %d: %+v, the votes that stand make %+v", c.Number, c.Votes, sums[c.Number])
		}
	}
}

// Two members change their minds a thousand times on one comment.
func twoVoters(t *testing.T, th thread) {
	th.add(1, func(int) discussion.Tally { return discussion.Tally{Up: 1, Down: 4} })
	var wg sync.WaitGroup
	for i, by := range []member.ID{aoi, ben} {
		wg.Go(func() {
			for n := range 500 {
				if _, err := th.Do(t.Context(), discussion.Cast{Key: th.key(1), By: by, Value: (n+i)%3 - 1, At: threadNoon}); err != nil {
					t.Error(err)
				}
			}
			th.do(discussion.Cast{Key: th.key(1), By: by, Value: 1, At: threadNoon})
		})
	}
	wg.Wait()
	c, err := th.Comment(t.Context(), th.key(1))
	if got := c.Tally().String(); err != nil || got != "-1 ( +3 / -4 )" {
		t.Errorf("%s, %v", got, err)
	}
}

func numbersHaveNoGaps(t *testing.T, th thread) {
	other := newStory(t, th.DB, 501, threadNoon.Add(-time.Minute))
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			for j := range 10 {
				id := []article.ID{th.article, other}[j%2]
				if _, err := th.Do(t.Context(), discussion.Post{Article: id, By: aoi, Body: fmt.Sprint(i, j), At: threadNoon}); err != nil {
					t.Error(err)
				}
				// Refused ones in between must not use up a number.
				th.Do(t.Context(), discussion.Post{Article: id, By: 9999, Body: "x", At: threadNoon})
			}
		})
	}
	wg.Wait()
	for _, id := range []article.ID{th.article, other} {
		p, err := th.Comments(t.Context(), discussion.Query{Article: id, Limit: 200})
		if err != nil || len(p.Comments) != 100 {
			t.Fatalf("%d comments, %v", len(p.Comments), err)
		}
		for i, c := range p.Comments {
			if c.Number != i+1 {
				t.Fatalf("comment %d has number %d", i+1, c.Number)
			}
		}
	}
}

func requestOnce(t *testing.T, th thread) {
	w := discussion.Post{
		Article: th.article, By: aoi, Body: "once", At: threadNoon, Request: member.Request{Member: aoi, Key: "abc", Fingerprint: "1"},
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	got := map[discussion.Key]int{}
	for range 20 {
		wg.Go(func() {
			r, err := th.Do(t.Context(), w)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			got[r.Comment.Key]++
			mu.Unlock()
		})
	}
	wg.Wait()
	if d := cmp.Diff(map[discussion.Key]int{th.key(1): 20}, got); d != "" {
		t.Error(d)
	}
	w.At = threadNoon.Add(time.Hour) // past the time in which equal texts are one
	if r := th.do(w); !r.Repeated || r.Comment.Number != 1 || r.Comment.Body != "once" {
		t.Errorf("an hour later: %+v", r)
	}
	w.Request.Fingerprint = "2"
	if _, err := th.Do(t.Context(), w); !fault.Is(err, fault.Invalid) {
		t.Errorf("another request under the key: %v", err)
	}
	w.At = threadNoon.Add(member.RequestLifetime)
	if r := th.do(w); r.Repeated {
		t.Errorf("a day later: %+v", r)
	}
}

func sameTextTwice(t *testing.T, th thread) {
	first := th.post(aoi, 0, "same", threadNoon)
	again := th.do(discussion.Post{Article: th.article, By: aoi, Body: "same", At: threadNoon.Add(59 * time.Second)})
	if !again.Repeated || again.Comment.Key != first.Key {
		t.Errorf("%+v", again)
	}
	if r := th.do(discussion.Post{Article: th.article, By: ben, Body: "same", At: threadNoon}); r.Repeated {
		t.Error("somebody else's")
	}
	if r := th.do(discussion.Post{Article: th.article, By: aoi, Body: "same", At: threadNoon.Add(time.Minute)}); r.Repeated {
		t.Error("a minute later")
	}
}

func refusals(t *testing.T, th thread) {
	th.post(aoi, 0, "one", threadNoon)
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			if i%2 == 0 {
				if _, err := th.Do(t.Context(), discussion.Cast{Key: th.key(1), By: aoi, Value: 1, At: threadNoon}); !fault.Is(err, fault.Forbidden) {
					t.Errorf("own vote: %v", err)
				}
				return
			}
			if _, err := th.Do(t.Context(), discussion.Post{Article: th.article, By: ben, Body: fmt.Sprint("text ", i), At: threadNoon}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got, err := th.Thread(t.Context(), th.article); err != nil || got.Count != 21 {
		t.Errorf("count %d, %v", got.Count, err)
	}
}

func decisions(t *testing.T, th thread) {
	th.post(aoi, 0, "rude", threadNoon)
	th.do(discussion.Decide{Key: th.key(1), By: mod, Decision: discussion.Remove, Reason: "an insult", At: threadNoon})
	c, err := th.Comment(t.Context(), th.key(1))
	if err != nil || c.State != discussion.Removed || c.Reason != "an insult" || c.Body != "rude" || !c.Shown() {
		t.Errorf("%v %+v", err, c)
	}
	if list, _, err := th.LatestComments(t.Context(), aoi, discussion.Moment{}, 5, threadNoon); err != nil || len(list) != 0 {
		t.Errorf("a removed comment is listed: %v %v", list, err)
	}
	th.do(discussion.Decide{Key: th.key(1), By: mod, Decision: discussion.Restore, Reason: "a mistake", At: threadNoon})
	log, _, err := th.Log(t.Context(), 0, 10)
	if err != nil || len(log) != 2 {
		t.Fatalf("%d entries, %v", len(log), err)
	}
	if e := log[1]; e.Kind != event.CommentRemoved || e.Actor != "watch" || e.Subject != th.key(1).String() || e.Reason != "an insult" || !e.At.Equal(threadNoon) {
		t.Errorf("the log says %+v", e)
	}
}

func earlierTexts(t *testing.T, th thread) {
	th.post(aoi, 0, "first", threadNoon)
	for _, body := range []string{"second", "third"} { // in the same instant
		th.do(discussion.Edit{Key: th.key(1), By: aoi, Body: body, HTML: "<p>y</p>", At: threadNoon.Add(2 * time.Minute)})
	}
	list, err := th.Earlier(t.Context(), th.key(1))
	if err != nil || len(list) != 2 || list[0].Body != "second" || list[1].Body != "first" {
		t.Errorf("%v %+v", err, list)
	}
	c, _ := th.Comment(t.Context(), th.key(1))
	if c.Body != "third" || c.HTML != "<p>y</p>" || !c.EditedAt.Equal(threadNoon.Add(2*time.Minute)) {
		t.Errorf("%+v", c)
	}
}

func latestComments(t *testing.T, th thread) {
	hidden := newStory(t, th.DB, 502, threadNoon.Add(time.Hour)) // not yet published
	other := newStory(t, th.DB, 503, threadNoon.Add(-time.Minute))
	for i := range 9 {
		by := []member.ID{aoi, ben}[i%2]
		id := []article.ID{th.article, other}[i%2]
		at := threadNoon.Add(time.Duration(i/3) * time.Second) // threes share an instant
		if _, err := th.Do(t.Context(), discussion.Post{Article: id, By: by, Body: fmt.Sprint(i), At: at}); err != nil {
			t.Fatal(err)
		}
	}
	if err := th.AppendComments(t.Context(), hidden, []discussion.Comment{{
		Key: discussion.Key{Article: hidden, Number: 1}, Author: aoi, Body: "early", CreatedAt: threadNoon, State: discussion.Visible,
	}}); err != nil {
		t.Fatal(err)
	}
	for _, by := range []member.ID{0, aoi, ben} {
		whole, more, err := th.LatestComments(t.Context(), by, discussion.Moment{}, 100, threadNoon)
		if err != nil || more {
			t.Fatal(more, err)
		}
		count, err := th.CommentCount(t.Context(), aoi, threadNoon)
		if by == aoi && (err != nil || count != len(whole)) {
			t.Errorf("counted %d of %d, %v", count, len(whole), err)
		}
		if !slices.IsSortedFunc(whole, func(a, b discussion.Placed) int { return b.CreatedAt.Compare(a.CreatedAt) }) {
			t.Error("not newest first")
		}
		var paged []discussion.Placed
		for after := (discussion.Moment{}); ; {
			p, more, err := th.LatestComments(t.Context(), by, after, 2, threadNoon)
			if err != nil {
				t.Fatal(err)
			}
			paged = append(paged, p...)
			if !more {
				break
			}
			after = p[len(p)-1].Moment()
		}
		if d := cmp.Diff(whole, paged); d != "" {
			t.Errorf("by %d: %s", by, d)
		}
		if want := map[member.ID]int{0: 9, aoi: 5, ben: 4}[by]; len(whole) != want {
			t.Errorf("by %d: %d, want %d", by, len(whole), want)
		}
	}
}

func threadSettings(t *testing.T, th thread) {
	late := threadNoon.AddDate(0, 1, 0)
	got, err := th.UpdateThread(t.Context(), th.article, func(thread *discussion.Thread) (event.Event, error) {
		return thread.Choose(discussion.Open, mod, "Story 500", "still of interest", late)
	})
	if err != nil || got.Mode(late) != discussion.Open || !got.Kept || got.Version != 2 {
		t.Errorf("%v %+v", err, got)
	}
	if _, err := th.Do(t.Context(), discussion.Post{Article: th.article, By: aoi, Body: "late", At: late}); err != nil {
		t.Error(err)
	}
	if _, err := th.UpdateThread(t.Context(), th.article, func(*discussion.Thread) (event.Event, error) {
		return event.Event{}, fault.New(fault.Conflict, "no")
	}); !fault.Is(err, fault.Conflict) {
		t.Errorf("a refused change: %v", err)
	}
	if _, err := th.UpdateThread(t.Context(), 99, func(*discussion.Thread) (event.Event, error) { return event.Event{}, nil }); !fault.Is(err, fault.NotFound) {
		t.Errorf("no thread: %v", err)
	}
}

func closingDays(t *testing.T, th thread) {
	days := func() int {
		thread, err := th.Thread(t.Context(), th.article)
		if err != nil {
			t.Fatal(err)
		}
		return thread.Days
	}
	section, err := th.SectionBySlug(t.Context(), "news")
	if err != nil {
		t.Fatal(err)
	}
	seven, never := 7, 0
	if _, err := th.UpdateSection(t.Context(), section.ID, func(s *publication.Section) (event.Event, error) {
		s.ClosingDays = &seven
		return event.Event{}, nil
	}); err != nil || days() != 7 {
		t.Errorf("the section's: %d, %v", days(), err)
	}
	if _, err := th.UpdateThread(t.Context(), th.article, func(thread *discussion.Thread) (event.Event, error) {
		thread.ClosingDays = &never
		return event.Event{}, nil
	}); err != nil || days() != 0 {
		t.Errorf("its own: %d, %v", days(), err)
	}
}

func importedComments(t *testing.T, th thread) {
	th.add(3, func(i int) discussion.Tally { return discussion.Tally{Up: i} })
	th.post(aoi, 2, "a reply", threadNoon)
	list, err := th.ImportedComments(t.Context(), th.article)
	if d := cmp.Diff([]int{1, 2, 3}, numbers(list)); err != nil || d != "" {
		t.Errorf("%v %s", err, d)
	}
	gap := discussion.Comment{Key: th.key(9), State: discussion.Visible}
	if err := th.AppendComments(t.Context(), th.article, []discussion.Comment{gap}); !fault.Is(err, fault.Conflict) {
		t.Errorf("a gap: %v", err)
	}
	if err := th.ImportVotes(t.Context(), []discussion.Vote{
		{VoteKey: discussion.VoteKey{Key: th.key(4), Member: ben}, Value: 1, At: threadNoon},
		{VoteKey: discussion.VoteKey{Key: th.key(2), Member: ben}, Value: -1, At: threadNoon},
	}); err != nil {
		t.Error(err)
	}
	c, _ := th.Comment(t.Context(), th.key(2))
	if c.Tally().String() != "0 ( +1 / -1 )" || c.Replies != 1 {
		t.Errorf("%+v", c)
	}
}

func callerGone(t *testing.T, th thread) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := th.Do(ctx, discussion.Post{Article: th.article, By: aoi, Body: "gone", At: threadNoon}); err == nil {
		t.Error("a write whose caller has gone was done")
	}
}

func unusualText(t *testing.T, th thread) {
	for i, body := range []string{"'; DROP TABLE comment; --", "日本語の文章。", "👨‍👩‍👧‍👦 e\u0301", "\"quoted\" \\ back\\slash", "a\nb\u2028c", "<b>&amp;</b>"} {
		c := th.post(aoi, 0, body, threadNoon.Add(time.Duration(i)*time.Hour))
		got, err := th.Comment(t.Context(), c.Key)
		if err != nil || got.Body != body {
			t.Errorf("%q came back as %q, %v", body, got.Body, err)
		}
	}
}
