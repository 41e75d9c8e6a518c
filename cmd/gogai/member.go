package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"gogai/fault"
	"gogai/key"
	"gogai/member"
	"gogai/storage"
)

type memberAddCommand struct {
	dataFlag
	Handle        string      `help:"The name that readers see." placeholder:"NAME" required:""`
	Email         string      `help:"E-mail address; nobody but its owner sees it." placeholder:"ADDRESS" required:""`
	Role          member.Role `help:"member, moderator, editor or publisher." placeholder:"ROLE" enum:"member,moderator,editor,publisher" default:"member"`
	PasswordStdin bool        `help:"Read the password from standard input instead of asking for it."`
}

// Help is shown below the flags' own.
func (memberAddCommand) Help() string {
	return `The password is asked for. The server may be running.

    gogai member add --data /var/lib/gogai --handle okabe --email okabe@news.example --role editor`
}

// Run adds the member.
func (c *memberAddCommand) Run(ctx context.Context) (err error) {
	db, err := c.openOrMake(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	password, err := readPassword(ctx, c.PasswordStdin)
	if err != nil {
		return err
	}
	now := now()
	m, err := member.Register(c.Handle, c.Email, password, c.Role, now)
	if err != nil {
		return err
	}
	m.ID = key.New[member.Member](new(key.Source), now)
	if m.PasswordHash, err = member.HashPassword(rand.Reader, password); err != nil {
		return err
	}
	if err := db.CreateMember(ctx, m); err != nil {
		return err
	}
	fmt.Printf("Added %s with the role %s.\n", m.Handle, m.Role)
	return nil
}

type memberTokenCommand struct {
	dataFlag
	Revoke bool   `help:"End all tokens of the member instead."`
	Handle string `arg:"" help:"Whose."`
}

// Help is shown below the flags' own.
func (memberTokenCommand) Help() string {
	return `A token acts as the member through the API, until it is revoked. It is printed once and kept nowhere.

    TOKEN=$(gogai member token --data /var/lib/gogai okabe)
    curl -H "Authorization: Bearer $TOKEN" https://news.example/api/v1/articles`
}

// Run makes a token or ends them all.
func (c *memberTokenCommand) Run(ctx context.Context) (err error) {
	db, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	m, err := db.MemberByHandle(ctx, c.Handle)
	if fault.Is(err, fault.NotFound) {
		return fmt.Errorf("there is no member called %q", c.Handle)
	}
	if err != nil {
		return err
	}
	if c.Revoke {
		return revokeTokens(ctx, db, m)
	}
	token, secret, err := member.NewToken(rand.Reader, m.ID, now())
	if err != nil {
		return err
	}
	if err := db.CreateToken(ctx, token); err != nil {
		return err
	}
	fmt.Println(secret)
	return nil
}

func revokeTokens(ctx context.Context, db *storage.DB, m member.Member) error {
	n, err := db.RevokeTokens(ctx, m.ID)
	if err != nil {
		return err
	}
	fmt.Printf("Ended %s of %s.\n", count(n, "token", "tokens"), m.Handle)
	return nil
}
