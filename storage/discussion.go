package storage

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/event"
	"gogai/member"
)

var _ discussion.Store = (*DB)(nil)

const (
	noThread  = "There is no such story."
	noComment = "There is no such comment."
)

// selectThread reads threads with what their rules ask of the story and its section.
const selectThread = `
	SELECT t.article, t.chosen, t.kept, t.closing_days, t.opened_at, t.last, t.count, t.version,
	       a.stage, a.published_at, a.expires_at, COALESCE(t.closing_days, s.closing_days, p.closing_days)
	FROM   thread t
	JOIN   article a ON a.id = t.article
	JOIN   section s ON s.id = a.section
	JOIN   publication p ON p.id = 1`

func scanThread(r Row) (t discussion.Thread, err error) {
	var kept int
	var opened, published, expires int64
	err = r.Scan((*int64)(&t.Article), (*string)(&t.Chosen), &kept, &t.ClosingDays, &opened, &t.Last, &t.Count, &t.Version,
		(*string)(&t.Story.Stage), &published, &expires, &t.Days)
	t.Kept = kept == 1
	t.OpenedAt, t.Story.PublishedAt, t.Story.ExpiresAt = instant(opened), instant(published), instant(expires)
	return t, err
}

// commentColumns are read from comment c with joinHandles; a commentRow reads them. Who deleted a
// comment is no longer named by the answers to it.
const (
	commentColumns = `
		c.article, c.number, c.author, c.parent, c.body, c.html, c.created_at, c.edited_at, c.state, c.reason,
		c.base_up, c.base_down, c.up, c.down, c.replies,
		COALESCE(m.handle, ''), COALESCE(m.role, ''), COALESCE(pm.handle, '')`
	joinHandles = `
		LEFT JOIN member m ON m.id = c.author
		LEFT JOIN comment pc ON pc.article = c.article AND pc.number = c.parent
		LEFT JOIN member pm ON pm.id = pc.author AND pc.state <> 'deleted'`
)

// commentRow is where commentColumns, and the columns behind them, are read to. The rows of an
// answer share one: its fields are taken over row by row.
type commentRow struct {
	comment         discussion.Comment
	created, edited int64
	dest            []any
}

func newCommentRow(more ...any) *commentRow {
	r := &commentRow{}
	c := &r.comment
	r.dest = append([]any{
		(*int64)(&c.Article), &c.Number, (*int64)(&c.Author), &c.Parent, &c.Body, (*string)(&c.HTML), &r.created, &r.edited,
		(*string)(&c.State), &c.Reason, &c.Base.Up, &c.Base.Down, &c.Votes.Up, &c.Votes.Down, &c.Replies,
		&c.Handle, (*string)(&c.Role), &c.ParentHandle,
	}, more...)
	return r
}

func (r *commentRow) scan(from Row) (discussion.Comment, error) {
	err := from.Scan(r.dest...)
	r.comment.CreatedAt, r.comment.EditedAt = instant(r.created), instant(r.edited)
	return r.comment, err
}

func scanComment(r Row) (discussion.Comment, error) { return newCommentRow().scan(r) }

// Do implements discussion.Store.
func (db *DB) Do(ctx context.Context, w discussion.Write) (discussion.Result, error) {
	result, err := db.writer.submit(&job{ctx: ctx, hot: w, done: make(chan struct{})})
	return result, db.fault(err)
}

// Thread implements discussion.Store.
func (db *DB) Thread(ctx context.Context, id article.ID) (t discussion.Thread, err error) {
	err = db.read(ctx, func(tx Tx) error {
		t, err = scanThread(tx.QueryRow(ctx, selectThread+` WHERE t.article = $1`, int64(id)))
		return missing(err, noThread)
	})
	return t, err
}

// UpdateThread implements discussion.Store.
func (db *DB) UpdateThread(ctx context.Context, id article.ID,
	change func(*discussion.Thread) (event.Event, error)) (t discussion.Thread, err error) {
	err = db.write(ctx, func(tx Tx) error {
		t, err = scanThread(tx.QueryRow(ctx, selectThread+` WHERE t.article = $1`+db.engine.Lock("t"), int64(id)))
		if err != nil {
			return missing(err, noThread)
		}
		e, err := change(&t)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `
			UPDATE thread SET chosen = $2, kept = $3, closing_days = $4, opened_at = $5, version = version + 1
			WHERE  article = $1`,
			int64(id), string(t.Chosen), flag(t.Kept), t.ClosingDays, micros(t.OpenedAt)); err != nil {
			return err
		}
		if err := addEvents(ctx, tx, e); err != nil {
			return err
		}
		t, err = scanThread(tx.QueryRow(ctx, selectThread+` WHERE t.article = $1`, int64(id)))
		return err
	})
	return t, err
}

// rankColumn is what an order sorts by before the number.
var rankColumn = map[discussion.Order]string{
	discussion.Popular: "c.popular_rank", discussion.Controversial: "c.controversial_rank",
}

// Comments implements discussion.Store. Every order is read off its index; a page costs the
// same wherever in a thread it lies.
func (db *DB) Comments(ctx context.Context, q discussion.Query) (p discussion.Page, err error) {
	err = db.read(ctx, func(tx Tx) error {
		if q.From != 0 {
			start, err := db.startAt(ctx, tx, q)
			if err != nil {
				return err
			}
			return db.pageFrom(ctx, tx, q, start, &p)
		}
		p, err = pageOf(ctx, tx, found(q.Order), q)
		return err
	})
	return p, err
}

// startAt returns the place of the comment that the page shall start with.
func (db *DB) startAt(ctx context.Context, tx Tx, q discussion.Query) (discussion.Cursor, error) {
	c, err := scanComment(tx.QueryRow(ctx, `
		SELECT `+commentColumns+` FROM comment c`+joinHandles+`
		WHERE  c.article = $1 AND c.number = $2 AND c.shown = 1`, int64(q.Article), q.From))
	return c.Cursor(q.Order), missing(err, noComment)
}

func (db *DB) pageFrom(ctx context.Context, tx Tx, q discussion.Query, start discussion.Cursor, p *discussion.Page) error {
	list, more, err := commentsFrom(ctx, tx, found(q.Order), q, start, true, false)
	if err != nil {
		return err
	}
	q.Limit = 1
	before, _, err := commentsFrom(ctx, tx, found(q.Order), q, start, false, true)
	*p = bounded(q.Order, list, len(before) > 0, more)
	return err
}

// pageOf reads the first page of some comments, or the one that lies after or before a place.
func pageOf(ctx context.Context, tx Tx, of some, q discussion.Query) (discussion.Page, error) {
	if !q.Before.IsZero() {
		list, more, err := commentsFrom(ctx, tx, of, q, q.Before, false, true)
		return bounded(q.Order, list, more, true), err
	}
	list, more, err := commentsFrom(ctx, tx, of, q, q.After, false, false)
	return bounded(q.Order, list, !q.After.IsZero(), more), err
}

// bounded makes a page of a list in its order.
func bounded(o discussion.Order, list []discussion.Comment, before, after bool) discussion.Page {
	p := discussion.Page{Comments: list}
	if len(list) > 0 && before {
		p.Previous = list[0].Cursor(o)
	}
	if len(list) > 0 && after {
		p.Next = list[len(list)-1].Cursor(o)
	}
	return p
}

// some are those of a thread's comments that meet one of the conditions, no two of which meet. Each
// condition has an index in the order that is asked for. Parameters begin with $3.
type some struct {
	where []string
	args  []any
}

// found are the comments that readers find.
func found(o discussion.Order) some {
	if o.Ranked() {
		return some{where: []string{"c.standing = 0", "c.standing = 1"}}
	}
	return some{where: []string{"c.shown = 1"}}
}

// commentsFrom reads on from a place in an order, with or without what stands there, or back
// from it; the list is in the order either way.
func commentsFrom(ctx context.Context, tx Tx, of some, q discussion.Query, from discussion.Cursor, including, back bool) ([]discussion.Comment, bool, error) {
	// Latest runs down the numbers; the ranked orders run up (rank, number).
	compare, direction := ">", " ASC"
	if (q.Order == discussion.Latest) != back {
		compare, direction = "<", " DESC"
	}
	if including {
		compare += "="
	}
	args := append([]any{int64(q.Article), q.Limit + 1}, of.args...)
	columns, order, where := commentColumns+", c.number AS place", "place"+direction, ""
	into := []any{new(int)}
	if column := rankColumn[q.Order]; column != "" {
		columns, order = columns+", "+column+" AS rank", "rank"+direction+", "+order
		into = append(into, new(int64))
		if !from.IsZero() {
			args = append(args, from.Rank, from.Number)
			where = " AND (" + column + ", c.number) " + compare + " " + params(len(args)-1, 2)
		}
	} else if !from.IsZero() {
		args = append(args, from.Number)
		where = " AND c.number " + compare + " $" + strconv.Itoa(len(args))
	}
	var parts []string
	for _, condition := range of.where {
		parts = append(parts, "SELECT "+columns+" FROM comment c"+joinHandles+" WHERE c.article = $1 AND "+condition+where)
	}
	list, err := all(ctx, tx, newCommentRow(into...).scan,
		strings.Join(parts, " UNION ALL ")+" ORDER BY "+order+" LIMIT $2", args...)
	list, more := page(list, q.Limit)
	if back {
		slices.Reverse(list)
	}
	return list, more, err
}

// placedColumns follow commentColumns where a comment is read with its story.
const (
	placedColumns = `, a.headline, s.slug, a.slug, a.language`
	joinStory     = `
		JOIN article a ON a.id = c.article
		JOIN section s ON s.id = a.section`
)

func scanPlaced(r Row) (p discussion.Placed, err error) {
	var section, slug string
	p.Comment, err = newCommentRow(&p.Headline, &section, &slug, &p.Language).scan(r)
	p.Story = article.Path(section, slug)
	return p, err
}

// Comment implements discussion.Store.
func (db *DB) Comment(ctx context.Context, key discussion.Key) (p discussion.Placed, err error) {
	err = db.read(ctx, func(tx Tx) error {
		p, err = scanPlaced(tx.QueryRow(ctx, `
			SELECT `+commentColumns+placedColumns+` FROM comment c`+joinStory+joinHandles+`
			WHERE  c.article = $1 AND c.number = $2`, int64(key.Article), key.Number))
		return missing(err, noComment)
	})
	return p, err
}

// Numbered implements discussion.Store.
func (db *DB) Numbered(ctx context.Context, id article.ID, numbers []int) (t discussion.Thread, list []discussion.Comment, err error) {
	err = db.read(ctx, func(tx Tx) error {
		t, err = scanThread(tx.QueryRow(ctx, selectThread+` WHERE t.article = $1`, int64(id)))
		if err != nil || len(numbers) == 0 {
			return missing(err, noThread)
		}
		param, err := batch(rowsOf(numbers, func(n int) []any { return []any{n} }))
		if err != nil {
			return err
		}
		list, err = all(ctx, tx, scanComment, `
			SELECT `+commentColumns+` FROM comment c`+joinHandles+`
			WHERE  c.article = $1 AND c.number IN (SELECT b.number FROM `+db.engine.Rows("$2", "number BIGINT")+` b)
			ORDER BY c.number`, int64(id), param)
		return err
	})
	return t, list, err
}

// Replies implements discussion.Store.
func (db *DB) Replies(ctx context.Context, key discussion.Key, limit int) (list []discussion.Comment, err error) {
	err = db.read(ctx, func(tx Tx) error {
		list, err = all(ctx, tx, newCommentRow().scan, `
			SELECT `+commentColumns+` FROM comment c`+joinHandles+`
			WHERE  c.article = $1 AND c.parent = $2 AND c.shown = 1
			ORDER BY c.number LIMIT $3`, int64(key.Article), key.Number, limit)
		return err
	})
	return list, err
}

// Earlier implements discussion.Store.
func (db *DB) Earlier(ctx context.Context, key discussion.Key) (list []discussion.Earlier, err error) {
	err = db.read(ctx, func(tx Tx) error {
		list, err = all(ctx, tx, func(r Row) (e discussion.Earlier, err error) {
			var at int64
			err = r.Scan((*int64)(&e.Article), &e.Number, &at, &e.Body)
			e.At = instant(at)
			return e, err
		}, `
			SELECT article, number, at, body FROM comment_earlier
			WHERE  article = $1 AND number = $2
			ORDER BY id DESC`, int64(key.Article), key.Number)
		return err
	})
	return list, err
}

// LatestComments implements discussion.Store.
func (db *DB) LatestComments(ctx context.Context, by member.ID, after discussion.Moment, limit int,
	now time.Time) (list []discussion.Placed, more bool, err error) {
	args := []any{limit + 1, micros(now)}
	where := ""
	if by != 0 {
		args = append(args, int64(by))
		where += ` AND c.author = $3 AND c.author <> 0`
	}
	if !after.At.IsZero() {
		n := len(args)
		args = append(args, micros(after.At), int64(after.Key.Article), after.Key.Number)
		where += ` AND (c.created_at, c.article, c.number) < ` + params(n+1, 3)
	}
	err = db.read(ctx, func(tx Tx) error {
		list, err = all(ctx, tx, scanPlaced, `
			SELECT `+commentColumns+placedColumns+` FROM comment c`+joinStory+joinHandles+`
			WHERE  c.state = 'visible' AND a.stage = 'released' AND a.published_at <= $2`+where+`
			ORDER BY c.created_at DESC, c.article DESC, c.number DESC
			LIMIT  $1`, args...)
		list, more = page(list, limit)
		return err
	})
	return list, more, err
}

// CommentCount implements discussion.Store.
func (db *DB) CommentCount(ctx context.Context, by member.ID, now time.Time) (n int, err error) {
	err = db.read(ctx, func(tx Tx) error {
		return tx.QueryRow(ctx, `
			SELECT count(*) FROM comment c JOIN article a ON a.id = c.article
			WHERE  c.author = $1 AND c.author <> 0 AND c.state = 'visible'
			AND    a.stage = 'released' AND a.published_at <= $2`, int64(by), micros(now)).Scan(&n)
	})
	return n, err
}

// Votes implements discussion.Store.
func (db *DB) Votes(ctx context.Context, by member.ID, id article.ID) (votes map[int]int, err error) {
	votes = map[int]int{}
	err = db.read(ctx, func(tx Tx) error {
		_, err := all(ctx, tx, func(r Row) (_ struct{}, err error) {
			var number, value int
			err = r.Scan(&number, &value)
			votes[number] = value
			return struct{}{}, err
		}, `SELECT number, value FROM vote WHERE article = $1 AND member = $2 AND value <> 0`, int64(id), int64(by))
		return err
	})
	return votes, err
}

// OwnSince implements discussion.Store.
func (db *DB) OwnSince(ctx context.Context, by member.ID, id article.ID, since time.Time) (list []discussion.Comment, err error) {
	err = db.read(ctx, func(tx Tx) error {
		list, err = all(ctx, tx, newCommentRow().scan, `
			SELECT `+commentColumns+` FROM comment c`+joinHandles+`
			WHERE  c.author = $1 AND c.author <> 0 AND c.created_at > $2 AND c.article = $3
			ORDER BY c.number`, int64(by), micros(since), int64(id))
		return err
	})
	return list, err
}
