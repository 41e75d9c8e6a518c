package e2e

import (
	"fmt"
	"net/http"
	"testing"

	"gogai/browsertest"
)

// Who reads a busy thread and comes back is sent what is new, and little more: the browser says
// which version it holds (RFC 9842).
func TestSecondVisit(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := busy(t, p, 44)
	v := p.visit(t, true)
	v.Open(story.Path())
	first := v.Metrics().PageBytes
	v.Reload()
	if again := v.Metrics().PageBytes; again != 0 {
		t.Errorf("nothing changed, and the reload took %d bytes of body", again)
	}
	for n := range 3 {
		p.Comment(story, p.Editor, fmt.Sprintf("Something new, for the %d. time: the ferry sails again.", n+1), 0)
		v.Reload()
		m := v.Metrics()
		t.Logf("the page took %d bytes, after a new comment %d", first, m.PageBytes)
		if m.PageBytes == 0 || m.PageBytes > 500 {
			t.Errorf("reloaded after a new comment: %d bytes of body, want at most 500", m.PageBytes)
		}
		v.reads(comment(story, 45+n)+" .text", fmt.Sprintf("Something new, for the %d. time: the ferry sails again.", n+1))
		v.reads("#thread-title", fmt.Sprintf("%d Comments", 45+n))
	}
	v.goTo("/")
	v.goTo(story.Path())
	p.Comment(story, p.Editor, "Once more, before somebody comes back by a link.", 0)
	v.goTo("/")
	v.goTo(story.Path())
	if m := v.Metrics(); m.PageBytes == 0 || m.PageBytes > 500 {
		t.Errorf("came back by a link after a new comment: %d bytes of body, want at most 500", m.PageBytes)
	}
	// Another order of the same thread has most of its words in common with the first.
	v.goTo(story.Path() + "?comments=latest")
	if m := v.Metrics(); m.PageBytes == 0 || m.PageBytes > first/2 {
		t.Errorf("another order of what the browser has: %d bytes of body, want half of %d at most", m.PageBytes, first)
	} else {
		t.Logf("another order takes %d", m.PageBytes)
	}

	// Who knows nothing of dictionaries is not concerned.
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.URL()+story.Path(), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("without dictionaries: %s in %q", answer.Status, answer.Header.Get("Content-Encoding"))
	}
}
