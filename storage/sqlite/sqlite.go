// Package sqlite keeps a publication in one SQLite file: the engine of a single machine.
//
// The file is in WAL mode with synchronous=FULL, so that a commit that was acknowledged has been
// synced. One connection writes; readers each see the instant at which they began and never
// wait for it. Other processes (the command line) may have the file open at the same time.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"gogai/fault"
	"gogai/storage"
)

// Options are what an operator may set.
type Options struct {
	Now func() time.Time // the clock; time.Now when nil
}

// busyTimeout is how long a transaction waits for another process that writes. An import lets
// others in after 50 ms at most, so this long a wait means that something is stuck.
const busyTimeout = 10 * time.Second

// Open opens the publication in the file, makes it when it isn't there, and brings the schema
// up to date. A file of a newer version of the program is refused and left as it is.
func Open(ctx context.Context, path string, opt Options) (*storage.DB, error) {
	e, err := open(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	return storage.Open(e, opt.Now), nil
}

type engine struct {
	path   string
	write  *conn         // nil until it is needed; the writer's alone
	seen   int64         // the data_version that write has seen; 0 for none
	places chan struct{} // holds one for each read under way
	mu     sync.Mutex
	idle   []*conn // readers that nobody uses
}

func open(ctx context.Context, path string) (*engine, error) {
	// A sync needn't wait for the file's timestamps; where the system has no such call, the
	// full one stays.
	_, _ = sqlite.Fdatasync(true)

	// Programs that start together go one after the other: the first connection switches the
	// file to WAL, which nobody else may be reading, and may have to bring the schema forward.
	unlock, err := lockFile(path + ".lock")
	if err != nil {
		return nil, err
	}
	defer unlock()
	created, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	created.Close()

	if err := prepareFile(ctx, path); err != nil {
		return nil, err
	}
	return &engine{path: path, places: make(chan struct{}, readersAtOnce())}, nil
}

// pragmas are set on each connection.
var pragmas = []string{
	fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()),
	"journal_mode(wal)", "synchronous(full)", "foreign_keys(on)", "temp_store(memory)",
	"cache_size(-8000)",            // KiB a connection
	"mmap_size(268435456)",         // readers share the system's cache instead of copying
	"journal_size_limit(67108864)", // a WAL that grew under load shrinks again
	"wal_autocheckpoint(2000)",     // pages: about 8 MB between checkpoints
}

// prepareFile brings the schema up to date, through database/sql, which the migrations need.
func prepareFile(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", "file:"+url.PathEscape(path)+"?"+url.Values{"_pragma": pragmas}.Encode())
	if err != nil {
		return err
	}
	return errors.Join(migrate(ctx, db), db.Close())
}

// readersAtOnce is how many reads run side by side: enough to keep the cores busy while some wait
// for the disk. A further one waits for its place.
func readersAtOnce() int { return max(4, 2*runtime.GOMAXPROCS(0)) }

// Read implements storage.Engine.
func (e *engine) Read(ctx context.Context, do func(storage.Tx) error) (err error) {
	select {
	case e.places <- struct{}{}:
		defer func() { <-e.places }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := ctx.Err(); err != nil { // nobody waits for it any more
		return err
	}
	c, err := e.reader()
	if err != nil {
		return err
	}
	usable := false // also when do panics: its transaction is still open
	defer func() { e.giveBack(c, usable) }()
	usable, err = c.transaction(ctx, `BEGIN`, do)
	return err
}

// Readers implements storage.Engine.
func (e *engine) Readers() (now, most int) { return len(e.places), cap(e.places) }

// reader returns an idle connection, or a new one.
func (e *engine) reader() (*conn, error) {
	e.mu.Lock()
	if n := len(e.idle); n > 0 {
		c := e.idle[n-1]
		e.idle = e.idle[:n-1]
		e.mu.Unlock()
		return c, nil
	}
	e.mu.Unlock()
	return connect(e.path)
}

func (e *engine) giveBack(c *conn, usable bool) {
	if !usable {
		c.close()
		return
	}
	e.mu.Lock()
	e.idle = append(e.idle, c)
	e.mu.Unlock()
}

// Write implements storage.Engine.
func (e *engine) Write(ctx context.Context, do func(storage.Tx) error) error {
	if err := e.connectWriter(ctx); err != nil {
		return err
	}
	usable, err := e.write.transaction(ctx, `BEGIN IMMEDIATE`, do)
	if !usable {
		e.write.close()
		e.write, e.seen = nil, 0
	}
	return err
}

func (e *engine) connectWriter(ctx context.Context) error {
	if e.write != nil {
		return nil
	}
	c, err := connect(e.path)
	if err != nil {
		return err
	}
	if _, err := c.Exec(ctx, `PRAGMA busy_timeout = 0`); err != nil { // begin waits
		c.close()
		return err
	}
	e.write = c
	return nil
}

// Foreign implements storage.Engine. A connection's data_version changes with the commits of all
// others, which are those of other processes, since only this one of ours writes.
func (e *engine) Foreign(ctx context.Context) (bool, error) {
	if err := e.connectWriter(ctx); err != nil {
		return true, err
	}
	before := e.seen
	err := e.write.QueryRow(ctx, `PRAGMA data_version`).Scan(&e.seen)
	return e.seen != before, err
}

// Rows implements storage.Engine. jsonb_each hands each row on parsed; with json_each every column
// would parse its row's text again, a third of the CPU of a batch.
func (e *engine) Rows(param string, columns ...string) string {
	var b strings.Builder
	b.WriteString("(SELECT ")
	for i, column := range columns {
		if i > 0 {
			b.WriteString(", ")
		}
		name, _, _ := strings.Cut(column, " ")
		fmt.Fprintf(&b, "value ->> %d AS %s", i, name)
	}
	return b.String() + " FROM jsonb_each(" + param + "))"
}

// Lock implements storage.Engine: the one writer needs no locks.
func (e *engine) Lock(string) string { return "" }

// Duplicate implements storage.Engine.
func (e *engine) Duplicate(err error) (string, bool) {
	f, ok := errors.AsType[*failure](err)
	if !ok {
		return "", false
	}
	switch f.code {
	case lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY, lib.SQLITE_CONSTRAINT_ROWID:
		return strings.CutPrefix(f.text, "UNIQUE constraint failed: ")
	}
	return "", false
}

// Fault implements storage.Engine.
func (e *engine) Fault(err error) error {
	f, ok := errors.AsType[*failure](err)
	if !ok {
		return err
	}
	switch f.primary() {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return &unavailable{err, busy}
	case lib.SQLITE_FULL, lib.SQLITE_IOERR, lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN:
		return &unavailable{err, unsaved}
	}
	return err
}

var (
	busy    = &fault.Fault{Kind: fault.Unavailable, Sentence: "The publication is busy just now. Please try again in a moment.", After: 5 * time.Second}
	unsaved = &fault.Fault{Kind: fault.Unavailable, Sentence: "Nothing can be saved just now. Please try again later.", After: 5 * time.Second}
)

// unavailable is a fault for readers that keeps the cause for the log.
type unavailable struct {
	cause error
	fault *fault.Fault
}

func (u *unavailable) Error() string { return u.cause.Error() }

func (u *unavailable) Unwrap() []error { return []error{u.fault, u.cause} }

// Close implements storage.Engine.
func (e *engine) Close() error {
	if e.write != nil {
		e.write.close()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, c := range e.idle {
		c.close()
	}
	return nil
}
