package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/event"
	"gogai/key"
	"gogai/member"
	"gogai/storage"
	"gogai/storage/sqlite"
)

const (
	storyCount     = 8 // to write under
	commentsOnPage = 50
	paragraphs     = 8 // of a story, as on the sample page
)

// publication is what a folder was filled with.
type publication struct {
	page     string   // path of a story with commentsOnPage comments
	comments []string // keys of these, which none of the clients wrote
	stories  []string // keys of others
	tokens   []string // one for each client
}

// makePublication fills a new folder.
func makePublication(ctx context.Context, program, data string) (p *publication, err error) {
	s, err := serve(ctx, program, data) // which makes the folder
	if err != nil {
		return nil, err
	}
	if err := s.stop(); err != nil {
		return nil, err
	}
	db, err := sqlite.Open(ctx, filepath.Join(data, "gogai.db"), sqlite.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	f := filler{db, new(key.Source), time.Now()}
	p = &publication{}
	for i := range clients {
		id, err := f.addMember(ctx, fmt.Sprintf("client-%d", i))
		if err != nil {
			return nil, err
		}
		token, secret, err := member.NewToken(rand.Reader, id, f.now)
		if err != nil {
			return nil, err
		}
		if err := db.CreateToken(ctx, token); err != nil {
			return nil, err
		}
		p.tokens = append(p.tokens, secret)
	}
	for i := range storyCount {
		a, err := f.addStory(ctx, fmt.Sprintf("Tide table number %d", i))
		if err != nil {
			return nil, err
		}
		p.stories = append(p.stories, a.ID.String())
	}
	return p, f.addPage(ctx, p)
}

// filler writes into a folder.
type filler struct {
	db   *storage.DB
	keys *key.Source
	now  time.Time
}

func (f filler) addMember(ctx context.Context, handle string) (member.ID, error) {
	id := key.New[member.Member](f.keys, f.now)
	return id, f.db.CreateMember(ctx, member.Member{
		ID: id, Handle: handle, Email: handle + "@example.org", Role: member.Reader, CreatedAt: f.now,
	})
}

func (f filler) addStory(ctx context.Context, headline string) (article.Article, error) {
	section, err := f.db.SectionBySlug(ctx, "news")
	if err != nil {
		return article.Article{}, err
	}
	a := article.Article{
		ID: key.New[article.Article](f.keys, f.now), Section: section, Headline: headline, Dateline: "PORT ELLERY",
		Body:   storyBody(),
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

func storyBody() string {
	var b strings.Builder
	for range paragraphs {
		b.WriteString(prose(300) + "\n\n")
	}
	return b.String()
}

// addPage adds the story whose page is measured, with its comments.
func (f filler) addPage(ctx context.Context, p *publication) error {
	a, err := f.addStory(ctx, "Ferry resumes after the storm")
	if err != nil {
		return err
	}
	p.page = a.Path()
	for i := range commentsOnPage {
		author, err := f.addMember(ctx, fmt.Sprintf("reader-%d", i))
		if err != nil {
			return err
		}
		body, html, err := discussion.Compose(prose(remarkLength), nil)
		if err != nil {
			return err
		}
		done, err := f.db.Do(ctx, discussion.Post{Article: a.ID, By: author, Body: body, HTML: html, At: f.now})
		if err != nil {
			return err
		}
		p.comments = append(p.comments, done.Comment.Key.String())
	}
	return nil
}
