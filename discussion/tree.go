package discussion

import "slices"

// A thread can be read as a tree, replies under what they answer. A page of it is bounded whatever
// the thread is like: it holds at most TreeSize comments in TreeLevels levels, and says of
// each how many replies it leaves out.
const (
	TreeLevels = 8   // the first among them
	TreeSize   = 200 // comments on a page, without those above
	// RepliesDrawn is how many replies a comment shows at first.
	RepliesDrawn = 10
)

// Tree is a page of a thread that is read as a tree.
type Tree struct {
	Above    []Comment // what the comment that was asked for answers, and what that answers, the nearest last
	Branches []*Branch // in the order of the page
	Next     Cursor    // where the following page starts; zero at the end
	Previous Cursor    // where the page before it ends; zero at the start
}

// Branch is a comment with replies to it, the oldest first.
type Branch struct {
	Comment
	Below []*Branch
	More  int // replies that are not among Below
}

// Rest is where the replies that are not among Below begin.
func (b *Branch) Rest() Cursor {
	if len(b.Below) == 0 {
		return Cursor{}
	}
	return Cursor{Number: b.Below[len(b.Below)-1].Number}
}

// Branches makes branches of comments, with nothing below them yet.
func Branches(list []Comment) []*Branch {
	branches := make([]*Branch, len(list))
	for i, c := range list {
		branches[i] = &Branch{Comment: c, More: c.Replies}
	}
	return branches
}

// Grow adds what belongs below the branches of a page, which are in one of its levels (1 is the
// first) and have room for so many more comments, level by level. read returns the first
// replies to each of some comments of the thread, in any order.
func Grow(branches []*Branch, level, room int, read func(parents []int, each int) ([]Comment, error)) error {
	for ; level < TreeLevels; level++ {
		each := share(branches, room)
		parents := map[int]*Branch{}
		var asked []int
		for _, b := range branches {
			if b.Replies > 0 {
				parents[b.Number] = b
				asked = append(asked, b.Number)
			}
		}
		if each == 0 || len(asked) == 0 {
			return nil
		}
		replies, err := read(asked, each)
		if err != nil {
			return err
		}
		slices.SortFunc(replies, func(a, b Comment) int { return a.Key.Compare(b.Key) })
		branches = Branches(replies)
		for _, b := range branches {
			parent := parents[b.Parent]
			parent.Below = append(parent.Below, b)
			parent.More--
		}
		room -= len(branches)
	}
	return nil
}

// share returns how many replies each of the comments may show for all of them to find room.
func share(branches []*Branch, room int) int {
	for each := RepliesDrawn; each > 0; each-- {
		sum := 0
		for _, b := range branches {
			sum += min(each, b.Replies)
		}
		if sum <= room {
			return each
		}
	}
	return 0
}
