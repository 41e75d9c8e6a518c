package newsroom_test

import (
	"os"
	"path/filepath"
	"testing"

	"gogai/browsertest"
	"gogai/discussion"
	"gogai/member"
	"gogai/moderation"
	"gogai/web/webtest"
)

// enter logs a member in and goes to a page.
func enter(tab *browsertest.Tab, m member.Member, path string) {
	tab.Open("/login?next=" + path)
	tab.Fill("input[name=login]", m.Handle)
	tab.Fill("input[name=password]", webtest.Password)
	tab.Follow("main form button")
}

// A story is written, illustrated, published and corrected, by a phone and by a desk, with the
// script and without it.
func TestDeskInBrowser(t *testing.T) {
	browser := browsertest.Start(t)
	for _, c := range []struct {
		name    string
		options []browsertest.Option
		script  bool
	}{
		{"with script", nil, true},
		{"without script", []browsertest.Option{browsertest.WithScript(false)}, false},
		{"on a phone in the dark", []browsertest.Option{browsertest.Phone(), browsertest.Dark()}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			picture := filepath.Join(t.TempDir(), "harbour.jpg")
			if err := os.WriteFile(picture, photograph(t, 640, 400), 0o600); err != nil {
				t.Fatal(err)
			}
			tab := browser.NewTab(t, s.URL(), c.options...)
			enter(tab, s.Editor, "/desk/articles/new")
			tab.Fill("[name=headline]", "Ferry line ends in June")
			browsertest.Eval[any](tab, `document.querySelector("[name=section]").value = "news"; null`)
			tab.Fill("[name=body]", "The *last* boat leaves on the 30th.")
			if c.script {
				tab.WaitForText(".proof em", "last")
			} else {
				tab.Follow("button[value=preview]")
				tab.WaitForText(".proof em", "last")
			}
			tab.Upload("[name=file]", picture)
			tab.Follow("button[value=upload]")
			tab.WaitFor("#picture img")
			tab.Fill("[name=alt]", "The harbour at dawn")
			tab.Follow(".press button[value=publish]")
			tab.WaitForText("p.state", "Published")
			tab.Follow(".ways a")
			tab.WaitForText("h1.headline", "Ferry line ends in June")
			if got := tab.Attr("main figure img", "alt"); got != "The harbour at dawn" {
				t.Errorf("alternative text %q", got)
			}
			wide := browsertest.Eval[bool](tab, "document.documentElement.scrollWidth > innerWidth")
			for _, path := range []string{"/desk", "/desk/articles/new", "/desk/articles/" + s.story, "/desk/articles/" + s.story + "/revisions", "/queue", "/queue/log", "/queue/members/Rita"} {
				tab.Open(path)
				if browsertest.Eval[bool](tab, "document.documentElement.scrollWidth > innerWidth") {
					t.Errorf("%s is wider than the screen", path)
				}
			}
			if wide {
				t.Error("the story is wider than the screen")
			}
		})
	}
}

// The queue is emptied by keyboard alone.
func TestQueueByKeyboard(t *testing.T) {
	s := open(t)
	story, err := s.Articles.Article(t.Context(), s.rude.Article)
	if err != nil {
		t.Fatal(err)
	}
	spam := s.Comment(story, s.Reader, "Buy watches.", 0).Key
	s.flag(t, spam, moderation.Spam, "")
	fine := s.Comment(story, s.Reader, "A fine day.", 0).Key
	s.flag(t, fine, moderation.OffTopic, "")

	tab := browsertest.Start(t).NewTab(t, s.URL())
	enter(tab, s.Moderator, "/queue")
	tab.WaitForText(".waiting", "3 comments wait")
	tab.Press("j") // the oldest, which is rude
	tab.Press("j") // spam
	tab.Press("r")
	// The protocol sends the letter after the key, past the script that has taken the key.
	tab.Fill("input[name=reason]:focus", "Advertising")
	tab.Press("\r")
	tab.WaitForText(".waiting", "2 comments wait")
	tab.Press("a") // the one after it
	tab.WaitForText(".waiting", "1 comment waits")
	tab.Press("k")
	tab.Press("a")
	tab.WaitForText(".empty", "Nothing waits")
	for key, want := range map[discussion.Key]discussion.State{s.rude: discussion.Visible, spam: discussion.Removed, fine: discussion.Visible} {
		c, err := s.Discussions.Comment(t.Context(), key)
		if err != nil || c.State != want {
			t.Errorf("comment %s is %s, want %s (%v)", key, c.State, want, err)
		}
	}
	if c, _ := s.Discussions.Comment(t.Context(), spam); c.Reason != "Advertising" {
		t.Errorf("reason %q", c.Reason)
	}
}

// From a story a moderator gets to its discussion, and back.
func TestThreadFromStory(t *testing.T) {
	s := open(t)
	tab := browsertest.Start(t).NewTab(t, s.URL())
	enter(tab, s.Moderator, "/news/harbour-tunnel-opens")
	tab.WaitFor(".thread-head [data-tool]")
	tab.Follow(".thread-head [data-tool]")
	browsertest.Eval[any](tab, `document.querySelector("[name=mode]").value = "closed"; null`)
	tab.Fill("[name=reason]", "Only insults")
	tab.Follow("form.plain button")
	tab.WaitForText("h1.headline", "Harbour tunnel opens")
	if tab.Exists("form.compose") {
		t.Error("the discussion is still open")
	}
}

// A decision that is refused says so on a page, with what was typed.
func TestRefusedInQueue(t *testing.T) {
	s := open(t)
	tab := browsertest.Start(t).NewTab(t, s.URL())
	enter(tab, s.Moderator, "/queue")
	s.As(s.Editor).PostForm("/c/"+s.rude.String()+"/decide", "decision", "remove", "reason", "Faster than you.").Want(303)
	tab.Fill(".reasoned input[name=reason]", "Attacks a person")
	tab.Follow(".reasoned button")
	tab.WaitForText(".notice.problem", "somebody may have decided before you")
}
