package storagetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gogai/discussion"
	"gogai/event"
	"gogai/fault"
)

// tree reads a page of the thread as a tree and checks what holds for every one.
func (th thread) tree(q discussion.Query) discussion.Tree {
	th.t.Helper()
	q.Article = th.article
	tree, err := th.Tree(th.t.Context(), q)
	if err != nil {
		th.t.Fatalf("%+v: %v", q, err)
	}
	size := 0
	var walk func(branches []*discussion.Branch, level int)
	walk = func(branches []*discussion.Branch, level int) {
		for i, b := range branches {
			size++
			paged := q.From != 0 && level == 1
			switch {
			case level > discussion.TreeLevels:
				th.t.Errorf("%+v: %d stands in level %d", q, b.Number, level)
			case !paged && (len(b.Below)+b.More != b.Replies || len(b.Below) > discussion.RepliesDrawn):
				th.t.Errorf("%+v: %d shows %d of its %d replies and leaves out %d", q, b.Number, len(b.Below), b.Replies, b.More)
			case level > 1 && (!b.Shown() || i > 0 && branches[i-1].Number > b.Number):
				th.t.Errorf("%+v: %d does not belong where it stands", q, b.Number)
			}
			for _, reply := range b.Below {
				if reply.Parent != b.Number {
					th.t.Errorf("%+v: %d stands below %d and answers %d", q, reply.Number, b.Number, reply.Parent)
				}
			}
			walk(b.Below, level+1)
		}
	}
	walk(tree.Branches, 1)
	if size > discussion.TreeSize {
		th.t.Errorf("%+v: %d comments on a page", q, size)
	}
	return tree
}

// walkTree reads all of the thread as a reader does who follows every link there is, and returns
// how often each comment was found that readers find; and what the first levels said, in order.
func (th thread) walkTree(order discussion.Order, limit int) (seen map[int]int, heads []int) {
	th.t.Helper()
	seen = map[int]int{}
	var rest []discussion.Query // what "more replies" lead to
	note := func(branches []*discussion.Branch) {
		for len(branches) > 0 {
			b := branches[0]
			branches = append(branches[1:], b.Below...)
			if b.Shown() {
				seen[b.Number]++
			}
			if b.More > 0 {
				rest = append(rest, discussion.Query{Order: order, From: b.Number, After: b.Rest(), Limit: limit})
			}
		}
	}
	for q := (discussion.Query{Order: order, Limit: limit}); ; {
		tree := th.tree(q)
		note(tree.Branches)
		for _, b := range tree.Branches {
			heads = append(heads, b.Number)
		}
		if q.After = tree.Next; q.After.IsZero() {
			break
		}
	}
	for len(rest) > 0 {
		q := rest[0]
		rest = rest[1:]
		tree := th.tree(q)
		note(tree.Branches[0].Below)
		if q.After = tree.Next; !q.After.IsZero() {
			rest = append(rest, q)
		}
	}
	return seen, heads
}

// Both views hold the same comments, whatever became of them and of those that they answer.
func treeIsWhole(t *testing.T, th thread) {
	random := rand.New(rand.NewPCG(7, 3))
	states := []discussion.State{discussion.Held, discussion.Removed, discussion.Rejected, discussion.Deleted}
	const n = 400
	var list []discussion.Comment
	for i := range n {
		c := discussion.Comment{
			Key: th.key(i + 1), Body: fmt.Sprint("comment ", i+1), CreatedAt: threadNoon, State: discussion.Visible,
			Base: discussion.Tally{Up: random.IntN(9), Down: random.IntN(5)},
		}
		switch random.IntN(6) {
		case 0: // answers nothing
		case 1:
			c.Parent = random.IntN(i + 1)
		case 2, 3:
			c.Parent = i // a chain
		default:
			c.Parent = min(i, 1+random.IntN(5)) // and some that many answer
		}
		if random.IntN(4) == 0 {
			c.State = states[random.IntN(len(states))]
		}
		list = append(list, c)
	}
	if err := th.AppendComments(t.Context(), th.article, list); err != nil {
		t.Fatal(err)
	}
	lost := 0
	for _, order := range discussion.Orders {
		flat, err := th.Comments(t.Context(), discussion.Query{Article: th.article, Order: order, Limit: n})
		if err != nil {
			t.Fatal(err)
		}
		want, shown := map[int]int{}, map[int]discussion.Comment{}
		for _, c := range flat.Comments {
			want[c.Number], shown[c.Number] = 1, c
		}
		for _, limit := range []int{1, 7, 50} {
			seen, heads := th.walkTree(order, limit)
			if diff := cmp.Diff(want, seen); diff != "" {
				t.Errorf("%s by %d: how often each was found (-want +got):\n%s", order, limit, diff)
			}
			// Those that answer nothing stand as in the flat view.
			var top []int
			for _, c := range flat.Comments {
				if c.Parent == 0 {
					top = append(top, c.Number)
				}
			}
			lost = len(heads)
			heads = slices.DeleteFunc(heads, func(number int) bool { _, ok := shown[number]; return !ok })
			lost -= len(heads)
			if diff := cmp.Diff(top, heads); diff != "" {
				t.Errorf("%s by %d: the first level (-want +got):\n%s", order, limit, diff)
			}
		}
	}
	if lost < 3 {
		t.Errorf("%d comments that readers don't find begin a tree: too few to try it", lost)
	}
}

// A page is bounded, however wide or deep the thread, and in its middle too.
func treeIsBounded(t *testing.T, th thread) {
	const n = 300
	var list []discussion.Comment
	for i := range 3 * n { // 1 has n replies, n+1 begins a chain, and the last n answer nothing
		c := discussion.Comment{Key: th.key(i + 1), Body: "x", CreatedAt: threadNoon, State: discussion.Visible}
		switch {
		case i == 0 || i == n+1 || i > 2*n:
		case i <= n:
			c.Parent = 1
		default:
			c.Parent = i
		}
		list = append(list, c)
	}
	if err := th.AppendComments(t.Context(), th.article, list); err != nil {
		t.Fatal(err)
	}
	whole := th.tree(discussion.Query{Limit: 50})
	wide, deep := whole.Branches[0], whole.Branches[1]
	if len(wide.Below) != discussion.RepliesDrawn || wide.More != n-discussion.RepliesDrawn {
		t.Errorf("of %d replies there are %d, and %d are left out", n, len(wide.Below), wide.More)
	}
	levels := 1
	for ; len(deep.Below) > 0; deep = deep.Below[0] {
		levels++
	}
	if levels != discussion.TreeLevels || deep.More != 1 {
		t.Errorf("%d levels of a chain, and %d more", levels, deep.More)
	}

	// The replies to one comment, forth and back.
	q := discussion.Query{From: 1, Limit: 50, After: wide.Rest()}
	second := th.tree(q)
	if diff := cmp.Diff([]int{12, 13, 14}, branchNumbers(second.Branches[0].Below)[:3]); diff != "" || second.Previous.IsZero() {
		t.Errorf("the rest begins %s, %+v", diff, second.Previous)
	}
	q.After = second.Next
	third := th.tree(q)
	back := th.tree(discussion.Query{From: 1, Limit: 50, Before: third.Previous})
	if diff := cmp.Diff(branchNumbers(second.Branches[0].Below), branchNumbers(back.Branches[0].Below)); diff != "" {
		t.Errorf("back: %s", diff)
	}
	last := th.tree(discussion.Query{From: 1, Limit: 50, After: discussion.Cursor{Number: n - 2}})
	if diff := cmp.Diff([]int{n - 1, n, n + 1}, branchNumbers(last.Branches[0].Below)); diff != "" || !last.Next.IsZero() {
		t.Errorf("the last: %s, %+v", diff, last.Next)
	}

	// In the middle of the chain: those above it, and what follows.
	middle := th.tree(discussion.Query{From: n + 100, Limit: 50})
	if diff := cmp.Diff([]int{n + 93, n + 94, n + 95, n + 96, n + 97, n + 98, n + 99}, numbers(middle.Above)); diff != "" {
		t.Errorf("above: %s", diff)
	}
	if got := middle.Branches[0].Below[0].Number; got != n+101 {
		t.Errorf("below it stands %d", got)
	}
	if top := th.tree(discussion.Query{From: n + 4, Limit: 50}); !slices.Equal(numbers(top.Above), []int{n + 2, n + 3}) {
		t.Errorf("above the third of the chain: %v", numbers(top.Above))
	}
}

func branchNumbers(branches []*discussion.Branch) []int {
	var list []int
	for _, b := range branches {
		list = append(list, b.Number)
	}
	return list
}

// An answer is found although what it answers is hidden again, and moves back with it.
func treeOfTheLost(t *testing.T, th thread) {
	th.post(aoi, 0, "one", threadNoon)
	th.post(ben, 1, "two", threadNoon)
	th.post(aoi, 2, "three", threadNoon)
	whole := []int{1}
	tree := func() []int { return branchNumbers(th.tree(discussion.Query{Limit: 50}).Branches) }
	same(t, "before", tree(), whole)

	if _, err := th.UpdateThread(t.Context(), th.article, func(thread *discussion.Thread) (event.Event, error) {
		thread.Chosen = discussion.Premoderated
		return event.Event{}, nil
	}); err != nil {
		t.Fatal(err)
	}
	th.do(discussion.Edit{Key: th.key(2), By: ben, Body: "changed", At: threadNoon})
	same(t, "while it is held", tree(), []int{1, 2})
	lost := th.tree(discussion.Query{From: 2, Limit: 50})
	if len(lost.Above) != 0 || lost.Branches[0].Shown() || !slices.Equal(branchNumbers(lost.Branches[0].Below), []int{3}) {
		t.Errorf("the tree of the held one: %+v", lost)
	}
	same(t, "above the answer", numbers(th.tree(discussion.Query{From: 3, Limit: 50}).Above), []int{2})

	th.do(discussion.Decide{Key: th.key(2), By: mod, Decision: discussion.Reject, Reason: "No.", At: threadNoon})
	same(t, "when it is rejected", tree(), []int{1, 2})
	th.do(discussion.Delete{Key: th.key(3), By: aoi, At: threadNoon})
	same(t, "without the answer", tree(), whole)
	_, err := th.Tree(t.Context(), discussion.Query{Article: th.article, From: 2, Limit: 50})
	wantKind(t, "its tree then", err, fault.NotFound)
	_, err = th.Tree(t.Context(), discussion.Query{Article: th.article, From: 99, Limit: 50})
	wantKind(t, "the tree of none", err, fault.NotFound)
}
