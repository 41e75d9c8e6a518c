package reader_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"gogai/article"
	"gogai/event"
	"gogai/member"
	"gogai/publication"
	"gogai/web/webtest"
)

// interrupted is a store of stories behind whose back something happens once, right after a page
// in the making has read its story.
type interrupted struct {
	article.Store
	once sync.Once
	by   func()
}

func (s *interrupted) ArticleAt(ctx context.Context, section, slug string) (article.Article, error) {
	a, err := s.Store.ArticleAt(ctx, section, slug)
	s.once.Do(s.by)
	return a, err
}

// forgetful is a store that reads the publication anew each time, with something happening once
// after that.
type forgetful struct {
	publication.Store
	once sync.Once
	by   func()
}

func (s *forgetful) Publication(ctx context.Context) (publication.Publication, error) {
	p, err := s.Store.Publication(ctx)
	s.once.Do(s.by)
	return p, err
}

// Whatever changes while a page is being made, the page after it shows.
func TestChangedWhileMaking(t *testing.T) {
	rename := func(s *webtest.Site, name string) func() {
		return func() {
			_, err := s.Publications.UpdateSection(context.Background(), s.News().ID, func(section *publication.Section) (event.Event, error) {
				section.Name = name
				return event.Event{}, nil
			})
			if err != nil {
				t.Error(err)
			}
		}
	}
	t.Run("the section's name", func(t *testing.T) {
		for _, part := range []string{"", "/thread"} {
			s := open(t)
			story := s.Story("Ferry resumes")
			s.Site.Articles = &interrupted{Store: s.DB, by: rename(s, "World")}
			s.Client().Get(story.Path() + part)
			again := s.Client().Get(story.Path() + part)
			if part == "" && !strings.Contains(string(again.Body), `href="/news">World</a>`) || strings.Contains(string(again.Body), ">News<") {
				t.Errorf("%s: shows the section's former name for good", story.Path()+part)
			}
		}
	})
	t.Run("the text of a page", func(t *testing.T) {
		s := open(t)
		s.Site.Publications = &forgetful{Store: s.DB, by: func() {
			_, err := s.DB.UpdatePublication(context.Background(), func(p *publication.Publication) (event.Event, error) {
				p.About = "What we are now."
				return event.Event{}, nil
			})
			if err != nil {
				t.Error(err)
			}
		}}
		s.Client().Get("/about")
		if again := s.Client().Get("/about"); !strings.Contains(string(again.Body), "What we are now.") {
			t.Error("shows the former text for good")
		}
	})
}

// What time alone changes in lists, it changes with nobody writing anything.
func TestTimeChangesLists(t *testing.T) {
	contains := func(s *webtest.Site, path, text string) bool {
		return strings.Contains(string(s.Client().Get(path).Body), text)
	}
	t.Run("a story grows too old for the most discussed", func(t *testing.T) {
		s := open(t)
		story := s.Story("Ferry resumes")
		s.Comment(story, s.Reader, "By Rita.", 0)
		discussed := func() bool { return s.Client().Get("/").Doc().Has(".discussed") }
		s.Clock.Add(7*24*time.Hour - time.Minute)
		if !discussed() {
			t.Fatal("a story of the week isn't among the most discussed")
		}
		s.Clock.Add(2 * time.Minute)
		if discussed() {
			t.Error("a story of the week before is among the most discussed")
		}
	})
	t.Run("comments come back with their story", func(t *testing.T) {
		s := open(t)
		story := s.Story("Ferry resumes")
		s.Comment(story, s.Reader, "By Rita.", 0)
		change := func(do func(*article.Article) (event.Event, error)) {
			_, err := s.Articles.UpdateArticle(t.Context(), story.ID, s.Editor.ID, member.Request{}, func(a *article.Article) ([]event.Event, error) {
				e, err := do(a)
				return []event.Event{e}, err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		change(func(a *article.Article) (event.Event, error) { return a.Withhold(s.Editor.ID, "Not sure.", s.Now()) })
		change(func(a *article.Article) (event.Event, error) {
			return a.Release(s.Editor.ID, s.Now().Add(time.Hour), s.Now())
		})
		for _, path := range []string{"/comments", "/member/Rita"} {
			if contains(s, path, "By Rita.") {
				t.Errorf("%s: shows a comment on a story that is not out", path)
			}
		}
		s.Clock.Add(time.Hour)
		for _, path := range []string{"/comments", "/member/Rita"} {
			if !contains(s, path, "By Rita.") {
				t.Errorf("%s: the story is out, and the comment on it is not shown", path)
			}
		}
	})
	// In Havana the clock is put forward at midnight: the day begins at one.
	t.Run("a day without a midnight", func(t *testing.T) {
		s := open(t)
		_, err := s.Publications.UpdatePublication(t.Context(), func(p *publication.Publication) (event.Event, error) {
			p.Zone = "America/Havana"
			return event.Event{}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		day := func() string { return s.Client().Get("/about").Doc().Text(".masthead time") }
		s.Clock.Add(time.Date(2026, 3, 8, 4, 30, 0, 0, time.UTC).Sub(s.Now())) // half past eleven
		if got := day(); !strings.Contains(got, "7 March") {
			t.Fatalf("it is %s", got)
		}
		s.Clock.Add(30 * time.Minute)
		if got := day(); !strings.Contains(got, "8 March") {
			t.Errorf("the day after is %s", got)
		}
	})
}
