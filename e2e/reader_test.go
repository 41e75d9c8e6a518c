package e2e

import (
	"strings"
	"testing"
	"time"

	"gogai/article"
	"gogai/browsertest"
	"gogai/discussion"
	"gogai/event"
	"gogai/member"
	"gogai/web"
	"gogai/web/webtest"
)

// A member's day: all that somebody does who comes to discuss, from registering to logging out.
func TestMembersDay(t *testing.T) {
	bothWays(t, func(t *testing.T, p *paper, scripts bool) {
		story := p.Story("The harbour tram is to make way for buses")
		rita := p.visitAs(t, p.Reader, scripts)
		aya := p.visit(t, scripts)

		// Aya registers, and comments on a story: several paragraphs, in two languages, with a mention.
		aya.register("Aya_3")
		aya.read(story.Path())
		aya.post("号外です。\n\nThe tram stays, says @Rita, and so do I.\n\n終わり")
		aya.WaitFor(comment(story, 1))
		aya.reads(comment(story, 1)+" .handle", "Aya_3")
		if got := aya.Count(comment(story, 1) + " .text p"); got != 3 {
			t.Errorf("the comment shows %d paragraphs, want 3", got)
		}
		aya.reads(comment(story, 1)+" .text a[href='/member/Rita']", "@Rita")
		aya.reads("#thread-title", "1 Comment")

		// Rita answers. From the answer it leads to what is answered, and back.
		rita.read(story.Path())
		rita.answer(story, 1, "I said no such thing, @Aya_3.")
		rita.WaitFor(comment(story, 2))
		aya.read(story.Path())
		aya.reads(comment(story, 2)+" .parent", "in reply to @Aya_3")
		aya.attr(comment(story, 2)+" .parent", "href", comment(story, 1))
		aya.Follow(comment(story, 1) + " .replies")
		aya.at(own(story, 1))
		aya.reads("#replies "+comment(story, 2)+" .handle", "Rita")
		aya.reads("#replies "+comment(story, 2)+" .parent", "in reply to @Aya_3")

		// She quotes Rita, and says more.
		aya.read(story.Path())
		aya.quote(story, 2, "no such thing", "> no such thing\n\n", "> I said no such thing, @Aya_3.\n\n")
		aya.WaitFor(comment(story, 3) + " .text blockquote")
		aya.reads(comment(story, 3)+" .text > p", "You did.")
		aya.reads(comment(story, 3)+" .parent", "in reply to @Rita")

		// Rita votes, changes her mind, and takes the vote back.
		rita.votes(p, story, 1)

		// Aya sees a slip at once and edits it; ten minutes later she no longer can.
		aya.read(story.Path())
		aya.edit(story, 1, "The tram stays, says @Rita.")
		aya.read(story.Path())
		aya.reads(comment(story, 1)+" .text", "The tram stays, says @Rita.")
		aya.reads(comment(story, 1)+" .edited", "edited")
		p.Clock.Add(discussion.EditWindow)
		aya.goTo(own(story, 1))
		aya.gone("#edit")

		// She deletes it. A line stands there as long as it has an answer, and then nothing.
		aya.delete(story, 1)
		aya.reads(comment(story, 1)+" .text", "Deleted by its author.")
		aya.gone(comment(story, 1) + " .handle")
		aya.reads("#thread-title", "2 Comments")
		aya.delete(story, 3)
		aya.gone(comment(story, 3))
		rita.read(story.Path())
		rita.delete(story, 2)
		rita.reads("#thread-title", "No comments")
		rita.gone(".comment")
		if status := rita.Open(own(story, 1)); status != 410 {
			t.Errorf("a comment that vanished answers %d, want 410", status)
		}
		rita.Follow("main a[href^='" + story.Path() + "']")
		rita.at(story.Path())

		// She logs out, and is nobody again.
		rita.goTo("/account")
		rita.Follow("form[action='/logout'] button")
		rita.at("/")
		rita.reads("nav.who a", "Log in")
		rita.goTo("/account")
		rita.at("/login")
	})
}

func (v *visitor) register(handle string) {
	v.t.Helper()
	v.goTo("/register")
	v.Fill("#handle", handle)
	v.Fill("#email", strings.ToLower(handle)+"@mail.example")
	v.Fill("#password", webtest.Password)
	v.Follow("form[action='/register'] button.primary")
	v.at("/account")
	v.handle = handle
}

// post writes a comment into the form on the page and sends it.
func (v *visitor) post(text string) {
	v.t.Helper()
	v.Fill("#compose textarea", text)
	v.submit("#compose button.primary")
}

// answer replies to a comment of the thread on the page. The script brings the form there;
// without it, it stands on the comment's own page.
func (v *visitor) answer(a article.Article, number int, text string) {
	v.t.Helper()
	v.submit(comment(a, number) + " footer a[href*='?reply']")
	if !v.scripts {
		v.at(own(a, number))
	} else {
		v.WaitFor(comment(a, number) + " #compose")
	}
	v.post(text)
	v.at(a.Path())
}

// quote answers with a quotation: of what is marked, or without script of all, and "You did."
func (v *visitor) quote(a article.Article, number int, mark, marked, all string) {
	v.t.Helper()
	want := all
	if v.scripts {
		want = marked
		v.mark(comment(a, number)+" .text", mark)
	}
	v.submit(comment(a, number) + " footer a[href*='?quote']")
	v.soon(func() bool { return v.Value("#compose textarea") == want }, func() string { return "the form does not hold " + want })
	v.post(want + "You did.")
	v.at(a.Path())
}

// mark selects a part of an element's text, as a pointer drawn over it does.
func (v *visitor) mark(selector, text string) {
	v.t.Helper()
	found := browsertest.Eval[bool](v.Tab, `(() => {
		const walk = document.createTreeWalker(document.querySelector("`+selector+`"), NodeFilter.SHOW_TEXT);
		for (let node; node = walk.nextNode();) {
			const at = node.data.indexOf("`+text+`");
			if (at < 0) continue;
			getSelection().setBaseAndExtent(node, at, node, at + `+"`"+text+"`"+`.length);
			return true;
		}
		return false;
	})()`)
	if !found {
		v.t.Fatalf("%s does not say %q", selector, text)
	}
}

// votes presses the buttons of a comment: up, then down, then down again. On the story's page
// the script knows the visitor's vote; without it, the comment's own page does.
func (v *visitor) votes(p *paper, a article.Article, number int) {
	v.t.Helper()
	v.read(a.Path())
	it := comment(a, number)
	for _, press := range []struct{ button, tally, up, down string }{
		{".up", "1 ( +1 / -0 )", "true", "false"},
		{".down", "-1 ( +0 / -1 )", "false", "true"},
		{".down", "0 ( +0 / -0 )", "false", "false"},
		{".down", "-1 ( +0 / -1 )", "false", "true"},
		{".up", "1 ( +1 / -0 )", "true", "false"},
		{".up", "0 ( +0 / -0 )", "false", "false"},
	} {
		v.submit(it + " .vote " + press.button)
		v.reads(it+" .tally", press.tally)
		if !v.scripts {
			v.goTo(own(a, number))
		}
		p.stands(v.t, a, number, press.tally)
		v.attr(it+" .up", "aria-pressed", press.up)
		v.attr(it+" .down", "aria-pressed", press.down)
	}
	v.read(a.Path())
	v.reads(it+" .tally", "0 ( +0 / -0 )")
}

// edit changes a comment of one's own on its page, where the script's link and the number lead.
func (v *visitor) edit(a article.Article, number int, text string) {
	v.t.Helper()
	v.panel(a, number, "edit")
	v.Fill("#edit textarea", text)
	v.Follow("#edit button.primary")
}

// delete removes a comment of one's own, and is led back to its story.
func (v *visitor) delete(a article.Article, number int) {
	v.t.Helper()
	v.read(a.Path())
	v.panel(a, number, "delete")
	v.Follow("#delete button")
	v.at(a.Path())
}

// panel opens the part of a comment's page where something is done with it: from the thread on
// the page, by the link that the script adds, or by the comment's number.
func (v *visitor) panel(a article.Article, number int, what string) {
	v.t.Helper()
	if v.scripts {
		v.Follow(comment(a, number) + " footer a[href*='?" + what + "']")
	} else {
		v.Follow(comment(a, number) + " a.number")
		v.Click("#" + what + " summary")
	}
	v.at(own(a, number))
	v.WaitFor("#" + what + " form button")
}

// What was typed before logging in is there after it.
func TestTextComesAlongToLogIn(t *testing.T) {
	bothWays(t, func(t *testing.T, p *paper, scripts bool) {
		const text = "Typed before I had logged in:\n\n号外 <b>\"& 'ok'"
		story := p.Story("Night ferry kept for three years")
		v := p.visit(t, scripts)

		v.read(story.Path())
		v.Fill("#compose textarea", text)
		if status := v.Follow("#compose button.primary"); status != 401 {
			t.Errorf("a comment by nobody answers %d, want 401 with the log-in page", status)
		}
		v.Fill("#login", p.Reader.Handle)
		v.Fill("#password", "a wrong one, by a slip")
		if status := v.Follow("form[action='/login'] button.primary"); status != 422 {
			t.Errorf("a wrong password answers %d, want 422", status)
		}
		v.enter(p.Reader.Handle, webtest.Password)
		if got := v.Value("textarea"); got != text {
			t.Errorf("after logging in the form holds %q, want what was typed: %q", got, text)
		}
		v.Follow("main form button.primary")
		v.at(story.Path())
		v.reads(comment(story, 1)+" .handle", p.Reader.Handle)
		v.reads(comment(story, 1)+" .text p", "Typed before I had logged in:")
		if got := v.Value("#compose textarea"); got != "" {
			t.Errorf("after it is posted the form still holds %q", got)
		}

		// A vote comes along too.
		other := p.visit(t, scripts)
		other.read(story.Path())
		other.Follow(comment(story, 1) + " .vote .up")
		other.enter(p.Editor.Handle, webtest.Password)
		other.Follow("main form button.primary")
		other.read(story.Path())
		other.reads(comment(story, 1)+" .tally", "1 ( +1 / -0 )")
	})
}

// What was being written when the page was left is there on coming back; once posted it is not.
func TestDraftIsKept(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := p.Story("Canal city rations visitors by tide")
	p.Comment(story, p.Editor, "Come at low water.", 0)
	v := p.visitAs(t, p.Reader, true)
	v.read(story.Path())
	v.Click(comment(story, 1) + " footer a[href*='?reply']")
	v.Fill(comment(story, 1)+" #compose textarea", "Half a thou")
	v.goTo("/")
	v.read(story.Path())
	if got := v.Value(comment(story, 1) + " #compose textarea"); got != "Half a thou" {
		t.Errorf("the answer holds %q, want what was being written", got)
	}
	v.post("Half a thought.")
	v.WaitFor(comment(story, 2))
	v.reads(comment(story, 2)+" .parent", "in reply to @Edda")
	v.read(story.Path())
	if got := v.Value("#compose textarea"); got != "" {
		t.Errorf("after posting, the form comes back with %q", got)
	}
}

// What the site does not take is said beside the field, and what was typed is still there.
func TestRefusedComment(t *testing.T) {
	bothWays(t, func(t *testing.T, p *paper, scripts bool) {
		story := p.Story("Evacuation drill finds the gaps")
		v := p.visitAs(t, p.Reader, scripts)
		long := strings.Repeat("長", discussion.MaxLength+1)

		refused := func(text, said string) {
			t.Helper()
			v.submit("#compose button.primary")
			v.WaitFor("#compose .mistake, #compose .notice")
			if got := v.Text("#compose .mistake, #compose .notice"); !strings.Contains(got, said) {
				t.Errorf("the form says %q, want %q in it", got, said)
			}
			if got := v.Value("#compose textarea"); got != text {
				t.Errorf("the form holds %.20q… (%d bytes), want what was typed", got, len(got))
			}
		}
		v.read(story.Path())
		v.Fill("#compose textarea", long)
		refused(long, "5000")
		v.attr("#compose textarea", "aria-invalid", "true")

		// Too many in a while.
		p.Limits = web.NewLimits(map[web.Act]web.Allowance{web.Post: {Many: 1, In: time.Hour}, web.Vote: {Many: 1, In: time.Hour}})
		v.read(story.Path())
		v.post("The first is welcome.")
		v.WaitFor(comment(story, 1))
		v.Fill("#compose textarea", "The second comes too soon.")
		refused("The second comes too soon.", "faster than people read")

		// The thread closes while somebody is writing.
		p.Limits = nil
		v.read(story.Path())
		v.Fill("#compose textarea", "Written while it closed.")
		p.Clock.Add(15 * 24 * time.Hour)
		refused("Written while it closed.", "closed")
		v.goTo(story.Path())
		v.reads("#comments .notice", "This discussion is closed.")
		v.gone("#compose")
		v.gone(".vote button")
		v.reads(comment(story, 1)+" .tally", "0 ( +0 / -0 )")
	})
}

// Who presses faster than people read is told to wait, on a page of its own where no form is.
func TestTooManyVotes(t *testing.T) {
	bothWays(t, func(t *testing.T, p *paper, scripts bool) {
		story := p.Story("Fish market goes back to cash")
		p.Comment(story, p.Editor, "Cash it is.", 0)
		p.Limits = web.NewLimits(map[web.Act]web.Allowance{web.Vote: {Many: 1, In: time.Hour}})
		v := p.visitAs(t, p.Reader, scripts)
		v.read(story.Path())
		v.submit(comment(story, 1) + " .vote .up")
		v.reads(comment(story, 1)+" .tally", "1 ( +1 / -0 )")
		if scripts {
			v.Click(comment(story, 1) + " .vote .down")
			v.WaitForText(comment(story, 1)+" .mistake", "You are voting faster than people read.")
			v.attr(comment(story, 1)+" .up", "aria-pressed", "true")
		} else {
			if status := v.Follow(comment(story, 1) + " .vote .down"); status != 429 {
				t.Errorf("the second vote answers %d, want 429", status)
			}
			v.reads("h1", "A little slower, please")
			v.goTo(story.Path())
		}
		v.reads(comment(story, 1)+" .tally", "1 ( +1 / -0 )")
	})
}

// A moderator keeps order on the page itself: a reader's report leads to the queue, a removal
// leaves its reason, a ban keeps its bearer from writing.
func TestKeepingOrder(t *testing.T) {
	bothWays(t, func(t *testing.T, p *paper, scripts bool) {
		story := p.Story("Referees to speak to the ground")
		troll := p.Member("Grimm", member.Reader)
		p.Comment(story, troll, "You are all fools.", 0)
		p.Comment(story, p.Editor, "Let us be kind.", 0)
		rita, moritz := p.visitAs(t, p.Reader, scripts), p.visitAs(t, p.Moderator, scripts)
		grimm := p.visitAs(t, troll, scripts)

		// Rita reports it.
		rita.read(story.Path())
		rita.Follow(comment(story, 1) + " a.number")
		rita.Click("#flag summary")
		rita.Click("#flag input[value=abuse]")
		rita.Fill("#flag #note", "All of us, he says.")
		rita.Follow("#flag button")
		rita.WaitForText(".notice", "A moderator will look at this comment.")

		// Moritz finds it in the queue, and removes it on the page.
		moritz.goTo("/queue")
		moritz.WaitForText("main", "All of us, he says.")
		moritz.read(story.Path())
		moritz.panel(story, 1, "moderate")
		moritz.Fill("#decision-reason", "Insults everyone")
		moritz.Follow("#moderate button[value=remove]")
		moritz.goTo("/queue")
		if strings.Contains(moritz.Text("main"), "All of us, he says.") {
			t.Error("a removed comment still waits in the queue")
		}
		rita.read(story.Path())
		rita.reads(comment(story, 1)+" .text", "Removed by a moderator: Insults everyone")
		rita.gone(comment(story, 1) + " .vote")
		rita.reads("#thread-title", "1 Comment")
		grimm.goTo(own(story, 1))
		grimm.WaitForText("main", "Removed by a moderator: Insults everyone")

		// He restores it, and bans its author instead.
		moritz.goTo(own(story, 1) + "?moderate")
		moritz.Follow("#moderate button[value=restore]")
		moritz.goTo(own(story, 1) + "?moderate")
		moritz.setDate("#until", p.Now().AddDate(0, 0, 7))
		moritz.Fill("#ban-reason", "Insulted everyone")
		moritz.Follow("#moderate form[action$='/ban'] button")
		grimm.read(story.Path())
		grimm.reads(comment(story, 1)+" .text", "You are all fools.")
		grimm.Fill("#compose textarea", "And you know it.")
		grimm.submit("#compose button.primary")
		grimm.WaitFor("#compose .mistake, #compose .notice")
		if got := grimm.Text("#compose .mistake, #compose .notice"); !strings.Contains(got, "Insulted everyone") {
			t.Errorf("the banned member is told %q, want the reason", got)
		}

		// He closes the discussion.
		moritz.goTo(own(story, 1) + "?moderate")
		moritz.Fill("#thread-reason", "Enough said")
		moritz.Follow("#moderate button[value=closed]")
		rita.read(story.Path())
		rita.reads("#comments .notice", "This discussion is closed.")

		// Everything stands in the log, with who, what and why.
		moritz.goTo("/queue/log")
		for _, want := range []string{"Moritz", "Insults everyone", "Insulted everyone", "Enough said"} {
			moritz.WaitForText("main", want)
		}
	})
}

// setDate chooses a day, as the browser's calendar does.
func (v *visitor) setDate(selector string, day time.Time) {
	v.t.Helper()
	browsertest.Eval[bool](v.Tab, `(document.querySelector("`+selector+`").value = "`+day.Format(time.DateOnly)+`", true)`)
}

// Pages that are not there for somebody say so as pages, not as bare errors.
func TestPagesThatAreNot(t *testing.T) {
	b := browsertest.Start(t)
	p := open(t, b)
	story := p.Story("Withdrawn")
	_, err := p.Articles.UpdateArticle(t.Context(), story.ID, p.Editor.ID, member.Request{}, func(a *article.Article) ([]event.Event, error) {
		e, err := a.Withhold(p.Editor.ID, "Not ours to tell", p.Now())
		return []event.Event{e}, err
	})
	if err != nil {
		t.Fatal(err)
	}
	draft := p.Draft("Not yet")
	v := p.visitAs(t, p.Reader, true)
	for path, want := range map[string]struct {
		status int
		title  string
	}{
		"/no-such-section":         {404, "No such page"},
		"/news/no-such-story":      {404, "No such page"},
		draft.Path():               {404, "No such page"},
		story.Path():               {410, "Withdrawn"},
		"/desk":                    {403, "Not for you"},
		"/queue":                   {403, "Not for you"},
		"/c/nonsense":              {404, "No such page"},
		"/member/nobody-like-that": {404, "No such page"},
	} {
		if got := v.Open(path); got != want.status {
			t.Errorf("%s answers %d, want %d", path, got, want.status)
			continue
		}
		if got := v.Text("main h1"); got != want.title {
			t.Errorf("%s is titled %q, want %q", path, got, want.title)
		}
	}
}
