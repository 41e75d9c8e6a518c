package storage

import (
	"context"
	"fmt"

	"gogai/event"
	"gogai/fault"
	"gogai/publication"
)

var _ publication.Store = (*DB)(nil)

const noSection = "There is no such section."

// Publication implements publication.Store.
func (db *DB) Publication(ctx context.Context) (p publication.Publication, err error) {
	err = db.read(ctx, func(tx Tx) error {
		p, err = findPublication(ctx, tx, "")
		return err
	})
	return p, err
}

// findPublication reads the one row; lock is Engine.Lock's or empty.
func findPublication(ctx context.Context, tx Tx, lock string) (p publication.Publication, err error) {
	err = tx.QueryRow(ctx, `
		SELECT p.name, p.tagline, p.language, p.zone, p.copyright_line, p.closing_days, p.about, p.policy, p.version
		FROM   publication p
		WHERE  p.id = 1`+lock).Scan(
		&p.Name, &p.Tagline, &p.Language, &p.Zone, &p.CopyrightLine, &p.ClosingDays, &p.About, &p.Policy, &p.Version)
	return p, err
}

// UpdatePublication implements publication.Store.
func (db *DB) UpdatePublication(ctx context.Context,
	change func(*publication.Publication) (event.Event, error)) (p publication.Publication, err error) {
	err = db.write(ctx, func(tx Tx) error {
		if p, err = findPublication(ctx, tx, db.engine.Lock("p")); err != nil {
			return err
		}
		e, err := change(&p)
		if err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `
			UPDATE publication
			SET    name = $1, tagline = $2, language = $3, zone = $4, copyright_line = $5, closing_days = $6,
			       about = $7, policy = $8, version = version + 1
			WHERE  id = 1
			RETURNING version`,
			p.Name, p.Tagline, p.Language, p.Zone, p.CopyrightLine, p.ClosingDays, p.About, p.Policy).Scan(&p.Version); err != nil {
			return err
		}
		return addEvents(ctx, tx, e)
	})
	if err != nil {
		return publication.Publication{}, fmt.Errorf("update publication: %w", err)
	}
	return p, nil
}

const selectSection = `
	SELECT s.id, s.slug, s.name, s.position, s.closing_days, s.version
	FROM   section s`

func scanSection(r Row) (s publication.Section, err error) {
	err = r.Scan((*int64)(&s.ID), &s.Slug, &s.Name, &s.Position, &s.ClosingDays, &s.Version)
	return s, err
}

// Sections implements publication.Store.
func (db *DB) Sections(ctx context.Context) (list []publication.Section, err error) {
	err = db.read(ctx, func(tx Tx) error {
		list, err = all(ctx, tx, scanSection, selectSection+` ORDER BY s.position, s.id`)
		return err
	})
	return list, err
}

// SectionBySlug implements publication.Store.
func (db *DB) SectionBySlug(ctx context.Context, slug string) (s publication.Section, err error) {
	err = db.read(ctx, func(tx Tx) error {
		s, err = scanSection(tx.QueryRow(ctx, selectSection+`
			JOIN   section_slug x ON x.section = s.id
			WHERE  x.slug = $1`, slug))
		return missing(err, noSection)
	})
	return s, err
}

// CreateSection implements publication.Store.
func (db *DB) CreateSection(ctx context.Context, s publication.Section, e event.Event) error {
	err := db.write(ctx, func(tx Tx) error {
		if err := insertSection(ctx, tx, s); err != nil {
			return err
		}
		return addEvents(ctx, tx, e)
	})
	if err != nil {
		return fmt.Errorf("create section %q: %w", s.Slug, err)
	}
	return nil
}

// insertSection saves a new section and takes its address.
func insertSection(ctx context.Context, tx Tx, s publication.Section) error {
	added, err := tx.Exec(ctx, `
		INSERT INTO section (id, slug, name, position, closing_days, version)
		VALUES ($1, $2, $3, $4, $5, 1)
		ON CONFLICT DO NOTHING`,
		int64(s.ID), s.Slug, s.Name, s.Position, s.ClosingDays)
	if err != nil {
		return err
	}
	if added == 0 {
		return takenSection(s.Slug)
	}
	if err := claimSection(ctx, tx, s); err != nil {
		return err
	}
	return raisePublication(ctx, tx)
}

// UpdateSection implements publication.Store.
func (db *DB) UpdateSection(ctx context.Context, id publication.SectionID,
	change func(*publication.Section) (event.Event, error)) (s publication.Section, err error) {
	err = db.write(ctx, func(tx Tx) error {
		s, err = scanSection(tx.QueryRow(ctx, selectSection+` WHERE s.id = $1`+db.engine.Lock("s"), int64(id)))
		if err != nil {
			return missing(err, noSection)
		}
		e, err := change(&s)
		if err != nil {
			return err
		}
		s.ID = id
		if err := claimSection(ctx, tx, s); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `
			UPDATE section
			SET    slug = $2, name = $3, position = $4, closing_days = $5, version = version + 1
			WHERE  id = $1
			RETURNING version`,
			int64(id), s.Slug, s.Name, s.Position, s.ClosingDays).Scan(&s.Version); err != nil {
			return err
		}
		if err := raisePublication(ctx, tx); err != nil {
			return err
		}
		return addEvents(ctx, tx, e)
	})
	if err != nil {
		return publication.Section{}, fmt.Errorf("update section %s: %w", id, err)
	}
	return s, nil
}

// claimSection notes that the section has its slug, which then finds it for good. One that
// another section has or had is refused: its stories' addresses would lead elsewhere.
func claimSection(ctx context.Context, tx Tx, s publication.Section) error {
	claimed, err := tx.Exec(ctx, `
		INSERT INTO section_slug (slug, section)
		VALUES ($1, $2)
		ON CONFLICT (slug) DO UPDATE SET section = excluded.section WHERE section_slug.section = excluded.section`,
		s.Slug, int64(s.ID))
	if err == nil && claimed == 0 {
		return takenSection(s.Slug)
	}
	return err
}

func takenSection(slug string) error {
	return fault.Fieldf("slug", "%q is or was the address of another section; choose another word.", slug)
}

// raisePublication is called where the sections change: every page shows them.
func raisePublication(ctx context.Context, tx Tx) error {
	_, err := tx.Exec(ctx, `UPDATE publication SET version = version + 1 WHERE id = 1`)
	return err
}
