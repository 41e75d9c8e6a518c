package storage

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"gogai/discussion"
	"gogai/fault"
)

const (
	// maxBatch is how many writes share a transaction at most. More make each wait longer and
	// save nothing: at this size the cost of the commit is a small part already.
	maxBatch = 256
	// maxWaiting bounds the queue. What finds it full is refused at once, with word to come
	// back, rather than left to wait for longer than anybody would.
	maxWaiting = 4096
)

var (
	errBusy    = &fault.Fault{Kind: fault.Unavailable, Sentence: "There is too much going on just now. Please try again in a moment.", After: 2 * time.Second}
	errStopped = &fault.Fault{Kind: fault.Unavailable, Sentence: "The site is being restarted. Please try again in a moment.", After: 5 * time.Second}
)

// writer is the one goroutine that writes. It takes what came while the last transaction was
// on its way to the disk and commits it together: the disk's latency sets how many share a
// commit, so nobody waits for a timer and a busy disk makes larger batches by itself.
type writer struct {
	engine  Engine
	jobs    chan *job
	stopped chan struct{} // closed when no more jobs are taken
	done    chan struct{} // closed when the last one is answered
}

// job is one write: a hot one, or a closure.
type job struct {
	ctx    context.Context
	hot    discussion.Write
	rare   func(Tx) error
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

// do runs a closure in a transaction with whatever else is waiting.
func (w *writer) do(ctx context.Context, rare func(Tx) error) error {
	_, err := w.submit(&job{ctx: ctx, rare: rare, done: make(chan struct{})})
	return err
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

func (w *writer) run() {
	defer close(w.done)
	for {
		select {
		case first := <-w.jobs:
			w.commit(w.gather(first))
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

// gather takes what waits behind the first job, without waiting for more.
func (w *writer) gather(first *job) []*job {
	jobs := []*job{first}
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
	err := w.engine.Write(ctx, func(tx Tx) error {
		for rest := waiting; len(rest) > 0; {
			n := 1
			if rest[0].hot == nil {
				w.runRare(ctx, tx, rest[0])
			} else {
				for n < len(rest) && rest[n].hot != nil {
					n++
				}
				w.runHot(ctx, tx, rest[:n])
			}
			rest = rest[n:]
		}
		return nil
	})
	for _, j := range waiting {
		if err != nil && j.err == nil {
			j.result, j.err = discussion.Result{}, fmt.Errorf("commit: %w", err)
		}
		close(j.done)
	}
}

// runRare runs one closure; what it did is undone when it fails.
func (w *writer) runRare(ctx context.Context, tx Tx, j *job) {
	j.err = inSavepoint(ctx, tx, func() error { return j.rare(tx) })
}

// runHot runs hot writes as one batch. Refusals are answers; when the batch itself fails, each
// write is tried alone, so that one that breaks something breaks nothing for the others.
func (w *writer) runHot(ctx context.Context, tx Tx, jobs []*job) {
	err := inSavepoint(ctx, tx, func() error { return runBatch(ctx, tx, w.engine, jobs) })
	if err == nil {
		return
	}
	for _, j := range jobs {
		j.result, j.err = discussion.Result{}, err
		if len(jobs) > 1 {
			alone := []*job{j}
			if err := inSavepoint(ctx, tx, func() error { return runBatch(ctx, tx, w.engine, alone) }); err != nil {
				j.result, j.err = discussion.Result{}, err
			}
		}
	}
}

// inSavepoint runs do, and undoes what it did in tx when it fails or panics.
func inSavepoint(ctx context.Context, tx Tx, do func() error) (err error) {
	if _, err := tx.Exec(ctx, `SAVEPOINT job`); err != nil {
		return err
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a write: %v\n%s", p, debug.Stack())
		}
		if err == nil {
			_, err = tx.Exec(ctx, `RELEASE SAVEPOINT job`)
			return
		}
		_, undoErr := tx.Exec(ctx, `ROLLBACK TO SAVEPOINT job`)
		if undoErr == nil {
			_, undoErr = tx.Exec(ctx, `RELEASE SAVEPOINT job`)
		}
		err = errors.Join(err, undoErr)
	}()
	return do()
}
