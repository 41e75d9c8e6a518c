package newsroom

import (
	"context"
	"net/http"
	"slices"

	"gogai/discussion"
	"gogai/fault"
	"gogai/live"
	"gogai/member"
	"gogai/moderation"
	"gogai/web"
	"gogai/web/layout"
)

// A caseCard is a comment with all that a moderator needs to decide about it, and the decisions.
type caseCard struct {
	form
	Key      string
	Number   int
	Path     string // of its own page
	Context  string // of its place in the thread
	Thread   string
	Story    layout.Link
	Handle   string // empty for an imported comment
	Record   string // of the author
	Role     string // of the author; empty for a reader
	Barred   *layout.Moment
	Created  layout.Moment
	Edited   *layout.Moment
	State    discussion.State
	Decided  string // the reason, where a moderator has decided
	Body     string // HTML made by markup
	Lang     string
	Tally    layout.Tally
	Parent   *quoted
	Earlier  []earlierText
	Flags    []flagLine
	Next     string // where to go on after the decision
	Quick    []string
	Decision []decision
}

// quoted is the comment that another one answers.
type quoted struct {
	Handle, Path, Body string
	Number             int
	State              discussion.State
}

type earlierText struct {
	At   layout.Moment
	Body string
}

type flagLine struct {
	Reason, Note, Handle, Record string
	At                           layout.Moment
}

// A decision is one that fits the comment's state.
type decision struct {
	Value, Text, Key string // Key is the one that the script listens to
	Reasoned         bool   // readers or the author see the reason
}

// decisionsFor are the decisions that fit a state; those without a reason come first.
func decisionsFor(state discussion.State, flagged bool) []decision {
	dismiss := decision{string(discussion.Dismiss), "Keep it", "a", false}
	switch state {
	case discussion.Visible:
		remove := decision{string(discussion.Remove), "Remove", "r", true}
		if flagged {
			return []decision{dismiss, remove}
		}
		return []decision{remove}
	case discussion.Held:
		return []decision{{string(discussion.Approve), "Approve", "a", false}, {string(discussion.Reject), "Reject", "r", true}}
	case discussion.Removed, discussion.Rejected:
		return []decision{{string(discussion.Restore), "Restore", "a", false}}
	}
	if flagged {
		dismiss.Text = "Answer the reports"
		return []decision{dismiss}
	}
	return nil
}

// quickReasons are offered with one tap, in the publication's language, since readers see them.
var quickReasons = map[string][]string{
	"en": {"Attacks a person.", "Advertising.", "Not about the story.", "Against the law."},
	"ja": {"個人への攻撃です。", "宣伝です。", "記事と関係がありません。", "法令に反します。"},
}

// reasonWords are a reader's reasons for a flag, as staff read them.
var reasonWords = map[moderation.Reason]string{
	moderation.Abuse: "Abuse", moderation.Spam: "Spam", moderation.OffTopic: "Off topic", moderation.Illegal: "Illegal", moderation.Other: "Other",
}

// cardOf collects what there is to know about a comment.
func (n newsroom) cardOf(ctx context.Context, p *layout.Page, c discussion.Placed, flags []moderation.Flag, next string) (caseCard, error) {
	now := n.Now()
	card := caseCard{
		Key: c.Key.String(), Number: c.Number, Path: c.Path(), Next: next, Handle: c.Handle,
		Context: c.Story + "?c=" + c.Key.String() + "#" + c.Anchor(), Thread: "/queue/threads/" + c.Article.String(),
		Story:   layout.Link{Text: c.Headline, Href: c.Story, Lang: otherLanguage(p, c.Language)},
		Created: p.DateTime(c.CreatedAt), State: c.State, Decided: c.Reason, Body: string(c.HTML), Lang: otherLanguage(p, c.Language),
		Tally: layout.Tally{Net: c.Tally().Net(), Up: c.Tally().Up, Down: c.Tally().Down},
		Quick: quickReasons[p.W.Lang], Decision: decisionsFor(c.State, len(flags) > 0),
	}
	if !c.EditedAt.IsZero() {
		edited := p.DateTime(c.EditedAt)
		card.Edited = &edited
	}
	for _, f := range flags {
		card.Flags = append(card.Flags, flagLine{
			Reason: reasonWords[f.Reason], Note: f.Note, Handle: f.Handle, Record: recordPath(f.Handle), At: p.Clock(f.At, now),
		})
	}
	if c.Author != 0 {
		author, err := n.Members.Member(ctx, c.Author)
		if err != nil {
			return card, err
		}
		card.Record = recordPath(author.Handle)
		if author.Role.Staff() {
			card.Role = string(author.Role)
		}
		if author.Banned(now) {
			until := p.DateTime(author.BannedUntil)
			card.Barred = &until
		}
	}
	if c.Parent != 0 {
		parent, err := n.Discussions.Comment(ctx, discussion.Key{Article: c.Article, Number: c.Parent})
		if err != nil {
			return card, err
		}
		card.Parent = &quoted{
			Handle: parent.Handle, Path: "/queue/comments/" + parent.Key.String(), Body: string(parent.HTML), Number: parent.Number, State: parent.State,
		}
	}
	if c.EditedAt.IsZero() {
		return card, nil
	}
	earlier, err := n.Discussions.Earlier(ctx, c.Key)
	if err != nil {
		return card, err
	}
	for _, e := range earlier {
		card.Earlier = append(card.Earlier, earlierText{p.DateTime(e.At), e.Body})
	}
	return card, nil
}

// casePage is one comment by itself, in whatever state.
type casePage struct {
	room
	Card caseCard
}

// comment serves GET /queue/comments/{key}.
func (n newsroom) comment(w http.ResponseWriter, r *http.Request) error {
	m, err := n.moderator(w, r)
	if err != nil {
		return err
	}
	key, err := web.CommentKey(r)
	if err != nil {
		return err
	}
	return n.showCase(w, r, m, http.StatusOK, key, form{}, "")
}

// decide serves POST /c/{key}/decide. It comes from the queue and from the comment's own page.
func (n newsroom) decide(w http.ResponseWriter, r *http.Request) error {
	m, err := n.moderator(w, r)
	if err != nil {
		return err
	}
	key, err := web.CommentKey(r)
	if err != nil {
		return err
	}
	typed, err := web.Form(r)
	if err != nil {
		return err
	}
	done, err := n.Discussions.Do(r.Context(), discussion.Decide{
		Key: key, By: m.ID, Decision: discussion.Decision(typed.Get("decision")), Reason: typed.Get("reason"), At: n.Now(),
	})
	if err == nil {
		n.Wrote(w, r, live.ThreadVersion(key.Article, done.Version))
		web.SeeOther(w, r, web.Local(typed.Get("next"), "/c/"+key.String()))
		return nil
	}
	status, f := web.Status(fault.KindOf(err)), form{typed: typed}
	problem, other := f.refuse(err)
	if other != nil {
		return other
	}
	return n.showCase(w, r, m, status, key, f, problem)
}

func (n newsroom) showCase(w http.ResponseWriter, r *http.Request, m member.Member, status int, key discussion.Key, f form, problem string) error {
	around, err := n.room(r, m, "Comment "+key.String(), "")
	if err != nil {
		return err
	}
	around.Problem = problem
	c, err := n.Discussions.Comment(r.Context(), key)
	if err != nil {
		return err
	}
	flags, err := n.Moderation.OpenFlags(r.Context(), key)
	if err != nil {
		return err
	}
	card, err := n.cardOf(r.Context(), &around.Page, c, flags, web.Local(f.typed.Get("next"), "/queue/comments/"+key.String()))
	if err != nil {
		return err
	}
	card.form = f
	return n.Render(w, r, status, caseView(&casePage{around, card}))
}

// reasoned returns the decisions that need a reason, and plainly those that don't.
func (c *caseCard) reasoned() []decision {
	return slices.DeleteFunc(slices.Clone(c.Decision), func(d decision) bool { return !d.Reasoned })
}

func (c *caseCard) plainly() []decision {
	return slices.DeleteFunc(slices.Clone(c.Decision), func(d decision) bool { return d.Reasoned })
}

func (c *caseCard) reason() layout.Field {
	hint := "Readers will see it."
	if c.State == discussion.Held {
		hint = "The author will see it."
	}
	return c.fill(layout.Field{Name: "reason", ID: "reason-" + c.Key, Label: "Reason", Hint: hint, MaxLength: 4 * discussion.MaxReason})
}
