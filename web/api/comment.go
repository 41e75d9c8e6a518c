package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/fault"
	"gogai/live"
	"gogai/markup"
	"gogai/web"
)

const commentsPerPage = 50

// comment is a comment as JSON.
type comment struct {
	Key      string           `json:"key"`
	Number   int              `json:"number"`
	Article  string           `json:"article"`
	URL      string           `json:"url"`
	Author   *author          `json:"author"` // null for an imported comment and a stub
	BodyHTML markup.HTML      `json:"body_html"`
	Created  time.Time        `json:"created"`
	Edited   *time.Time       `json:"edited"`
	ReplyTo  *string          `json:"reply_to"`
	Tally    tally            `json:"tally"`
	State    discussion.State `json:"state"`
	Reason   *string          `json:"reason"`         // a moderator's
	Body     *string          `json:"body,omitempty"` // Markdown, for its author
}

type author struct {
	Handle string `json:"handle"`
}

type tally struct {
	Net  int    `json:"net"`
	Up   int    `json:"up"`
	Down int    `json:"down"`
	Text string `json:"text"`
}

func tallyOf(t discussion.Tally) tally { return tally{t.Net(), t.Up, t.Down, t.String()} }

// comment shows a comment; of one that was taken away only the stub.
func (a *api) entry(from discussion.Comment) comment {
	c := comment{
		Key: from.Key.String(), Number: from.Number, Article: from.Article.String(), URL: a.BaseURL + from.Path(),
		BodyHTML: from.HTML, Created: from.CreatedAt.UTC(), Edited: instant(from.EditedAt),
		Tally: tallyOf(from.Tally()), State: from.State,
	}
	if from.Handle != "" {
		c.Author = &author{from.Handle}
	}
	if from.Parent != 0 {
		parent := discussion.Key{Article: from.Article, Number: from.Parent}.String()
		c.ReplyTo = &parent
	}
	if from.Reason != "" {
		c.Reason = &from.Reason
	}
	if from.State == discussion.Removed || from.State == discussion.Deleted {
		c.Author, c.BodyHTML, c.Edited = nil, "", nil
	}
	return c
}

// own shows a comment to its author, with the Markdown that can be edited.
func (a *api) own(from discussion.Comment) comment {
	c := a.entry(from)
	if from.State != discussion.Removed && from.State != discussion.Deleted {
		c.Body = &from.Body
	}
	return c
}

// comments serves GET /articles/{key}/comments: what readers find in a thread, in an order.
func (a *api) comments(r *request) (answer, error) {
	id, err := web.ArticleID(r.Request)
	if err != nil {
		return answer{}, err
	}
	q, err := r.threadQuery(id)
	if err != nil {
		return answer{}, err
	}
	t, err := a.Discussions.Thread(r.Context(), id)
	if err == nil {
		err = t.Story.Readable(a.Now())
	}
	if err != nil {
		return answer{}, err
	}
	found, err := a.Discussions.Comments(r.Context(), q)
	if err != nil {
		return answer{}, err
	}
	page := list[comment]{Items: []comment{}}
	for _, c := range found.Comments {
		page.Items = append(page.Items, a.entry(c))
	}
	if next := found.Next.String(); next != "" {
		page.Next = &next
	}
	return answer{body: page}, nil
}

// threadQuery reads what page of a thread is asked for.
func (r *request) threadQuery(id article.ID) (q discussion.Query, err error) {
	q.Article = id
	if q.Limit, err = r.limit(commentsPerPage); err != nil {
		return q, err
	}
	order, err := r.query("order")
	if err != nil {
		return q, err
	}
	if q.Order, err = discussion.ParseOrder(order); err != nil {
		return q, err
	}
	after, err := r.query("after")
	if err != nil {
		return q, err
	}
	q.After, err = discussion.ParseCursor(after)
	return q, err
}

// comment serves GET /comments/{key}: a comment or its stub. What waits for a moderator, or was
// refused by one, its author and moderators see; what its author deleted without an answer is gone.
func (a *api) comment(r *request) (answer, error) {
	key, err := web.CommentKey(r.Request)
	if err != nil {
		return answer{}, err
	}
	t, err := a.Discussions.Thread(r.Context(), key.Article)
	if err == nil {
		err = t.Story.Readable(a.Now())
	}
	if err != nil {
		return answer{}, err
	}
	found, err := a.Discussions.Comment(r.Context(), key)
	if err != nil {
		return answer{}, err
	}
	its := r.known && found.Author == r.by.ID
	switch {
	case its && found.State != discussion.Deleted:
		return answer{body: a.own(found.Comment), personal: true}, nil
	case found.Shown():
		return answer{body: a.entry(found.Comment)}, nil
	case found.State == discussion.Deleted:
		return answer{}, fault.New(fault.Gone, "This comment was deleted.")
	case r.known && discussion.MayModerate(r.by, a.Now()):
		return answer{body: a.entry(found.Comment), personal: true}, nil
	}
	return answer{}, fault.New(fault.NotFound, "There is no such comment.")
}

// postComment serves POST /articles/{key}/comments. The same text by the same member within a
// minute, and a repeated Idempotency-Key, find the comment that is there: 200 instead of 201.
func (a *api) postComment(r *request) (answer, error) {
	id, err := web.ArticleID(r.Request)
	if err != nil {
		return answer{}, err
	}
	sent, err := r.object()
	if err != nil {
		return answer{}, err
	}
	var text *string
	var answered json.RawMessage
	p := discussion.Post{Article: id, By: r.by.ID, At: a.Now()}
	inBody := sent.into(map[string]any{"body": &text, "reply_to": &answered})
	p.Parent, err = parseReplyTo(answered, id)
	if err := errors.Join(inBody, err); err != nil {
		return answer{}, err
	}
	if p.Request, err = r.once(); err != nil {
		return answer{}, err
	}
	if p.Body, p.HTML, err = a.composed(r, text); err != nil {
		return answer{}, err
	}
	done, err := a.Discussions.Do(r.Context(), p)
	if err != nil {
		return answer{}, err
	}
	given := answer{status: http.StatusOK, body: a.own(done.Comment), made: made(done)}
	if !done.Repeated {
		given.status, given.location = http.StatusCreated, Prefix+"/comments/"+done.Comment.Key.String()
	}
	return given, nil
}

// composed cleans and renders the text of a comment; one that wasn't sent is empty.
func (a *api) composed(r *request, text *string) (body string, html markup.HTML, err error) {
	typed := ""
	set(&typed, text)
	return a.Compose(r.Context(), typed)
}

// parseReplyTo reads which comment is answered: its key, as the API writes it, or its number in
// the thread. Nothing and null are 0, for none.
func parseReplyTo(raw json.RawMessage, id article.ID) (int, error) {
	var number int
	var text string
	if raw == nil || bytes.Equal(raw, []byte("null")) {
		return 0, nil
	}
	if json.Unmarshal(raw, &number) == nil && number > 0 {
		return number, nil
	}
	if json.Unmarshal(raw, &text) == nil {
		key, err := discussion.ParseKey(text)
		if err == nil && key.Article == id {
			return key.Number, nil
		}
	}
	return 0, fault.Field("reply_to", "This has to be the key, or the number, of a comment in the same discussion.")
}

// editComment serves PATCH /comments/{key}.
func (a *api) editComment(r *request) (answer, error) {
	key, err := web.CommentKey(r.Request)
	if err != nil {
		return answer{}, err
	}
	var text *string
	sent, err := r.object()
	if err == nil {
		err = sent.into(map[string]any{"body": &text})
	}
	if err != nil {
		return answer{}, err
	}
	e := discussion.Edit{Key: key, By: r.by.ID, At: a.Now()}
	if e.Body, e.HTML, err = a.composed(r, text); err != nil {
		return answer{}, err
	}
	done, err := a.Discussions.Do(r.Context(), e)
	return answer{body: a.own(done.Comment), made: made(done)}, err
}

// deleteComment serves DELETE /comments/{key}: the author's own, at any time.
func (a *api) deleteComment(r *request) (answer, error) {
	key, err := web.CommentKey(r.Request)
	if err != nil {
		return answer{}, err
	}
	done, err := a.Discussions.Do(r.Context(), discussion.Delete{Key: key, By: r.by.ID, At: a.Now()})
	return answer{made: made(done)}, err
}

// standing is a member's vote on a comment, and what it made of the tally.
type standing struct {
	Value int   `json:"value"`
	Tally tally `json:"tally"`
}

// vote serves PUT /comments/{key}/vote: what is sent shall stand, however often it comes.
func (a *api) vote(r *request) (answer, error) {
	key, err := web.CommentKey(r.Request)
	if err != nil {
		return answer{}, err
	}
	var value *int
	sent, err := r.object()
	if err == nil {
		err = sent.into(map[string]any{"value": &value})
	}
	if err == nil && value == nil {
		err = fault.Field("value", "A vote is 1, -1 or 0.")
	}
	if err != nil {
		return answer{}, err
	}
	done, err := a.Discussions.Do(r.Context(), discussion.Cast{Key: key, By: r.by.ID, Value: *value, At: a.Now()})
	return answer{body: standing{done.Value, tallyOf(done.Comment.Tally())}, made: made(done)}, err
}

// made returns the version that a write made.
func made(done discussion.Result) []live.Version {
	return []live.Version{live.ThreadVersion(done.Comment.Article, done.Version)}
}
