package storage

import (
	"context"
	"time"

	"gogai/article"
	"gogai/fault"
	"gogai/member"
)

// doneBefore returns the story that a request made when it was sent before. The same key with
// another fingerprint is a mistake of the sender.
func (db *DB) doneBefore(ctx context.Context, tx Tx, r member.Request) (id article.ID, done bool, err error) {
	if r.Key == "" {
		return 0, false, nil
	}
	var fingerprint, subject string
	err = tx.QueryRow(ctx, `
		SELECT r.fingerprint, r.subject FROM request r
		WHERE  r.member = $1 AND r.key = $2 AND r.at > $3`,
		int64(r.Member), r.Key, micros(db.now().Add(-member.RequestLifetime))).Scan(&fingerprint, &subject)
	switch {
	case noRows(err):
		return 0, false, nil
	case err != nil:
		return 0, false, err
	case fingerprint != r.Fingerprint:
		return 0, false, fault.Field("Idempotency-Key", "This key was used for another request.")
	}
	id, err = article.ParseID(subject)
	return id, err == nil, err
}

// noteRequest remembers which story a request made or changed.
func (db *DB) noteRequest(ctx context.Context, tx Tx, r member.Request, id article.ID) error {
	if r.Key == "" {
		return nil
	}
	now := db.now()
	if err := forgetRequests(ctx, tx, now); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO request (member, key, fingerprint, subject, at)
		VALUES ($1, $2, $3, $4, $5)`,
		int64(r.Member), r.Key, r.Fingerprint, id.String(), micros(now))
	return err
}

// forgetRequests drops the requests that are no longer recognised at now, so that their keys
// are free again.
func forgetRequests(ctx context.Context, tx Tx, now time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM request WHERE at <= $1`, micros(now.Add(-member.RequestLifetime)))
	return err
}
