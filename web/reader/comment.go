package reader

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"gogai/discussion"
	"gogai/fault"
	"gogai/live"
	"gogai/markup"
	"gogai/member"
	"gogai/moderation"
	"gogai/web"
	"gogai/web/layout"
)

// CommentPage is one comment and what its viewer may do with it. It is made for its viewer and
// never shared; without a script it is where everything about a comment is done.
type CommentPage struct {
	layout.Page
	Story    layout.Link
	Context  string // address of the comment among the others; empty when it isn't among them
	Parent   *Comment
	Comment  Comment
	Replies  []Comment
	Notice   string   // what has just happened, or what became of the comment
	Reply    *Compose // nil when it may not be answered
	Edit     *Compose // nil when the viewer may not
	Delete   bool
	Flag     *FlagForm     // nil when the viewer may not
	Moderate *ModerateForm // nil for those who are no moderators
	Open     Panel         // the one to show open
}

// A Panel is one of the things that can be done on a comment's page.
type Panel string

// The panels, as they stand in addresses: /c/KEY?reply.
const (
	ReplyPanel    Panel = "reply"
	EditPanel     Panel = "edit"
	DeletePanel   Panel = "delete"
	FlagPanel     Panel = "flag"
	ModeratePanel Panel = "moderate"
)

// A FlagForm reports a comment to the moderators.
type FlagForm struct {
	Reasons []Choice
	Note    layout.Field
	Mistake string // about the reason
	Problem string // about all of it
}

// A Choice is one of several.
type Choice struct {
	Value, Text string
	Chosen      bool
}

const repliesShown = 100

// comment serves GET /c/{key}: the comment, made for its viewer. ?reply, ?quote, ?edit, ?delete,
// ?flag and ?moderate open what they name.
func (rd *reader) comment(w http.ResponseWriter, r *http.Request) error {
	web.NoStore(w)
	viewer, err := rd.viewer(r)
	if err != nil {
		return err
	}
	key, err := web.CommentKey(r)
	if err != nil {
		return err
	}
	v, err := rd.view(r.Context(), key, viewer)
	if err != nil {
		return err
	}
	if v.vanished() {
		return rd.vanished(w, r, v)
	}
	asked := r.URL.Query()
	for _, panel := range []Panel{ReplyPanel, EditPanel, DeletePanel, FlagPanel, ModeratePanel} {
		if asked.Has(string(panel)) {
			v.page.Open = panel
		}
	}
	if asked.Has("reply") && v.page.Reply != nil && v.comment.Handle != "" {
		v.page.Reply.Text.Value = "@" + v.comment.Handle + " "
	}
	if asked.Has("quote") && v.page.Reply != nil {
		v.page.Open = ReplyPanel
		v.page.Reply.Text.Value = markup.Quote(v.comment.Body)
	}
	switch {
	case asked.Has("flagged"):
		v.page.Notice = v.page.W.FlagDone
	case asked.Has("moderated") && v.page.Moderate != nil:
		v.page.Notice = v.page.W.Moderated
	}
	return rd.Render(w, r, http.StatusOK, CommentAlone(v.page))
}

// viewer returns who is logged in; nil for nobody.
func (rd *reader) viewer(r *http.Request) (*member.Member, error) {
	m, _, ok, err := rd.Viewer(r)
	if err != nil || !ok {
		return nil, err
	}
	return &m, nil
}

// A view is a comment with what its viewer sees of it and may do.
type view struct {
	page    *CommentPage
	comment discussion.Comment
	story   string
}

// vanished tells whether the comment was taken out of its thread without a trace.
func (v *view) vanished() bool { return v.comment.State == discussion.Deleted && !v.comment.Shown() }

// view makes the page of a comment. One that waits or was rejected is NotFound for all but its
// author and the moderators.
func (rd *reader) view(ctx context.Context, key discussion.Key, viewer *member.Member) (*view, error) {
	s, err := rd.set(ctx, layout.Sheet, "")
	if err != nil {
		return nil, err
	}
	placed, err := rd.Discussions.Comment(ctx, key)
	if err != nil {
		return nil, err
	}
	a, thread, err := rd.story(ctx, key.Article)
	if err != nil {
		return nil, err
	}
	c := placed.Comment
	own := viewer != nil && viewer.ID == c.Author
	staff := viewer != nil && discussion.MayModerate(*viewer, s.now)
	unseen := c.State == discussion.Held || c.State == discussion.Rejected
	if unseen && !own && !staff {
		return nil, fault.New(fault.NotFound, "There is no such comment.")
	}

	open := thread.Mode(s.now) != discussion.Closed
	s.Title, s.Section = s.W.CommentTitle(c.Number), a.Section.Slug
	p := &CommentPage{
		Page: s.Page, Story: layout.Link{Text: a.Headline, Href: a.Path(), Lang: s.Site.Other(a.Language)},
		Comment: s.comment(c, open && c.State == discussion.Visible, nil),
	}
	if c.Shown() {
		p.Context = inContext(a.Path(), key)
	}
	switch c.State {
	case discussion.Held:
		p.Notice = s.W.PendingOthers
		if own {
			p.Notice = s.W.Pending
		}
	case discussion.Rejected:
		p.Notice = s.W.Removed(c.Reason)
	}
	if err := rd.family(ctx, s, p, c, open); err != nil {
		return nil, err
	}
	if viewer != nil {
		votes, err := rd.Discussions.Votes(ctx, viewer.ID, key.Article)
		if err != nil {
			return nil, err
		}
		p.Comment.Vote, p.Comment.Own = votes[c.Number], own
	}
	s.mayDo(p, c, own, open)
	if staff {
		if p.Moderate, err = rd.moderating(ctx, s, placed, thread); err != nil {
			return nil, err
		}
	}
	return &view{p, c, a.Path()}, nil
}

// family adds the comment that c answers and those that answer it.
func (rd *reader) family(ctx context.Context, s *setting, p *CommentPage, c discussion.Comment, open bool) error {
	here := map[int]bool{c.Number: true}
	if c.Parent != 0 {
		parent, err := rd.Discussions.Comment(ctx, discussion.Key{Article: c.Article, Number: c.Parent})
		if err != nil {
			return err
		}
		if parent.Shown() {
			shown := s.comment(parent.Comment, open, here)
			p.Parent = &shown
			p.Comment.Parent.Href = "#" + parent.Anchor()
		}
	}
	replies, err := rd.Discussions.Replies(ctx, c.Key, repliesShown)
	for _, reply := range replies {
		p.Replies = append(p.Replies, s.comment(reply, open, here))
	}
	return err
}

// mayDo adds the forms for what can be done with a comment. Who isn't logged in is offered what a
// member could do; the log-in comes between.
func (s *setting) mayDo(p *CommentPage, c discussion.Comment, own, open bool) {
	visible := c.State == discussion.Visible
	if visible && open {
		reply := s.reply(c)
		p.Reply = &reply
	}
	if visible && !own {
		p.Flag = &FlagForm{Note: layout.Field{Name: "note", Label: s.W.FlagNote, Rows: 3}}
		for _, reason := range moderation.Reasons {
			p.Flag.Reasons = append(p.Flag.Reasons, Choice{Value: string(reason), Text: s.W.FlagReasons[string(reason)]})
		}
	}
	if !own || !visible && c.State != discussion.Held {
		return
	}
	p.Delete = true
	if s.now.Before(c.EditableUntil()) {
		edit := Compose{ID: "edit-form", Action: c.Path() + "/edit", Title: s.W.EditComment, Submit: s.W.Save, Text: s.commentText()}
		edit.Text.ID, edit.Text.Value = "edit-body", c.Body
		p.Edit = &edit
	}
}

// reply is the form that answers a comment.
func (s *setting) reply(c discussion.Comment) Compose {
	form := s.newComment(c.Article)
	form.ReplyTo = c.Number
	to := "#" + c.Key.String()
	if c.Handle != "" {
		to = "@" + c.Handle
	}
	form.Title = s.W.ReplyToMember(to)
	return form
}

// vanished answers for a comment that is gone without a trace: 410, and the way to its thread.
func (rd *reader) vanished(w http.ResponseWriter, r *http.Request, v *view) error {
	words := v.page.W
	p := layout.ErrorPage{Page: v.page.Page, Status: http.StatusGone, Text: words.DeletedByAuthor}
	p.Title = words.Errors[http.StatusGone].Title
	p.Links = []layout.Link{{Text: v.page.Story.Text, Href: v.story + "#comments"}, {Text: words.FrontPage, Href: "/"}}
	return rd.Render(w, r, http.StatusGone, layout.Error(&p))
}

// edit serves POST /c/{key}/edit.
func (rd *reader) edit(w http.ResponseWriter, r *http.Request) error {
	m, form, key, err := rd.acting(w, r, web.Post)
	if err != nil {
		return err
	}
	err = func() error {
		body, html, err := rd.Compose(r.Context(), form.Get("body"))
		if err != nil {
			return err
		}
		return rd.do(w, r, key, discussion.Edit{Key: key, By: m.ID, Body: body, HTML: html, At: rd.Now()})
	}()
	if err == nil {
		return rd.back(w, r, key)
	}
	return rd.again(w, r, key, m, err, func(p *CommentPage) bool {
		panel, box := EditPanel, p.Edit
		if box == nil { // too late; as a reply the text can still be of use
			panel, box = ReplyPanel, p.Reply
		}
		if box == nil {
			return false
		}
		p.Open, box.Text.Value = panel, form.Get("body")
		box.fail(&p.Page, err)
		return true
	})
}

// delete serves POST /c/{key}/delete.
func (rd *reader) delete(w http.ResponseWriter, r *http.Request) error {
	m, err := rd.SignedIn(w, r)
	if err != nil {
		return err
	}
	key, err := web.CommentKey(r)
	if err != nil {
		return err
	}
	if err := rd.do(w, r, key, discussion.Delete{Key: key, By: m.ID, At: rd.Now()}); err != nil {
		return err
	}
	placed, err := rd.Discussions.Comment(r.Context(), key)
	if err != nil {
		return err
	}
	web.SeeOther(w, r, placed.Story+"#comments")
	return nil
}

// vote serves POST /c/{key}/vote: value says which vote shall stand, 1, 0 or -1.
func (rd *reader) vote(w http.ResponseWriter, r *http.Request) error {
	m, form, key, err := rd.acting(w, r, web.Vote)
	if err != nil {
		return err
	}
	value, ok := map[string]int{"1": 1, "0": 0, "-1": -1}[form.Get("value")]
	if !ok {
		return fault.Field("value", "A vote is 1, -1 or 0.")
	}
	if err := rd.do(w, r, key, discussion.Cast{Key: key, By: m.ID, Value: value, At: rd.Now()}); err != nil {
		return err
	}
	return rd.back(w, r, key)
}

// flag serves POST /c/{key}/flag.
func (rd *reader) flag(w http.ResponseWriter, r *http.Request) error {
	m, form, key, err := rd.acting(w, r, web.Flag)
	if err != nil {
		return err
	}
	if _, _, err := rd.story(r.Context(), key.Article); err != nil {
		return err
	}
	placed, err := rd.Discussions.Comment(r.Context(), key)
	if err != nil {
		return err
	}
	flag, err := moderation.NewFlag(m, placed.Comment, moderation.Reason(form.Get("reason")), form.Get("note"), rd.Now())
	if err == nil {
		err = rd.Moderation.AddFlag(r.Context(), flag)
	}
	if err == nil {
		web.SeeOther(w, r, placed.Path()+"?flagged")
		return nil
	}
	return rd.again(w, r, key, m, err, func(p *CommentPage) bool {
		if p.Flag == nil {
			return false
		}
		p.Open, p.Flag.Note.Value = FlagPanel, form.Get("note")
		for i := range p.Flag.Reasons {
			p.Flag.Reasons[i].Chosen = p.Flag.Reasons[i].Value == form.Get("reason")
		}
		switch f := fault.Of(err); f.Field {
		case "note":
			p.Flag.Note.Mistake = p.Sentence(f)
		case "reason":
			p.Flag.Mistake = p.Sentence(f)
		default:
			p.Flag.Problem = p.Sentence(f)
		}
		return true
	})
}

// do applies a write to a comment.
func (rd *reader) do(w http.ResponseWriter, r *http.Request, key discussion.Key, write discussion.Write) error {
	done, err := rd.Discussions.Do(r.Context(), write)
	if err == nil {
		rd.Wrote(w, r, live.ThreadVersion(key.Article, done.Version))
	}
	return err
}

// acting returns who does something to which comment with what form, if it isn't too often.
func (rd *reader) acting(w http.ResponseWriter, r *http.Request, act web.Act) (member.Member, url.Values, discussion.Key, error) {
	m, err := rd.SignedIn(w, r)
	if err != nil {
		return m, nil, discussion.Key{}, err
	}
	key, err := web.CommentKey(r)
	if err != nil {
		return m, nil, key, err
	}
	form, err := web.Form(r)
	if err == nil {
		err = rd.LimitMember(m.ID, act)
	}
	return m, form, key, err
}

// again answers a form with a mistake in it: the comment's page once more, with what was typed.
// mark says where the mistake is; false when the form is no longer to be had.
func (rd *reader) again(w http.ResponseWriter, r *http.Request, key discussion.Key, m member.Member, err error, mark func(*CommentPage) bool) error {
	if !correctable(err) {
		return err
	}
	v, viewErr := rd.view(r.Context(), key, &m)
	if viewErr != nil || v.vanished() || !mark(v.page) {
		return err
	}
	return rd.wrong(w, r, err, CommentAlone(v.page))
}

// wrong answers a form with the page that says what is wrong in it.
func (rd *reader) wrong(w http.ResponseWriter, r *http.Request, err error, page templ.Component) error {
	web.RetryAfter(w, fault.Of(err))
	return rd.Render(w, r, web.Status(fault.KindOf(err)), page)
}

// correctable tells whether the sender of a form can do something about the error, so that it is
// worth showing them the form again.
func correctable(err error) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.Forbidden, fault.TooMany:
		return true
	}
	return false
}

// back leads to where a form about a comment was sent from: its thread, when the browser says
// so, or its own page, where its viewer also sees their vote.
func (rd *reader) back(w http.ResponseWriter, r *http.Request, key discussion.Key) error {
	c := discussion.Comment{Key: key}
	to := c.Path()
	if from := referer(r); from != "" && !web.Fixed(from) {
		to = from + "#" + c.Anchor()
	}
	web.SeeOther(w, r, to)
	return nil
}

// referer is the address of this site that a request came from, without its fragment; "" when
// the browser doesn't tell or it is another site's.
func referer(r *http.Request) string {
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host != r.Host {
		return ""
	}
	return web.Local(from.RequestURI(), "")
}
