package e2e

import (
	"fmt"
	"testing"
	"time"

	"gogai/browsertest"
	"gogai/discussion"
	"gogai/storage"
)

// storm votes 500 times on a comment at the pace of eight fingers, at random but never resting,
// and counts in window.votes how many were taken. It awaits nothing, so that two pages can do it
// at once.
const storm = `(() => {
	window.votes = 0;
	const values = Array.from({length: 500}, () => Math.floor(Math.random() * 3) - 1);
	const finger = async () => {
		while (values.length) {
			const answer = await fetch("/api/v1/comments/%s/vote", {
				method: "PUT", headers: {"Content-Type": "application/json"}, body: JSON.stringify({value: values.pop()}),
			});
			if (!answer.ok) throw new Error("a vote was answered " + answer.status);
			window.votes++;
		}
	};
	for (let i = 0; i < 8; i++) finger();
	return true;
})()`

// Two members vote on one comment at once, 1,000 times in all: what the pages show is what the
// votes add up to.
func TestTwoMembersVoteAtOnce(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := p.Story("Rower, 61, crosses the strait")
	c := p.Comment(story, p.Editor, "Chapeau.", 0)
	rita, pia := p.visitAs(t, p.Reader, true), p.visitAs(t, p.Publisher, true)
	voters := []*visitor{rita, pia}
	for _, v := range voters {
		v.read(story.Path())
	}
	for _, v := range voters {
		browsertest.Eval[bool](v.Tab, fmt.Sprintf(storm, c.Key))
	}
	for _, v := range voters {
		var votes int
		for deadline := time.Now().Add(2 * time.Minute); votes < 500; time.Sleep(100 * time.Millisecond) {
			if votes = browsertest.Eval[int](v.Tab, "votes"); time.Now().After(deadline) {
				t.Fatalf("%s had only %d votes taken", v.handle, votes)
			}
		}
	}
	// The last word of each: one is for it; the other takes back whatever stands.
	want := discussion.Tally{Up: 1}
	rita.vote(c.Key, 1)
	pia.vote(c.Key, 0)
	for _, v := range append(voters, p.visit(t, false)) {
		v.read(story.Path())
		v.reads(comment(story, c.Number)+" .tally", want.String())
	}
	rita.attr(comment(story, c.Number)+" .up", "aria-pressed", "true")
	err := p.DB.Check(t.Context(), func(d storage.Difference) { t.Error(d) }, func(int, int) {})
	if err != nil {
		t.Error(err)
	}
}

// Who votes and goes on at once has voted.
func TestVoteAndLeave(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := p.Story("Alpine night train returns")
	v := p.visitAs(t, p.Reader, true)
	for n := 1; n <= 5; n++ {
		p.Comment(story, p.Editor, fmt.Sprintf("All aboard, number %d.", n), 0)
		v.read(story.Path())
		v.Click(comment(story, n) + " .vote .up")
		v.goTo("/")
		p.stands(t, story, n, "1 ( +1 / -0 )")
	}
}

// vote says what the visitor's vote on a comment shall be, as the page's script does.
func (v *visitor) vote(c discussion.Key, value int) {
	v.t.Helper()
	status := browsertest.Eval[int](v.Tab, fmt.Sprintf(`fetch("/api/v1/comments/%s/vote", {
		method: "PUT", headers: {"Content-Type": "application/json"}, body: JSON.stringify({value: %d}),
	}).then(answer => answer.status)`, c, value))
	if status != 200 {
		v.t.Errorf("a vote of %s is answered %d", v.handle, status)
	}
}
