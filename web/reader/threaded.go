package reader

import (
	"context"

	"gogai/discussion"
	"gogai/web/layout"
)

// A Tree is one page of a discussion in which replies stand under what they answer.
type Tree struct {
	Up       []layout.Link // out of the conversation that the page shows alone; empty where it shows all
	Above    []Branch      // what its first comment answers, the nearest last; nothing stands below them
	Branches []Branch
}

// A Branch is a comment with the replies that stand below it.
type Branch struct {
	Comment Comment
	Absent  string // stands in place of a comment that readers don't find; empty otherwise
	Below   []Branch
	More    layout.Link // to the replies that the page leaves out; empty when there are none
}

// tree shows replies under what they answer.
func (rd *reader) tree(ctx context.Context, s *setting, as reading, q discussion.Query, open bool, shown *Thread) error {
	tree, err := rd.Discussions.Tree(ctx, q)
	if err != nil {
		return err
	}
	g := grower{s, as, open, map[int]bool{}}
	for _, c := range tree.Above {
		g.here[c.Number] = true
	}
	g.note(tree.Branches)
	shown.Tree = &Tree{Branches: g.branches(tree.Branches)}
	if q.From == 0 {
		shown.Pager = as.pager(discussion.Key{}, tree.Previous, s.W.EarlierComments, tree.Next, s.W.LaterComments)
		return nil
	}
	itself := tree.Branches[0].Key
	shown.Pager = as.pager(itself, tree.Previous, s.W.EarlierReplies, tree.Next, s.W.LaterReplies)
	shown.Tree.Up = []layout.Link{{Text: s.W.AllComments, Href: as.address(discussion.Key{}, "", discussion.Cursor{})}}
	for i, c := range tree.Above {
		shown.Tree.Above = append(shown.Tree.Above, g.branch(c))
		if i == 0 && c.Shown() && c.Parent != 0 {
			shown.Tree.Up = append(shown.Tree.Up, layout.Link{Text: s.W.Above, Href: as.address(c.Key, "", discussion.Cursor{})})
		}
	}
	return nil
}

// A grower turns branches of the discussion into those of a page.
type grower struct {
	*setting
	as   reading
	open bool
	here map[int]bool // which comments stand on the page
}

func (g *grower) note(branches []*discussion.Branch) {
	for _, b := range branches {
		g.here[b.Number] = true
		g.note(b.Below)
	}
}

func (g *grower) branches(list []*discussion.Branch) []Branch {
	branches := make([]Branch, len(list))
	for i, b := range list {
		branches[i] = g.branch(b.Comment)
		branches[i].Below = g.branches(b.Below)
		if b.More > 0 {
			branches[i].More = layout.Link{Text: g.W.MoreReplies(b.More), Href: g.as.address(b.Key, "after", b.Rest())}
		}
	}
	return branches
}

// branch shows a comment with nothing below it. Of one that readers don't find it tells its
// number alone.
func (g *grower) branch(c discussion.Comment) Branch {
	if !c.Shown() {
		return Branch{Comment: Comment{Key: c.Key.String(), Number: c.Number}, Absent: g.W.NotShown}
	}
	return Branch{Comment: g.comment(c, g.open, g.here)}
}
