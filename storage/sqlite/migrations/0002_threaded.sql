-- +goose Up

-- Where readers find a comment when a thread is read as a tree: 0 under the one that it answers, 1 on
-- top; 2 is one that they don't find although they find replies to it: those stand on top under
-- a line that holds its place. NULL is nowhere. The flat view is 0 and 1.
ALTER TABLE comment ADD COLUMN standing INTEGER GENERATED ALWAYS AS (
	CASE WHEN shown = 1 THEN parent = 0 WHEN replies > 0 THEN 2 END
) VIRTUAL;

-- One index an order serves both views, each of which merges two of its parts: a vote moves a comment
-- in as few indexes as before.
DROP INDEX comment_popular;
CREATE INDEX comment_popular ON comment (article, standing, popular_rank, number) WHERE standing IS NOT NULL;
DROP INDEX comment_controversial;
CREATE INDEX comment_controversial ON comment (article, standing, controversial_rank, number) WHERE standing IS NOT NULL;

-- Replies, and as those to nobody what stands on top. Only readers ask for them: no number of hidden
-- ones stands in the way.
DROP INDEX comment_parent;
CREATE INDEX comment_reply ON comment (article, parent, number) WHERE shown = 1;
CREATE INDEX comment_lost ON comment (article, number) WHERE standing = 2;

-- +goose Down
SELECT 'migrations only go forward';
