package storage

import (
	"cmp"
	"context"
	"slices"

	"gogai/article"
	"gogai/discussion"
	"gogai/live"
	"gogai/member"
)

// runBatch applies hot writes in their order: what all of them need is loaded with one query a
// table, the rules run on it in memory, and what they changed is saved with one statement a
// table. It returns what there is to tell of it. An error means that nothing of the batch may
// stand; refusals are left in the jobs.
func runBatch(ctx context.Context, tx Tx, e Engine, jobs []*job) ([]live.Change, error) {
	var needs discussion.Needs
	for _, j := range jobs {
		needs.Add(j.hot)
	}
	slate, err := loadSlate(ctx, tx, e, needs)
	if err != nil {
		return nil, err
	}
	for _, j := range jobs {
		j.result, j.err = slate.Apply(j.hot)
	}
	return slate.News(), saveChanges(ctx, tx, slate.Changes())
}

func unique[T comparable](list []T, compare func(a, b T) int) []T {
	slices.SortFunc(list, compare)
	return slices.Compact(list)
}

func keyRows(keys []discussion.Key) [][]any {
	rows := make([][]any, len(keys))
	for i, k := range keys {
		rows[i] = []any{int64(k.Article), k.Number}
	}
	return rows
}

func loadSlate(ctx context.Context, tx Tx, e Engine, needs discussion.Needs) (*discussion.Slate, error) {
	s := discussion.NewSlate()
	if err := loadRequests(ctx, tx, e, s, &needs); err != nil {
		return nil, err
	}
	if err := loadThreads(ctx, tx, e, s, needs.Threads); err != nil {
		return nil, err
	}
	if err := loadMembers(ctx, tx, e, s, needs.Members); err != nil {
		return nil, err
	}
	if err := loadComments(ctx, tx, e, s, needs); err != nil {
		return nil, err
	}
	return s, loadVotes(ctx, tx, e, s, needs.Votes)
}

// loadRequests also asks for the comments that repeated requests made.
func loadRequests(ctx context.Context, tx Tx, e Engine, s *discussion.Slate, needs *discussion.Needs) error {
	if len(needs.Requests) == 0 {
		return nil
	}
	rows := make([][]any, len(needs.Requests))
	for i, r := range needs.Requests {
		rows[i] = []any{int64(r.Member), r.Key}
	}
	param, err := batch(rows)
	if err != nil {
		return err
	}
	done, err := all(ctx, tx, func(r Row) (d discussion.Done, err error) {
		var at int64
		err = r.Scan((*int64)(&d.Member), &d.Key, &d.Fingerprint, &d.Subject, &at)
		d.At = instant(at)
		return d, err
	}, `
		SELECT r.member, r.key, r.fingerprint, r.subject, r.at
		FROM   `+e.Rows("$1", "member BIGINT", "key TEXT")+` b
		JOIN   request r ON r.member = b.member AND r.key = b.key`, param)
	for _, d := range done {
		s.Requests[d.RequestKey] = d
		if key, err := discussion.ParseKey(d.Subject); err == nil {
			needs.Comments = append(needs.Comments, key)
		}
	}
	return err
}

func loadThreads(ctx context.Context, tx Tx, e Engine, s *discussion.Slate, ids []article.ID) error {
	param, err := batch(rowsOf(unique(ids, cmp.Compare), func(id article.ID) []any { return []any{int64(id)} }))
	if err != nil {
		return err
	}
	threads, err := all(ctx, tx, scanThread, selectThread+`
		WHERE t.article IN (SELECT b.article FROM `+e.Rows("$1", "article BIGINT")+` b)
		ORDER BY t.article`+e.Lock("t"), param)
	for _, t := range threads {
		s.Threads[t.Article] = &t
	}
	return err
}

func loadMembers(ctx context.Context, tx Tx, e Engine, s *discussion.Slate, ids []member.ID) error {
	param, err := batch(rowsOf(unique(ids, cmp.Compare), func(id member.ID) []any { return []any{int64(id)} }))
	if err != nil {
		return err
	}
	members, err := all(ctx, tx, func(r Row) (m member.Member, err error) {
		var until int64
		err = r.Scan((*int64)(&m.ID), &m.Handle, (*string)(&m.Role), &until, &m.BanReason)
		m.BannedUntil = instant(until)
		return m, err
	}, `
		SELECT m.id, m.handle, m.role, m.banned_until, m.ban_reason
		FROM   member m
		WHERE  m.id IN (SELECT b.id FROM `+e.Rows("$1", "id BIGINT")+` b)`, param)
	for _, m := range members {
		s.Members[m.ID] = m
	}
	return err
}

func loadComments(ctx context.Context, tx Tx, e Engine, s *discussion.Slate, needs discussion.Needs) error {
	keys := needs.Comments
	if len(needs.Families) > 0 {
		family, err := familyKeys(ctx, tx, e, needs.Families)
		if err != nil {
			return err
		}
		keys = append(keys, family...)
	}
	if len(keys) == 0 {
		return nil
	}
	param, err := batch(keyRows(unique(keys, discussion.Key.Compare)))
	if err != nil {
		return err
	}
	comments, err := all(ctx, tx, newCommentRow().scan, `
		SELECT `+commentColumns+`
		FROM   `+e.Rows("$1", "article BIGINT", "number BIGINT")+` b
		JOIN   comment c ON c.article = b.article AND c.number = b.number`+joinHandles+e.Lock("c"), param)
	for _, c := range comments {
		s.Comments[c.Key] = &c
	}
	return err
}

// familyKeys returns the comments and their ancestors up to the first that isn't deleted:
// those whose stubs may come and go with them.
func familyKeys(ctx context.Context, tx Tx, e Engine, keys []discussion.Key) ([]discussion.Key, error) {
	param, err := batch(keyRows(unique(keys, discussion.Key.Compare)))
	if err != nil {
		return nil, err
	}
	return all(ctx, tx, scanKey, `
		WITH RECURSIVE family (article, number, parent, goes_on) AS (
			SELECT c.article, c.number, c.parent, 1
			FROM   `+e.Rows("$1", "article BIGINT", "number BIGINT")+` b
			JOIN   comment c ON c.article = b.article AND c.number = b.number
			UNION
			SELECT p.article, p.number, p.parent, CASE p.state WHEN 'deleted' THEN 1 ELSE 0 END
			FROM   family f
			JOIN   comment p ON p.article = f.article AND p.number = f.parent
			WHERE  f.parent <> 0 AND f.goes_on = 1
		)
		SELECT DISTINCT article, number FROM family`, param)
}

func scanKey(r Row) (k discussion.Key, err error) {
	err = r.Scan((*int64)(&k.Article), &k.Number)
	return k, err
}

func loadVotes(ctx context.Context, tx Tx, e Engine, s *discussion.Slate, keys []discussion.VoteKey) error {
	if len(keys) == 0 {
		return nil
	}
	rows := make([][]any, len(keys))
	for i, k := range keys {
		rows[i] = []any{int64(k.Article), int64(k.Member), k.Number}
	}
	param, err := batch(rows)
	if err != nil {
		return err
	}
	votes, err := all(ctx, tx, func(r Row) (v discussion.Vote, err error) {
		err = r.Scan((*int64)(&v.Article), &v.Number, (*int64)(&v.Member), &v.Value)
		return v, err
	}, `
		SELECT v.article, v.number, v.member, v.value
		FROM   `+e.Rows("$1", "article BIGINT", "member BIGINT", "number BIGINT")+` b
		JOIN   vote v ON v.article = b.article AND v.member = b.member AND v.number = b.number`, param)
	for _, v := range votes {
		s.Votes[v.VoteKey] = v.Value
	}
	return err
}
