package storage

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gogai/event"
	"gogai/fault"
	"gogai/member"
)

var _ member.Store = (*DB)(nil)

const noMember = "There is no such member."

const memberColumns = `
	m.id, m.handle, m.email, m.password_hash, m.role, m.banned_until, m.ban_reason, m.created_at, m.handle_changed_at, m.version`

func scanMember(r Row) (member.Member, error) { return scanMemberAnd(r) }

// scanMemberAnd reads memberColumns and the columns behind them.
func scanMemberAnd(r Row, more ...any) (m member.Member, err error) {
	var banned, created, changed int64
	err = r.Scan(append([]any{
		(*int64)(&m.ID), &m.Handle, &m.Email, &m.PasswordHash, (*string)(&m.Role), &banned, &m.BanReason, &created, &changed, &m.Version,
	}, more...)...)
	m.BannedUntil, m.CreatedAt, m.HandleChangedAt = instant(banned), instant(created), instant(changed)
	return m, err
}

// CreateMember implements member.Store.
func (db *DB) CreateMember(ctx context.Context, m member.Member) error {
	err := db.writeAside(ctx, func(tx Tx) error {
		var there int
		err := tx.QueryRow(ctx, `SELECT count(*) FROM member m WHERE m.id = $1`, int64(m.ID)).Scan(&there)
		if err != nil {
			return err
		}
		if there > 0 {
			return fault.New(fault.Conflict, "There is a member with this key already.")
		}
		if _, err := tx.Exec(ctx, `
			INSERT INTO member (id, handle, handle_folded, email, email_folded, password_hash, role,
			                    banned_until, ban_reason, created_at, handle_changed_at, version)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)`,
			int64(m.ID), m.Handle, member.Fold(m.Handle), m.Email, foldedEmail(m), m.PasswordHash, string(m.Role),
			micros(m.BannedUntil), m.BanReason, micros(m.CreatedAt), micros(m.HandleChangedAt)); err != nil {
			return db.takenMember(err)
		}
		return claimHandle(ctx, tx, m)
	})
	if err != nil {
		return fmt.Errorf("create member: %w", err)
	}
	return nil
}

// foldedEmail is what makes an address unique; accounts without one don't clash.
func foldedEmail(m member.Member) *string {
	if m.Email == "" {
		return nil
	}
	folded := member.FoldEmail(m.Email)
	return &folded
}

// claimHandle notes that the member has their handle, which nobody else will then get, nor one
// that looks like it.
func claimHandle(ctx context.Context, tx Tx, m member.Member) error {
	claimed, err := tx.Exec(ctx, `
		INSERT INTO member_handle (skeleton, folded, member)
		VALUES ($1, $2, $3)
		ON CONFLICT (skeleton) DO UPDATE SET folded = excluded.folded WHERE member_handle.member = excluded.member`,
		member.Skeleton(m.Handle), member.Fold(m.Handle), int64(m.ID))
	if err == nil && claimed == 0 {
		return takenHandle
	}
	return err
}

var takenHandle = fault.Field("handle", "This handle, or one that looks like it, belongs to somebody. Choose another.")

// takenMember turns a broken unique constraint of the member table into a fault of its field.
func (db *DB) takenMember(err error) error {
	constraint, duplicate := db.engine.Duplicate(err)
	switch {
	case duplicate && strings.Contains(constraint, "email"):
		return fault.Field("email", "This e-mail address has an account already. Log in instead.")
	case duplicate && strings.Contains(constraint, "handle"):
		return takenHandle
	}
	return err
}

// Member implements member.Store.
func (db *DB) Member(ctx context.Context, id member.ID) (member.Member, error) {
	return db.findMember(ctx, `SELECT `+memberColumns+` FROM member m WHERE m.id = $1`, int64(id))
}

// MemberByHandle implements member.Store. The skeleton finds what the folded handle would, also
// after its owner changed it to a look-alike of itself.
func (db *DB) MemberByHandle(ctx context.Context, handle string) (member.Member, error) {
	return db.findMember(ctx, `
		SELECT `+memberColumns+`
		FROM   member_handle h
		JOIN   member m ON m.id = h.member
		WHERE  h.skeleton = $1`, member.Skeleton(handle))
}

// MemberByLogin implements member.Store. No handle holds an @, every address does.
func (db *DB) MemberByLogin(ctx context.Context, login string) (member.Member, error) {
	if strings.Contains(login, "@") {
		return db.findMember(ctx, `SELECT `+memberColumns+` FROM member m WHERE m.email_folded = $1`, member.FoldEmail(login))
	}
	return db.findMember(ctx, `SELECT `+memberColumns+` FROM member m WHERE m.handle_folded = $1`, member.Fold(login))
}

func (db *DB) findMember(ctx context.Context, query string, arg any) (m member.Member, err error) {
	err = db.read(ctx, func(tx Tx) error {
		m, err = scanMember(tx.QueryRow(ctx, query, arg))
		return missing(err, noMember)
	})
	return m, err
}

// UpdateMember implements member.Store.
func (db *DB) UpdateMember(ctx context.Context, id member.ID,
	change func(*member.Member) ([]event.Event, error)) (m member.Member, err error) {
	err = db.write(ctx, func(tx Tx) error {
		m, err = scanMember(tx.QueryRow(ctx, `
			SELECT `+memberColumns+` FROM member m WHERE m.id = $1`+db.engine.Lock("m"), int64(id)))
		if err != nil {
			return missing(err, noMember)
		}
		before := m
		events, err := change(&m)
		if err != nil {
			return err
		}
		m.ID = id
		if err := tx.QueryRow(ctx, `
			UPDATE member
			SET    handle = $2, handle_folded = $3, email = $4, email_folded = $5, password_hash = $6, role = $7,
			       banned_until = $8, ban_reason = $9, handle_changed_at = $10, version = version + 1
			WHERE  id = $1
			RETURNING version`,
			int64(id), m.Handle, member.Fold(m.Handle), m.Email, foldedEmail(m), m.PasswordHash, string(m.Role),
			micros(m.BannedUntil), m.BanReason, micros(m.HandleChangedAt)).Scan(&m.Version); err != nil {
			return db.takenMember(err)
		}
		if m.Handle != before.Handle {
			if err := claimHandle(ctx, tx, m); err != nil {
				return err
			}
		}
		if m.Handle != before.Handle || m.Role != before.Role {
			if err := raiseThreads(ctx, tx, id); err != nil {
				return err
			}
		}
		return addEvents(ctx, tx, events...)
	})
	if err != nil {
		return member.Member{}, fmt.Errorf("update member %s: %w", id, err)
	}
	return m, nil
}

// raiseThreads tells the pages of all threads that a member wrote in that the member goes by
// another handle or role.
func raiseThreads(ctx context.Context, tx Tx, id member.ID) error {
	_, err := tx.Exec(ctx, `
		UPDATE thread SET version = version + 1
		WHERE  article IN (SELECT c.article FROM comment c WHERE c.author = $1 AND c.author <> 0)`, int64(id))
	return err
}

// listedColumns are memberColumns without what only its owner and the log-in may see.
const listedColumns = `
	m.id, m.handle, '', '', m.role, m.banned_until, m.ban_reason, m.created_at, m.handle_changed_at, m.version`

// Members implements member.Store.
func (db *DB) Members(ctx context.Context, part string, staffOnly bool, limit int) (found []member.Member, err error) {
	// member_staff holds whoever isn't a 'member', by role: naming the roles lets it be used.
	const staff = `m.role <> 'member' AND m.role IN ('moderator', 'editor', 'publisher')`
	const selectListed = `SELECT ` + listedColumns + ` FROM member m WHERE m.handle_folded LIKE $1 ESCAPE '\' AND `
	pattern := holding(member.Fold(part))
	err = db.read(ctx, func(tx Tx) error {
		found, err = all(ctx, tx, scanMember, selectListed+staff+` ORDER BY m.handle_folded LIMIT $2`, pattern, limit)
		if err != nil || staffOnly {
			return err
		}
		readers, err := all(ctx, tx, scanMember, selectListed+`m.role = 'member' ORDER BY m.handle_folded LIMIT $2`,
			pattern, limit-len(found))
		found = append(found, readers...)
		return err
	})
	return found, err
}

// HasPublisher implements member.Store.
func (db *DB) HasPublisher(ctx context.Context) (has bool, err error) {
	err = db.read(ctx, func(tx Tx) error {
		var n int
		err := tx.QueryRow(ctx, `SELECT count(*) FROM member m WHERE m.role <> 'member' AND m.role = 'publisher'`).Scan(&n)
		has = n > 0
		return err
	})
	return has, err
}

// KnownHandles implements member.Store.
func (db *DB) KnownHandles(ctx context.Context, handles []string) (known map[string]string, err error) {
	known = map[string]string{}
	if len(handles) == 0 {
		return known, nil
	}
	param, err := batch(rowsOf(handles, func(handle string) []any { return []any{handle, member.Fold(handle)} }))
	if err != nil {
		return nil, err
	}
	err = db.read(ctx, func(tx Tx) error {
		_, err := all(ctx, tx, func(r Row) (_ struct{}, err error) {
			var asked, present string
			err = r.Scan(&asked, &present)
			known[asked] = present
			return struct{}{}, err
		}, `
			SELECT b.asked, m.handle
			FROM   `+db.engine.Rows("$1", "asked TEXT", "folded TEXT")+` b
			JOIN   member m ON m.handle_folded = b.folded`, param)
		return err
	})
	return known, err
}

const sessionColumns = `x.id, x.secret_hash, x.member, x.agent, x.created_at, x.seen_at`

func sessionFields(s *member.Session, created, seen *int64) []any {
	return []any{&s.ID, &s.SecretHash, (*int64)(&s.Member), &s.Agent, created, seen}
}

// CreateSession implements member.Store. It also drops the member's sessions that are over.
func (db *DB) CreateSession(ctx context.Context, s member.Session) error {
	err := db.writeAside(ctx, func(tx Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM session WHERE member = $1 AND (seen_at <= $2 OR created_at <= $3)`,
			int64(s.Member), micros(s.CreatedAt.Add(-member.SessionIdle)), micros(s.CreatedAt.Add(-member.SessionLifetime))); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `
			DELETE FROM session WHERE member = $1 AND secret_hash NOT IN (
				SELECT x.secret_hash FROM session x WHERE x.member = $1 ORDER BY x.seen_at DESC, x.secret_hash LIMIT $2)`,
			int64(s.Member), member.MaxSessions-1); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO session (secret_hash, id, member, agent, created_at, seen_at)
			VALUES ($1, $2, $3, $4, $5, $6)`,
			s.SecretHash, s.ID, int64(s.Member), s.Agent, micros(s.CreatedAt), micros(s.SeenAt))
		return err
	})
	if err != nil {
		return fmt.Errorf("create session: %w", err)
	}
	return nil
}

// noteSeenEvery is how exactly the last use of a session is known: noting each would make
// every read of a member a write.
const noteSeenEvery = time.Minute

var loggedOut = fault.New(fault.Unauthenticated, "Log in first.")

// Session implements member.Store.
func (db *DB) Session(ctx context.Context, secretHash string, now time.Time) (s member.Session, m member.Member, err error) {
	err = db.read(ctx, func(tx Tx) error {
		var created, seen int64
		m, err = scanMemberAnd(tx.QueryRow(ctx, `
			SELECT `+memberColumns+`, `+sessionColumns+`
			FROM   session x
			JOIN   member m ON m.id = x.member
			WHERE  x.secret_hash = $1`, secretHash), sessionFields(&s, &created, &seen)...)
		s.CreatedAt, s.SeenAt = instant(created), instant(seen)
		if noRows(err) || err == nil && !s.Live(now) {
			return loggedOut
		}
		return err
	})
	if err != nil {
		return member.Session{}, member.Member{}, err
	}
	if now.Sub(s.SeenAt) >= noteSeenEvery {
		// The member is signed in whether or not this can be written: a full disk must not
		// keep anybody from reading, and the next request tries again.
		if db.touchSession(ctx, secretHash, now) == nil {
			s.SeenAt = now
		}
	}
	return s, m, nil
}

func (db *DB) touchSession(ctx context.Context, secretHash string, now time.Time) error {
	return db.writeAside(ctx, func(tx Tx) error {
		_, err := tx.Exec(ctx, `UPDATE session SET seen_at = $2 WHERE secret_hash = $1 AND seen_at < $2`, secretHash, micros(now))
		return err
	})
}

// Sessions implements member.Store.
func (db *DB) Sessions(ctx context.Context, id member.ID, now time.Time) (list []member.Session, err error) {
	err = db.read(ctx, func(tx Tx) error {
		list, err = all(ctx, tx, func(r Row) (s member.Session, err error) {
			var created, seen int64
			err = r.Scan(sessionFields(&s, &created, &seen)...)
			s.CreatedAt, s.SeenAt = instant(created), instant(seen)
			return s, err
		}, `
			SELECT `+sessionColumns+`
			FROM   session x
			WHERE  x.member = $1 AND x.seen_at > $2 AND x.created_at > $3
			ORDER BY x.seen_at DESC, x.created_at DESC, x.id`,
			int64(id), micros(now.Add(-member.SessionIdle)), micros(now.Add(-member.SessionLifetime)))
		return err
	})
	return list, err
}

// EndSession implements member.Store.
func (db *DB) EndSession(ctx context.Context, id member.ID, session string) error {
	return db.writeAside(ctx, func(tx Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM session WHERE member = $1 AND id = $2`, int64(id), session)
		return err
	})
}

// EndSessions implements member.Store.
func (db *DB) EndSessions(ctx context.Context, id member.ID, keep string) error {
	return db.writeAside(ctx, func(tx Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM session WHERE member = $1 AND id <> $2`, int64(id), keep)
		return err
	})
}

// CreateToken implements member.Store.
func (db *DB) CreateToken(ctx context.Context, t member.Token) error {
	return db.writeAside(ctx, func(tx Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO token (secret_hash, member, created_at) VALUES ($1, $2, $3)`,
			t.SecretHash, int64(t.Member), micros(t.CreatedAt))
		return err
	})
}

// TokenMember implements member.Store.
func (db *DB) TokenMember(ctx context.Context, secretHash string) (m member.Member, err error) {
	err = db.read(ctx, func(tx Tx) error {
		m, err = scanMember(tx.QueryRow(ctx, `
			SELECT `+memberColumns+`
			FROM   token t
			JOIN   member m ON m.id = t.member
			WHERE  t.secret_hash = $1`, secretHash))
		if noRows(err) {
			return fault.New(fault.Unauthenticated, "This token is not valid (any more).")
		}
		return err
	})
	return m, err
}

// RevokeTokens implements member.Store.
func (db *DB) RevokeTokens(ctx context.Context, id member.ID) (n int, err error) {
	err = db.writeAside(ctx, func(tx Tx) error {
		ended, err := tx.Exec(ctx, `DELETE FROM token WHERE member = $1`, int64(id))
		n = int(ended)
		return err
	})
	return n, err
}
