package storage

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync/atomic"
	"time"

	"gogai/discussion"
	"gogai/fault"
	"gogai/live"
)

const (
	// maxBatch is how many writes share a transaction at most. More make each wait longer and
	// save nothing: at this size the cost of the commit is a small part already.
	maxBatch = 256
	// maxWaiting bounds the queue. What finds it full is refused at once, with word to come
	// back, rather than left to wait for longer than anybody would.
	maxWaiting = 4096
	// busy is how many writes the last commit had where it is worth waiting for more: gatherFor, at
	// most, until there are half as many again.
	busy      = 8
	gatherFor = 500 * time.Microsecond
)

var (
	errBusy    = &fault.Fault{Kind: fault.Unavailable, Sentence: "There is too much going on just now. Please try again in a moment.", After: 2 * time.Second}
	errStopped = &fault.Fault{Kind: fault.Unavailable, Sentence: "The site is being restarted. Please try again in a moment.", After: 5 * time.Second}
)

// writer is the one goroutine that writes. It takes what came while the last transaction was
// on its way to the disk and commits it together: the disk's latency sets how many share a
// commit, and a busy disk makes larger batches by itself. Who writes alone waits for no timer.
type writer struct {
	engine   Engine
	jobs     chan *job
	watches  atomic.Pointer[[]func(live.Commit)]
	onCommit atomic.Pointer[func(writes int, took time.Duration)]
	last     int           // how many writes the last commit had
	stopped  chan struct{} // closed when no more jobs are taken
	done     chan struct{} // closed when the last one is answered
}

// job is one write: a hot one, or a closure.
type job struct {
	ctx    context.Context
	hot    discussion.Write
	rare   func(Tx) error
	aside  bool // a rare one that no page shows
	result discussion.Result
	err    error
	done   chan struct{} // closed when result and err stand
}

func startWriter(engine Engine) *writer {
	w := &writer{engine: engine, jobs: make(chan *job, maxWaiting), stopped: make(chan struct{}), done: make(chan struct{})}
	go w.run()
	return w
}

// stop answers all jobs that wait and refuses later ones.
func (w *writer) stop() {
	close(w.stopped)
	<-w.done
}

func (w *writer) submit(j *job) (discussion.Result, error) {
	select {
	case <-w.stopped:
		return discussion.Result{}, errStopped
	default:
	}
	select {
	case w.jobs <- j:
	default:
		return discussion.Result{}, errBusy
	}
	select {
	case <-j.done:
		return j.result, j.err
	case <-w.done:
		select { // the last batch may have answered it
		case <-j.done:
			return j.result, j.err
		default:
			return discussion.Result{}, errStopped
		}
	}
}

// lookAround is how often the writer asks whether another process wrote.
const lookAround = 500 * time.Millisecond

func (w *writer) run() {
	defer close(w.done)
	look := time.NewTicker(lookAround)
	defer look.Stop()
	for {
		select {
		case first := <-w.jobs:
			w.commit(w.gather(first))
		case <-look.C:
			w.lookForOthers()
		case <-w.stopped:
			for {
				select {
				case first := <-w.jobs:
					w.commit(w.gather(first))
				default:
					return
				}
			}
		}
	}
}

// gather takes what waits behind the first job. Where many write, it gives others a moment to come:
// most of the pages that a commit writes are the same for one comment as for ten.
func (w *writer) gather(first *job) []*job {
	jobs := w.take([]*job{first})
	if wanted := min(w.last*3/2, maxBatch); w.last >= busy && len(jobs) < wanted {
		over := time.After(gatherFor)
		for waiting := true; waiting && len(jobs) < wanted; {
			select {
			case j := <-w.jobs:
				jobs = append(jobs, j)
			case <-over:
				waiting = false
			}
		}
	}
	w.last = len(jobs)
	return jobs
}

// take adds what waits already.
func (w *writer) take(jobs []*job) []*job {
	for len(jobs) < maxBatch {
		select {
		case j := <-w.jobs:
			jobs = append(jobs, j)
		default:
			return jobs
		}
	}
	return jobs
}

// commit runs the jobs in one transaction and answers each.
func (w *writer) commit(jobs []*job) {
	waiting := jobs[:0]
	for _, j := range jobs {
		if j.err = j.ctx.Err(); j.err != nil { // nobody waits for it any more
			close(j.done)
			continue
		}
		waiting = append(waiting, j)
	}
	if len(waiting) == 0 {
		return
	}
	// The callers' contexts end with their requests; a transaction that many share must not.
	ctx := context.Background()
	begun := time.Now()
	news, ran, err := w.commitBatch(ctx, waiting)
	if !ran {
		news, err = w.commitEach(ctx, waiting)
	}
	if err != nil { // what came of it nobody knows
		news = live.Commit{Other: true}
	} else if observe := w.onCommit.Load(); observe != nil {
		(*observe)(len(waiting), time.Since(begun))
	}
	w.tell(news)
	for _, j := range waiting {
		if err != nil && j.err == nil {
			j.result, j.err = discussion.Result{}, fmt.Errorf("commit: %w", err)
		}
		close(j.done)
	}
}

// commitBatch runs hot writes as one batch in a transaction of their own: the usual case, in which
// there is nothing to undo but all of it. ran is false when that was not to be, and nothing is
// done yet.
func (w *writer) commitBatch(ctx context.Context, jobs []*job) (news live.Commit, ran bool, err error) {
	if slices.ContainsFunc(jobs, func(j *job) bool { return j.hot == nil }) {
		return news, false, nil
	}
	err = w.engine.Write(ctx, func(tx Tx) error {
		return recovered(func() (err error) {
			news.Threads, err = runBatch(ctx, tx, w.engine, jobs)
			ran = err == nil
			return err
		})
	})
	return news, ran, err
}

// commitEach runs jobs in one transaction, what belongs together in savepoints of their own.
func (w *writer) commitEach(ctx context.Context, jobs []*job) (news live.Commit, err error) {
	err = w.engine.Write(ctx, func(tx Tx) error {
		news = live.Commit{}
		for rest := jobs; len(rest) > 0; {
			n := 1
			if j := rest[0]; j.hot == nil {
				w.runRare(ctx, tx, j)
				news.Other = news.Other || j.err == nil && !j.aside
			} else {
				for n < len(rest) && rest[n].hot != nil {
					n++
				}
				news.Threads = append(news.Threads, w.runHot(ctx, tx, rest[:n])...)
			}
			rest = rest[n:]
		}
		return nil
	})
	return news, err
}

// tell tells those who watch of a commit, before anybody is answered for what is in it.
func (w *writer) tell(news live.Commit) {
	if len(news.Threads) == 0 && !news.Other {
		return
	}
	if watches := w.watches.Load(); watches != nil {
		for _, watch := range *watches {
			watch(news)
		}
	}
}

// lookForOthers tells those who watch when another process wrote.
func (w *writer) lookForOthers() {
	if w.watches.Load() == nil {
		return
	}
	foreign, err := w.engine.Foreign(context.Background())
	w.tell(live.Commit{Other: foreign || err != nil})
}

// runRare runs one closure; what it did is undone when it fails.
func (w *writer) runRare(ctx context.Context, tx Tx, j *job) {
	j.err = inSavepoint(ctx, tx, func() error { return j.rare(tx) })
}

// runHot runs hot writes as one batch and returns what there is to tell of it. Refusals are
// answers; when the batch itself fails, each write is tried alone, so that one that breaks
// something breaks nothing for the others.
func (w *writer) runHot(ctx context.Context, tx Tx, jobs []*job) (news []live.Change) {
	err := inSavepoint(ctx, tx, func() (err error) {
		news, err = runBatch(ctx, tx, w.engine, jobs)
		return err
	})
	if err == nil {
		return news
	}
	for _, j := range jobs {
		j.result, j.err = discussion.Result{}, err
	}
	if len(jobs) == 1 {
		return nil
	}
	news = nil
	for i := range jobs {
		news = append(news, w.runHot(ctx, tx, jobs[i:i+1])...)
	}
	return news
}

// inSavepoint runs do, and undoes what it did in tx when it fails or panics.
func inSavepoint(ctx context.Context, tx Tx, do func() error) error {
	if _, err := tx.Exec(ctx, `SAVEPOINT job`); err != nil {
		return err
	}
	err := recovered(do)
	if err == nil {
		_, err = tx.Exec(ctx, `RELEASE SAVEPOINT job`)
		return err
	}
	_, undoErr := tx.Exec(ctx, `ROLLBACK TO SAVEPOINT job`)
	if undoErr == nil {
		_, undoErr = tx.Exec(ctx, `RELEASE SAVEPOINT job`)
	}
	return errors.Join(err, undoErr)
}

// recovered runs do; a panic is an error.
func recovered(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a write: %v\n%s", p, debug.Stack())
		}
	}()
	return do()
}
