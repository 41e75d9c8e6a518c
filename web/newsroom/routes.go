// Package newsroom holds the rooms of the staff: the desk, where editors write and publish and
// the publisher sets how the paper is run, and the queue, where moderators keep order. Every page
// is made for its viewer and kept by no cache. Who may do what is asked of desk, discussion and
// moderation; here nothing is decided.
package newsroom

import (
	"net/http"

	"gogai/desk"
	"gogai/member"
	"gogai/moderation"
	"gogai/web"
)

type newsroom struct{ *web.Site }

// Routes adds the newsroom's addresses.
func Routes(s *web.Site, t *web.Routes) {
	n := newsroom{s}

	t.Page("GET /desk", n.stories)
	t.Page("GET /desk/articles/new", n.newStory)
	t.Page("POST /desk/articles", n.createStory)
	t.Page("GET /desk/articles/{key}", n.editStory)
	t.Page("POST /desk/articles/{key}", n.saveStory)
	t.Page("POST /desk/articles/{key}/withhold", n.withholdStory)
	t.Page("GET /desk/articles/{key}/preview", n.previewStory)
	t.Page("GET /desk/articles/{key}/revisions", n.revisions)
	t.Page("POST /desk/preview", n.previewText)

	t.Page("GET /desk/settings", n.settings)
	t.Page("POST /desk/settings", n.changeSettings)
	t.Page("GET /desk/sections", n.sections)
	t.Page("POST /desk/sections", n.addSection)
	t.Page("POST /desk/sections/{key}", n.changeSection)
	t.Page("GET /desk/staff", n.staff)
	t.Page("POST /desk/staff", n.appoint)

	t.Page("GET /queue", n.queue)
	t.Page("GET /queue/log", n.log)
	t.Page("GET /queue/comments/{key}", n.comment)
	t.Page("POST /c/{key}/decide", n.decide)
	t.Page("GET /queue/members/{handle}", n.record)
	t.Page("POST /queue/members/{handle}/ban", n.ban)
	t.Page("POST /queue/members/{handle}/unban", n.unban)
	t.Page("GET /queue/threads/{key}", n.thread)
	t.Page("POST /queue/threads/{key}", n.setThread)
}

// writer returns the viewer when they may write stories; Forbidden otherwise.
func (n newsroom) writer(w http.ResponseWriter, r *http.Request) (member.Member, error) {
	m, err := n.SignedIn(w, r)
	if err != nil {
		return m, err
	}
	return m, desk.Writer(m, n.Now())
}

// governor returns the viewer when they may change how the paper is run; Forbidden otherwise.
func (n newsroom) governor(w http.ResponseWriter, r *http.Request) (member.Member, error) {
	m, err := n.SignedIn(w, r)
	if err != nil {
		return m, err
	}
	return m, desk.Governor(m, n.Now())
}

// moderator returns the viewer when they may moderate; Forbidden otherwise.
func (n newsroom) moderator(w http.ResponseWriter, r *http.Request) (member.Member, error) {
	m, err := n.SignedIn(w, r)
	if err != nil {
		return m, err
	}
	return m, moderation.MayRead(m, n.Now())
}
