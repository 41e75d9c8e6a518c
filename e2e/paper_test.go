// Package e2e tries the site in a real browser as the people do who use it: readers, members,
// moderators, editors and the publisher. Each test is something that one of them does; what the
// site must do without its script is done both ways.
package e2e

import (
	"fmt"
	"testing"
	"time"

	"gogai/article"
	"gogai/browsertest"
	"gogai/discussion"
	"gogai/member"
	"gogai/web/site"
	"gogai/web/webtest"
)

// patience is how long a test waits for what it expects to see; a busy machine is no fault of
// the site.
const patience = 20 * time.Second

// A paper is a publication on the air, with a real database, and one browser for its visitors.
type paper struct {
	*webtest.Site
	browser *browsertest.Browser
}

// open puts a new paper on the air. Its clock stands still at the present time, since the pages'
// script compares what the server says with the browser's own clock.
func open(t *testing.T, b *browsertest.Browser) *paper {
	t.Helper()
	s := webtest.New(t, site.New)
	s.Clock.Add(time.Since(s.Clock.Now()))
	return &paper{s, b}
}

// bothWays runs a test with the pages' script and without it.
func bothWays(t *testing.T, try func(t *testing.T, p *paper, scripts bool)) {
	t.Helper()
	b := browsertest.Start(t)
	for _, way := range []struct {
		name    string
		scripts bool
	}{
		{"with script", true},
		{"without script", false},
	} {
		t.Run(way.name, func(t *testing.T) { try(t, open(t, b), way.scripts) })
	}
}

// A visitor is somebody at a browser of their own.
type visitor struct {
	*browsertest.Tab
	t       *testing.T
	scripts bool
	handle  string // empty for nobody
}

// visit opens a browser window that nobody is logged in to.
func (p *paper) visit(t *testing.T, scripts bool, options ...browsertest.Option) *visitor {
	t.Helper()
	tab := p.browser.NewTab(t, p.URL(), append(options, browsertest.WithScript(scripts))...)
	return &visitor{Tab: tab, t: t, scripts: scripts}
}

// visitAs opens a browser window and logs m in through the form.
func (p *paper) visitAs(t *testing.T, m member.Member, scripts bool, options ...browsertest.Option) *visitor {
	t.Helper()
	v := p.visit(t, scripts, options...)
	v.goTo("/login")
	v.enter(m.Handle, webtest.Password)
	v.at("/")
	return v
}

// enter fills in and sends the log-in form that the page shows.
func (v *visitor) enter(handle, password string) {
	v.t.Helper()
	v.Fill("#login", handle)
	v.Fill("#password", password)
	if status := v.Follow("form[action='/login'] button.primary"); status != 200 {
		v.t.Fatalf("logging in as %s answers %d", handle, status)
	}
	v.handle = handle
}

// goTo opens a page that must be there.
func (v *visitor) goTo(path string) {
	v.t.Helper()
	if status := v.Open(path); status != 200 {
		v.t.Fatalf("%s answers %d, want 200", path, status)
	}
}

// read opens a story, and waits until the script has painted what is the visitor's own.
func (v *visitor) read(path string) {
	v.t.Helper()
	v.goTo(path)
	v.painted()
}

func (v *visitor) painted() {
	v.t.Helper()
	if v.scripts && v.handle != "" {
		v.WaitFor("nav.who a[href='/member/" + v.handle + "']")
	}
}

// submit presses a link or button that the script serves in the page, and that leads to another
// one without it.
func (v *visitor) submit(selector string) {
	v.t.Helper()
	if v.scripts {
		v.Click(selector)
	} else {
		v.Follow(selector)
	}
}

// at ends the test unless the window shows the address, up to its query.
func (v *visitor) at(path string) {
	v.t.Helper()
	if got := browsertest.Eval[string](v.Tab, "location.pathname"); got != path {
		v.t.Fatalf("the visitor stands at %q, want %q", got, path)
	}
}

// reads ends the test unless an element's visible text is exactly want, soon.
func (v *visitor) reads(selector, want string) {
	v.t.Helper()
	var got string
	v.soon(func() bool { got = v.look(selector, "innerText.trim()"); return got == want },
		func() string { return fmt.Sprintf("%s reads %q, want %q", selector, got, want) })
}

// look asks an element for something in one go, since the page may put another in its place at any
// time; "" as long as there is none.
func (v *visitor) look(selector, what string) string {
	v.t.Helper()
	return browsertest.Eval[string](v.Tab, fmt.Sprintf(`document.querySelector(%q)?.%s ?? ""`, selector, what))
}

// attr ends the test unless an element's attribute is want, soon.
func (v *visitor) attr(selector, name, want string) {
	v.t.Helper()
	var got string
	v.soon(func() bool { got = v.look(selector, fmt.Sprintf("getAttribute(%q)", name)); return got == want },
		func() string { return fmt.Sprintf("%s of %s is %q, want %q", name, selector, got, want) })
}

// gone ends the test unless no element matches, soon.
func (v *visitor) gone(selector string) {
	v.t.Helper()
	v.soon(func() bool { return !v.Exists(selector) }, func() string { return selector + " is still there" })
}

// soon waits until a thing is true, and ends the test when it does not become so.
func (v *visitor) soon(done func() bool, complaint func() string) {
	v.t.Helper()
	for deadline := time.Now().Add(patience); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			v.t.Fatalf("%s (at %s)", complaint(), v.URL())
		}
	}
}

// comment is the selector of a comment in its thread.
func comment(a article.Article, number int) string {
	return "#" + discussion.Comment{Key: discussion.Key{Article: a.ID, Number: number}}.Anchor()
}

// stands ends the test unless storage soon has the tally for a comment.
func (p *paper) stands(t *testing.T, a article.Article, number int, tally string) {
	t.Helper()
	var got string
	for deadline := time.Now().Add(patience); got != tally; time.Sleep(20 * time.Millisecond) {
		c, err := p.Discussions.Comment(t.Context(), discussion.Key{Article: a.ID, Number: number})
		if err != nil {
			t.Fatal(err)
		}
		if got = c.Tally().String(); time.Now().After(deadline) {
			t.Fatalf("the tally of comment %d is %s, want %s", number, got, tally)
		}
	}
}

// own is the address of a comment's own page.
func own(a article.Article, number int) string {
	return discussion.Comment{Key: discussion.Key{Article: a.ID, Number: number}}.Path()
}
