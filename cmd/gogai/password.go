package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// maxTyped bounds what is read as a password; the rule for passwords is stricter.
const maxTyped = 4096

// readPassword asks for a new password twice, without showing it, or reads it from the first
// line of standard input.
func readPassword(ctx context.Context, fromInput bool) (string, error) {
	terminal := term.IsTerminal(int(os.Stdin.Fd()))
	switch {
	case fromInput:
		line, err := bufio.NewReader(io.LimitReader(os.Stdin, maxTyped)).ReadString('\n')
		if err != nil && err != io.EOF {
			return "", fmt.Errorf("read the password: %w", err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	case !terminal:
		return "", errors.New("there is no terminal to ask for the password on; give it with --password-stdin")
	}
	password, err := ask(ctx, "Password: ")
	if err != nil {
		return "", err
	}
	again, err := ask(ctx, "The same again: ")
	if err != nil {
		return "", err
	}
	if password != again {
		return "", errors.New("the two passwords differ")
	}
	return password, nil
}

// ask prints a question and reads what is typed, unseen. When ctx ends first, the terminal is
// put right again: term.ReadPassword, which can't be interrupted, no longer will.
func ask(ctx context.Context, question string) (string, error) {
	fd := int(os.Stdin.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	fmt.Fprint(os.Stderr, question)
	defer fmt.Fprintln(os.Stderr)
	type answer struct {
		typed []byte
		err   error
	}
	answered := make(chan answer, 1)
	go func() {
		typed, err := term.ReadPassword(fd)
		answered <- answer{typed, err}
	}()
	select {
	case a := <-answered:
		return string(a.typed), a.err
	case <-ctx.Done():
		return "", errors.Join(errors.New("nothing was changed"), term.Restore(fd, before))
	}
}
