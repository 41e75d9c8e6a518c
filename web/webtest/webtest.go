// Package webtest is a whole site for HTTP tests: a real database and folder of pictures that go
// with the test, a clock that the test sets, members of each role, and a client that reads pages
// as a browser without scripts would.
package webtest

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/event"
	"gogai/key"
	"gogai/live"
	"gogai/media"
	"gogai/member"
	"gogai/publication"
	"gogai/storage"
	"gogai/storage/sqlite"
	"gogai/web"
	"gogai/web/pagecache"
	"gogai/web/stream"
)

// Password is every member's. Hashing takes long, so its hash is made once for all tests.
const Password = "correct horse battery staple"

var passwordHash = sync.OnceValues(func() (string, error) { return member.HashPassword(rand.Reader, Password) })

// Site is the site under test. All of web.Site is in it.
type Site struct {
	*web.Site
	DB    *storage.DB
	Clock *Clock
	Log   *Log
	File  string // the database's, for tests that look into it from outside

	// One member of each role.
	Reader, Moderator, Editor, Publisher member.Member

	t      testing.TB
	server *httptest.Server
}

// New makes a site, serves what build makes of it and ends both with the test. build is
// site.New, or what mounts the one area under test. Limits are off.
func New(t testing.TB, build func(*web.Site) http.Handler) *Site {
	t.Helper()
	dir := t.TempDir()
	clock := &Clock{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	file := filepath.Join(dir, "gogai.db")
	db, err := sqlite.Open(t.Context(), file, sqlite.Options{Now: clock.Now})
	must(t, err)
	files, err := media.OpenFolder(filepath.Join(dir, "media"))
	must(t, err)
	board := live.NewBoard()
	db.Watch(board.Hear)
	s := &Site{DB: db, Clock: clock, Log: &Log{}, File: file, t: t}
	cache := pagecache.New(pagecache.Options{Bytes: 64 << 20, Now: clock.Now, Board: board, Versions: db.Versions})
	s.Site = &web.Site{
		Publications: db, Articles: db, Members: db, Discussions: db, Moderation: db, Pictures: db, Files: files, Live: db, Board: board, Cache: cache,
		Streams: &stream.Streams{Most: 1000},
		Keys:    &key.Source{}, Now: s.Clock.Now, BaseURL: "https://paper.example",
		Log: slog.New(slog.NewTextHandler(s.Log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	s.Reader, s.Moderator = s.Member("Rita", member.Reader), s.Member("Moritz", member.Moderator)
	s.Editor, s.Publisher = s.Member("Edda", member.Editor), s.Member("Pia", member.Publisher)
	s.server = httptest.NewServer(build(s.Site))
	t.Cleanup(func() {
		s.Site.EndStreams()
		s.server.Close()
		if err := files.Close(); err != nil {
			t.Errorf("close the folder of pictures: %v", err)
		}
		if err := db.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return s
}

// Like returns a site on the same parts that has served nothing yet, for a test that swaps some.
func (s *Site) Like() *web.Site {
	return &web.Site{
		Publications: s.Publications, Articles: s.Articles, Members: s.Members, Discussions: s.Discussions, Moderation: s.Moderation,
		Pictures: s.Pictures, Files: s.Files, Live: s.Live, Board: s.Board,
		Cache: pagecache.New(s.Cache.Options), Keys: s.Keys, Now: s.Now, BaseURL: s.BaseURL, Log: s.Site.Log,
	}
}

// URL is where the site is served, for a real browser.
func (s *Site) URL() string { return s.server.URL }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// ctx is the test's, also while it ends.
func (s *Site) ctx() context.Context { return context.WithoutCancel(s.t.Context()) }

// Member adds a member, whose password is Password.
func (s *Site) Member(handle string, role member.Role) member.Member {
	s.t.Helper()
	hash, err := passwordHash()
	must(s.t, err)
	m := member.Member{
		ID: key.New[member.Member](s.Keys, s.Now()), Handle: handle, Email: handle + "@mail.example",
		PasswordHash: hash, Role: role, CreatedAt: s.Now(), Version: 1,
	}
	must(s.t, s.Members.CreateMember(s.ctx(), m))
	return m
}

// News is the section that every folder begins with.
func (s *Site) News() publication.Section {
	s.t.Helper()
	section, err := s.Publications.SectionBySlug(s.ctx(), "news")
	must(s.t, err)
	return section
}

// Story publishes a story of the editor's in the section news now, after change, if any, had its way
// with the draft.
func (s *Site) Story(headline string, change ...func(*article.Article)) article.Article {
	s.t.Helper()
	a := s.Draft(headline, change...)
	a, err := s.Articles.UpdateArticle(s.ctx(), a.ID, s.Editor.ID, member.Request{}, func(a *article.Article) ([]event.Event, error) {
		e, err := a.Release(s.Editor.ID, s.Now(), s.Now())
		return []event.Event{e}, err
	})
	must(s.t, err)
	return a
}

// Draft is Story without publishing.
func (s *Site) Draft(headline string, change ...func(*article.Article)) article.Article {
	s.t.Helper()
	now := s.Now()
	a := article.Article{
		ID: key.New[article.Article](s.Keys, now), Section: s.News(), Headline: headline,
		Body: "The first paragraph.\n\nThe second one.", Status: article.Status{Stage: article.InDraft},
		CreatedAt: now, CreatedBy: int64(s.Editor.ID), ChangedAt: now,
	}
	for _, c := range change {
		c(&a)
	}
	must(s.t, a.Clean())
	a, err := s.Articles.CreateArticle(s.ctx(), a, member.Request{})
	must(s.t, err)
	return a
}

// Comment posts a comment, as an answer when parent is not 0.
func (s *Site) Comment(to article.Article, by member.Member, text string, parent int) discussion.Comment {
	s.t.Helper()
	body, html, err := s.Compose(s.ctx(), text)
	must(s.t, err)
	done, err := s.Discussions.Do(s.ctx(), discussion.Post{
		Article: to.ID, By: by.ID, Parent: parent, Body: body, HTML: html, At: s.Now(),
	})
	must(s.t, err)
	return done.Comment
}

// Clock is a time that stands still until it is moved.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now returns the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Add moves the clock on.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Log keeps what the site writes to its log.
type Log struct {
	mu   sync.Mutex
	text []byte
}

func (l *Log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = append(l.text, b...)
	return len(b), nil
}

func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.text)
}
