package storage

import (
	"context"
	"fmt"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/fault"
)

// ImportArticle saves a story that comes from elsewhere under its sourceKey, unseen (stage
// Incoming), with a thread whose clock starts at opened; or finds the one that an earlier import
// saved, whatever became of it, and leaves it as it is. Readers see a new one when an
// UpdateArticle releases it.
func (db *DB) ImportArticle(ctx context.Context, a article.Article, sourceKey string, opened time.Time) (stored article.Article, existed bool, err error) {
	err = db.write(ctx, func(tx Tx) error {
		stored, err = scanArticle(tx.QueryRow(ctx, selectArticle+` WHERE a.source_key = $1`, sourceKey))
		if !noRows(err) {
			existed = err == nil
			return err
		}
		existed = false
		a.Stage = article.Incoming
		if a.Picture.ID != 0 {
			if err := insertPicture(ctx, tx, a.Picture); err != nil {
				return err
			}
		}
		if err := insertArticle(ctx, tx, &a, &sourceKey); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE thread SET opened_at = $2 WHERE article = $1`, int64(a.ID), micros(opened)); err != nil {
			return err
		}
		stored, err = findArticle(ctx, tx, a.ID)
		return err
	})
	if err != nil {
		return article.Article{}, false, fmt.Errorf("import article %s: %w", a.ID, err)
	}
	return stored, existed, nil
}

// AppendComments adds comments from elsewhere at the end of a thread in one transaction: keep a
// chunk small enough that others needn't wait. Their numbers continue the thread's Last without
// a gap, else it is a Conflict; a Parent must be there already or stand before it in the list.
// The rules for what members write don't apply; count, replies and ranks follow from the states.
func (db *DB) AppendComments(ctx context.Context, id article.ID, comments []discussion.Comment) error {
	err := db.write(ctx, func(tx Tx) error {
		needs := discussion.Needs{Threads: []article.ID{id}}
		for _, c := range comments {
			if c.Parent != 0 {
				needs.Families = append(needs.Families, discussion.Key{Article: id, Number: c.Parent})
			}
		}
		slate, err := loadSlate(ctx, tx, db.engine, needs)
		if err != nil {
			return err
		}
		if slate.Threads[id] == nil {
			return fault.New(fault.NotFound, noThread)
		}
		for _, c := range comments {
			c.Article = id
			if err := slate.Append(c); err != nil {
				return err
			}
		}
		return saveChanges(ctx, tx, slate.Changes())
	})
	if err != nil {
		return fmt.Errorf("append comments to %s: %w", id, err)
	}
	return nil
}

// ImportStories saves new stories with their discussions, as they are, in one transaction: the way
// in for very many. The comments are numbered from 1 on in each story and stand in that order;
// between the stories theirs doesn't matter. A key that is taken is a Conflict, a comment
// under none of the stories NotFound; then nothing comes in. Slugs may get a number, as ever.
func (db *DB) ImportStories(ctx context.Context, stories []article.Article, comments []discussion.Comment) error {
	err := db.write(ctx, func(tx Tx) error {
		var needs discussion.Needs
		for _, a := range stories { // a copy: do may run again
			if err := insertArticle(ctx, tx, &a, nil); err != nil {
				return fmt.Errorf("story %s: %w", a.ID, err)
			}
			needs.Threads = append(needs.Threads, a.ID)
		}
		slate, err := loadSlate(ctx, tx, db.engine, needs)
		if err != nil {
			return err
		}
		for _, c := range comments {
			if err := slate.Append(c); err != nil {
				return fmt.Errorf("comment %s: %w", c.Key, err)
			}
		}
		return saveChanges(ctx, tx, slate.Changes())
	})
	if err != nil {
		return fmt.Errorf("import %d stories: %w", len(stories), err)
	}
	return nil
}

// ImportedComments returns the comments of a thread that came from elsewhere without an author,
// by number.
func (db *DB) ImportedComments(ctx context.Context, id article.ID) (list []discussion.Comment, err error) {
	err = db.read(ctx, func(tx Tx) error {
		list, err = all(ctx, tx, newCommentRow().scan, `
			SELECT `+commentColumns+` FROM comment c`+joinHandles+`
			WHERE  c.article = $1 AND c.author = 0 ORDER BY c.number`, int64(id))
		return err
	})
	return list, err
}

// ImportVotes saves votes from elsewhere, by members and on comments that exist, each of which
// had none; tallies and ranks follow.
func (db *DB) ImportVotes(ctx context.Context, votes []discussion.Vote) error {
	return db.write(ctx, func(tx Tx) error {
		var needs discussion.Needs
		for _, v := range votes {
			needs.Threads = append(needs.Threads, v.Article)
			needs.Comments = append(needs.Comments, v.Key)
			needs.Votes = append(needs.Votes, v.VoteKey)
		}
		slate, err := loadSlate(ctx, tx, db.engine, needs)
		if err != nil {
			return err
		}
		for _, v := range votes {
			if err := slate.Count(v); err != nil {
				return err
			}
		}
		return saveChanges(ctx, tx, slate.Changes())
	})
}
