package storagetest

import (
	"sync"
	"testing"

	"gogai/article"
	"gogai/discussion"
	"gogai/event"
	"gogai/live"
	"gogai/member"
	"gogai/publication"
	"gogai/storage"
)

var news = cases{
	"commits are told":          commitsTold,
	"what no page shows is not": asideNotTold,
	"told before the answer":    toldFirst,
	"versions":                  versions,
}

// listener keeps the commits that it is told of.
type listener struct {
	mu   sync.Mutex
	list []live.Commit
}

func (l *listener) hear(c live.Commit) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = append(l.list, c)
}

// heard returns what was told since it was asked last.
func (l *listener) heard() []live.Commit {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := l.list
	l.list = nil
	return list
}

func commitsTold(t *testing.T, db *storage.DB) {
	th := newThread(t, db)
	var l listener
	db.Watch(l.hear)
	told := func(what string, from int64, written, tallied []int) {
		t.Helper()
		same(t, what, l.heard(), []live.Commit{{Threads: []live.Change{{
			Article: th.article, From: from, Version: must(db.Thread(t.Context(), th.article))(t).Version, Written: written, Tallied: tallied,
		}}}})
	}
	version := must(db.Thread(t.Context(), th.article))(t).Version
	th.post(aoi, 0, "one", threadNoon)
	told("a comment", version, []int{1}, nil)
	th.post(ben, 1, "two", threadNoon)
	told("an answer, and the number of answers", version+1, []int{1, 2}, nil)
	th.do(discussion.Cast{Key: th.key(1), By: ben, Value: 1, At: threadNoon})
	told("a vote", version+2, nil, []int{1})
	th.do(discussion.Edit{Key: th.key(1), By: aoi, Body: "other", HTML: "<p>other</p>", At: threadNoon})
	told("an edit", version+3, []int{1}, nil)
	th.do(discussion.Decide{Key: th.key(2), By: mod, Decision: discussion.Remove, Reason: "off topic", At: threadNoon})
	told("a removal", version+4, []int{2}, nil)
	th.do(discussion.Cast{Key: th.key(1), By: ben, Value: 1, At: threadNoon})
	if _, err := db.Do(t.Context(), discussion.Cast{Key: th.key(1), By: aoi, Value: 1, At: threadNoon}); err == nil {
		t.Error("a vote on one's own comment was taken")
	}
	same(t, "what changed nothing", l.heard(), nil)

	change(t, db, th.article, func(a *article.Article) { a.Headline = "Another" })
	same(t, "a change of the story", l.heard(), []live.Commit{{Other: true}})
}

func asideNotTold(t *testing.T, db *storage.DB) {
	m := addMember(t, db, aoi, "aoi")
	var l listener
	db.Watch(l.hear)
	openSession(t, db, "s", m.ID, noon)
	if err := db.CreateToken(t.Context(), member.Token{SecretHash: "x", Member: m.ID, CreatedAt: threadNoon}); err != nil {
		t.Fatal(err)
	}
	same(t, "a session and a token", l.heard(), nil)
	if err := rename(db, t, m.ID, "aoi-2"); err != nil {
		t.Fatal(err)
	}
	same(t, "another handle", l.heard(), []live.Commit{{Other: true}})
}

// Whoever wrote and reads again finds that everybody was told.
func toldFirst(t *testing.T, db *storage.DB) {
	th := newThread(t, db)
	board := live.NewBoard()
	db.Watch(board.Hear)
	var wg sync.WaitGroup
	for _, m := range []member.ID{aoi, ben} {
		wg.Go(func() {
			for i := range 50 {
				done, err := db.Do(t.Context(), discussion.Post{
					Article: th.article, By: m, Body: string(rune('a' + i)), HTML: "<p>x</p>", At: noon,
				})
				if err != nil {
					t.Error(err)
					return
				}
				if v := board.Thread(th.article); v < done.Version {
					t.Errorf("wrote version %d, and the board knows of %d", done.Version, v)
				}
			}
		})
	}
	wg.Wait()
}

func versions(t *testing.T, db *storage.DB) {
	th := newThread(t, db)
	section := addSection(t, db, 9, "sport")
	th.post(aoi, 0, "one", threadNoon)
	a := must(db.Article(t.Context(), th.article))(t)
	want := []live.Version{
		live.ThreadVersion(th.article, must(db.Thread(t.Context(), th.article))(t).Version),
		live.ArticleVersion(th.article, a.Version),
		{Subject: live.Subject{Kind: live.Section, ID: int64(section.ID)}, Number: section.Version},
		{Subject: live.Subject{Kind: live.Publication, ID: 1}, Number: must(db.Publication(t.Context()))(t).Version},
		live.ThreadVersion(4711, 0),
	}
	var subjects []live.Subject
	for _, v := range want {
		subjects = append(subjects, v.Subject)
	}
	same(t, "versions", must(db.Versions(t.Context(), subjects))(t), want)
	same(t, "of nothing", must(db.Versions(t.Context(), nil))(t), nil)

	must(db.UpdatePublication(t.Context(), func(p *publication.Publication) (event.Event, error) {
		p.Name = "Another"
		return event.Event{Kind: event.SettingsChanged, At: threadNoon}, nil
	}))(t)
	want[3].Number++
	same(t, "after a change", must(db.Versions(t.Context(), subjects))(t), want)
}
