package storage

import "time"

// OnCommit has observe told of each commit, in place of who was told before: how many writes
// shared it, refused ones too, and how long it took from the beginning of its transaction until
// it was on disk. The writer waits for observe, so it must return at once.
func (db *DB) OnCommit(observe func(writes int, took time.Duration)) {
	db.writer.onCommit.Store(&observe)
}

// Waiting returns how many writes wait for the next commit.
func (db *DB) Waiting() int { return len(db.writer.jobs) }

// Readers returns how many reads are under way, and how many may be before others wait.
func (db *DB) Readers() (now, most int) { return db.engine.Readers() }
