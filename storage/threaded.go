package storage

import (
	"context"
	"math"

	"gogai/article"
	"gogai/discussion"
)

// heads are what a thread begins with where it is read as a tree.
func heads(o discussion.Order) some {
	if o.Ranked() {
		return some{where: []string{"c.standing = 1", "c.standing = 2"}}
	}
	return some{where: []string{"c.parent = 0 AND c.shown = 1", "c.standing = 2"}}
}

func repliesTo(number int) some {
	return some{[]string{"c.parent = $3 AND c.shown = 1"}, []any{number}}
}

// Tree implements discussion.Store: one query for each level, and one for the comments above.
func (db *DB) Tree(ctx context.Context, q discussion.Query) (t discussion.Tree, err error) {
	err = db.read(ctx, func(tx Tx) error {
		read := func(parents []int, each int) ([]discussion.Comment, error) {
			return firstReplies(ctx, tx, db.engine, q.Article, parents, each)
		}
		if q.From == 0 {
			p, err := pageOf(ctx, tx, heads(q.Order), q)
			if err != nil {
				return err
			}
			t = discussion.Tree{Branches: discussion.Branches(p.Comments), Next: p.Next, Previous: p.Previous}
			return discussion.Grow(t.Branches, 1, discussion.TreeSize-len(t.Branches), read)
		}
		line, err := lineTo(ctx, tx, q.Article, q.From)
		if err != nil {
			return err
		}
		if len(line) == 0 {
			return missing(errNoRows, noComment)
		}
		q.Order = discussion.Oldest
		p, err := pageOf(ctx, tx, repliesTo(q.From), q)
		if err != nil {
			return err
		}
		last := len(line) - 1
		itself := &discussion.Branch{Comment: line[last], Below: discussion.Branches(p.Comments)} // Next tells of more
		t = discussion.Tree{Above: line[:last], Branches: []*discussion.Branch{itself}, Next: p.Next, Previous: p.Previous}
		return discussion.Grow(itself.Below, 2, discussion.TreeSize-1-len(itself.Below), read)
	})
	return t, err
}

// firstReplies reads the first replies to each of the parents. The inner query finds where those
// of a parent end, in a handful of steps along the index, however many follow. SQLite keeps to
// the order of a CROSS JOIN; of another it might read the whole thread first.
func firstReplies(ctx context.Context, tx Tx, e Engine, id article.ID, parents []int, each int) ([]discussion.Comment, error) {
	param, err := batch(rowsOf(parents, func(number int) []any { return []any{number} }))
	if err != nil {
		return nil, err
	}
	return all(ctx, tx, newCommentRow().scan, `
		SELECT `+commentColumns+`
		FROM   `+e.Rows("$1", "number BIGINT")+` b
		CROSS JOIN comment c`+joinHandles+`
		WHERE  c.article = $2 AND c.parent = b.number AND c.shown = 1
		AND    c.number <= COALESCE((
			SELECT r.number FROM comment r
			WHERE  r.article = $2 AND r.parent = b.number AND r.shown = 1
			ORDER BY r.number LIMIT 1 OFFSET $3), $4)`,
		param, int64(id), each-1, math.MaxInt32)
}

// lineTo reads a comment with those above it, the furthest first: at most as many as a tree has
// levels, and up to the one at which a tree begins. It is empty where no tree has the comment.
func lineTo(ctx context.Context, tx Tx, id article.ID, number int) ([]discussion.Comment, error) {
	return all(ctx, tx, newCommentRow().scan, `
		WITH RECURSIVE line (number, parent, shown, level) AS (
			SELECT c.number, c.parent, c.shown, 1 FROM comment c
			WHERE  c.article = $1 AND c.number = $2 AND c.standing IS NOT NULL
			UNION ALL
			SELECT p.number, p.parent, p.shown, l.level + 1
			FROM   line l
			CROSS JOIN comment p
			WHERE  p.article = $1 AND p.number = l.parent AND l.parent <> 0 AND l.shown = 1 AND l.level < $3
		)
		SELECT `+commentColumns+`
		FROM   line l
		CROSS JOIN comment c`+joinHandles+`
		WHERE  c.article = $1 AND c.number = l.number
		ORDER BY c.number`, int64(id), number, discussion.TreeLevels)
}
