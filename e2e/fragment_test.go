package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gogai/browsertest"
	"gogai/discussion"
)

// pin marks the document that the tab shows; pinned tells whether it still shows that one.
func (v *visitor) pin() {
	v.t.Helper()
	browsertest.Eval[bool](v.Tab, `window.pinned = true`)
}

func (v *visitor) pinned() bool {
	v.t.Helper()
	return browsertest.Eval[bool](v.Tab, `window.pinned === true`)
}

// Turning the pages of a thread leaves the story where it is; the address, the way back and a reload
// show what they would without the script.
func TestPagesTurnInPlace(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := busy(t, p, 130)
	v := p.visitAs(t, p.Reader, true)
	v.read(story.Path())
	v.pin()
	v.Fill("#compose textarea", "Half a thou")
	pages := [][]int{upTo(1, 50), upTo(51, 100), upTo(101, 130)}
	for _, page := range pages[1:] {
		v.turn(".pager .later")
		v.shows(page)
		if got := v.focused().ID; got != "comments" {
			t.Errorf("the focus is on %q, want the thread", got)
		}
		if top := browsertest.Eval[float64](v.Tab, `document.querySelector("#comments").getBoundingClientRect().top`); top < -1 || top > 200 {
			t.Errorf("the thread begins %.0f px below the window's top", top)
		}
		v.attr(comment(story, page[0])+" .up", "aria-pressed", "false")
	}
	if got := v.Value("#compose textarea"); got != "Half a thou" {
		t.Errorf("the form holds %q, want what was being written", got)
	}
	there := v.URL()
	browsertest.Eval[bool](v.Tab, `(document.querySelector("`+comment(story, 110)+`").scrollIntoView(), true)`)
	v.soon(func() bool { return v.scrolled() > 500 }, func() string { return "the page does not scroll" })
	place := v.scrolled()

	// Back and forth by the browser's buttons.
	v.back()
	v.shows(pages[1])
	v.back()
	v.shows(pages[0])
	v.forward()
	v.forward()
	v.shows(pages[2])
	v.soon(func() bool { at := v.scrolled(); return at > place-2 && at < place+2 },
		func() string {
			return fmt.Sprintf("coming back, the page is scrolled to %d, want %d", v.scrolled(), place)
		})
	if v.URL() != there {
		t.Errorf("back and forth leads to %s, want %s", v.URL(), there)
	}
	if !v.pinned() {
		t.Error("the story was loaded again")
	}

	// Another order, the other view, and the comment that a link names.
	v.turn(".orders a[href*='comments=latest']")
	v.shows(upTo(130, 81))
	v.turn(".views a[href*='view=threaded']")
	v.soon(func() bool { return v.Count(".comments.threaded > .branch") == 50 }, func() string { return "no tree of 50" })
	v.turn(".views a:not([href*='view=threaded'])")
	v.shows(upTo(130, 81))
	if !v.pinned() {
		t.Error("the story was loaded again")
	}
	before := v.URL()
	v.Reload()
	v.shows(upTo(130, 81))
	v.goTo("/")
	v.back()
	v.shows(upTo(130, 81))
	if v.URL() != before {
		t.Errorf("back from another page leads to %s, want %s", v.URL(), before)
	}
}

func (v *visitor) back()    { browsertest.Eval[bool](v.Tab, `(history.back(), true)`) }
func (v *visitor) forward() { browsertest.Eval[bool](v.Tab, `(history.forward(), true)`) }

func (v *visitor) scrolled() int {
	v.t.Helper()
	return browsertest.Eval[int](v.Tab, `Math.round(scrollY)`)
}

// A comment that falls in the order by votes while somebody reads on is not shown to them twice.
func TestNoCommentTwice(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := busy(t, p, 70)
	for n := 1; n <= 55; n++ {
		p.cast(t, story, n, p.Reader, 1)
	}
	v := p.visit(t, true)
	v.goTo(story.Path() + "?comments=popular")
	v.shows(upTo(1, 50))
	for n := 3; n <= 12; n++ {
		p.cast(t, story, n, p.Reader, 0)
	}
	v.turn(".pager .later")
	v.shows(upTo(51, 70))
	v.Reload() // the page by itself
	v.shows(slices.Concat(upTo(51, 55), upTo(3, 12), upTo(56, 70)))
}

// What the browser is to do, the script leaves to it: another tab, and a page that doesn't come.
func TestBrowserTurnsPages(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := busy(t, p, 60)
	line := browsertest.NewLine(t, p.URL(), 0, 0)
	v := &visitor{Tab: p.browser.NewTab(t, line.URL()), t: t, scripts: true}
	v.goTo(story.Path())
	prevented := browsertest.Eval[bool](v.Tab, `(() => {
		const click = new MouseEvent("click", {bubbles: true, cancelable: true, ctrlKey: true});
		let prevented;
		addEventListener("click", e => { prevented = e.defaultPrevented; e.preventDefault(); }, {once: true});
		document.querySelector(".pager .later").dispatchEvent(click);
		return prevented;
	})()`)
	if prevented {
		t.Error("a link with Ctrl does not open another tab")
	}
	v.pin()
	browsertest.Eval[bool](v.Tab, `(window.fetch = () => Promise.reject(new TypeError("refused")), true)`)
	v.Follow(".pager .later")
	v.shows(upTo(51, 60))
	if v.pinned() {
		t.Error("the page was not loaded")
	}
}

// Who posts gets what they posted, and not a whole page for it.
func TestPostingIsLight(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := busy(t, p, 60)
	v := p.visitAs(t, p.Reader, true)
	v.read(story.Path())
	before := v.Metrics().Bytes
	v.answer(story, 7, "Seven it is.")
	v.WaitFor(comment(story, 61))
	v.reads(comment(story, 61)+" .parent", "in reply to @Edda")
	v.attr(comment(story, 61)+" .parent", "href", comment(story, 7))
	v.reads("#thread-title", "61 Comments")
	if cost := v.Metrics().Bytes - before; cost > 8_000 {
		t.Errorf("posting costs %d bytes, want less than 8,000", cost)
	}

	// In a tree it stands below what it answers.
	v.read(story.Path() + "?view=threaded")
	v.answer(story, 7, "Seven again.")
	v.WaitFor(".branch:has(> " + comment(story, 7) + ") > .replies > .branch > " + comment(story, 62))
	if diff := cmp.Diff(1, v.Count(comment(story, 62))); diff != "" {
		t.Errorf("it is there (-want +got times):\n%s", diff)
	}
	if !strings.Contains(v.URL(), "view=threaded") {
		t.Errorf("after posting the visitor is at %s", v.URL())
	}
	key := discussion.Key{Article: story.ID, Number: 62}
	v.goTo(story.Path() + "?c=" + key.String() + comment(story, 62))
	v.WaitFor(comment(story, 62) + ":target")
}
