package storage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"gogai/article"
	"gogai/event"
	"gogai/fault"
	"gogai/member"
)

var _ article.Store = (*DB)(nil)

// articleColumns are read from article a with joinArticle, behind a body and its HTML;
// scanArticle reads both. Lists that need no bodies select bodiless in their place.
const (
	bodies         = `a.body, a.body_html`
	bodiless       = `'', ''`
	articleColumns = `,
		a.id, a.slug, a.headline, a.standfirst, a.bylines, a.dateline, a.language, a.tags, a.provider, a.rights, a.source,
		a.stage, a.published_at, a.expires_at, a.withheld_reason, a.corrections,
		a.created_at, a.created_by, a.updated_at, a.changed_at, a.version, t.count,
		s.id, s.slug, s.name, s.position, s.closing_days, s.version,
		COALESCE(p.id, 0), COALESCE(p.caption, ''), COALESCE(p.credit_line, ''), COALESCE(p.alt, ''),
		COALESCE(p.creator, ''), COALESCE(p.copyright_notice, ''), COALESCE(p.width_px, 0), COALESCE(p.height_px, 0),
		COALESCE(p.files, '[]'), COALESCE(p.created_at, 0)`
	joinArticle = `
		JOIN section s ON s.id = a.section
		JOIN thread t ON t.article = a.id
		LEFT JOIN picture p ON p.id = a.picture`
	selectArticle = `SELECT ` + bodies + articleColumns + ` FROM article a` + joinArticle
)

// correction is how a column keeps an article.Correction; at is in microseconds since 1970 UTC.
type correction struct {
	At   int64  `json:"at"`
	Note string `json:"note"`
}

func scanArticle(r Row) (a article.Article, err error) {
	var bylines, tags, rights, corrections, files string
	var published, expires, created, updated, changed, pictured int64
	err = r.Scan((*string)(&a.Body), (*string)(&a.BodyHTML),
		(*int64)(&a.ID), &a.Slug, &a.Headline, &a.Standfirst, &bylines, &a.Dateline, &a.Language, &tags, &a.Provider, &rights, &a.Source,
		(*string)(&a.Stage), &published, &expires, &a.WithheldReason, &corrections,
		&created, &a.CreatedBy, &updated, &changed, &a.Version, &a.Comments,
		(*int64)(&a.Section.ID), &a.Section.Slug, &a.Section.Name, &a.Section.Position, &a.Section.ClosingDays, &a.Section.Version,
		(*int64)(&a.Picture.ID), &a.Picture.Caption, &a.Picture.CreditLine, &a.Picture.Alt,
		&a.Picture.Creator, &a.Picture.CopyrightNotice, &a.Picture.WidthPx, &a.Picture.HeightPx, &files, &pictured)
	if err != nil {
		return a, err
	}
	a.PublishedAt, a.ExpiresAt = instant(published), instant(expires)
	a.CreatedAt, a.UpdatedAt, a.ChangedAt, a.Picture.CreatedAt = instant(created), instant(updated), instant(changed), instant(pictured)
	var stored []correction
	err = errors.Join(
		json.Unmarshal([]byte(bylines), &a.Bylines), json.Unmarshal([]byte(tags), &a.Tags),
		json.Unmarshal([]byte(rights), &a.Rights), json.Unmarshal([]byte(files), &a.Picture.Files),
		json.Unmarshal([]byte(corrections), &stored))
	for _, c := range stored {
		a.Corrections = append(a.Corrections, article.Correction{At: instant(c.At), Note: c.Note})
	}
	return a, err
}

func findArticle(ctx context.Context, tx Tx, id article.ID) (article.Article, error) {
	a, err := scanArticle(tx.QueryRow(ctx, selectArticle+` WHERE a.id = $1`, int64(id)))
	return a, missing(err, noThread)
}

// CreateArticle implements article.Store.
func (db *DB) CreateArticle(ctx context.Context, a article.Article, request member.Request) (made article.Article, err error) {
	err = db.write(ctx, func(tx Tx) error {
		id, done, err := db.doneBefore(ctx, tx, request)
		if err != nil {
			return err
		}
		if !done {
			if err := insertArticle(ctx, tx, &a, nil); err != nil {
				return err
			}
			if err := db.noteRequest(ctx, tx, request, a.ID); err != nil {
				return err
			}
			id = a.ID
		}
		made, err = findArticle(ctx, tx, id)
		return err
	})
	if err != nil {
		return article.Article{}, fmt.Errorf("create article %s: %w", a.ID, err)
	}
	return made, nil
}

// insertArticle saves a new story with its thread, its address and its first revision, and
// sets the slug that it came to have. sourceKey is an import's, else nil.
func insertArticle(ctx context.Context, tx Tx, a *article.Article, sourceKey *string) error {
	if a.ChangedAt.IsZero() {
		a.ChangedAt = a.CreatedAt
	}
	a.Version = 1
	row, err := articleRow(*a)
	if err != nil {
		return err
	}
	added, err := tx.Exec(ctx, `
		INSERT INTO article (id, section, slug, headline, standfirst, bylines, dateline, body, body_html, language, tags,
		                     provider, rights, source, picture, stage, published_at, expires_at, withheld_reason,
		                     corrections, updated_at, changed_at, created_at, created_by, source_key, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
		        $23, $24, $25, 1)
		ON CONFLICT (id) DO NOTHING`,
		append(row, micros(a.CreatedAt), a.CreatedBy, sourceKey)...)
	if err != nil {
		return err
	}
	if added == 0 {
		return fault.New(fault.Conflict, "There is a story with this key already.")
	}
	if err := placeArticle(ctx, tx, a); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `
		INSERT INTO thread (article, chosen, kept, closing_days, opened_at, last, count, version)
		VALUES ($1, 'open', 0, NULL, 0, 0, 0, 1)`, int64(a.ID)); err != nil {
		return err
	}
	if err := raiseSection(ctx, tx, *a); err != nil {
		return err
	}
	return addRevision(ctx, tx, *a, member.ID(a.CreatedBy), "")
}

// articleRow returns the values of the columns that a change may alter, behind the story's key.
func articleRow(a article.Article) ([]any, error) {
	stored := make([]correction, len(a.Corrections))
	for i, c := range a.Corrections {
		stored[i] = correction{micros(c.At), c.Note}
	}
	bylines, err1 := jsonList(a.Bylines)
	tags, err2 := jsonList(a.Tags)
	rights, err3 := jsonList(a.Rights)
	corrections, err4 := jsonList(stored)
	var picture any
	if a.Picture.ID != 0 {
		picture = int64(a.Picture.ID)
	}
	return []any{
		int64(a.ID), int64(a.Section.ID), a.Slug, a.Headline, a.Standfirst, bylines, a.Dateline, a.Body, string(a.BodyHTML),
		a.Language, tags, a.Provider, rights, a.Source, picture, string(a.Stage), micros(a.PublishedAt), micros(a.ExpiresAt),
		a.WithheldReason, corrections, micros(a.UpdatedAt), micros(a.ChangedAt),
	}, errors.Join(err1, err2, err3, err4)
}

// UpdateArticle implements article.Store.
func (db *DB) UpdateArticle(ctx context.Context, id article.ID, by member.ID, request member.Request,
	change func(*article.Article) ([]event.Event, error)) (a article.Article, err error) {
	err = db.write(ctx, func(tx Tx) error {
		doneOn, done, err := db.doneBefore(ctx, tx, request)
		if err != nil {
			return err
		}
		if done {
			a, err = findArticle(ctx, tx, doneOn)
			return err
		}
		// The lock comes first and alone: an outer join's rows can't all be locked.
		var locked int64
		err = tx.QueryRow(ctx, `SELECT a.id FROM article a WHERE a.id = $1`+db.engine.Lock("a"), int64(id)).Scan(&locked)
		if err != nil {
			return missing(err, noThread)
		}
		if a, err = findArticle(ctx, tx, id); err != nil {
			return err
		}
		before := a
		events, err := change(&a)
		if err != nil {
			return err
		}
		a.ID, a.Version = id, before.Version+1
		if err := saveArticle(ctx, tx, before, &a, by); err != nil {
			return err
		}
		if err := db.noteRequest(ctx, tx, request, id); err != nil {
			return err
		}
		if err := addEvents(ctx, tx, events...); err != nil {
			return err
		}
		a, err = findArticle(ctx, tx, id) // with the section that it moved to
		return err
	})
	if err != nil {
		return article.Article{}, fmt.Errorf("update article %s: %w", id, err)
	}
	return a, nil
}

func saveArticle(ctx context.Context, tx Tx, before article.Article, a *article.Article, by member.ID) error {
	row, err := articleRow(*a)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `
		UPDATE article
		SET    section = $2, slug = $3, headline = $4, standfirst = $5, bylines = $6, dateline = $7, body = $8, body_html = $9,
		       language = $10, tags = $11, provider = $12, rights = $13, source = $14, picture = $15, stage = $16,
		       published_at = $17, expires_at = $18, withheld_reason = $19, corrections = $20, updated_at = $21,
		       changed_at = $22, version = version + 1
		WHERE  id = $1`, row...); err != nil {
		return err
	}
	if a.Section.ID != before.Section.ID || a.Slug != before.Slug {
		if err := placeArticle(ctx, tx, a); err != nil {
			return err
		}
	}
	if a.Section.ID != before.Section.ID {
		if err := raiseSection(ctx, tx, before); err != nil {
			return err
		}
	}
	if err := raiseSection(ctx, tx, *a); err != nil {
		return err
	}
	note := ""
	if n := len(a.Corrections); n > len(before.Corrections) {
		note = a.Corrections[n-1].Note
	}
	return addRevision(ctx, tx, *a, by, note)
}

// raiseSection tells the section's pages that a story of it changed.
func raiseSection(ctx context.Context, tx Tx, a article.Article) error {
	_, err := tx.Exec(ctx, `UPDATE section SET version = version + 1 WHERE id = $1`, int64(a.Section.ID))
	return err
}

func addRevision(ctx context.Context, tx Tx, a article.Article, by member.ID, note string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO article_revision (article, version, at, by_member, headline, standfirst, body, note)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		int64(a.ID), a.Version, micros(a.ChangedAt), int64(by), a.Headline, a.Standfirst, a.Body, note)
	return err
}

// placeArticle gives the saved story an address in its section that no other story has or had,
// the slug that it asks for or that with a number, and notes that it has it.
func placeArticle(ctx context.Context, tx Tx, a *article.Article) error {
	// '-' and '.' are neighbours: between them lies whatever begins with the slug and a hyphen.
	others, err := all(ctx, tx, func(r Row) (slug string, err error) {
		err = r.Scan(&slug)
		return slug, err
	}, `
		SELECT x.slug FROM article_slug x
		WHERE  x.section = $1 AND x.slug = $2 AND x.article <> $4
		UNION ALL
		SELECT x.slug FROM article_slug x
		WHERE  x.section = $1 AND x.slug > $2 || '-' AND x.slug < $3 AND x.article <> $4`,
		int64(a.Section.ID), a.Slug, a.Slug+".", int64(a.ID))
	if err != nil {
		return err
	}
	taken := make(map[string]bool, len(others))
	for _, slug := range others {
		taken[slug] = true
	}
	wanted := a.Slug
	for n := 2; taken[a.Slug]; n++ {
		a.Slug = fmt.Sprintf("%s-%d", wanted, n)
	}
	placed, err := tx.Exec(ctx, `
		INSERT INTO article_slug (section, slug, article)
		VALUES ($1, $2, $3)
		ON CONFLICT (section, slug) DO UPDATE SET article = excluded.article WHERE article_slug.article = excluded.article`,
		int64(a.Section.ID), a.Slug, int64(a.ID))
	if err != nil {
		return err
	}
	if placed == 0 { // between the two statements, by another process
		return fault.New(fault.Conflict, "Another story took this address in the same moment. Please try again.")
	}
	if a.Slug == wanted {
		return nil
	}
	_, err = tx.Exec(ctx, `UPDATE article SET slug = $2 WHERE id = $1`, int64(a.ID), a.Slug)
	return err
}

// Article implements article.Store.
func (db *DB) Article(ctx context.Context, id article.ID) (a article.Article, err error) {
	err = db.read(ctx, func(tx Tx) error {
		a, err = findArticle(ctx, tx, id)
		return err
	})
	return a, err
}

// ArticleAt implements article.Store.
func (db *DB) ArticleAt(ctx context.Context, section, slug string) (a article.Article, err error) {
	err = db.read(ctx, func(tx Tx) error {
		a, err = scanArticle(tx.QueryRow(ctx, selectArticle+`
			WHERE  a.id = (SELECT y.article FROM section_slug x JOIN article_slug y ON y.section = x.section
			               WHERE x.slug = $1 AND y.slug = $2)`, section, slug))
		return missing(err, noThread)
	})
	return a, err
}

// Articles implements article.Store. It reads no more than it returns, off article_released
// or article_section.
func (db *DB) Articles(ctx context.Context, q article.Query) (list []article.Article, more bool, err error) {
	columns := bodies
	if q.Brief {
		columns = bodiless
	}
	after := q.After
	if after.At.IsZero() || after.At.After(q.Now) {
		after = article.Position{At: q.Now, ID: math.MaxInt64}
	}
	args := []any{q.Limit + 1, micros(after.At), int64(after.ID)}
	where := ""
	if q.Section != 0 {
		args = append(args, int64(q.Section))
		where = ` AND a.section = $4`
	}
	err = db.read(ctx, func(tx Tx) error {
		list, err = all(ctx, tx, scanArticle, `
			SELECT `+columns+articleColumns+` FROM article a`+joinArticle+`
			WHERE  a.stage = 'released' AND (a.published_at, a.id) < ($2, $3)`+where+`
			ORDER BY a.published_at DESC, a.id DESC
			LIMIT  $1`, args...)
		list, more = page(list, q.Limit)
		return err
	})
	return list, more, err
}

// NextRelease implements article.Store, off article_released.
func (db *DB) NextRelease(ctx context.Context, now time.Time) (next time.Time, err error) {
	err = db.read(ctx, func(tx Tx) error {
		var at int64
		err := tx.QueryRow(ctx, `
			SELECT COALESCE(min(a.published_at), 0) FROM article a
			WHERE  a.stage = 'released' AND a.published_at > $1`, micros(now)).Scan(&at)
		next = instant(at)
		return err
	})
	return next, err
}

// MostDiscussed implements article.Store. It reads what was published since, off
// article_released, so callers ask for days and not for years.
func (db *DB) MostDiscussed(ctx context.Context, since, now time.Time, limit int) (list []article.Article, err error) {
	err = db.read(ctx, func(tx Tx) error {
		list, err = all(ctx, tx, scanArticle, `
			SELECT `+bodiless+articleColumns+` FROM article a`+joinArticle+`
			WHERE  a.stage = 'released' AND a.published_at >= $1 AND a.published_at <= $2 AND t.count > 0
			ORDER BY t.count DESC, a.published_at DESC, a.id DESC
			LIMIT  $3`, micros(since), micros(now), limit)
		return err
	})
	return list, err
}

// DeskArticles implements article.Store. A search reads on until the page is full; all else
// comes off article_changed, article_desk or article_released.
func (db *DB) DeskArticles(ctx context.Context, q article.DeskQuery) (list []article.Article, more bool, err error) {
	after := q.After
	if after.At.IsZero() {
		after = article.Position{At: time.UnixMicro(math.MaxInt64), ID: math.MaxInt64}
	}
	args := []any{q.Limit + 1, micros(after.At), int64(after.ID)}
	where := ""
	and := func(condition string, value any) {
		args = append(args, value)
		where += ` AND ` + strings.ReplaceAll(condition, "$n", "$"+strconv.Itoa(len(args)))
	}
	switch q.State { // as article.Status.State judges
	case "":
	case article.Draft, article.Withheld:
		and(`a.stage <> 'released' AND a.stage = $n`, string(q.State))
	case article.Scheduled:
		// Few among all that were released: found first, then sorted.
		and(`a.id IN (SELECT f.id FROM article f WHERE f.stage = 'released' AND f.published_at > $n)`, micros(q.Now))
	case article.Published:
		and(`a.stage = 'released' AND a.published_at <= $n AND (a.expires_at = 0 OR a.expires_at > $n)`, micros(q.Now))
	case article.Expired:
		and(`a.stage = 'released' AND a.published_at <= $n AND a.expires_at <> 0 AND a.expires_at <= $n`, micros(q.Now))
	default:
		return nil, false, fault.Newf(fault.Malformed, "%q is no state of a story.", fault.Excerpt(string(q.State)))
	}
	if q.Text != "" {
		and(`lower(a.headline) LIKE lower($n) ESCAPE '\'`, holding(q.Text))
	}
	err = db.read(ctx, func(tx Tx) error {
		list, err = all(ctx, tx, scanArticle, `
			SELECT `+bodiless+articleColumns+` FROM article a`+joinArticle+`
			WHERE  a.stage <> 'incoming' AND (a.changed_at, a.id) < ($2, $3)`+where+`
			ORDER BY a.changed_at DESC, a.id DESC
			LIMIT  $1`, args...)
		list, more = page(list, q.Limit)
		return err
	})
	return list, more, err
}

// holding is the LIKE pattern, escaped by '\', of the texts that hold part.
func holding(part string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(part) + "%"
}

// Revisions implements article.Store.
func (db *DB) Revisions(ctx context.Context, id article.ID) (list []article.Revision, err error) {
	err = db.read(ctx, func(tx Tx) error {
		list, err = all(ctx, tx, func(r Row) (v article.Revision, err error) {
			var at int64
			err = r.Scan(&v.Version, &at, (*int64)(&v.By), &v.Headline, &v.Standfirst, &v.Body, &v.Note)
			v.At = instant(at)
			return v, err
		}, `
			SELECT v.version, v.at, v.by_member, v.headline, v.standfirst, v.body, v.note
			FROM   article_revision v
			WHERE  v.article = $1
			ORDER BY v.version DESC`, int64(id))
		return err
	})
	return list, err
}
