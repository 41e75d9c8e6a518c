package member

import (
	"context"
	"time"

	"gogai/event"
)

// Store keeps members, their sessions and their tokens.
type Store interface {
	// CreateMember saves a new member with the key that it carries. A handle that looks like
	// one that somebody has or had, and an e-mail address in use, are Invalid faults of the
	// fields "handle" and "email".
	CreateMember(context.Context, Member) error
	// Member finds a member by key; NotFound otherwise.
	Member(context.Context, ID) (Member, error)
	// MemberByHandle finds a member by a handle that they have or had, in any case, or by one
	// that can't be told from it; the returned member's Handle is the present one. NotFound
	// otherwise.
	MemberByHandle(ctx context.Context, handle string) (Member, error)
	// MemberByLogin finds a member by present handle or by e-mail address; NotFound otherwise.
	MemberByLogin(ctx context.Context, login string) (Member, error)
	// UpdateMember lets change alter the member and saves it with the events. Handle and
	// e-mail conflicts are reported as by CreateMember.
	UpdateMember(ctx context.Context, id ID, change func(*Member) ([]event.Event, error)) (Member, error)
	// Members returns at most limit members whose handle holds part (all for ""), staff first,
	// then by handle; e-mail addresses and password hashes are left out.
	Members(ctx context.Context, part string, staffOnly bool, limit int) ([]Member, error)
	// HasPublisher tells whether anybody has the role publisher.
	HasPublisher(context.Context) (bool, error)
	// KnownHandles returns, by the form asked for, the present handles of those that are
	// some member's.
	KnownHandles(ctx context.Context, handles []string) (map[string]string, error)

	// CreateSession saves a session, and ends those of its member beyond MaxSessions.
	CreateSession(context.Context, Session) error
	// Session finds a live session and its member by the hash of its secret, and notes that it
	// was used (to the minute). Unauthenticated when there is none or it is over at now.
	Session(ctx context.Context, secretHash string, now time.Time) (Session, Member, error)
	// Sessions returns the member's live sessions, the last used first.
	Sessions(ctx context.Context, id ID, now time.Time) ([]Session, error)
	// EndSession ends one session of the member by its public ID; one that is over is no error.
	EndSession(ctx context.Context, id ID, session string) error
	// EndSessions ends all sessions of the member but the one with the public ID keep ("" keeps none).
	EndSessions(ctx context.Context, id ID, keep string) error

	// CreateToken saves an API token.
	CreateToken(context.Context, Token) error
	// TokenMember finds the member who holds the token with the hash; Unauthenticated otherwise.
	TokenMember(ctx context.Context, secretHash string) (Member, error)
	// RevokeTokens ends all tokens of the member and returns how many there were.
	RevokeTokens(ctx context.Context, id ID) (int, error)
}
