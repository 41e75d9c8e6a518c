package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gogai/article"
	"gogai/browsertest"
	"gogai/discussion"
	"gogai/event"
	"gogai/member"
)

const (
	newComments = ".news button"
	liveSwitch  = "button.live"
)

// streams waits until so many streams are open.
func (p *paper) streams(t *testing.T, want int) {
	t.Helper()
	for deadline := time.Now().Add(patience); p.Streams.Count() != want; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d streams are open, want %d", p.Streams.Count(), want)
		}
	}
}

// still ends the test if anything on the page has moved that the visitor did not move.
func (v *visitor) still() {
	v.t.Helper()
	if shift := v.Metrics().LayoutShift; shift != 0 {
		v.t.Errorf("the page moved by %.4f: %s", shift, browsertest.Eval[string](v.Tab, `new Promise(done => {
			new PerformanceObserver(list => done(list.getEntries().flatMap(e => e.hadRecentInput ? [] : e.sources.map(s => s.node?.parentElement?.outerHTML.slice(0, 90)
				+ JSON.stringify([s.previousRect, s.currentRect]))).join("\n"))).observe({type: "layout-shift", buffered: true});
		})`))
	}
}

// note has the page write down when a thing is true of it; noted says how long that was after another
// page had noted something.
func (v *visitor) note(condition string) {
	v.t.Helper()
	browsertest.Eval[bool](v.Tab, `(() => {
		delete window.noted;
		const watch = setInterval(() => { if (`+condition+`) { clearInterval(watch); window.noted = Date.now(); } }, 5);
		return true;
	})()`)
}

func (v *visitor) noted() time.Time {
	v.t.Helper()
	var at int64
	v.soon(func() bool { at = browsertest.Eval[int64](v.Tab, "window.noted ?? 0"); return at != 0 },
		func() string { return "what was to be noted has not come about" })
	return time.UnixMilli(at)
}

// What one does is in the other's browser within a second, and nothing moves for it.
func TestTwoBrowsers(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := p.Story("The harbour tram is to make way for buses")
	p.Comment(story, p.Publisher, "The first.", 0)
	p.Comment(story, p.Reader, "The second.", 0)
	p.Comment(story, p.Editor, "The third.", 1)
	rita, edda := p.visitAs(t, p.Reader, true, browsertest.Phone()), p.visitAs(t, p.Editor, true)
	for _, v := range []*visitor{rita, edda} {
		v.read(story.Path())
	}
	p.streams(t, 2)
	browsertest.Eval[bool](rita.Tab, `(document.querySelector(".comments").scrollIntoView({block: "end"}), true)`)

	// Edda posts. Rita is told; what she reads stays where it is until she asks.
	rita.note(`document.querySelector("` + newComments + `").checkVisibility()`)
	edda.note(`document.querySelector("` + comment(story, 4) + `") !== null`)
	edda.answer(story, 2, "The fourth.")
	if took := rita.noted().Sub(edda.noted()); took > time.Second {
		t.Errorf("what was posted is told of %v after its author saw it", took)
	}
	rita.reads(newComments, "1 new comment")
	rita.reads(".news [role=status]", "1 new comment")
	rita.reads("#thread-title", "4 Comments")
	rita.reads(".story-meta .count", "4 Comments")
	rita.gone(comment(story, 4))
	rita.still()
	edda.gone(newComments + ":not([hidden])")
	rita.Click(newComments)
	rita.reads(comment(story, 4)+" .text", "The fourth.")
	rita.attr(comment(story, 4)+" .parent", "href", comment(story, 2))
	rita.reads(comment(story, 2)+" .replies", "1 reply")
	if got := rita.focused().ID; "#"+got != comment(story, 4) {
		t.Errorf("the focus is on %q, want the new comment", got)
	}
	rita.gone(newComments + ":not([hidden])")
	rita.gone(comment(story, 4) + " [data-tool]")

	// She votes, and the other way round.
	rita.note(`document.querySelector("` + comment(story, 1) + ` .tally").textContent === "1 ( +1 / -0 )"`)
	edda.note(`document.querySelector("` + comment(story, 1) + ` [aria-pressed=true]")`)
	edda.Click(comment(story, 1) + " .vote .up")
	if took := rita.noted().Sub(edda.noted()); took > time.Second {
		t.Errorf("a vote is seen %v after it was pressed", took)
	}
	rita.attr(comment(story, 1)+" .tally", "aria-label", "Score 1: 1 up, 0 down")
	rita.Click(comment(story, 1) + " .vote .down")
	for _, v := range []*visitor{rita, edda} {
		v.reads(comment(story, 1)+" .tally", "0 ( +1 / -1 )")
	}
	edda.attr(comment(story, 1)+" .up", "aria-pressed", "true")
	rita.attr(comment(story, 1)+" .down", "aria-pressed", "true")

	// Edda edits what Rita is answering: the form stays, with what is in it.
	rita.Click(comment(story, 4) + " footer a[href*='?reply']")
	rita.Fill(comment(story, 4)+" #compose textarea", "But that is what you")
	rita.Click(comment(story, 4) + " .vote .up")
	edda.edit(story, 4, "The fourth, reconsidered.")
	rita.reads(comment(story, 4)+" .text", "The fourth, reconsidered.")
	rita.reads(comment(story, 4)+" .edited", "edited")
	rita.attr(comment(story, 4)+" .up", "aria-pressed", "true")
	rita.reads(comment(story, 4)+" .tally", "1 ( +1 / -0 )")
	if got := rita.Value(comment(story, 4) + " #compose textarea"); got != "But that is what you" {
		t.Errorf("the answer that was being written reads %q", got)
	}

	// What is removed leaves a line or nothing; the answer comes home when its comment goes.
	edda.delete(story, 3)
	rita.gone(comment(story, 3))
	rita.reads("#thread-title", "3 Comments")
	edda.delete(story, 4)
	rita.gone(comment(story, 4))
	if got := rita.Value("#comments > #compose textarea"); got != "But that is what you" {
		t.Errorf("the form at home reads %q", got)
	}
	p.Comment(story, p.Editor, "The fifth.", 2)
	rita.Click(newComments)
	if _, err := p.Discussions.Do(t.Context(), discussion.Decide{
		Key: discussion.Key{Article: story.ID, Number: 2}, By: p.Moderator.ID, Decision: discussion.Remove, Reason: "Advertising", At: p.Now(),
	}); err != nil {
		t.Fatal(err)
	}
	rita.reads(comment(story, 2)+" .text", "Removed by a moderator: Advertising")
	rita.gone(comment(story, 2) + " footer")
	if diff := cmp.Diff([]int{1, 2, 5}, rita.numbers()); diff != "" {
		t.Errorf("in the end Rita sees (-want +got):\n%s", diff)
	}
}

// Whoever was cut off for half a minute is told what they missed, once.
func TestNetworkCut(t *testing.T) {
	if testing.Short() {
		t.Skip("half a minute without a network")
	}
	p := open(t, browsertest.Start(t))
	story := p.Story("Ferries stay in port")
	for n := range 3 {
		p.Comment(story, p.Publisher, fmt.Sprintf("Number %d.", n+1), 0)
	}
	line := browsertest.NewLine(t, p.URL(), 0, 0)
	v := &visitor{Tab: p.browser.NewTab(t, line.URL()), t: t, scripts: true}
	v.goTo(story.Path())
	p.streams(t, 1)
	p.Comment(story, p.Publisher, "Number 4.", 0)
	v.reads(newComments, "1 new comment")

	line.Cut()
	p.streams(t, 0)
	p.Comment(story, p.Publisher, "Number 5.", 4)
	p.Comment(story, p.Editor, "Number 6.", 0)
	p.cast(t, story, 1, p.Reader, 1)
	p.remove(t, story, 2)
	time.Sleep(30 * time.Second)
	line.Mend()
	v.reads(newComments, "3 new comments")
	v.gone(comment(story, 2))
	v.reads(comment(story, 1)+" .tally", "1 ( +1 / -0 )")
	p.streams(t, 1)
	p.Comment(story, p.Editor, "Number 7.", 0)
	v.reads(newComments, "4 new comments")
	v.Click(newComments)
	v.shows([]int{1, 3, 4, 5, 6, 7})
}

// cast votes on a comment.
func (p *paper) cast(t *testing.T, a article.Article, number int, by member.Member, value int) {
	t.Helper()
	if _, err := p.Discussions.Do(t.Context(), discussion.Cast{Key: discussion.Key{Article: a.ID, Number: number}, By: by.ID, Value: value, At: p.Now()}); err != nil {
		t.Fatal(err)
	}
}

// remove has a comment deleted by the publisher, who wrote it.
func (p *paper) remove(t *testing.T, a article.Article, number int) {
	t.Helper()
	if _, err := p.Discussions.Do(t.Context(), discussion.Delete{Key: discussion.Key{Article: a.ID, Number: number}, By: p.Publisher.ID, At: p.Now()}); err != nil {
		t.Fatal(err)
	}
}

// A tab out of sight has no stream, and shows what it missed when it is seen again. A reader who
// wants a still page has it, on every page and after a reload.
func TestNobodyLooks(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := p.Story("Lock gates close for the night")
	p.Comment(story, p.Publisher, "Good night.", 0)
	v := p.visit(t, true)
	v.goTo(story.Path())
	p.streams(t, 1)
	v.Hide()
	p.streams(t, 0)
	p.Comment(story, p.Publisher, "Sleep well.", 0)
	p.cast(t, story, 1, p.Reader, 1)
	v.Show()
	p.streams(t, 1)
	v.reads(newComments, "1 new comment")
	v.reads(comment(story, 1)+" .tally", "1 ( +1 / -0 )")

	// Also when the browser kept the page whole while its reader was elsewhere.
	v.goTo("/about")
	p.streams(t, 0)
	p.Comment(story, p.Publisher, "Are you back?", 0)
	v.back()
	p.streams(t, 1)
	v.soon(func() bool {
		return browsertest.Eval[bool](v.Tab, `document.querySelector("`+newComments+`")?.textContent === "2 new comments" || document.querySelectorAll(".comment").length === 3`)
	}, func() string { return "back on the page, the newest comment is nowhere" })
	v.goTo(story.Path())
	p.streams(t, 1)

	v.attr(liveSwitch, "aria-pressed", "true")
	v.Click(liveSwitch)
	v.attr(liveSwitch, "aria-pressed", "false")
	p.streams(t, 0)
	p.Comment(story, p.Publisher, "Up late?", 0)
	v.Hide()
	v.Show()
	v.goTo(story.Path())
	v.attr(liveSwitch, "aria-pressed", "false")
	p.Comment(story, p.Publisher, "Still up.", 0)
	v.goTo("/")
	v.goTo(story.Path())
	p.Comment(story, p.Publisher, "Me too.", 0)
	if n := p.Streams.Count(); n != 0 {
		t.Errorf("%d streams are open for who wants none", n)
	}
	v.Click(liveSwitch)
	p.streams(t, 1)
	v.reads(newComments, "1 new comment")
}

// A browser has one stream, however many of its tabs are in sight; who goes leaves it to the others.
func TestOneStreamForABrowser(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story, other := p.Story("Fish market goes back to cash"), p.Story("Bread prices stay")
	one := p.visit(t, true)
	one.goTo(story.Path())
	p.streams(t, 1)
	two := &visitor{Tab: one.Sibling(t), t: t, scripts: true}
	two.goTo(story.Path())
	third := &visitor{Tab: one.Sibling(t), t: t, scripts: true}
	third.goTo(other.Path())
	p.Comment(story, p.Editor, "Cash it is.", 0)
	for _, v := range []*visitor{one, two} {
		v.reads(newComments, "1 new comment")
	}
	if n := p.Streams.Count(); n != 1 {
		t.Errorf("one browser has %d streams", n)
	}
	p.Comment(other, p.Editor, "Bread it is.", 0)
	third.reads(newComments, "1 new comment") // it asks for itself, from time to time

	one.Close()
	two.soon(func() bool { return p.Streams.Count() == 1 }, func() string { return "nobody has the stream" })
	p.Comment(story, p.Editor, "And cheques.", 0)
	two.reads(newComments, "2 new comments")
}

// Where streams don't come through, the page asks.
func TestStreamsAreBlocked(t *testing.T) {
	p := open(t, browsertest.Start(t))
	p.Streams = nil
	story := p.Story("Post comes twice a day")
	v := p.visit(t, true)
	v.goTo(story.Path())
	p.Comment(story, p.Editor, "By bicycle.", 0)
	v.reads(newComments, "1 new comment")
	v.reads("#thread-title", "1 Comment")
	p.Comment(story, p.Editor, "And by tram.", 0)
	v.reads(newComments, "2 new comments")
	if refused := v.Problems(); len(refused) != 1 || !strings.HasSuffix(refused[0], "answered 501") {
		t.Errorf("problems: %q, want the stream's refusal alone", refused)
	}
}

// New comments come where the order has them; on another page, and in an order by votes, the button
// leads to the first of them.
func TestWhereNewCommentsCome(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := busy(t, p, 70)
	v := p.visit(t, true)
	post := func() {
		t.Helper()
		p.streams(t, 1)
		p.Comment(story, p.Editor, "One more for "+v.URL(), 0)
		v.reads(newComments, "1 new comment")
		v.still()
		v.Click(newComments)
	}
	v.goTo(story.Path() + "?comments=latest")
	post()
	v.shows(upTo(71, 21))
	v.goTo(story.Path())
	post()
	v.shows([]int{72})
	if !strings.HasSuffix(v.URL(), comment(story, 72)) {
		t.Errorf("it leads to %s", v.URL())
	}
	v.goTo(story.Path())
	v.turn(".pager .later")
	v.shows(upTo(51, 72))
	post()
	v.shows(upTo(51, 73))
	v.goTo(story.Path() + "?comments=popular")
	post()
	v.soon(func() bool { return v.numbers()[0] == 74 }, func() string { return "the page does not begin at the new comment" })

	// In a tree an answer comes below what it answers.
	v.goTo(story.Path() + "?view=threaded&comments=oldest")
	p.streams(t, 1)
	p.Comment(story, p.Editor, "An answer.", 2)
	v.reads(newComments, "1 new comment")
	v.Click(newComments)
	v.WaitFor(".branch:has(> " + comment(story, 2) + ") > .replies " + comment(story, 75))
}

// What others do meanwhile does not undo a vote that is on its way, and shows once that has arrived.
func TestVoteUnderWay(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := p.Story("Referendum on the clock tower")
	p.Comment(story, p.Editor, "Let it chime.", 0)
	v := p.visitAs(t, p.Reader, true)
	v.read(story.Path())
	p.streams(t, 1)
	browsertest.Eval[bool](v.Tab, `(() => {
		const send = fetch;
		window.fetch = async (to, how) => {
			const answer = await send(to, how);
			if (how?.method === "PUT") await new Promise(done => { window.release = done; });
			return answer;
		};
		return true;
	})()`)
	v.Click(comment(story, 1) + " .vote .up")
	v.reads(comment(story, 1)+" .tally", "1 ( +1 / -0 )")
	v.soon(func() bool { return browsertest.Eval[bool](v.Tab, `"release" in window`) }, func() string { return "the vote is not sent" })
	p.cast(t, story, 1, p.Moderator, -1)
	p.Comment(story, p.Editor, "And strike.", 0)
	v.reads(newComments, "1 new comment")
	v.reads(comment(story, 1)+" .tally", "1 ( +1 / -0 )")
	browsertest.Eval[bool](v.Tab, `(release(), true)`)
	v.reads(comment(story, 1)+" .tally", "0 ( +1 / -1 )")
	v.attr(comment(story, 1)+" .up", "aria-pressed", "true")
}

// Where the server can't say what happened, what is shown is fetched anew: the window, the focus and
// what is being written stay where they are.
func TestPageIsFetchedAnew(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := busy(t, p, 45)
	v := p.visitAs(t, p.Reader, true)
	v.read(story.Path())
	p.streams(t, 1)
	v.Click(comment(story, 20) + " footer a[href*='?reply']")
	v.Fill(comment(story, 20)+" #compose textarea", "Half a thou")
	top := func() float64 {
		return browsertest.Eval[float64](v.Tab, `document.querySelector("`+comment(story, 20)+`").getBoundingClientRect().top`)
	}
	before := top()
	v.Hide()
	p.streams(t, 0)
	for n := range 101 { // more than the server tells of in one message
		p.Comment(story, p.Editor, fmt.Sprintf("While you were away, %d.", n), 0)
	}
	p.remove(t, story, p.Comment(story, p.Publisher, "Never mind.", 0).Number)
	v.Show()
	v.reads("#thread-title", "146 Comments")
	if got := v.Value(comment(story, 20) + " #compose textarea"); got != "Half a thou" {
		t.Errorf("the answer holds %q, want what was being written", got)
	}
	if got := v.focused().Name; got != "body" {
		t.Errorf("the focus is on %q, want the text", got)
	}
	if after := top(); after < before-2 || after > before+2 {
		t.Errorf("what was in sight went from %.0f to %.0f", before, after)
	}
	v.attr(comment(story, 20)+" .up", "aria-pressed", "false")
}

// A thread that closes says so at once, and what was being written is still there.
func TestThreadCloses(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := p.Story("Museum shuts its doors")
	p.Comment(story, p.Editor, "Last orders.", 0)
	v, w := p.visitAs(t, p.Reader, true), p.visit(t, true)
	v.read(story.Path())
	w.goTo(story.Path())
	p.streams(t, 2)
	v.Fill("#compose textarea", "But I have")
	_, err := p.Discussions.UpdateThread(t.Context(), story.ID, func(thread *discussion.Thread) (event.Event, error) {
		return thread.Choose(discussion.Closed, p.Moderator.ID, story.Headline, "", p.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []*visitor{v, w} {
		v.reads("#comments .notice", "This discussion is closed.")
		v.gone(".vote button")
		v.gone(liveSwitch)
	}
	w.gone("#compose")
	if got := v.Value("#compose textarea"); got != "But I have" {
		t.Errorf("the form reads %q", got)
	}
	p.streams(t, 0)
}

// A story that is corrected while it is read says so, and moves nothing.
func TestStoryIsUpdated(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := p.Story("Clocks go back")
	v := p.visit(t, true, browsertest.Phone())
	v.goTo(story.Path() + "?comments=latest")
	p.streams(t, 1)
	_, err := p.Articles.UpdateArticle(t.Context(), story.ID, p.Editor.ID, member.Request{}, func(a *article.Article) ([]event.Event, error) {
		a.Headline = "Clocks go forward"
		e, err := a.Edited(p.Editor.ID, "", p.Now())
		return []event.Event{e}, err
	})
	if err != nil {
		t.Fatal(err)
	}
	v.reads("body > .updated", "The story was updated. Show it")
	v.still()
	v.Follow("body > .updated a")
	v.reads("h1", "Clocks go forward")
	if !strings.HasSuffix(v.URL(), "?comments=latest") {
		t.Errorf("it leads to %s", v.URL())
	}
}

// Counts and headlines of the front page follow; the list of headlines waits for the pointer to leave.
func TestFrontPageLives(t *testing.T) {
	p := open(t, browsertest.Start(t))
	var story article.Article
	for n := range 8 {
		story = p.Story(fmt.Sprintf("Story number %d", n))
		p.Clock.Add(time.Minute)
	}
	v := p.visit(t, true)
	v.goTo("/")
	p.streams(t, 1)
	p.Comment(story, p.Editor, "First.", 0)
	v.reads("[data-story='"+story.ID.String()+"'] a", "1 Comment")
	v.still()
	p.Comment(story, p.Editor, "Second.", 0)
	v.reads("[data-story='"+story.ID.String()+"'] a", "2 Comments")
	v.Hover(".latest li:first-child .headline a")
	before := v.Text(".latest li:first-child .headline")
	p.Story("This just in")
	p.Comment(story, p.Editor, "Third.", 0)
	v.reads("[data-story='"+story.ID.String()+"'] a", "3 Comments")
	v.reads(".latest li:first-child .headline", before)
	v.Hover(".masthead .name")
	v.soon(func() bool { return v.Text(".latest li:first-child .headline") != before },
		func() string { return "the newest headlines have not come" })
}

// Without a script there is nothing to switch, and nothing changes by itself.
func TestNothingLivesWithoutScript(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := p.Story("Library keeps its card index")
	v := p.visit(t, false)
	v.goTo(story.Path())
	if shown := browsertest.Eval[bool](v.Tab, `document.querySelector("`+liveSwitch+`").checkVisibility()`); shown {
		t.Error("there is a switch that does nothing")
	}
	if n := p.Streams.Count(); n != 0 {
		t.Errorf("%d streams are open", n)
	}
}
