package storage

import (
	"context"

	"gogai/discussion"
)

// saveChanges writes what a batch did, a statement a table, run for each row.
func saveChanges(ctx context.Context, tx Tx, c discussion.Changes) error {
	for _, save := range []func(context.Context, Tx, discussion.Changes) error{
		saveThreads, addComments, changeComments, tallyComments, saveVotes, saveEarlier, settleFlags, saveRequests,
	} {
		if err := save(ctx, tx, c); err != nil {
			return err
		}
	}
	return addEvents(ctx, tx, c.Events...)
}

func rowsOf[T any](list []T, row func(T) []any) [][]any {
	rows := make([][]any, len(list))
	for i, item := range list {
		rows[i] = row(item)
	}
	return rows
}

func saveThreads(ctx context.Context, tx Tx, c discussion.Changes) error {
	return tx.ExecEach(ctx, `UPDATE thread SET last = $2, count = $3, version = $4 WHERE article = $1`,
		rowsOf(c.Threads, func(t *discussion.Thread) []any {
			return []any{int64(t.Article), t.Last, t.Count, t.Version}
		}))
}

func addComments(ctx context.Context, tx Tx, c discussion.Changes) error {
	return tx.ExecEach(ctx, `
		INSERT INTO comment (article, number, author, parent, body, html, created_at, edited_at, state, reason,
		                     base_up, base_down, up, down, replies, shown, popular_rank, controversial_rank)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		rowsOf(c.Added, func(c *discussion.Comment) []any {
			return []any{int64(c.Article), c.Number, int64(c.Author), c.Parent, c.Body, string(c.HTML),
				micros(c.CreatedAt), micros(c.EditedAt), string(c.State), c.Reason, c.Base.Up, c.Base.Down,
				c.Votes.Up, c.Votes.Down, c.Replies, flag(c.Shown()), c.PopularRank(), c.ControversialRank()}
		}))
}

func changeComments(ctx context.Context, tx Tx, c discussion.Changes) error {
	return tx.ExecEach(ctx, `
		UPDATE comment
		SET    body = $3, html = $4, edited_at = $5, state = $6, reason = $7, up = $8, down = $9, replies = $10,
		       shown = $11, popular_rank = $12, controversial_rank = $13
		WHERE  article = $1 AND number = $2`,
		rowsOf(c.Changed, func(c *discussion.Comment) []any {
			return []any{int64(c.Article), c.Number, c.Body, string(c.HTML), micros(c.EditedAt), string(c.State), c.Reason,
				c.Votes.Up, c.Votes.Down, c.Replies, flag(c.Shown()), c.PopularRank(), c.ControversialRank()}
		}))
}

func tallyComments(ctx context.Context, tx Tx, c discussion.Changes) error {
	return tx.ExecEach(ctx, `
		UPDATE comment SET up = $3, down = $4, popular_rank = $5, controversial_rank = $6
		WHERE  article = $1 AND number = $2`,
		rowsOf(c.Tallied, func(c *discussion.Comment) []any {
			return []any{int64(c.Article), c.Number, c.Votes.Up, c.Votes.Down, c.PopularRank(), c.ControversialRank()}
		}))
}

func saveVotes(ctx context.Context, tx Tx, c discussion.Changes) error {
	return tx.ExecEach(ctx, `
		INSERT INTO vote (article, member, number, value, at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (article, member, number) DO UPDATE SET value = excluded.value, at = excluded.at`,
		rowsOf(c.Votes, func(v discussion.Vote) []any {
			return []any{int64(v.Article), int64(v.Member), v.Number, v.Value, micros(v.At)}
		}))
}

func saveEarlier(ctx context.Context, tx Tx, c discussion.Changes) error {
	return tx.ExecEach(ctx, `INSERT INTO comment_earlier (article, number, at, body) VALUES ($1, $2, $3, $4)`,
		rowsOf(c.Earlier, func(r discussion.Earlier) []any {
			return []any{int64(r.Article), r.Number, micros(r.At), r.Body}
		}))
}

func settleFlags(ctx context.Context, tx Tx, c discussion.Changes) error {
	return tx.ExecEach(ctx, `
		UPDATE flag SET answered_at = $3, answered_by = $4
		WHERE  article = $1 AND number = $2 AND answered_at = 0`,
		rowsOf(c.Settled, func(s discussion.Settled) []any {
			return []any{int64(s.Article), s.Number, micros(s.At), int64(s.By)}
		}))
}

func saveRequests(ctx context.Context, tx Tx, c discussion.Changes) error {
	for _, d := range c.Requests[:min(1, len(c.Requests))] {
		if err := forgetRequests(ctx, tx, d.At); err != nil {
			return err
		}
	}
	return tx.ExecEach(ctx, `
		INSERT INTO request (member, key, fingerprint, subject, at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (member, key) DO UPDATE
		SET    fingerprint = excluded.fingerprint, subject = excluded.subject, at = excluded.at`,
		rowsOf(c.Requests, func(d discussion.Done) []any {
			return []any{int64(d.Member), d.Key, d.Fingerprint, d.Subject, micros(d.At)}
		}))
}
