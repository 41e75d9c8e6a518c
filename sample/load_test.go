package sample

import (
	"path/filepath"
	"testing"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/media"
	"gogai/member"
	"gogai/storage"
	"gogai/storage/sqlite"
)

// The sample goes through the rules that it would have been written under, and what readers
// then find is what the issue asks of a demonstration.
func TestLoad(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	folder := t.TempDir()
	db, err := sqlite.Open(ctx, filepath.Join(folder, "gogai.db"), sqlite.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	pictures, err := media.OpenFolder(filepath.Join(folder, "media"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pictures.Close() })

	logins, err := Load(ctx, db, pictures, now)
	if err != nil {
		t.Fatal(err)
	}

	t.Run("logins", func(t *testing.T) {
		roles := map[member.Role]bool{}
		for _, l := range logins {
			m, err := db.MemberByLogin(ctx, l.Handle)
			if err != nil || m.Role != l.Role || !member.VerifyPassword(m.PasswordHash, l.Password) {
				t.Errorf("%s can't sign in as %s: %+v, %v", l.Handle, l.Role, m, err)
			}
			roles[l.Role] = true
		}
		if len(logins) != 4 || len(roles) != 4 {
			t.Errorf("logins: %+v; want one of each role", logins)
		}
	})

	t.Run("stories", func(t *testing.T) {
		list, more, err := db.Articles(ctx, article.Query{Limit: 100, Now: now})
		if err != nil || more || len(list) < 20 {
			t.Fatalf("%d public stories, more %v, %v; want at least 20", len(list), more, err)
		}
		states, japanese, comments, busiest, corrected := map[article.State]int{}, 0, 0, 0, 0
		for _, a := range list {
			states[a.State(now)]++
			comments += a.Comments
			busiest = max(busiest, a.Comments)
			corrected += len(a.Corrections)
			if a.Language == "ja" {
				japanese++
			}
			for _, f := range a.Picture.Files {
				c, err := pictures.Open(ctx, f.Name)
				if err != nil || c.Size != f.Bytes {
					t.Errorf("%s: %+v: %v", a.Slug, f, err)
					continue
				}
				c.Close()
			}
		}
		if states[article.Expired] != 1 || japanese != 2 || comments < 400 || busiest < 150 || corrected != 1 {
			t.Errorf("states %v, %d Japanese, %d comments, %d at most, %d corrections", states, japanese, comments, busiest, corrected)
		}
		for _, state := range []article.State{article.Draft, article.Scheduled, article.Withheld} {
			if list, _, err := db.DeskArticles(ctx, article.DeskQuery{State: state, Limit: 10, Now: now}); err != nil || len(list) != 1 {
				t.Errorf("%d %s stories, %v; want 1", len(list), state, err)
			}
		}
	})

	t.Run("order", func(t *testing.T) {
		if _, waiting, err := db.Queue(ctx, 10); err != nil || waiting < 2 {
			t.Errorf("%d comments wait for a moderator, %v", waiting, err)
		}
		log, _, err := db.Log(ctx, 0, 100)
		if err != nil || len(log) < 30 {
			t.Errorf("%d entries in the log, %v", len(log), err)
		}
		if err := db.Check(ctx, func(d storage.Difference) { t.Errorf("%+v", d) }, func(int, int) {}); err != nil {
			t.Error(err)
		}
	})

	t.Run("threads", func(t *testing.T) {
		stories, err := readStories(now)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range stories {
			if len(s.Thread) == 0 {
				continue
			}
			a, err := db.ArticleAt(ctx, s.Section.Slug, s.Slug)
			if err != nil {
				t.Errorf("%s: %v", s.Slug, err)
				continue
			}
			for i, want := range s.Thread {
				got, err := db.Comment(ctx, discussion.Key{Article: a.ID, Number: i + 1})
				if err != nil || got.Handle != want.Handle || got.Tally() != want.Votes || !got.CreatedAt.Equal(want.At) || got.Parent != want.Parent {
					t.Errorf("%s, comment %d: got %s, %s, %s, answers %d, %v; want %+v", s.Slug, i+1,
						got.Handle, got.Tally(), got.CreatedAt, got.Parent, err, want)
				}
			}
		}
	})
}

// How long a visitor of the demo waits.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		folder := b.TempDir()
		db, err := sqlite.Open(b.Context(), filepath.Join(folder, "gogai.db"), sqlite.Options{})
		if err != nil {
			b.Fatal(err)
		}
		pictures, err := media.OpenFolder(filepath.Join(folder, "media"))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := Load(b.Context(), db, pictures, time.Now()); err != nil {
			b.Fatal(err)
		}
		pictures.Close()
		db.Close()
	}
}
