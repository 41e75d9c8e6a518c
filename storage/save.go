package storage

import (
	"context"

	"gogai/discussion"
)

// saveChanges writes what a batch did, one statement a table.
func saveChanges(ctx context.Context, tx Tx, e Engine, c discussion.Changes) error {
	for _, save := range []func(context.Context, Tx, Engine, discussion.Changes) error{
		saveThreads, addComments, changeComments, tallyComments, saveVotes, saveEarlier, settleFlags, saveRequests,
	} {
		if err := save(ctx, tx, e, c); err != nil {
			return err
		}
	}
	return addEvents(ctx, tx, c.Events...)
}

// execBatch runs a statement over rows, unless there are none.
func execBatch(ctx context.Context, tx Tx, statement string, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	param, err := batch(rows)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, statement, param)
	return err
}

func rowsOf[T any](list []T, row func(T) []any) [][]any {
	rows := make([][]any, len(list))
	for i, item := range list {
		rows[i] = row(item)
	}
	return rows
}

func saveThreads(ctx context.Context, tx Tx, e Engine, c discussion.Changes) error {
	return execBatch(ctx, tx, `
		UPDATE thread
		SET    last = b.last, count = b.count, version = b.version
		FROM   `+e.Rows("$1", "article BIGINT", "last BIGINT", "count BIGINT", "version BIGINT")+` b
		WHERE  thread.article = b.article`,
		rowsOf(c.Threads, func(t *discussion.Thread) []any {
			return []any{int64(t.Article), t.Last, t.Count, t.Version}
		}))
}

func addComments(ctx context.Context, tx Tx, e Engine, c discussion.Changes) error {
	return execBatch(ctx, tx, `
		INSERT INTO comment (article, number, author, parent, body, html, created_at, edited_at, state, reason,
		                     base_up, base_down, up, down, replies, shown, popular_rank, controversial_rank)
		SELECT b.article, b.number, b.author, b.parent, b.body, b.html, b.created_at, b.edited_at, b.state, b.reason,
		       b.base_up, b.base_down, b.up, b.down, b.replies, b.shown, b.popular_rank, b.controversial_rank
		FROM   `+e.Rows("$1", "article BIGINT", "number BIGINT", "author BIGINT", "parent BIGINT", "body TEXT", "html TEXT",
		"created_at BIGINT", "edited_at BIGINT", "state TEXT", "reason TEXT", "base_up BIGINT", "base_down BIGINT",
		"up BIGINT", "down BIGINT", "replies BIGINT", "shown BIGINT", "popular_rank BIGINT", "controversial_rank BIGINT")+` b`,
		rowsOf(c.Added, func(c *discussion.Comment) []any {
			return []any{int64(c.Article), c.Number, int64(c.Author), c.Parent, c.Body, string(c.HTML),
				micros(c.CreatedAt), micros(c.EditedAt), string(c.State), c.Reason, c.Base.Up, c.Base.Down,
				c.Votes.Up, c.Votes.Down, c.Replies, flag(c.Shown()), c.PopularRank(), c.ControversialRank()}
		}))
}

func changeComments(ctx context.Context, tx Tx, e Engine, c discussion.Changes) error {
	return execBatch(ctx, tx, `
		UPDATE comment
		SET    body = b.body, html = b.html, edited_at = b.edited_at, state = b.state, reason = b.reason,
		       up = b.up, down = b.down, replies = b.replies, shown = b.shown,
		       popular_rank = b.popular_rank, controversial_rank = b.controversial_rank
		FROM   `+e.Rows("$1", "article BIGINT", "number BIGINT", "body TEXT", "html TEXT", "edited_at BIGINT", "state TEXT",
		"reason TEXT", "up BIGINT", "down BIGINT", "replies BIGINT", "shown BIGINT", "popular_rank BIGINT", "controversial_rank BIGINT")+` b
		WHERE  comment.article = b.article AND comment.number = b.number`,
		rowsOf(c.Changed, func(c *discussion.Comment) []any {
			return []any{int64(c.Article), c.Number, c.Body, string(c.HTML), micros(c.EditedAt), string(c.State), c.Reason,
				c.Votes.Up, c.Votes.Down, c.Replies, flag(c.Shown()), c.PopularRank(), c.ControversialRank()}
		}))
}

func tallyComments(ctx context.Context, tx Tx, e Engine, c discussion.Changes) error {
	return execBatch(ctx, tx, `
		UPDATE comment
		SET    up = b.up, down = b.down, popular_rank = b.popular_rank, controversial_rank = b.controversial_rank
		FROM   `+e.Rows("$1", "article BIGINT", "number BIGINT", "up BIGINT", "down BIGINT",
		"popular_rank BIGINT", "controversial_rank BIGINT")+` b
		WHERE  comment.article = b.article AND comment.number = b.number`,
		rowsOf(c.Tallied, func(c *discussion.Comment) []any {
			return []any{int64(c.Article), c.Number, c.Votes.Up, c.Votes.Down, c.PopularRank(), c.ControversialRank()}
		}))
}

func saveVotes(ctx context.Context, tx Tx, e Engine, c discussion.Changes) error {
	return execBatch(ctx, tx, `
		INSERT INTO vote (article, member, number, value, at)
		SELECT b.article, b.member, b.number, b.value, b.at
		FROM   `+e.Rows("$1", "article BIGINT", "member BIGINT", "number BIGINT", "value BIGINT", "at BIGINT")+` b
		WHERE  true
		ON CONFLICT (article, member, number) DO UPDATE SET value = excluded.value, at = excluded.at`,
		rowsOf(c.Votes, func(v discussion.Vote) []any {
			return []any{int64(v.Article), int64(v.Member), v.Number, v.Value, micros(v.At)}
		}))
}

func saveEarlier(ctx context.Context, tx Tx, e Engine, c discussion.Changes) error {
	return execBatch(ctx, tx, `
		INSERT INTO comment_earlier (article, number, at, body)
		SELECT b.article, b.number, b.at, b.body
		FROM   `+e.Rows("$1", "article BIGINT", "number BIGINT", "at BIGINT", "body TEXT")+` b`,
		rowsOf(c.Earlier, func(r discussion.Earlier) []any {
			return []any{int64(r.Article), r.Number, micros(r.At), r.Body}
		}))
}

func settleFlags(ctx context.Context, tx Tx, e Engine, c discussion.Changes) error {
	return execBatch(ctx, tx, `
		UPDATE flag
		SET    answered_at = b.at, answered_by = b.by_member
		FROM   `+e.Rows("$1", "article BIGINT", "number BIGINT", "at BIGINT", "by_member BIGINT")+` b
		WHERE  flag.article = b.article AND flag.number = b.number AND flag.answered_at = 0`,
		rowsOf(c.Settled, func(s discussion.Settled) []any {
			return []any{int64(s.Article), s.Number, micros(s.At), int64(s.By)}
		}))
}

func saveRequests(ctx context.Context, tx Tx, e Engine, c discussion.Changes) error {
	for _, d := range c.Requests[:min(1, len(c.Requests))] {
		if err := forgetRequests(ctx, tx, d.At); err != nil {
			return err
		}
	}
	return execBatch(ctx, tx, `
		INSERT INTO request (member, key, fingerprint, subject, at)
		SELECT b.member, b.key, b.fingerprint, b.subject, b.at
		FROM   `+e.Rows("$1", "member BIGINT", "key TEXT", "fingerprint TEXT", "subject TEXT", "at BIGINT")+` b
		WHERE  true
		ON CONFLICT (member, key) DO UPDATE
		SET    fingerprint = excluded.fingerprint, subject = excluded.subject, at = excluded.at`,
		rowsOf(c.Requests, func(d discussion.Done) []any {
			return []any{int64(d.Member), d.Key, d.Fingerprint, d.Subject, micros(d.At)}
		}))
}
