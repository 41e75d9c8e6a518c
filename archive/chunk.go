package archive

import (
	"context"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/markup"
)

// Comments come in by chunks, each one transaction: short, so that whoever writes beside an
// import hardly waits, but long enough to share the cost of a sync to disk.
const (
	chunkTime  = 25 * time.Millisecond // aimed at; the limit to keep is twice that
	firstChunk = 100                   // comments
	maxChunk   = 5000
	// chunkBytes bounds a chunk of long comments behind one of short ones.
	chunkBytes = 1 << 20
)

// append adds comments to the thread's end and returns how many it did. Another writer's
// comment in between is a Conflict.
func (r *run) append(ctx context.Context, id article.ID, comments []PageComment) (done int, err error) {
	thread, err := r.Store.Thread(ctx, id)
	if err != nil {
		return 0, err
	}
	total := len(r.page.Comments)
	size := firstChunk
	turn := time.After(0) // when it is ours again
	for done < len(comments) {
		chunk := r.chunk(comments[done:], size)
		for i := range chunk {
			chunk[i].Key = discussion.Key{Article: id, Number: thread.Last + done + i + 1}
		}
		select {
		case <-turn:
		case <-ctx.Done():
			return done, ctx.Err()
		}
		start := r.Now()
		if err := r.Store.AppendComments(ctx, id, chunk); err != nil {
			return done, err
		}
		took := r.Now().Sub(start)
		// Other writers have theirs; SQLite's lock goes to whoever asks first.
		turn = time.After(took / 8)
		size = nextChunk(len(chunk), took)
		done += len(chunk)
		if r.Progress != nil {
			r.Progress(r.file, total-len(comments)+done, total)
		}
	}
	return done, nil
}

// nextChunk is how many comments fill chunkTime at the pace of the last chunk. It at most
// doubles: the first chunk of a cold cache says little.
func nextChunk(last int, took time.Duration) int {
	fit := int(int64(last) * int64(chunkTime) / max(int64(took), 1))
	return max(1, min(fit, 2*last, maxChunk))
}

// chunk makes comments without an author of the first on the page, at most size.
func (r *run) chunk(page []PageComment, size int) []discussion.Comment {
	chunk := make([]discussion.Comment, 0, min(size, len(page)))
	bytes := 0
	for _, c := range page[:cap(chunk)] {
		body, html := markup.Plain(c.Paragraphs)
		chunk = append(chunk, discussion.Comment{
			Body: body, HTML: html, CreatedAt: r.story.PublishedAt, State: discussion.Visible,
			Base: discussion.Tally{Up: c.Ups, Down: c.Downs},
		})
		if bytes += len(body) + len(html); bytes > chunkBytes {
			break
		}
	}
	return chunk
}
