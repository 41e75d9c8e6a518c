package sqlite

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/fault"
	"gogai/member"
	"gogai/storage"
)

// planned is an engine that remembers what is asked of it.
type planned struct {
	*engine
	queries *[]query
}

type query struct {
	text string
	args []any
}

func (p planned) Read(ctx context.Context, do func(storage.Tx) error) error {
	return p.engine.Read(ctx, func(tx storage.Tx) error { return do(plannedTx{tx, p.queries}) })
}

type plannedTx struct {
	storage.Tx
	queries *[]query
}

func (p plannedTx) Query(ctx context.Context, text string, args ...any) (storage.Rows, error) {
	*p.queries = append(*p.queries, query{text, args})
	return p.Tx.Query(ctx, text, args...)
}

func (p plannedTx) QueryRow(ctx context.Context, text string, args ...any) storage.Row {
	*p.queries = append(*p.queries, query{text, args})
	return p.Tx.QueryRow(ctx, text, args...)
}

// Lists come off an index in their order: a page of an archive of a million stories costs what a
// page of ten does, and the thousandth page of a thread what its first does.
func TestListsUseIndexes(t *testing.T) {
	ctx := t.Context()
	e, err := open(ctx, filepath.Join(t.TempDir(), "gogai.db"))
	if err != nil {
		t.Fatal(err)
	}
	var queries []query
	db := storage.Open(planned{e, &queries}, time.Now)
	t.Cleanup(func() { db.Close() })
	talk(t, db)

	now := time.Now()
	after := article.Position{At: now, ID: 7}
	desk := func(q article.DeskQuery) func() error {
		return func() error {
			q.Limit, q.Now, q.After = 50, now, after
			_, _, err := db.DeskArticles(ctx, q)
			return err
		}
	}
	thread := func(q discussion.Query) func() error {
		return func() error { q.Article, q.Limit = 1, 2; _, err := db.Comments(ctx, q); return err }
	}
	tree := func(q discussion.Query) func() error {
		return func() error { q.Article, q.Limit = 1, 2; _, err := db.Tree(ctx, q); return err }
	}
	place, ranked := discussion.Cursor{Number: 3}, discussion.Cursor{Rank: -5, Number: 3}
	for name, c := range map[string]struct {
		do     func() error
		uses   string
		sorted bool // sorting is expected: what is read is bounded otherwise
	}{
		"a thread":                   {thread(discussion.Query{}), "INDEX sqlite_autoindex_comment_1 (article=?)", false},
		"a thread, further on":       {thread(discussion.Query{After: place}), "INDEX sqlite_autoindex_comment_1 (article=? AND number>?)", false},
		"a thread, further back":     {thread(discussion.Query{Before: place}), "INDEX sqlite_autoindex_comment_1 (article=? AND number<?)", false},
		"the latest":                 {thread(discussion.Query{Order: discussion.Latest}), "INDEX sqlite_autoindex_comment_1 (article=?)", false},
		"the latest, further on":     {thread(discussion.Query{Order: discussion.Latest, After: place}), "INDEX sqlite_autoindex_comment_1 (article=? AND number<?)", false},
		"popular":                    {thread(discussion.Query{Order: discussion.Popular}), "INDEX comment_popular (article=? AND standing=?)", false},
		"popular, further on":        {thread(discussion.Query{Order: discussion.Popular, After: ranked}), "INDEX comment_popular (article=? AND standing=? AND (popular_rank,number)>(?,?))", false},
		"popular, further back":      {thread(discussion.Query{Order: discussion.Popular, Before: ranked}), "INDEX comment_popular (article=? AND standing=? AND (popular_rank,number)<(?,?))", false},
		"controversial":              {thread(discussion.Query{Order: discussion.Controversial, After: ranked}), "INDEX comment_controversial (article=? AND standing=? AND (controversial_rank,number)>(?,?))", false},
		"a permalink":                {thread(discussion.Query{From: 2}), "INDEX sqlite_autoindex_comment_1 (article=? AND number=?)", false},
		"a permalink in popular":     {thread(discussion.Query{From: 2, Order: discussion.Popular}), "INDEX comment_popular (article=? AND standing=? AND (popular_rank,number)>(?,?))", false},
		"by number":                  {func() error { _, _, err := db.Numbered(ctx, 1, []int{2, 4}); return err }, "INDEX sqlite_autoindex_comment_1 (article=? AND number=?)", false},
		"a tree":                     {tree(discussion.Query{}), "INDEX comment_reply (article=? AND parent=?)", false},
		"a tree, further on":         {tree(discussion.Query{After: place}), "INDEX comment_reply (article=? AND parent=? AND number>?)", false},
		"a tree, further back":       {tree(discussion.Query{Before: place}), "INDEX comment_reply (article=? AND parent=? AND number<?)", false},
		"a tree, latest":             {tree(discussion.Query{Order: discussion.Latest, After: place}), "INDEX comment_reply (article=? AND parent=? AND number<?)", false},
		"a tree, popular":            {tree(discussion.Query{Order: discussion.Popular, After: ranked}), "INDEX comment_popular (article=? AND standing=? AND (popular_rank,number)>(?,?))", false},
		"a tree, controversial":      {tree(discussion.Query{Order: discussion.Controversial, Before: ranked}), "INDEX comment_controversial (article=? AND standing=? AND (controversial_rank,number)<(?,?))", false},
		"the lost in a tree":         {tree(discussion.Query{}), "INDEX comment_lost (article=?)", false},
		"replies in a tree":          {tree(discussion.Query{}), "INDEX comment_reply (article=? AND parent=? AND number<?)", false},
		"where they end":             {tree(discussion.Query{}), "SEARCH r USING COVERING INDEX comment_reply (article=? AND parent=?)", false},
		"a conversation":             {tree(discussion.Query{From: 4}), "INDEX comment_reply (article=? AND parent=?)", true},
		"a conversation, further on": {tree(discussion.Query{From: 1, After: place}), "INDEX comment_reply (article=? AND parent=? AND number>?)", true},
		"what stands above it":       {tree(discussion.Query{From: 4}), "SCAN l\nSEARCH c USING INDEX sqlite_autoindex_comment_1 (article=? AND number=?)", true},
		"replies":                    {func() error { _, err := db.Replies(ctx, discussion.Key{Article: 1, Number: 1}, 50); return err }, "INDEX comment_reply (article=? AND parent=?)", false},

		"all stories": {func() error { _, _, err := db.Articles(ctx, article.Query{Limit: 50, Now: now}); return err }, "INDEX article_released", false},
		"the following": {func() error {
			_, _, err := db.Articles(ctx, article.Query{Limit: 50, Now: now, After: after})
			return err
		}, "INDEX article_released", false},
		"of a section": {func() error {
			_, _, err := db.Articles(ctx, article.Query{Section: 1, Limit: 50, Now: now, After: after})
			return err
		}, "INDEX article_section", false},
		"the most discussed": {func() error { _, err := db.MostDiscussed(ctx, now.Add(-time.Hour), now, 5); return err }, "INDEX article_released", true},
		"the desk":           {desk(article.DeskQuery{}), "INDEX article_changed", false},
		"the desk's drafts":  {desk(article.DeskQuery{State: article.Draft}), "INDEX article_desk", false},
		"withheld":           {desk(article.DeskQuery{State: article.Withheld}), "INDEX article_desk", false},
		"published":          {desk(article.DeskQuery{State: article.Published}), "INDEX article_changed", false},
		"scheduled":          {desk(article.DeskQuery{State: article.Scheduled}), "INDEX article_released", true},
		"by address":         {func() error { _, err := db.ArticleAt(ctx, "news", "x"); return unlessMissing(err) }, "PRIMARY KEY (slug=?)", true},
		"members":            {func() error { _, err := db.Members(ctx, "", false, 50); return err }, "INDEX member_staff", true},
		"a publisher":        {func() error { _, err := db.HasPublisher(ctx); return err }, "INDEX member_staff", false},
		"known handles":      {func() error { _, err := db.KnownHandles(ctx, []string{"a"}); return err }, "INDEX sqlite_autoindex_member", false},
		"sessions":           {func() error { _, err := db.Sessions(ctx, member.ID(1), now); return err }, "INDEX session_member", true},
	} {
		t.Run(name, func(t *testing.T) {
			queries = nil
			if err := c.do(); err != nil {
				t.Fatal(err)
			}
			plan := ""
			for _, q := range queries {
				plan += explain(t, e, q)
			}
			if !strings.Contains(plan, c.uses) {
				t.Errorf("%s is not used:\n%s", c.uses, plan)
			}
			if !c.sorted && strings.Contains(plan, "USE TEMP B-TREE FOR ORDER BY") {
				t.Errorf("the list is sorted anew:\n%s", plan)
			}
			for line := range strings.Lines(plan) {
				if strings.HasPrefix(line, "SCAN") && !strings.Contains(line, "INDEX") && !strings.Contains(line, "VIRTUAL") && line != "SCAN l\n" { // the line above a comment
					t.Errorf("a whole table is read:\n%s", plan)
				}
			}
		})
	}
}

// talk fills story 1 with a conversation of several levels.
func talk(t *testing.T, db *storage.DB) {
	t.Helper()
	sections, err := db.Sections(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.CreateArticle(t.Context(), article.Article{ID: 1, Section: sections[0], Slug: "talk", Status: article.Status{Stage: article.InDraft}}, member.Request{}); err != nil {
		t.Fatal(err)
	}
	var list []discussion.Comment
	for i, parent := range []int{0, 1, 2, 3, 1, 0} {
		list = append(list, discussion.Comment{Key: discussion.Key{Article: 1, Number: i + 1}, Parent: parent, State: discussion.Visible})
	}
	if err := db.AppendComments(t.Context(), 1, list); err != nil {
		t.Fatal(err)
	}
}

// unlessMissing lets a query that finds nothing pass: its plan is what counts.
func unlessMissing(err error) error {
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// explain returns how SQLite will answer the query, a step a line.
func explain(t *testing.T, e *engine, q query) string {
	t.Helper()
	var plan strings.Builder
	err := e.Read(t.Context(), func(tx storage.Tx) error {
		rows, err := tx.Query(t.Context(), "EXPLAIN QUERY PLAN "+q.text, q.args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id, parent, unused int
			var step string
			if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
				return err
			}
			plan.WriteString(step + "\n")
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return plan.String()
}
