package storage

import (
	"context"
	"encoding/json"
	"fmt"

	"gogai/fault"
	"gogai/media"
)

var _ media.Store = (*DB)(nil)

const selectPicture = `
	SELECT p.id, p.caption, p.credit_line, p.alt, p.creator, p.copyright_notice, p.width_px, p.height_px, p.files, p.created_at
	FROM   picture p`

func scanPicture(r Row) (p media.Picture, err error) {
	var files string
	var created int64
	if err := r.Scan((*int64)(&p.ID), &p.Caption, &p.CreditLine, &p.Alt, &p.Creator, &p.CopyrightNotice,
		&p.WidthPx, &p.HeightPx, &files, &created); err != nil {
		return p, err
	}
	p.CreatedAt = instant(created)
	return p, json.Unmarshal([]byte(files), &p.Files)
}

// CreatePicture implements media.Store.
func (db *DB) CreatePicture(ctx context.Context, p media.Picture) error {
	err := db.writeAside(ctx, func(tx Tx) error { return insertPicture(ctx, tx, p) })
	if err != nil {
		return fmt.Errorf("create picture %s: %w", p.ID, err)
	}
	return nil
}

func insertPicture(ctx context.Context, tx Tx, p media.Picture) error {
	files, err := jsonList(p.Files)
	if err != nil {
		return err
	}
	added, err := tx.Exec(ctx, `
		INSERT INTO picture (id, caption, credit_line, alt, creator, copyright_notice, width_px, height_px, files, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (id) DO NOTHING`,
		int64(p.ID), p.Caption, p.CreditLine, p.Alt, p.Creator, p.CopyrightNotice, p.WidthPx, p.HeightPx, files, micros(p.CreatedAt))
	if err == nil && added == 0 {
		return fault.New(fault.Conflict, "There is a picture with this key already.")
	}
	return err
}

// Picture implements media.Store.
func (db *DB) Picture(ctx context.Context, id media.ID) (p media.Picture, err error) {
	err = db.read(ctx, func(tx Tx) error {
		p, err = scanPicture(tx.QueryRow(ctx, selectPicture+` WHERE p.id = $1`, int64(id)))
		return missing(err, noPicture)
	})
	return p, err
}

const noPicture = "There is no such picture."

// UpdatePicture implements media.Store.
func (db *DB) UpdatePicture(ctx context.Context, id media.ID, change func(*media.Picture) error) (p media.Picture, err error) {
	err = db.write(ctx, func(tx Tx) error {
		p, err = scanPicture(tx.QueryRow(ctx, selectPicture+` WHERE p.id = $1`+db.engine.Lock("p"), int64(id)))
		if err != nil {
			return missing(err, noPicture)
		}
		if err := change(&p); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `
			UPDATE picture
			SET    caption = $2, credit_line = $3, alt = $4, creator = $5, copyright_notice = $6
			WHERE  id = $1`,
			int64(id), p.Caption, p.CreditLine, p.Alt, p.Creator, p.CopyrightNotice); err != nil {
			return err
		}
		return raiseIllustrated(ctx, tx, id)
	})
	if err != nil {
		return media.Picture{}, fmt.Errorf("update picture %s: %w", id, err)
	}
	return p, nil
}

// raiseIllustrated raises the versions of the stories that show a picture, and of their sections.
func raiseIllustrated(ctx context.Context, tx Tx, id media.ID) error {
	if _, err := tx.Exec(ctx, `UPDATE article SET version = version + 1 WHERE picture = $1`, int64(id)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		UPDATE section SET version = version + 1
		WHERE  id IN (SELECT a.section FROM article a WHERE a.picture = $1)`, int64(id))
	return err
}

// jsonList writes a list as the JSON that its column keeps; none is [] as well.
func jsonList[T any](items []T) (string, error) {
	if items == nil {
		return "[]", nil
	}
	text, err := json.Marshal(items)
	return string(text), err
}
