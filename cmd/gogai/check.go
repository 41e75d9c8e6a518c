package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"gogai/storage"
)

type checkCommand struct {
	dataFlag
}

// Help is shown below the flags' own.
func (checkCommand) Help() string {
	return `Every tally, count and rank is computed again from what it is derived from. Those that differ
are printed, and the exit code is 1. Nothing is changed, and the server may be running.

    gogai check --data /var/lib/gogai`
}

// Run checks the folder.
func (c *checkCommand) Run(ctx context.Context) (err error) {
	db, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	threads, differences := 0, 0
	bar := newProgress()
	out := bar.above(os.Stdout)
	err = db.Check(ctx, func(d storage.Difference) {
		fmt.Fprintln(out, d)
		differences++
	}, func(done, total int) {
		threads = total
		bar.show(done, total, "threads")
	})
	bar.hide()
	switch {
	case err != nil:
		return err
	case differences > 0:
		return fmt.Errorf("%s in %s", count(differences, "number differs", "numbers differ"), count(threads, "thread", "threads"))
	}
	fmt.Printf("Everything adds up in %s.\n", count(threads, "thread", "threads"))
	return nil
}

// count writes a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
