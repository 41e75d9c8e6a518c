package reader_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"gogai/discussion"
)

// The thread alone is the very bytes that the story's page has for it, whatever page of it is asked for.
func TestFragmentIsPartOfThePage(t *testing.T) {
	s := open(t)
	story := s.Story("Harbour tram")
	for n := range 120 {
		parent := 0
		if n%3 == 2 {
			parent = n - 1
		}
		s.Comment(story, s.Editor, fmt.Sprintf("Number %d.", n+1), parent)
	}
	reader := s.Client()
	key := discussion.Key{Article: story.ID, Number: 70}.String()
	for _, query := range []string{
		"", "?comments=latest", "?comments=popular", "?comments=controversial&view=flat", "?view=threaded",
		"?c=" + key, "?c=" + key + "&comments=latest", "?c=" + key + "&view=threaded", "?after=" + discussion.Cursor{Number: 50}.String(),
	} {
		t.Run(query, func(t *testing.T) {
			page, thread := reader.Get(story.Path()+query).Want(200), reader.Get(story.Path()+"/thread"+query).Want(200)
			if got := thread.Header.Get("Content-Type"); got != "text/html; charset=utf-8" {
				t.Errorf("it is %s", got)
			}
			if got := thread.Header.Get("X-Robots-Tag"); got != "noindex" {
				t.Errorf("robots are told %q, want noindex", got)
			}
			if !bytes.HasPrefix(thread.Body, []byte(`<section class="thread" id="comments"`)) || !bytes.HasSuffix(thread.Body, []byte("</section>")) {
				t.Errorf("it is not a thread: %.60s … %s", thread.Body, thread.Body[len(thread.Body)-60:])
			}
			if !bytes.Contains(page.Body, thread.Body) {
				t.Error("the page has another thread")
			}
		})
	}
}

// Where there is no page, there is no thread of it either, and where that has moved, so has the thread.
func TestFragmentElsewhere(t *testing.T) {
	s := open(t)
	story := s.Story("Harbour tram")
	reader := s.Client()
	reader.Get("/news/no-such-story/thread").Want(404)
	reader.Get(story.Path() + "/thread?comments=best").Want(400)
	other := s.Story("Night ferry")
	s.Comment(other, s.Editor, "Ahoy.", 0)
	gone := reader.Get(story.Path() + "/thread?c=" + discussion.Key{Article: other.ID, Number: 1}.String()).Want(303)
	if got := gone.Header.Get("Location"); got != story.Path()+"/thread" {
		t.Errorf("from a comment that isn't there it leads to %s", got)
	}
}

// A page says what it was made from and where to watch what comes, but where nothing can.
func TestThreadSaysWhereToWatch(t *testing.T) {
	s := open(t)
	story := s.Story("Harbour tram")
	s.Comment(story, s.Editor, "Ding.", 0)
	thread, err := s.Discussions.Thread(t.Context(), story.ID)
	if err != nil {
		t.Fatal(err)
	}
	watch := fmt.Sprintf(`data-version="%d" data-story-version="%d" data-newest="1" data-live="%s/live"`, thread.Version, story.Version, story.Path())
	reader := s.Client()
	if page := reader.Get(story.Path()).Want(200); !bytes.Contains(page.Body, []byte(watch)) {
		t.Errorf("the page does not have %s", watch)
	}
	s.Clock.Add(15 * 24 * time.Hour) // and it has closed by itself
	for _, word := range []string{"data-live", `class="live"`} {
		if page := reader.Get(story.Path()).Want(200); bytes.Contains(page.Body, []byte(word)) {
			t.Errorf("the page of a closed thread has %s", word)
		}
	}
}

// A script that posts is led to what it posted in the thread alone, with the count above it; who has
// no script, to the page.
func TestPostLeadsToFragment(t *testing.T) {
	s := open(t)
	story := s.Story("Harbour tram")
	member := s.As(s.Reader)
	for i, test := range []struct{ query, path string }{
		{"", story.Path()},
		{"?fragment", story.Path() + "/thread"},
	} {
		text := fmt.Sprintf("Said %d times.", i+1)
		answer := member.PostForm("/c/"+story.ID.String()+"/new"+test.query, "body", text).Want(http.StatusSeeOther)
		to, _, _ := strings.Cut(answer.Header.Get("Location"), "#")
		if path, _, _ := strings.Cut(to, "?"); path != test.path {
			t.Errorf("%q leads to %s, want %s", test.query, to, test.path)
		}
		page := member.Get(to).Want(200)
		if !bytes.Contains(page.Body, []byte(text)) || !bytes.Contains(page.Body, []byte(`<h2 id="thread-title">`)) {
			t.Errorf("%s has no count or not what was posted", to)
		}
	}
}
