package newsroom

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"gogai/article"
	"gogai/discussion"
	"gogai/event"
	"gogai/fault"
	"gogai/key"
	"gogai/live"
	"gogai/markup"
	"gogai/media"
	"gogai/member"
	"gogai/publication"
	"gogai/web"
	"gogai/web/layout"
)

// editorPage is where a story is written, and what else may be done with it.
type editorPage struct {
	room
	form
	Action   string // of the form
	Sections choice
	Mode     choice
	Picture  *layout.Picture // the one that the story has, or that has just been sent
	Preview  string          // HTML of the text, where it was asked for; empty otherwise
	Lang     string          // of the story, where it is not the publication's

	// Of a story that is saved already.
	Path         string // of its pages on the desk; empty for a new one
	State        article.State
	StateWord    string
	Public       string // its address for readers; empty when they have none
	When         *layout.Moment
	Changed      layout.Moment
	Corrections  []correction
	Withheld     string // why it is
	ThreadPath   string
	MayPublish   bool
	MayWithhold  bool
	MayCorrect   bool
	PublishWord  string
	WithholdForm form
}

// A correction is a note that readers see already.
type correction struct {
	At   layout.Moment
	Note string
}

// newStory serves GET /desk/articles/new.
func (n newsroom) newStory(w http.ResponseWriter, r *http.Request) error {
	m, err := n.writer(w, r)
	if err != nil {
		return err
	}
	typed := url.Values{"section": {r.URL.Query().Get("section")}, "mode": {string(discussion.Open)}}
	return n.showEditor(w, r, m, http.StatusOK, nil, form{typed: typed}, func(*editorPage) {})
}

// editStory serves GET /desk/articles/{key}.
func (n newsroom) editStory(w http.ResponseWriter, r *http.Request) error {
	m, a, err := n.writersStory(w, r)
	if err != nil {
		return err
	}
	t, p, err := n.beside(r.Context(), a)
	if err != nil {
		return err
	}
	return n.showEditor(w, r, m, http.StatusOK, &a, form{typed: typedFrom(a, t, p.Location())}, func(*editorPage) {})
}

// writersStory returns the viewer, who may write, and the story that the path names.
func (n newsroom) writersStory(w http.ResponseWriter, r *http.Request) (m member.Member, a article.Article, err error) {
	if m, err = n.writer(w, r); err != nil {
		return m, a, err
	}
	id, err := web.ArticleID(r)
	if err != nil {
		return m, a, err
	}
	a, err = n.Articles.Article(r.Context(), id)
	if err == nil && a.Stage == article.Incoming {
		err = fault.New(fault.NotFound, "This story is still being imported.")
	}
	return m, a, err
}

// beside returns what a story's form shows of its thread and of the publication.
func (n newsroom) beside(ctx context.Context, a article.Article) (t discussion.Thread, p publication.Publication, err error) {
	if t, err = n.Discussions.Thread(ctx, a.ID); err != nil {
		return t, p, err
	}
	p, err = n.Publications.Publication(ctx)
	return t, p, err
}

// createStory serves POST /desk/articles.
func (n newsroom) createStory(w http.ResponseWriter, r *http.Request) error {
	m, err := n.writer(w, r)
	if err != nil {
		return err
	}
	return n.takeStory(w, r, m, nil)
}

// saveStory serves POST /desk/articles/{key}.
func (n newsroom) saveStory(w http.ResponseWriter, r *http.Request) error {
	m, a, err := n.writersStory(w, r)
	if err != nil {
		return err
	}
	return n.takeStory(w, r, m, &a)
}

// takeStory does what the form's button says: save, publish, preview, or look at the picture that
// came along. before is nil for a new story.
func (n newsroom) takeStory(w http.ResponseWriter, r *http.Request, m member.Member, before *article.Article) error {
	typed, file, err := readStory(w, r)
	if typed == nil {
		return err
	}
	f := form{typed: typed}
	if err == nil && len(file) > 0 {
		err = n.takePicture(r.Context(), m, typed, file)
	}
	switch do := typed.Get("do"); {
	case err != nil:
	case do == "upload" && len(file) == 0:
		err = fault.Field("file", "Choose a picture first.")
	case do == "upload":
		return n.showEditor(w, r, m, http.StatusOK, before, f, func(*editorPage) {})
	case do == "preview":
		body, cleanErr := markup.Clean(typed.Get("body"))
		if cleanErr == nil {
			return n.showEditor(w, r, m, http.StatusOK, before, f, func(p *editorPage) { p.Preview = string(markup.RenderArticle(body)) })
		}
		err = fault.At("body", cleanErr)
	default:
		var a article.Article
		if a, err = n.keepStory(r.Context(), m, before, f.typed, do == "publish"); err == nil {
			n.Wrote(w, r, live.ArticleVersion(a.ID, a.Version))
			done := "saved"
			if do == "publish" {
				done = string(a.State(n.Now()))
			}
			web.SeeOther(w, r, deskPath(a.ID)+"?done="+done)
			return nil
		}
	}
	if errors.Is(err, changedMeanwhile) {
		typed.Set("version", strconv.FormatInt(before.Version, 10)) // knowing it, they may save over the other
	}
	status := web.Status(fault.KindOf(err))
	problem, other := f.refuse(err)
	if other != nil {
		return other
	}
	return n.showEditor(w, r, m, status, before, f, func(p *editorPage) { p.Problem = problem })
}

// keepStory saves what was typed as a new story, or over the one before it, and publishes it when
// that is asked for too: then both or neither.
func (n newsroom) keepStory(ctx context.Context, m member.Member, before *article.Article, typed url.Values, publish bool) (article.Article, error) {
	p, err := n.Publications.Publication(ctx)
	if err != nil {
		return article.Article{}, err
	}
	sections, err := n.Publications.Sections(ctx)
	if err != nil {
		return article.Article{}, err
	}
	now := n.Now()
	wanted, err := propose(typed, sections, p.Location(), now)
	if before == nil {
		before = &article.Article{
			ID: key.New[article.Article](n.Keys, now), Status: article.Status{Stage: article.InDraft},
			CreatedAt: now, CreatedBy: int64(m.ID),
		}
	}
	change := func(a *article.Article) ([]event.Event, error) {
		wanted.apply(a)
		edited, err := a.Edited(m.ID, wanted.note, now)
		if err != nil || !publish {
			return []event.Event{edited}, err
		}
		released, err := a.Release(m.ID, wanted.at, now)
		return []event.Event{edited, released}, err
	}
	// The rules are asked on a copy first, so that all mistakes are told at once, and nothing is
	// saved of a new story that can't be published.
	trial := *before
	if _, ruleErr := change(&trial); err != nil || ruleErr != nil {
		return article.Article{}, errors.Join(err, ruleErr)
	}
	var a article.Article
	if before.Version == 0 {
		a, err = n.createStoryAs(ctx, m, *before, wanted, publish)
	} else {
		a, err = n.Articles.UpdateArticle(ctx, before.ID, m.ID, member.Request{}, func(a *article.Article) ([]event.Event, error) {
			if a.Version != wanted.version {
				return nil, changedMeanwhile
			}
			return change(a)
		})
	}
	if err != nil {
		return article.Article{}, err
	}
	return a, n.keepRest(ctx, m, a, wanted)
}

var changedMeanwhile = fault.New(fault.Conflict, "Somebody saved this story while you were writing. What you typed is still here, "+
	"and not saved: compare it with the revisions. Saving now replaces what they wrote.")

// createStoryAs saves a new story as a draft, and then publishes it when that is asked for.
func (n newsroom) createStoryAs(ctx context.Context, m member.Member, draft article.Article, wanted proposal, publish bool) (article.Article, error) {
	wanted.apply(&draft)
	if err := draft.Clean(); err != nil {
		return article.Article{}, err
	}
	a, err := n.Articles.CreateArticle(ctx, draft, member.Request{})
	if err != nil || !publish {
		return a, err
	}
	return n.Articles.UpdateArticle(ctx, a.ID, m.ID, member.Request{}, func(a *article.Article) ([]event.Event, error) {
		released, err := a.Release(m.ID, wanted.at, n.Now())
		return []event.Event{released}, err
	})
}

// keepRest saves what the form says beside the story itself: about its picture and its thread.
func (n newsroom) keepRest(ctx context.Context, m member.Member, a article.Article, wanted proposal) error {
	if wanted.picture.ID != 0 && !sameTexts(a.Picture, wanted.picture) {
		_, err := n.Pictures.UpdatePicture(ctx, wanted.picture.ID, func(p *media.Picture) error {
			p.Caption, p.CreditLine, p.Alt = wanted.picture.Caption, wanted.picture.CreditLine, wanted.picture.Alt
			p.Creator, p.CopyrightNotice = wanted.picture.Creator, wanted.picture.CopyrightNotice
			return nil
		})
		if err != nil {
			return fmt.Errorf("save what is said of the picture: %w", err)
		}
	}
	t, err := n.Discussions.Thread(ctx, a.ID)
	if err != nil {
		return err
	}
	arrange := func(t *discussion.Thread) (event.Event, error) {
		return t.Arrange(wanted.mode, wanted.days, m.ID, a.Headline, n.Now())
	}
	if e, err := arrange(&t); err != nil || e.Kind == "" {
		return err
	}
	_, err = n.Discussions.UpdateThread(ctx, a.ID, arrange)
	return err
}

// withholdStory serves POST /desk/articles/{key}/withhold.
func (n newsroom) withholdStory(w http.ResponseWriter, r *http.Request) error {
	m, a, err := n.writersStory(w, r)
	if err != nil {
		return err
	}
	typed, err := web.Form(r)
	if err != nil {
		return err
	}
	held, err := n.Articles.UpdateArticle(r.Context(), a.ID, m.ID, member.Request{}, func(a *article.Article) ([]event.Event, error) {
		e, err := a.Withhold(m.ID, typed.Get("reason"), n.Now())
		return []event.Event{e}, err
	})
	if err == nil {
		n.Wrote(w, r, live.ArticleVersion(held.ID, held.Version))
		web.SeeOther(w, r, deskPath(a.ID)+"?done=withheld")
		return nil
	}
	status := web.Status(fault.KindOf(err))
	refused := form{typed: typed}
	problem, other := refused.refuse(err)
	if other != nil {
		return other
	}
	t, p, err := n.beside(r.Context(), a)
	if err != nil {
		return err
	}
	return n.showEditor(w, r, m, status, &a, form{typed: typedFrom(a, t, p.Location())}, func(page *editorPage) {
		page.Problem, page.WithholdForm = problem, refused
	})
}

// previewStory serves GET /desk/articles/{key}/preview.
func (n newsroom) previewStory(w http.ResponseWriter, r *http.Request) error {
	_, a, err := n.writersStory(w, r)
	if err != nil {
		return err
	}
	return n.Preview(w, r, a)
}

// previewText serves POST /desk/preview: the HTML of a text as its page will have it.
func (n newsroom) previewText(w http.ResponseWriter, r *http.Request) error {
	if _, err := n.writer(w, r); err != nil {
		return err
	}
	typed, err := web.Form(r)
	if err != nil {
		return err
	}
	body, err := markup.Clean(typed.Get("body"))
	if err != nil {
		return fault.At("body", err)
	}
	return n.Render(w, r, http.StatusOK, previewView(typed.Get("dateline"), string(markup.RenderArticle(body))))
}

// showEditor writes the editor's page. a is the story as it is saved, nil for a new one; finish
// sets what only some answers have.
func (n newsroom) showEditor(w http.ResponseWriter, r *http.Request, m member.Member, status int, a *article.Article, f form, finish func(*editorPage)) error {
	title, current := "New story", "/desk/articles/new"
	if a != nil {
		title, current = a.Headline, ""
	}
	around, err := n.room(r, m, title, current)
	if err != nil {
		return err
	}
	sections, err := n.Publications.Sections(r.Context())
	if err != nil {
		return err
	}
	p := editorPage{room: around, form: f, Action: "/desk/articles", PublishWord: "Publish", MayPublish: true}
	p.Sections = f.choose(choice{Name: "section", Label: "Section", Options: sectionOptions(sections)})
	p.Mode = f.choose(choice{Name: "mode", Label: "Discussion", Options: modeOptions})
	p.Lang = otherLanguage(&around.Page, f.typed.Get("language"))
	if p.Picture, err = n.pictureOf(r.Context(), f.typed.Get("picture")); err != nil {
		return err
	}
	if a != nil {
		p.saved(*a, n)
	}
	finish(&p)
	return n.Render(w, r, status, editorView(&p))
}

// saved fills in what is known of a story that is saved.
func (p *editorPage) saved(a article.Article, n newsroom) {
	now := n.Now()
	p.State = a.State(now)
	p.Action, p.Path, p.StateWord, p.Changed = deskPath(a.ID), deskPath(a.ID), stateWord(p.State), p.DateTime(a.ChangedAt)
	p.ThreadPath = "/queue/threads/" + a.ID.String()
	p.Withheld = a.WithheldReason
	if !a.PublishedAt.IsZero() {
		when := p.DateTime(a.PublishedAt)
		p.When = &when
	}
	for _, c := range a.Corrections {
		p.Corrections = append(p.Corrections, correction{p.DateTime(c.At), c.Note})
	}
	if a.Public(now) {
		p.Public = a.Path()
	}
	p.MayPublish, p.MayCorrect = !a.Public(now), a.Public(now)
	p.MayWithhold = a.Stage == article.Released
	if p.State == article.Withheld {
		p.PublishWord = "Publish again"
	}
}

// pictureOf returns the picture that a form names, small; nil where there is none to be shown.
func (n newsroom) pictureOf(ctx context.Context, id string) (*layout.Picture, error) {
	if id == "" {
		return nil, nil
	}
	known, err := media.ParseID(id)
	if err != nil {
		return nil, nil
	}
	p, err := n.Pictures.Picture(ctx, known)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	files := p.Sources(media.JPEG)
	if len(files) == 0 {
		return &layout.Picture{Caption: p.Caption, Credit: p.CreditLine}, nil
	}
	small := files[0]
	return &layout.Picture{Src: web.MediaURL(small), Width: small.WidthPx, Height: small.HeightPx, Alt: cmp.Or(p.Alt, p.Caption)}, nil
}

func sectionOptions(sections []publication.Section) []option {
	list := []option{{"", "Choose a section"}}
	for _, s := range sections {
		list = append(list, option{s.Slug, s.Name})
	}
	return list
}

var modeOptions = []option{
	{string(discussion.Open), "Open"},
	{string(discussion.Premoderated), "A moderator reads first"},
	{string(discussion.Closed), "Closed"},
}
