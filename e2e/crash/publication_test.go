package crash

import (
	"crypto/rand"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/event"
	"gogai/key"
	"gogai/member"
	"gogai/storage"
	"gogai/storage/sqlite"
)

const storiesPerRound = 3

// writer is a member with an API token.
type writer struct {
	id            member.ID
	handle, token string
}

// openedPublication is a folder's database, opened beside the server.
type openedPublication struct {
	t  *testing.T
	db *storage.DB
}

func openPublication(t *testing.T, dir string) *openedPublication {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(dir, "gogai.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &openedPublication{t, db}
}

func (p *openedPublication) close() { p.must(p.db.Close()) }

func (p *openedPublication) must(err error) {
	if err != nil {
		p.t.Helper()
		p.t.Fatal(err)
	}
}

func (p *openedPublication) addMembers(n int) []writer {
	keys, now := new(key.Source), time.Now()
	members := make([]writer, n)
	for i := range members {
		w := writer{id: key.New[member.Member](keys, now), handle: fmt.Sprintf("client-%d", i)}
		p.must(p.db.CreateMember(p.t.Context(), member.Member{
			ID: w.id, Handle: w.handle, Email: w.handle + "@example.org", Role: member.Reader, CreatedAt: now,
		}))
		token, secret, err := member.NewToken(rand.Reader, w.id, now)
		p.must(err)
		p.must(p.db.CreateToken(p.t.Context(), token))
		w.token = secret
		members[i] = w
	}
	return members
}

// addStories publishes the stories of a round and returns their keys.
func (p *openedPublication) addStories(round int) []string {
	ctx, now := p.t.Context(), time.Now()
	section, err := p.db.SectionBySlug(ctx, "news")
	p.must(err)
	keys := new(key.Source)
	var stories []string
	for i := range storiesPerRound {
		a := article.Article{
			ID: key.New[article.Article](keys, now), Section: section, Headline: fmt.Sprintf("Storm %d.%d", round, i),
			Body: "The wind is rising.", Status: article.Status{Stage: article.InDraft}, CreatedAt: now, ChangedAt: now,
		}
		p.must(a.Clean())
		a, err = p.db.CreateArticle(ctx, a, member.Request{})
		p.must(err)
		_, err = p.db.UpdateArticle(ctx, a.ID, 0, member.Request{}, func(a *article.Article) ([]event.Event, error) {
			e, err := a.Release(0, now, now)
			return []event.Event{e}, err
		})
		p.must(err)
		stories = append(stories, a.ID.String())
	}
	return stories
}

// holds reads what members have written and voted under the stories.
func (p *openedPublication) holds(stories []string, members []writer) found {
	f := found{comments: map[string][]string{}, votes: map[ballot]int{}}
	for _, story := range stories {
		id, err := article.ParseID(story)
		p.must(err)
		for next, more := (discussion.Cursor{}), true; more; more = !next.IsZero() {
			page, err := p.db.Comments(p.t.Context(), discussion.Query{Article: id, Order: discussion.Oldest, After: next, Limit: 1000})
			p.must(err)
			for _, c := range page.Comments {
				f.comments[c.Body] = append(f.comments[c.Body], c.Key.String())
			}
			next = page.Next
		}
		for _, w := range members {
			votes, err := p.db.Votes(p.t.Context(), w.id, id)
			p.must(err)
			for number, value := range votes {
				f.votes[ballot{w.handle, discussion.Key{Article: id, Number: number}.String()}] = value
			}
		}
	}
	return f
}
