package reader

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"gogai/article"
	"gogai/discussion"
	"gogai/fault"
	"gogai/live"
	"gogai/web"
	"gogai/web/layout"
)

// A Compose is the form in which a comment is written.
type Compose struct {
	ID      string // of the form's element
	Action  string
	Title   string
	Submit  string
	Text    layout.Field
	ReplyTo int    // number of the comment that is answered; 0 for none
	Guest   string // what will happen to those who are not logged in; empty when they are
	Problem string // what is wrong, and not with the text
}

// fail says in the form, in the words of its page, what was wrong.
func (f *Compose) fail(p *layout.Page, err error) {
	if said := fault.Of(err); said.Field == "body" {
		f.Text.Mistake = p.Sentence(said)
	} else {
		f.Problem = p.Sentence(said)
	}
}

// ComposePage is where a comment is written without the thread around it. It is made for its
// viewer.
type ComposePage struct {
	layout.Page
	Story  layout.Link
	Parent *Comment // what is answered; nil for nothing
	Form   Compose
}

// compose serves GET /c/{key}/new, with ?reply_to=NUMBER for an answer.
func (rd *reader) compose(w http.ResponseWriter, r *http.Request) error {
	if _, err := rd.SignedIn(w, r); err != nil {
		return err
	}
	id, err := web.ArticleID(r)
	if err != nil {
		return err
	}
	p, err := rd.composePage(r.Context(), id, r.URL.Query())
	if err != nil {
		return err
	}
	return rd.Render(w, r, http.StatusOK, ComposeAlone(p))
}

// post serves POST /c/{key}/new: body, and reply_to for an answer. A mistake shows the form again.
// With ?fragment the answer leads to what was posted in the thread alone, for the script.
func (rd *reader) post(w http.ResponseWriter, r *http.Request) error {
	m, err := rd.SignedIn(w, r)
	if err != nil {
		return err
	}
	id, err := web.ArticleID(r)
	if err != nil {
		return err
	}
	form, err := web.Form(r)
	if err != nil {
		return err
	}
	done, story, err := rd.add(r.Context(), discussion.Post{Article: id, By: m.ID, At: rd.Now()}, form)
	if err != nil {
		p, pageErr := rd.composePage(r.Context(), id, form)
		if !correctable(err) || pageErr != nil {
			return err
		}
		p.Form.fail(&p.Page, err)
		return rd.wrong(w, r, err, ComposeAlone(p))
	}
	rd.Wrote(w, r, live.ThreadVersion(id, done.Version))
	switch c := done.Comment; {
	case c.State != discussion.Visible:
		web.SeeOther(w, r, c.Path()) // only its author sees it yet, and only there
	case r.URL.Query().Has("fragment"):
		web.SeeOther(w, r, fragmentPath(story.Path())+"?c="+c.Key.String())
	default:
		web.SeeOther(w, r, inContext(story.Path(), c.Key))
	}
	return nil
}

// add writes the comment that a form holds.
func (rd *reader) add(ctx context.Context, post discussion.Post, form url.Values) (discussion.Result, article.Article, error) {
	a, _, err := rd.story(ctx, post.Article)
	if err == nil {
		err = rd.LimitMember(post.By, web.Post)
	}
	if err == nil {
		post.Parent, err = replyTo(form)
	}
	if err == nil {
		post.Body, post.HTML, err = rd.Compose(ctx, form.Get("body"))
	}
	if err != nil {
		return discussion.Result{}, a, err
	}
	done, err := rd.Discussions.Do(ctx, post)
	return done, a, err
}

// replyTo reads the number of the comment that a form answers; 0 for none.
func replyTo(form url.Values) (int, error) {
	typed := form.Get("reply_to")
	if typed == "" {
		return 0, nil
	}
	number, err := strconv.Atoi(typed)
	if err != nil || number < 1 {
		return 0, fault.Field("reply_to", "The comment that you answer doesn't exist.")
	}
	return number, nil
}

// composePage makes the form with what was typed so far.
func (rd *reader) composePage(ctx context.Context, id article.ID, typed url.Values) (*ComposePage, error) {
	s, err := rd.set(ctx, layout.Sheet, "")
	if err != nil {
		return nil, err
	}
	a, _, err := rd.story(ctx, id)
	if err != nil {
		return nil, err
	}
	s.Title, s.Section = s.W.AddComment, a.Section.Slug
	p := &ComposePage{
		Story: layout.Link{Text: a.Headline, Href: a.Path(), Lang: s.Site.Other(a.Language)},
		Form:  s.newComment(id),
	}
	// An answer to what is gone, or to nothing, is refused when it is sent, with a reason.
	if number, err := replyTo(typed); err == nil && number > 0 {
		parent, err := rd.Discussions.Comment(ctx, discussion.Key{Article: id, Number: number})
		if err == nil && parent.State == discussion.Visible {
			shown := s.comment(parent.Comment, false, nil)
			p.Parent, p.Form = &shown, s.reply(parent.Comment)
		}
		p.Form.ReplyTo = number
	}
	p.Form.Text.Value = typed.Get("body")
	p.Page = s.Page
	return p, nil
}
