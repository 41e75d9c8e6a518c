package newsroom

import (
	"cmp"
	"net/http"

	"gogai/article"
	"gogai/discussion"
	"gogai/event"
	"gogai/fault"
	"gogai/live"
	"gogai/member"
	"gogai/web"
	"gogai/web/layout"
)

// threadPage is where a moderator opens and closes a discussion.
type threadPage struct {
	room
	form
	Path   string
	Story  layout.Link
	Count  string
	Mode   string
	Closes *layout.Moment // when time closes it; nil for never
	Choice choice
	Next   string
}

var modeWords = map[discussion.Mode]string{
	discussion.Open: "open", discussion.Premoderated: "read by a moderator first", discussion.Closed: "closed",
}

// thread serves GET /queue/threads/{key}.
func (n newsroom) thread(w http.ResponseWriter, r *http.Request) error {
	m, a, err := n.moderatorsStory(w, r)
	if err != nil {
		return err
	}
	return n.showThread(w, r, m, a, http.StatusOK, form{}, "")
}

// moderatorsStory returns the viewer, who may moderate, and the story that the path names.
func (n newsroom) moderatorsStory(w http.ResponseWriter, r *http.Request) (m member.Member, a article.Article, err error) {
	if m, err = n.moderator(w, r); err != nil {
		return m, a, err
	}
	id, err := web.ArticleID(r)
	if err != nil {
		return m, a, err
	}
	a, err = n.Articles.Article(r.Context(), id)
	return m, a, err
}

// setThread serves POST /queue/threads/{key}.
func (n newsroom) setThread(w http.ResponseWriter, r *http.Request) error {
	m, a, err := n.moderatorsStory(w, r)
	if err != nil {
		return err
	}
	typed, err := web.Form(r)
	if err != nil {
		return err
	}
	mode, err := discussion.ParseMode(typed.Get("mode"))
	reason := ""
	var t discussion.Thread
	if err == nil {
		reason, err = discussion.CleanReason(typed.Get("reason"), true)
	}
	if err == nil {
		t, err = n.Discussions.UpdateThread(r.Context(), a.ID, func(t *discussion.Thread) (event.Event, error) {
			return t.Choose(mode, m.ID, a.Headline, reason, n.Now())
		})
	}
	path := "/queue/threads/" + a.ID.String()
	if err == nil {
		n.Wrote(w, r, live.ThreadVersion(a.ID, t.Version))
		web.SeeOther(w, r, web.Local(typed.Get("next"), path+"?done=thread"))
		return nil
	}
	status, f := web.Status(fault.KindOf(err)), form{typed: typed}
	problem, other := f.refuse(err)
	if other != nil {
		return other
	}
	return n.showThread(w, r, m, a, status, f, problem)
}

func (n newsroom) showThread(w http.ResponseWriter, r *http.Request, m member.Member, a article.Article, status int, f form, problem string) error {
	around, err := n.room(r, m, "The discussion", "")
	if err != nil {
		return err
	}
	around.Problem = problem
	t, err := n.Discussions.Thread(r.Context(), a.ID)
	if err != nil {
		return err
	}
	now := n.Now()
	mode := t.Mode(now)
	p := threadPage{
		room: around, form: f, Path: "/queue/threads/" + a.ID.String(), Count: around.W.Comments(t.Count), Mode: modeWords[mode],
		Story: layout.Link{Text: a.Headline, Href: deskPath(a.ID) + "/preview", Lang: otherLanguage(&around.Page, a.Language)},
		Next:  web.Local(cmp.Or(f.typed.Get("next"), r.URL.Query().Get("next")), ""),
	}
	if a.Public(now) {
		p.Story.Href = a.Path()
	}
	if end := t.ClosesAt(); !end.IsZero() && mode != discussion.Closed {
		closes := p.DateTime(end)
		p.Closes = &closes
	}
	p.Choice = choice{Name: "mode", Label: "From now on", Value: f.typed.Get("mode"), Mistake: f.mistakes["mode"]}
	for _, o := range modeOptions {
		if o.Value != string(mode) {
			p.Choice.Options = append(p.Choice.Options, o)
		}
	}
	return n.Render(w, r, status, threadView(&p))
}

func (p *threadPage) reason() layout.Field {
	return p.fill(layout.Field{Name: "reason", Label: "Reason", Required: true, MaxLength: 4 * discussion.MaxReason, Hint: "It stands in the log."})
}
