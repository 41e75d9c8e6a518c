package newsroom_test

import (
	"fmt"
	"net/http"
	"testing"

	"gogai/discussion"
	"gogai/member"
	"gogai/moderation"
	"gogai/web/site"
	"gogai/web/webtest"
)

// open returns the whole site with a story and a comment on it that somebody flagged.
func open(t *testing.T) *room {
	t.Helper()
	s := &room{Site: webtest.New(t, site.New)}
	story := s.Story("Harbour tunnel opens")
	s.story = story.ID.String()
	s.rude = s.Comment(story, s.Reader, "You are a *fool*.", 0).Key
	s.flag(t, s.rude, moderation.Abuse, "Rude to the mayor")
	return s
}

type room struct {
	*webtest.Site
	story    string
	rude     discussion.Key
	flaggers int
}

// flag makes a new member report a comment.
func (s *room) flag(t *testing.T, key discussion.Key, reason moderation.Reason, note string) {
	t.Helper()
	c, err := s.Discussions.Comment(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	s.flaggers++
	by := s.Member(fmt.Sprintf("Flagger%d", s.flaggers), member.Reader)
	f, err := moderation.NewFlag(by, c.Comment, reason, note, s.Now())
	if err == nil {
		err = s.Moderation.AddFlag(t.Context(), f)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Every address of the newsroom, and the least role that may use it.
func TestWhoMay(t *testing.T) {
	s := open(t)
	for _, c := range []struct {
		method, path string
		least        member.Role
	}{
		{"GET", "/desk", member.Editor},
		{"GET", "/desk/articles/new", member.Editor},
		{"POST", "/desk/articles", member.Editor},
		{"GET", "/desk/articles/" + s.story, member.Editor},
		{"POST", "/desk/articles/" + s.story, member.Editor},
		{"POST", "/desk/articles/" + s.story + "/withhold", member.Editor},
		{"GET", "/desk/articles/" + s.story + "/preview", member.Editor},
		{"GET", "/desk/articles/" + s.story + "/revisions", member.Editor},
		{"POST", "/desk/preview", member.Editor},
		{"GET", "/desk/settings", member.Publisher},
		{"POST", "/desk/settings", member.Publisher},
		{"GET", "/desk/sections", member.Publisher},
		{"POST", "/desk/sections", member.Publisher},
		{"POST", "/desk/sections/0000000000001", member.Publisher},
		{"GET", "/desk/staff", member.Publisher},
		{"POST", "/desk/staff", member.Publisher},
		{"GET", "/queue", member.Moderator},
		{"GET", "/queue/log", member.Moderator},
		{"GET", "/queue/comments/" + s.rude.String(), member.Moderator},
		{"POST", "/c/" + s.rude.String() + "/decide", member.Moderator},
		{"GET", "/queue/members/Rita", member.Moderator},
		{"POST", "/queue/members/Rita/ban", member.Moderator},
		{"POST", "/queue/members/Rita/unban", member.Moderator},
		{"GET", "/queue/threads/" + s.story, member.Moderator},
		{"POST", "/queue/threads/" + s.story, member.Moderator},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			send := func(by *webtest.Client) *webtest.Answer {
				if c.method == http.MethodGet {
					return by.Get(c.path)
				}
				return by.PostForm(c.path, "nothing", "of use") // so that who may is told what is missing
			}
			if a := send(s.Client()); a.Status == http.StatusOK || a.Status == http.StatusForbidden {
				t.Errorf("nobody: status %d, want the log-in", a.Status)
			}
			for _, m := range []member.Member{s.Reader, s.Moderator, s.Editor, s.Publisher} {
				a := send(s.As(m))
				if may := m.Role.Has(c.least); may == (a.Status == http.StatusForbidden) {
					t.Errorf("%s: status %d, may is %v", m.Role, a.Status, may)
				}
				if a.Status >= 500 {
					t.Errorf("%s: status %d", m.Role, a.Status)
				}
				if got := a.Header.Get("Cache-Control"); got != "no-store, private" {
					t.Errorf("%s: Cache-Control %q", m.Role, got)
				}
			}
		})
	}
}

// Staff who are banned are no staff.
func TestBannedStaff(t *testing.T) {
	s := open(t)
	s.As(s.Publisher).PostForm("/queue/members/Edda/ban", "until", "2026-04-01", "reason", "Sold stories").Want(303)
	s.As(s.Editor).Get("/desk").Want(403)
	s.As(s.Editor).Get("/queue").Want(403)
	s.As(s.Publisher).PostForm("/queue/members/Edda/unban").Want(303)
	s.As(s.Editor).Get("/desk").Want(200)
}
