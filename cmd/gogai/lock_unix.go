//go:build unix

package main

import (
	"errors"
	"os"
	"syscall"
)

// lockFile takes the lock on a file, until it is closed or the process ends, however it ends.
func lockFile(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = errors.New("another gogai serves this folder already; stop that one first")
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}
