-- +goose Up

-- What a thread begins with where it is read as a tree, in each order: comments that answer nothing,
-- and those that readers don't find although they find replies to them.
CREATE INDEX comment_head ON comment (article, number)
	WHERE parent = 0 AND shown = 1 OR shown = 0 AND replies > 0;
CREATE INDEX comment_head_popular ON comment (article, popular_rank, number)
	WHERE parent = 0 AND shown = 1 OR shown = 0 AND replies > 0;
CREATE INDEX comment_head_controversial ON comment (article, controversial_rank, number)
	WHERE parent = 0 AND shown = 1 OR shown = 0 AND replies > 0;

-- Replies are only ever asked for by readers: no number of hidden ones stands in the way.
DROP INDEX comment_parent;
CREATE INDEX comment_reply ON comment (article, parent, number) WHERE parent <> 0 AND shown = 1;

-- +goose Down
SELECT 'migrations only go forward';
