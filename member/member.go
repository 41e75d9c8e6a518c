// Package member holds accounts: who someone is on the site, what their role lets them be
// asked for, and how they sign in. Readers who only read have none.
package member

import (
	"net/url"
	"time"

	"gogai/fault"
	"gogai/key"
)

// ID is a member's key.
type ID = key.ID[Member]

// Member is an account.
type Member struct {
	ID              ID
	Handle          string // as its owner writes it; unique by Skeleton
	Email           string // seen by its owner and by nobody else
	PasswordHash    string // PHC string; empty for an account that can't sign in by password
	Role            Role
	BannedUntil     time.Time // zero, or the end of the present or last ban
	BanReason       string
	CreatedAt       time.Time
	HandleChangedAt time.Time // zero when it never was
	Version         int64     // raised by each change
}

// Banned tells whether a ban holds at now.
func (m Member) Banned(now time.Time) bool { return now.Before(m.BannedUntil) }

// Path is the address of the member's page.
func (m Member) Path() string { return Path(m.Handle) }

// Path is the address of the page of the member with the handle, percent-encoded.
func Path(handle string) string { return "/member/" + url.PathEscape(handle) }

// Role says what a member does for the publication. Each role may do what those before it may.
type Role string

// The roles, from the least to the most. Texts are stored.
const (
	Reader    Role = "member"
	Moderator Role = "moderator"
	Editor    Role = "editor"
	Publisher Role = "publisher"
)

// Roles lists all roles, least first.
var Roles = [...]Role{Reader, Moderator, Editor, Publisher}

// rank is a role's place in Roles; an unknown role ranks below all.
func (r Role) rank() int {
	for i, role := range Roles {
		if r == role {
			return i
		}
	}
	return -1
}

// Has tells whether r may do what other may.
func (r Role) Has(other Role) bool { return r.rank() >= other.rank() && r.rank() >= 0 }

// Outranks tells whether r stands above other: nobody acts on an equal or a superior.
func (r Role) Outranks(other Role) bool { return r.rank() > other.rank() }

// Staff tells whether r is more than a reader's role.
func (r Role) Staff() bool { return r.Outranks(Reader) }

// ParseRole reads a role's text; anything else is Invalid.
func ParseRole(text string) (Role, error) {
	if r := Role(text); r.rank() >= 0 {
		return r, nil
	}
	return "", fault.Fieldf("role", "%q is no role; the roles are member, moderator, editor and publisher.", fault.Excerpt(text))
}

// A Request is a write that its sender may repeat and that shall be done once: the
// Idempotency-Key of a POST. The zero Request asks for nothing of the kind.
type Request struct {
	Member      ID
	Key         string // the sender's
	Fingerprint string // of what was asked; another one under the same key is Invalid
}

// MaxRequestKey is the longest Idempotency-Key that is taken, in bytes.
const MaxRequestKey = 128

// RequestLifetime is how long a repeated request is recognised.
const RequestLifetime = 24 * time.Hour

// ParseID reads a member's key; anything else is NotFound.
func ParseID(text string) (ID, error) { return key.Parse[Member](text) }
