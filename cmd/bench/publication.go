package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"gogai/article"
	"gogai/discussion"
	"gogai/event"
	"gogai/key"
	"gogai/member"
	"gogai/sample/century"
	"gogai/storage"
	"gogai/storage/sqlite"
)

const (
	storyCount     = 8 // to write under
	commentsOnPage = 50
	paragraphs     = 8 // of a story, as on the sample page
	// remarkLength is how long comments are, in bytes: as on the sample page.
	remarkLength = 220
	// together is how many members are made side by side: storage commits what comes in a moment
	// together.
	together = 128
)

// publication is what a folder was filled with.
type publication struct {
	story    string      // key of a story with commentsOnPage comments
	page     string      // its path
	comments []string    // keys of these
	readers  []member.ID // who wrote them; none is a client
	stories  []string    // keys of others
	tokens   []string    // one for each client
}

// makePublication fills a new folder.
func makePublication(ctx context.Context, program, data string) (*publication, error) {
	s, err := serve(ctx, program, data) // which makes the folder
	if err != nil {
		return nil, err
	}
	if err := s.stop(); err != nil {
		return nil, err
	}
	p := &publication{}
	return p, fill(ctx, data, func(f *filler) (err error) {
		if p.tokens, err = f.addClients(ctx, "client", clients); err != nil {
			return err
		}
		for i := range storyCount {
			a, err := f.addStory(ctx, fmt.Sprintf("Tide table number %d", i))
			if err != nil {
				return err
			}
			p.stories = append(p.stories, a.ID.String())
		}
		return f.addPage(ctx, p)
	})
}

// filler writes into a folder that nobody serves.
type filler struct {
	db   *storage.DB
	keys key.Source
	now  time.Time
	lot  *mathrand.Rand
}

// fill opens a folder's database while do runs.
func fill(ctx context.Context, data string, do func(*filler) error) (err error) {
	db, err := sqlite.Open(ctx, filepath.Join(data, "gogai.db"), sqlite.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return do(&filler{db: db, now: time.Now().UTC().Truncate(time.Microsecond), lot: mathrand.New(mathrand.NewPCG(1, 0))})
}

func (f *filler) addMember(ctx context.Context, handle string) (member.ID, error) {
	id := key.New[member.Member](&f.keys, f.now)
	return id, f.db.CreateMember(ctx, member.Member{
		ID: id, Handle: handle, Email: handle + "@example.org", Role: member.Reader, CreatedAt: f.now,
	})
}

// addClients adds members who write through the API, and returns their tokens.
func (f *filler) addClients(ctx context.Context, name string, n int) ([]string, error) {
	tokens := make([]string, n)
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(together)
	for i := range n {
		work.Go(func() error {
			id, err := f.addMember(ctx, fmt.Sprintf("%s-%d", name, i))
			if err != nil {
				return err
			}
			token, secret, err := member.NewToken(rand.Reader, id, f.now)
			if err != nil {
				return err
			}
			tokens[i] = secret
			return f.db.CreateToken(ctx, token)
		})
	}
	return tokens, work.Wait()
}

func (f *filler) addStory(ctx context.Context, headline string) (article.Article, error) {
	section, err := f.db.SectionBySlug(ctx, "news")
	if err != nil {
		return article.Article{}, err
	}
	a := article.Article{
		ID: key.New[article.Article](&f.keys, f.now), Section: section, Headline: headline, Dateline: "PORT ELLERY",
		Body:   f.storyBody(),
		Status: article.Status{Stage: article.InDraft}, CreatedAt: f.now, ChangedAt: f.now,
	}
	if err := a.Clean(); err != nil {
		return article.Article{}, err
	}
	if a, err = f.db.CreateArticle(ctx, a, member.Request{}); err != nil {
		return article.Article{}, err
	}
	return f.db.UpdateArticle(ctx, a.ID, 0, member.Request{}, func(a *article.Article) ([]event.Event, error) {
		e, err := a.Release(0, f.now, f.now)
		return []event.Event{e}, err
	})
}

func (f *filler) storyBody() string {
	var b strings.Builder
	for range paragraphs {
		b.WriteString(century.English(f.lot, 300) + "\n\n")
	}
	return b.String()
}

// addPage adds the story whose page is measured, with its comments.
func (f *filler) addPage(ctx context.Context, p *publication) error {
	a, err := f.addStory(ctx, "Ferry resumes after the storm")
	if err != nil {
		return err
	}
	p.story, p.page = a.ID.String(), a.Path()
	for i := range commentsOnPage {
		author, err := f.addMember(ctx, fmt.Sprintf("reader-%d", i))
		if err != nil {
			return err
		}
		body, html, err := discussion.Compose(century.English(f.lot, remarkLength), nil)
		if err != nil {
			return err
		}
		done, err := f.db.Do(ctx, discussion.Post{Article: a.ID, By: author, Body: body, HTML: html, At: f.now})
		if err != nil {
			return err
		}
		p.comments, p.readers = append(p.comments, done.Comment.Key.String()), append(p.readers, author)
	}
	return nil
}
