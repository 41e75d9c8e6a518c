package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gogai/article"
	"gogai/browsertest"
	"gogai/discussion"
	"gogai/member"
)

// numbers are those of the comments on the page, from its top.
func (v *visitor) numbers() []int {
	v.t.Helper()
	return browsertest.Eval[[]int](v.Tab, `[...document.querySelectorAll(".comments > .comment .number")].map(n => Number(n.textContent.slice(1)))`)
}

// turn follows a link to another page of the thread: the script shows it in the page, without it
// the browser goes there.
func (v *visitor) turn(selector string) {
	v.t.Helper()
	if !v.scripts {
		v.Follow(selector)
		return
	}
	to := v.Attr(selector, "href")
	v.Click(selector)
	v.soon(func() bool { return strings.HasSuffix(v.URL(), to) }, func() string { return "the page does not turn to " + to })
}

// shows ends the test unless the comments with these numbers are soon on the page, in their order.
func (v *visitor) shows(numbers []int) {
	v.t.Helper()
	var diff string
	v.soon(func() bool { diff = cmp.Diff(numbers, v.numbers()); return diff == "" },
		func() string { return "the comments on the page (-want +got):\n" + diff })
}

// upTo returns the numbers from one to another, in either direction.
func upTo(from, to int) []int {
	var list []int
	for n := min(from, to); n <= max(from, to); n++ {
		list = append(list, n)
	}
	if from > to {
		slices.Reverse(list)
	}
	return list
}

// A thread is read in four orders.
func TestOrders(t *testing.T) {
	bothWays(t, func(t *testing.T, p *paper, scripts bool) {
		story := p.Story("Tea growers test pickers at night")
		for n, votes := range [][]int{{}, {1, 1, 1}, {1, 1, -1, -1}, {-1}, {1, 1, -1}} {
			c := p.Comment(story, p.Editor, fmt.Sprintf("Number %d.", n+1), 0)
			for i, value := range votes {
				handle := fmt.Sprintf("voter-%d", i)
				m, err := p.Members.MemberByHandle(t.Context(), handle)
				if err != nil {
					m = p.Member(handle, member.Reader)
				}
				if _, err := p.Discussions.Do(t.Context(), discussion.Cast{Key: c.Key, By: m.ID, Value: value, At: p.Now()}); err != nil {
					t.Fatal(err)
				}
			}
		}
		v := p.visit(t, scripts)
		v.goTo(story.Path())
		for _, order := range []struct {
			name string
			want []int
		}{
			{"latest", []int{5, 4, 3, 2, 1}},
			{"popular", []int{2, 5, 3, 1, 4}},
			{"controversial", []int{3, 5, 1, 2, 4}},
			{"oldest", []int{1, 2, 3, 4, 5}},
		} {
			v.turn(".orders a[href*='comments=" + order.name + "']")
			v.at(story.Path())
			v.shows(order.want)
			v.attr(".orders a[href*='comments="+order.name+"']", "aria-current", "true")
		}
	})
}

// busy is a story with so many comments that their numbers tell where one stands.
func busy(t *testing.T, p *paper, comments int) article.Article {
	t.Helper()
	story := p.Story("Lantern street reopens after the fire")
	list := make([]discussion.Comment, comments)
	for i := range list {
		body, html, err := p.Compose(t.Context(), fmt.Sprintf("This is comment number %d.", i+1))
		if err != nil {
			t.Fatal(err)
		}
		list[i] = discussion.Comment{
			Key: discussion.Key{Article: story.ID, Number: i + 1}, Author: p.Editor.ID, Body: body, HTML: html,
			CreatedAt: p.Now(), State: discussion.Visible,
		}
	}
	if err := p.DB.AppendComments(t.Context(), story.ID, list); err != nil {
		t.Fatal(err)
	}
	return story
}

// A long thread is read page by page, forth and back, and misses nothing.
func TestPaging(t *testing.T) {
	bothWays(t, func(t *testing.T, p *paper, scripts bool) {
		story := busy(t, p, 230)
		v := p.visit(t, scripts)
		for _, order := range []struct {
			path  string
			pages [][]int
		}{
			{story.Path(), [][]int{upTo(1, 50), upTo(51, 100), upTo(101, 150), upTo(151, 200), upTo(201, 230)}},
			{story.Path() + "?comments=latest", [][]int{upTo(230, 181), upTo(180, 131), upTo(130, 81), upTo(80, 31), upTo(30, 1)}},
		} {
			v.goTo(order.path)
			for i, page := range order.pages {
				if i > 0 {
					v.turn(".pager .later")
				}
				v.shows(page)
			}
			v.gone(".pager .later")
			for i := len(order.pages) - 2; i >= 0; i-- {
				v.turn(".pager .earlier")
				v.shows(order.pages[i])
			}
			v.gone(".pager .earlier")
		}
	})
}

// The address of a comment leads to it, also where it is far down, and in any order.
func TestPermalink(t *testing.T) {
	bothWays(t, func(t *testing.T, p *paper, scripts bool) {
		story := busy(t, p, 230)
		v := p.visit(t, scripts, browsertest.Phone())
		there := func(number int, first []int) {
			t.Helper()
			if got := browsertest.Eval[string](v.Tab, `document.querySelector(":target")?.id`); "#"+got != comment(story, number) {
				t.Errorf("the page points at %q, want %s", got, comment(story, number))
			}
			seen := browsertest.Eval[bool](v.Tab, `(() => {
				const {top, bottom} = document.querySelector(":target").getBoundingClientRect();
				return top >= 0 && top < innerHeight / 2 && bottom > 0;
			})()`)
			if !seen {
				t.Errorf("comment %d is not in the upper half of the window", number)
			}
			if marked := browsertest.Eval[string](v.Tab, `getComputedStyle(document.querySelector(":target")).backgroundImage`); marked == "none" {
				t.Errorf("comment %d looks like any other", number)
			}
			if diff := cmp.Diff(first, v.numbers()[:3]); diff != "" {
				t.Errorf("the page begins (-want +got):\n%s", diff)
			}
		}
		v.goTo(own(story, 170))
		v.reads(comment(story, 170)+" .text", "This is comment number 170.")
		v.Follow("main .about a[href*='?c=']")
		v.at(story.Path())
		there(170, []int{170, 171, 172})
		v.turn(".pager .earlier")
		v.shows(upTo(120, 169))
		v.Follow(comment(story, 169) + " a.number")
		v.at(own(story, 169))

		key := discussion.Key{Article: story.ID, Number: 40}
		v.goTo(story.Path() + "?comments=latest&c=" + key.String() + comment(story, 40))
		there(40, []int{40, 39, 38})
	})
}

// Nothing that somebody writes makes the page wider than a narrow phone.
func TestNothingWidensThePage(t *testing.T) {
	p := open(t, browsertest.Start(t))
	word := strings.Repeat("Donaudampfschiff", 30)
	story := p.Story("Short", func(a *article.Article) {
		a.Headline, a.Standfirst = "Headline "+word[:150], word[:200]
		a.Body = word + "\n\n```\n" + word + "\n```\n\n> " + word + "\n\nhttps://paper.example/" + word
		a.Bylines, a.Tags, a.Rights, a.Dateline = []string{word[:80]}, []string{word[:40]}, []string{"© " + word[:80]}, strings.ToUpper(word[:60])
	})
	p.Comment(story, p.Editor, word+"\n\n```\n"+word+"\n```\n\n> "+word+"\n\n- "+word+"\n\nhttps://paper.example/"+word, 0)
	p.Comment(story, p.Member("A-handle-as-long-as-24-x", member.Reader), "`"+word+"`", 1)
	v := p.visit(t, true, browsertest.Viewport(320, 640))
	for _, path := range []string{story.Path(), own(story, 1), "/", "/news", "/comments", "/member/A-handle-as-long-as-24-x"} {
		v.goTo(path)
		if wide := v.width(); wide > 320 {
			t.Errorf("%s is %d px wide on a window of 320", path, wide)
		}
	}
	v.goTo(story.Path())
	if !browsertest.Eval[bool](v.Tab, `[...document.querySelectorAll("pre")].every(p => p.scrollWidth > p.clientWidth || p.scrollWidth <= 320)`) {
		t.Error("a block of code neither fits nor scrolls")
	}
}

// width is how wide the page is, in CSS pixels.
func (v *visitor) width() int {
	v.t.Helper()
	return browsertest.Eval[int](v.Tab, `Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)`)
}

// All that a pointer can do, the keyboard can, and one sees where one is.
func TestKeyboard(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := p.Story("Terns reach first final with ten")
	p.Comment(story, p.Editor, "Ten were enough.", 0)
	v := p.visitAs(t, p.Reader, true)
	v.read(story.Path())

	// The first stop leads past the masthead.
	v.Press("\t")
	if got := v.focused(); got.Class != "skip" || !got.Seen {
		t.Errorf("the first stop is %+v, want the link that skips the masthead, in sight", got)
	}
	v.Press("\r")
	v.soon(func() bool { return v.focused().ID == "main" }, func() string { return "skipping leads nowhere" })

	// From there on every stop can be seen, and all that can be done in the thread is one.
	var stops []string
	for range 40 {
		v.Press("\t")
		f := v.focused()
		if f.Tag == "BODY" || f.Tag == "" {
			break
		}
		if !f.Seen || !f.Outlined {
			t.Errorf("nothing shows that the focus is on %+v", f)
		}
		stops = append(stops, f.Name)
	}
	want := []string{"#1", "Edda", "Reply", "Quote", "Vote comment 1 up", "Vote comment 1 down", "body", "Post comment"}
	at := slices.Index(stops, want[0])
	if at < 0 || !slices.Equal(stops[at:min(len(stops), at+len(want))], want) {
		t.Fatalf("the stops are %q, want %q among them", stops, want)
	}

	// Reply brings the form, one writes, and the next stop but one posts it.
	v.focus(comment(story, 1) + " footer a[href*='?reply']")
	v.Press("\r")
	v.soon(func() bool { return v.focused().Name == "body" }, func() string { return "the form has not got the focus" })
	v.Press("By hand.\t\r")
	v.WaitFor(comment(story, 2))
	v.reads(comment(story, 2)+" .text", "@Edda By hand.")
	if got := v.focused().ID; "#"+got != comment(story, 2) {
		t.Errorf("after posting the focus is on %q, want the new comment", got)
	}

	// And votes.
	v.focus(comment(story, 1) + " .vote .up")
	v.Press(" ")
	v.reads(comment(story, 1)+" .tally", "1 ( +1 / -0 )")
	p.stands(t, story, 1, "1 ( +1 / -0 )")
}

// focus is where the keyboard is.
type focus struct {
	Tag, ID, Class, Name string
	Seen                 bool // in the window and not transparent
	Outlined             bool
}

func (v *visitor) focused() focus {
	v.t.Helper()
	return browsertest.Eval[focus](v.Tab, `(() => {
		const e = document.activeElement;
		if (!e) return {};
		const style = getComputedStyle(e), {top, bottom, left, right, width} = e.getBoundingClientRect();
		return {
			Tag: e.tagName, ID: e.id, Class: e.className,
			Name: e.getAttribute("aria-label") || e.name || e.textContent.trim(),
			Seen: width > 0 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth && style.opacity > 0,
			Outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
		};
	})()`)
}

func (v *visitor) focus(selector string) {
	v.t.Helper()
	browsertest.Eval[bool](v.Tab, `(document.querySelector("`+selector+`").focus(), true)`)
}
