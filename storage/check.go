package storage

import (
	"context"
	"fmt"

	"gogai/article"
	"gogai/discussion"
)

// Difference is a derived number that isn't what it should be, or a row that has lost what it
// belongs to.
type Difference struct {
	Row      string // which: "comment 01j…-7", "thread 01j…"
	Column   string
	Stored   string
	Computed string
}

func (d Difference) String() string {
	return fmt.Sprintf("%s: %s is %s, should be %s", d.Row, d.Column, d.Stored, d.Computed)
}

// Check recomputes every tally, count, rank and derived flag from what it is derived from, and
// tells report of each that differs. progress hears how many threads of how many are done.
// Each thread is read at one instant, so that a publication that is being written to can be
// checked too.
func (db *DB) Check(ctx context.Context, report func(Difference), progress func(done, total int)) error {
	var ids []article.ID
	err := db.read(ctx, func(tx Tx) (err error) {
		if ids, err = all(ctx, tx, func(r Row) (id article.ID, err error) {
			err = r.Scan((*int64)(&id))
			return id, err
		}, `SELECT id FROM article ORDER BY id`); err != nil {
			return err
		}
		return checkOrphans(ctx, tx, report)
	})
	if err != nil {
		return err
	}
	for i, id := range ids {
		if err := db.read(ctx, func(tx Tx) error { return checkThread(ctx, tx, id, report) }); err != nil {
			return fmt.Errorf("check the thread of %s: %w", id, err)
		}
		progress(i+1, len(ids))
	}
	return nil
}

// checkOrphans finds rows whose owner is missing, which foreign keys don't cover.
func checkOrphans(ctx context.Context, tx Tx, report func(Difference)) error {
	for table, query := range map[string]string{
		"vote": `SELECT v.article, v.number FROM vote v LEFT JOIN comment c ON c.article = v.article AND c.number = v.number
			WHERE c.number IS NULL`,
		"vote of a missing member": `SELECT v.article, v.number FROM vote v LEFT JOIN member m ON m.id = v.member WHERE m.id IS NULL`,
		"own vote": `SELECT v.article, v.number FROM vote v JOIN comment c ON c.article = v.article AND c.number = v.number
			WHERE c.author = v.member AND v.value <> 0`,
		"flag": `SELECT f.article, f.number FROM flag f LEFT JOIN comment c ON c.article = f.article AND c.number = f.number
			WHERE c.number IS NULL`,
		"comment of a missing member": `SELECT c.article, c.number FROM comment c LEFT JOIN member m ON m.id = c.author
			WHERE c.author <> 0 AND m.id IS NULL`,
		"comment with a missing parent": `SELECT c.article, c.number FROM comment c
			LEFT JOIN comment p ON p.article = c.article AND p.number = c.parent
			WHERE c.parent <> 0 AND (p.number IS NULL OR c.parent >= c.number)`,
		"article without a thread": `SELECT a.id, 0 FROM article a LEFT JOIN thread t ON t.article = a.id WHERE t.article IS NULL`,
	} {
		keys, err := all(ctx, tx, scanKey, query)
		if err != nil {
			return err
		}
		for _, k := range keys {
			report(Difference{Row: table + " " + k.String(), Column: "it", Stored: "there", Computed: "absent"})
		}
	}
	return nil
}

func checkThread(ctx context.Context, tx Tx, id article.ID, report func(Difference)) error {
	thread, err := scanThread(tx.QueryRow(ctx, selectThread+` WHERE t.article = $1`, int64(id)))
	if noRows(err) {
		return nil // told by checkOrphans
	}
	if err != nil {
		return err
	}
	cast, err := votesCast(ctx, tx, id)
	if err != nil {
		return err
	}
	type stored struct {
		discussion.Comment
		shown                  int
		popular, controversial int64
	}
	comments, err := all(ctx, tx, func(r Row) (s stored, err error) {
		s.Comment, err = newCommentRow(&s.shown, &s.popular, &s.controversial).scan(r)
		return s, err
	}, `
		SELECT `+commentColumns+`, c.shown, c.popular_rank, c.controversial_rank
		FROM   comment c`+joinHandles+`
		WHERE  c.article = $1 ORDER BY c.number`, int64(id))
	if err != nil {
		return err
	}

	// A reply's number is higher than its parent's, so that going down the numbers every
	// comment's replies are known when its turn comes.
	replies := map[int]int{}
	visible, last := 0, 0
	for i := len(comments) - 1; i >= 0; i-- {
		s := comments[i]
		row := "comment " + s.Key.String()
		compare(report, row, "up", s.Votes.Up, cast[s.Number].Up)
		compare(report, row, "down", s.Votes.Down, cast[s.Number].Down)
		compare(report, row, "replies", s.Replies, replies[s.Number])
		right := s.Comment
		right.Votes, right.Replies = cast[s.Number], replies[s.Number]
		compare(report, row, "shown", s.shown, flag(right.Shown()))
		compare(report, row, "popular_rank", s.popular, right.PopularRank())
		compare(report, row, "controversial_rank", s.controversial, right.ControversialRank())
		if right.Shown() && s.Parent != 0 {
			replies[s.Parent]++
		}
		if s.State == discussion.Visible {
			visible++
		}
		last = max(last, s.Number)
	}
	row := "thread " + id.String()
	compare(report, row, "count", thread.Count, visible)
	if thread.Last < last {
		compare(report, row, "last", thread.Last, last)
	}
	return nil
}

// votesCast sums the votes of a thread, by comment number.
func votesCast(ctx context.Context, tx Tx, id article.ID) (map[int]discussion.Tally, error) {
	sums := map[int]discussion.Tally{}
	_, err := all(ctx, tx, func(r Row) (_ struct{}, err error) {
		var number int
		var t discussion.Tally
		err = r.Scan(&number, &t.Up, &t.Down)
		sums[number] = t
		return struct{}{}, err
	}, `
		SELECT number, sum(CASE value WHEN 1 THEN 1 ELSE 0 END), sum(CASE value WHEN -1 THEN 1 ELSE 0 END)
		FROM   vote WHERE article = $1 GROUP BY number`, int64(id))
	return sums, err
}

func compare[T int | int64](report func(Difference), row, column string, stored, computed T) {
	if stored != computed {
		report(Difference{row, column, fmt.Sprint(stored), fmt.Sprint(computed)})
	}
}
