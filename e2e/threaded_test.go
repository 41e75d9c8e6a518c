package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gogai/article"
	"gogai/browsertest"
	"gogai/discussion"
	"gogai/member"
)

// talk is a story under which people answer one another: 2 to 11 each the one before, 12 to 23 the
// first; 24 answers nobody.
func talk(t *testing.T, p *paper) article.Article {
	t.Helper()
	story := p.Story("Lantern street reopens after the fire")
	for n := 1; n <= 24; n++ {
		parent := n - 1
		switch {
		case n == 24:
			parent = 0
		case n > 11:
			parent = 1
		}
		p.Comment(story, p.Editor, fmt.Sprintf("Comment %d.", n), parent)
	}
	return story
}

// standing are the numbers of the comments in the threaded view, each after as many dots as it is
// set in.
func (v *visitor) standing() []string {
	v.t.Helper()
	return browsertest.Eval[[]string](v.Tab, `[...document.querySelectorAll(".threaded > .branch .comment")].map(c => {
		let dots = "";
		for (let up = c.parentElement; up.closest("div.replies"); up = up.closest("div.replies").parentElement) dots += ".";
		return dots + c.querySelector(".number").textContent.slice(1);
	})`)
}

// A reader changes to the threaded view, follows a conversation to its end and comes back.
func TestThreadedView(t *testing.T) {
	bothWays(t, func(t *testing.T, p *paper, scripts bool) {
		story := talk(t, p)
		v := p.visit(t, scripts)
		shows := func(want ...string) {
			t.Helper()
			var got []string
			v.soon(func() bool { got = v.standing(); return cmp.Equal(got, want) }, func() string {
				return "the conversation stands otherwise (-want +got):\n" + cmp.Diff(want, got)
			})
		}
		v.goTo(story.Path() + "?comments=latest")
		v.submit(".views a:not([aria-current])")
		shows("24", "1", ".2", "..3", "...4", "....5", ".....6", "......7", ".......8", ".12", ".13", ".14", ".15", ".16", ".17", ".18", ".19", ".20")
		v.attr(".views a[href*='view=threaded']", "aria-current", "true")
		v.attr(".orders a[href*='comments=latest']", "aria-current", "true")

		// Where the levels end, and where one has more answers than are shown.
		v.submit(comment(story, 8) + " + .replies > .more a")
		shows("8", ".9", "..10", "...11")
		if got := browsertest.Eval[[]string](v.Tab, `[...document.querySelectorAll(".above .number")].map(n => n.textContent)`); !cmp.Equal(got, []string{"#1", "#2", "#3", "#4", "#5", "#6", "#7"}) {
			t.Errorf("above it stand %q", got)
		}
		v.soon(func() bool {
			return browsertest.Eval[string](v.Tab, `document.querySelector(":target")?.id ?? ""`) == comment(story, 8)[1:]
		},
			func() string { return "the page doesn't point at the comment" })
		v.submit(".up a")
		shows("24", "1", ".2", "..3", "...4", "....5", ".....6", "......7", ".......8", ".12", ".13", ".14", ".15", ".16", ".17", ".18", ".19", ".20")
		v.submit(comment(story, 1) + " + .replies > .more a")
		shows("1", ".21", ".22", ".23")
		v.submit(".pager .earlier")
		shows("1", ".2", "..3", "...4", "....5", ".....6", "......7", ".......8", ".12", ".13", ".14", ".15", ".16", ".17", ".18", ".19", ".20")

		// Back to the flat view of the same order.
		v.turn(".up a")
		v.turn(".orders a[href*='comments=oldest']")
		v.turn(".views a:not([aria-current])")
		v.soon(func() bool { return cmp.Equal(v.numbers(), upTo(1, 24)) }, func() string { return "the flat view is not back" })
	})
}

// An answer that a member writes in the threaded view stands under what it answers.
func TestAnswerInThreadedView(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := talk(t, p)
	v := p.visitAs(t, p.Reader, true)
	v.read(story.Path() + "?view=threaded")
	v.Click(comment(story, 12) + " footer a[href*='?reply']")
	v.WaitFor(comment(story, 12) + " form.compose")
	v.Fill(comment(story, 12)+" textarea", "Under twelve.")
	v.Click(comment(story, 12) + " form.compose button.primary")
	v.WaitFor(comment(story, 12) + " + .replies " + comment(story, 25))
	v.reads(comment(story, 25)+" .text", "Under twelve.")
}

// All of the view can be reached with the keyboard, and eight levels fit a narrow phone, whatever
// is said in them.
func TestThreadedViewFits(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := p.Story("Short")
	word, writer := strings.Repeat("Donaudampfschiff", 30), p.Member("A-handle-as-long-as-24-x", member.Reader)
	for n := range 10 {
		p.Comment(story, writer, fmt.Sprintf("%d %s\n\n```\n%s\n```\n\n> %s\n\n市電は残してほしい。https://paper.example/%s", n, word, word, word, word), n)
	}
	v := p.visit(t, true, browsertest.Viewport(320, 640))
	key := discussion.Key{Article: story.ID, Number: 8}
	for _, path := range []string{story.Path() + "?view=threaded", story.Path() + "?view=threaded&c=" + key.String()} {
		v.goTo(path)
		if wide := v.width(); wide > 320 {
			t.Errorf("%s is %d px wide on a window of 320", path, wide)
		}
		narrow := browsertest.Eval[float64](v.Tab, `Math.min(...[...document.querySelectorAll(".comment .text")].map(e => e.getBoundingClientRect().width))`)
		if narrow < 220 {
			t.Errorf("%s: %.0f px are left for a text", path, narrow)
		}
	}

	v.goTo(story.Path() + "?view=threaded")
	v.focus(comment(story, 8) + " .vote .down")
	v.Press("\t")
	if got := v.focused(); got.Name != "Show 1 more reply" || !got.Seen || !got.Outlined {
		t.Errorf("after the last comment the focus is on %+v", got)
	}
	v.Press("\r")
	v.WaitFor(comment(story, 9))
	v.focus(".up a")
	if got := v.focused(); got.Name != "All comments" || !got.Seen {
		t.Errorf("the way up is %+v", got)
	}
}
