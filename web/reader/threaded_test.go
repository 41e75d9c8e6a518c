package reader_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gogai/article"
	"gogai/discussion"
	"gogai/web/webtest"
)

// grown is a story whose discussion is a tree of n comments, some of them hidden: those say "secret".
func grown(t *testing.T, site *webtest.Site, n int) article.Article {
	t.Helper()
	story := site.Story("Harbour council votes to keep the night ferry")
	random := rand.New(rand.NewPCG(5, 8))
	list := make([]discussion.Comment, n)
	for i := range list {
		c := discussion.Comment{
			Key: discussion.Key{Article: story.ID, Number: i + 1}, Body: "said", HTML: "<p>said</p>", CreatedAt: site.Now(),
			State: discussion.Visible, Base: discussion.Tally{Up: random.IntN(9), Down: random.IntN(9)},
		}
		switch random.IntN(4) {
		case 0:
			c.Parent = i // the one before
		case 1:
			c.Parent = random.IntN(i + 1)
		case 2:
			c.Parent = min(i, 1)
		}
		switch random.IntN(12) {
		case 0:
			c.State = discussion.Removed
		case 1:
			c.State = discussion.Held
		case 2:
			c.State = discussion.Rejected
		case 3:
			c.State = discussion.Deleted
		}
		if c.State != discussion.Visible {
			c.Body, c.HTML = "secret", "<p>secret</p>"
		}
		list[i] = c
	}
	if err := site.DB.AppendComments(t.Context(), story.ID, list); err != nil {
		t.Fatal(err)
	}
	return story
}

// walk follows the links that the selectors match from page to page, and returns the comments that
// stand there, by their element's id.
func walk(t *testing.T, site *webtest.Site, from string, selectors ...string) map[string]bool {
	t.Helper()
	found, seen, waiting := map[string]bool{}, map[string]bool{from: true}, []string{from}
	for len(waiting) > 0 {
		path := waiting[0]
		waiting = waiting[1:]
		answer := site.Client().Get(path).Want(http.StatusOK)
		if strings.Contains(string(answer.Body), "secret") {
			t.Errorf("%s shows what nobody may read", path)
		}
		doc, here := answer.Doc(), map[string]bool{}
		for _, c := range doc.Find(".comments article.comment") {
			if id := c.Attr("id"); here[id] {
				t.Errorf("%s has %s twice", path, id)
			} else {
				here[id], found[id] = true, true
			}
		}
		if len(here) > discussion.TreeSize+discussion.TreeLevels {
			t.Errorf("%s has %d comments", path, len(here))
		}
		for _, selector := range selectors {
			for _, link := range doc.Find(selector) {
				to, anchor, _ := strings.Cut(link.Attr("href"), "#")
				if anchor == "" {
					t.Errorf("%s: %s leads to the top of the page", path, to)
				}
				if !seen[to] {
					seen[to] = true
					waiting = append(waiting, to)
				}
			}
		}
	}
	return found
}

// Who follows every link in either view reads the same comments, in any order.
func TestViewsHoldTheSame(t *testing.T) {
	site := open(t)
	story := grown(t, site, 300)
	for _, order := range discussion.Orders {
		at := fmt.Sprintf("%s?comments=%s", story.Path(), order)
		flat := walk(t, site, at, ".pager .later")
		tree := walk(t, site, at+"&view=threaded", ".pager .later", ".more a")
		if len(flat) < 200 {
			t.Fatalf("%s: %d comments", order, len(flat))
		}
		if diff := cmp.Diff(flat, tree); diff != "" {
			t.Errorf("%s (-flat +threaded):\n%s", order, diff)
		}
	}
}

// Replies stand under what they answer, and the way through the thread keeps view and order.
func TestThreaded(t *testing.T) {
	site := open(t)
	story := site.Story("Night ferry stays")
	first := site.Comment(story, site.Reader, "First.", 0)
	site.Comment(story, site.Editor, "Second.", 0)
	reply := site.Comment(story, site.Editor, "To the first.", first.Number)
	site.Comment(story, site.Reader, "To the reply.", reply.Number)
	threaded := story.Path() + "?comments=latest&view=threaded"

	doc := site.Client().Get(threaded).Want(http.StatusOK).Doc()
	for selector, want := range map[string][]string{
		".comments .branch .text":                                 {"Second.", "First.", "To the first.", "To the reply."},
		".comments .replies .text":                                {"To the first.", "To the reply."},
		".comments .replies .replies .text":                       {"To the reply."},
		".views a[aria-current=true]":                             {"Threaded"},
		".orders a[aria-current=true]":                            {"Latest"},
		".comments .replies[role=list] .branch[role=listitem] h3": {"#3 Edda", "#4 Rita"},
	} {
		if diff := cmp.Diff(want, doc.Texts(selector)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", selector, diff)
		}
	}
	for _, link := range doc.Find(".orders a") {
		if !strings.Contains(link.Attr("href"), "view=threaded") || link.Attr("rel") != "nofollow" {
			t.Errorf("the order %s leads to %s", link.Text(), link.Attr("href"))
		}
	}
	if got, want := doc.Find(".views a")[0].Attr("href"), story.Path()+"?comments=latest#comments"; got != want {
		t.Errorf("the flat view is at %s, want %s", got, want)
	}

	// One conversation, from the comment that was asked for; above it what it answers.
	alone := site.Client().Get(threaded + "&c=" + reply.Key.String()).Want(http.StatusOK).Doc()
	if diff := cmp.Diff([]string{"First."}, alone.Texts(".above .text")); diff != "" {
		t.Errorf("above: %s", diff)
	}
	if diff := cmp.Diff([]string{"To the first.", "To the reply."}, alone.Texts(".branch .text")); diff != "" {
		t.Errorf("the conversation: %s", diff)
	}
	if got := alone.One(".up a").Attr("href"); got != threaded+"#comments" {
		t.Errorf("up leads to %s", got)
	}
	if got, want := alone.Find(".views a")[0].Attr("href"), story.Path()+"?c="+reply.Key.String()+"&comments=latest#"+reply.Anchor(); got != want {
		t.Errorf("the flat view of it is at %s, want %s", got, want)
	}

	// A comment that is hidden again leaves a line in its place, and what answers it stays.
	hide := discussion.Comment{Key: discussion.Key{Article: story.ID, Number: 5}, Body: "secret", HTML: "<p>secret</p>", State: discussion.Held, CreatedAt: site.Now()}
	answer := discussion.Comment{Key: discussion.Key{Article: story.ID, Number: 6}, Parent: 5, Body: "To what is hidden.", HTML: "<p>To what is hidden.</p>", State: discussion.Visible, CreatedAt: site.Now()}
	if err := site.DB.AppendComments(t.Context(), story.ID, []discussion.Comment{hide, answer}); err != nil {
		t.Fatal(err)
	}
	page := site.Client().Get(threaded).Want(http.StatusOK)
	if got := page.Doc().Text(".comments .absent"); got != "#5 This comment can't be seen at present." || strings.Contains(string(page.Body), "secret") {
		t.Errorf("the line in its place says %q", got)
	}
	if diff := cmp.Diff([]string{"To what is hidden.", "To the first.", "To the reply."}, page.Doc().Texts(".replies .text")); diff != "" {
		t.Errorf("its answers (-want +got):\n%s", diff)
	}

	for _, asked := range []string{"?view=circular", "?view=threaded&after=x", "?view=threaded&before=x", "?view=threaded&after=x&c=" + reply.Key.String()} {
		site.Client().Get(story.Path() + asked).Want(http.StatusBadRequest)
	}
	site.Client().Get(story.Path() + "?view=threaded&c=" + story.ID.String() + "-99").WantRedirect(story.Path())
}
