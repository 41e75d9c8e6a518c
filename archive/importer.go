package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/event"
	"gogai/fault"
	"gogai/key"
	"gogai/media"
	"gogai/member"
	"gogai/publication"
)

// Store is what an import reads and writes.
type Store interface {
	publication.Store

	// ImportArticle saves a story under its sourceKey, unseen (article.Incoming), with a
	// thread whose clock starts at opened; or finds the one saved under that key before,
	// and leaves it as it is.
	ImportArticle(ctx context.Context, a article.Article, sourceKey string, opened time.Time) (stored article.Article, existed bool, err error)
	UpdateArticle(ctx context.Context, id article.ID, by member.ID, request member.Request,
		change func(*article.Article) ([]event.Event, error)) (article.Article, error)
	Revisions(context.Context, article.ID) ([]article.Revision, error)

	CreatePicture(context.Context, media.Picture) error
	UpdatePicture(ctx context.Context, id media.ID, change func(*media.Picture) error) (media.Picture, error)

	Thread(context.Context, article.ID) (discussion.Thread, error)
	// ImportedComments returns a thread's comments that have no author, by number.
	ImportedComments(context.Context, article.ID) ([]discussion.Comment, error)
	// AppendComments adds comments in one transaction. A first number other than the
	// one after the thread's last is a Conflict.
	AppendComments(context.Context, article.ID, []discussion.Comment) error
}

// An Importer brings pages in. It may be killed at any point and run again: a story is seen
// only when all of its comments are there, and the next run goes on where this one ended.
type Importer struct {
	Store Store
	Keys  *key.Source
	Now   func() time.Time
	// Progress, if not nil, is told after each chunk how many of a page's comments are done.
	Progress func(file string, done, total int)
}

// Outcome is what an import did to a story.
type Outcome string

// The outcomes, as a report says them.
const (
	Added     Outcome = "added"
	Updated   Outcome = "updated"
	Unchanged Outcome = "unchanged"
)

// Report says what became of one file.
type Report struct {
	File     string
	Outcome  Outcome
	Headline string
	Path     string // of the story, on the site
	Comments int    // that the page has
	New      int    // of them, those that were not there before
	Warnings []Problem
}

func (r Report) String() string {
	comments := fmt.Sprintf("%d comments", r.Comments)
	if r.Comments == 1 {
		comments = "1 comment"
	}
	if r.Outcome == Updated {
		comments += fmt.Sprintf(", %d of them new", r.New)
	}
	return fmt.Sprintf("%s: %s %q, %s: %s", r.File, r.Outcome, r.Headline, comments, r.Path)
}

// Import brings a page in that was read from file, which is a name for messages. A story
// that came from the same page before is updated, see [Page.Key]; what cannot be brought
// into line without loss is left as it is, with a warning.
func (im *Importer) Import(ctx context.Context, file string, p Page) (Report, error) {
	r := run{Importer: im, file: file, page: p, now: im.Now()}
	stored, err := r.prepare(ctx)
	if err != nil {
		return Report{}, err
	}
	added, err := r.comments(ctx, stored.ID)
	if err != nil {
		return Report{}, err
	}
	outcome := Added
	if stored.Stage == article.Incoming {
		err = r.release(ctx, stored.ID)
	} else {
		var updated bool
		updated, err = r.update(ctx, stored)
		if outcome = Unchanged; updated || added > 0 {
			outcome = Updated
		}
	}
	if err != nil {
		return Report{}, err
	}
	return Report{
		File: file, Outcome: outcome, Headline: stored.Headline, Path: stored.Path(),
		Comments: len(p.Comments), New: added, Warnings: r.warnings.sorted(),
	}, nil
}

// A run is the import of one page.
type run struct {
	*Importer
	file     string
	page     Page
	now      time.Time
	story    article.Article // that the page makes
	warnings problemList
}

func (r *run) warn(line int, format string, args ...any) {
	r.warnings.add(Problem{File: r.file, Line: line, What: fmt.Sprintf(format, args...)})
}

// prepare sees to it that the publication has a name, the section is there and so is the
// story, which it returns: as the page makes it, unseen, or as an earlier import left it.
func (r *run) prepare(ctx context.Context) (article.Article, error) {
	pub, err := r.Store.Publication(ctx)
	if err != nil {
		return article.Article{}, err
	}
	if pub.Name == "" {
		if pub, err = r.Store.UpdatePublication(ctx, r.name); err != nil {
			return article.Article{}, err
		}
	}
	section, err := r.section(ctx)
	if err != nil {
		return article.Article{}, err
	}
	if r.story, err = r.page.story(pub, section, r.Keys, r.now); err != nil {
		return article.Article{}, fmt.Errorf("%s: %w", r.file, err)
	}
	if r.story.PublishedAt.After(r.now) {
		r.warn(1, "the page's date lies ahead; readers see the story from then on")
	}
	stored, _, err := r.Store.ImportArticle(ctx, r.story, r.page.Key(), r.now)
	return stored, err
}

// name gives the publication the page's name, unless it got one in the meantime.
func (r *run) name(p *publication.Publication) (event.Event, error) {
	if p.Name != "" {
		return event.Event{}, nil
	}
	p.Name = r.page.Publication
	return event.Event{Kind: event.SettingsChanged, At: r.now, About: p.Name, Reason: "named after the first imported page"}, p.Clean()
}

// errReleased is that somebody else released the story first.
var errReleased = errors.New("released already")

// release shows a story whose comments have all come in.
func (r *run) release(ctx context.Context, id article.ID) error {
	_, err := r.Store.UpdateArticle(ctx, id, 0, member.Request{}, func(a *article.Article) ([]event.Event, error) {
		if a.Stage != article.Incoming {
			return nil, errReleased
		}
		a.Stage, a.ChangedAt = article.Released, r.now
		return []event.Event{{
			Kind: event.ArticlePublished, At: r.now, Subject: a.ID.String(), About: a.Headline,
			Reason: fmt.Sprintf("imported with %d comments", len(r.page.Comments)),
		}}, nil
	})
	if errors.Is(err, errReleased) {
		return nil
	}
	return err
}

// update brings a story into line with the page, unless staff changed it here or its licence
// has ended: neither is undone by a file.
func (r *run) update(ctx context.Context, stored article.Article) (updated bool, err error) {
	differs := r.differences(stored)
	if len(differs) == 0 {
		return false, nil
	}
	revisions, err := r.Store.Revisions(ctx, stored.ID)
	if err != nil {
		return false, err
	}
	if slices.ContainsFunc(revisions, func(v article.Revision) bool { return v.By != 0 }) {
		r.warn(1, "the story was edited here; its %s differ from the page's and stay", strings.Join(differs, ", "))
		return false, nil
	}
	picture, err := r.picture(ctx, stored.Picture)
	if err != nil {
		return false, err
	}
	_, err = r.Store.UpdateArticle(ctx, stored.ID, 0, member.Request{}, func(a *article.Article) ([]event.Event, error) {
		if r.page.Expired {
			a.ExpiresAt = r.now
		} else {
			a.Body, a.Dateline = r.story.Body, r.story.Dateline
		}
		a.Rights, a.Provider, a.Picture = r.story.Rights, r.story.Provider, picture
		e, err := a.Edited(0, "", r.now)
		a.ChangedAt = r.now
		e.Reason = "imported anew"
		return []event.Event{e}, err
	})
	return err == nil, err
}

// differences names what the page says otherwise than the story.
func (r *run) differences(stored article.Article) (names []string) {
	expired := stored.State(r.now) == article.Expired
	if expired && !r.page.Expired {
		r.warn(1, "the story has expired; the page's text stays out")
	}
	for _, field := range []struct {
		name    string
		differs bool
	}{
		{"text", !expired && (r.page.Expired || stored.Body != r.story.Body)},
		{"dateline", stored.Dateline != r.story.Dateline && !r.page.Expired},
		{"rights", !slices.Equal(stored.Rights, r.story.Rights)},
		{"caption", stored.Picture.Caption != r.story.Picture.Caption},
		{"picture credit", stored.Picture.CreditLine != r.story.Picture.CreditLine},
	} {
		if field.differs {
			names = append(names, field.name)
		}
	}
	return names
}

// picture returns the story's picture with the page's caption and credit.
func (r *run) picture(ctx context.Context, stored media.Picture) (media.Picture, error) {
	want := r.story.Picture
	switch {
	case want.ID == 0:
		return media.Picture{}, nil
	case want.Caption == stored.Caption && want.CreditLine == stored.CreditLine:
		return stored, nil
	case stored.ID == 0:
		return want, r.Store.CreatePicture(ctx, want)
	}
	return r.Store.UpdatePicture(ctx, stored.ID, func(p *media.Picture) error {
		p.Caption, p.CreditLine = want.Caption, want.CreditLine
		return nil
	})
}

// maxTries bounds how often an import gives way to others who write to its thread.
const maxTries = 100

// comments adds the page's comments that are new and returns their number. When somebody
// else writes to the thread at the same moment, it looks anew at what is there.
func (r *run) comments(ctx context.Context, id article.ID) (added int, err error) {
	for tries := 0; ; tries++ {
		existing, err := r.Store.ImportedComments(ctx, id)
		if err != nil {
			return added, err
		}
		c := compare(existing, r.page.Comments)
		n, err := r.append(ctx, id, c.fresh)
		added += n
		switch {
		case err == nil:
			r.report(c)
			return added, nil
		case !fault.Is(err, fault.Conflict) || tries == maxTries:
			return added, err
		}
	}
}
