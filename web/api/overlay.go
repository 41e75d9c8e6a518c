package api

import (
	"strconv"
	"time"

	"gogai/discussion"
	"gogai/member"
	"gogai/web"
)

// overlay is what is personal about a story's page, for the script to paint over the page that
// is the same for everyone.
type overlay struct {
	Member   *viewer              `json:"member"` // null for nobody
	Rights   rights               `json:"rights"`
	Votes    map[string]int       `json:"votes"`    // that stand, by comment number
	Editable map[string]time.Time `json:"editable"` // own comments, by number, and until when
}

type viewer struct {
	Handle string      `json:"handle"`
	Role   member.Role `json:"role"`
}

type rights struct {
	Comment  bool `json:"comment"`
	Vote     bool `json:"vote"`
	Moderate bool `json:"moderate"`
}

// overlay serves GET /articles/{key}/me.
func (a *api) overlay(r *request) (answer, error) {
	id, err := web.ArticleID(r.Request)
	if err != nil {
		return answer{}, err
	}
	ctx, now := r.Context(), a.Now()
	t, err := a.Discussions.Thread(ctx, id)
	if err == nil {
		err = t.Story.Readable(now)
	}
	if err != nil {
		return answer{}, err
	}
	o := overlay{Votes: map[string]int{}, Editable: map[string]time.Time{}}
	if !r.known {
		return answer{body: o, personal: true}, nil
	}
	mayWrite := discussion.MayWrite(r.by, now) == nil
	open := mayWrite && t.Mode(now) != discussion.Closed
	o.Member = &viewer{r.by.Handle, r.by.Role}
	o.Rights = rights{Comment: open, Vote: open, Moderate: discussion.MayModerate(r.by, now)}

	votes, err := a.Discussions.Votes(ctx, r.by.ID, id)
	if err != nil {
		return answer{}, err
	}
	for number, value := range votes {
		o.Votes[strconv.Itoa(number)] = value
	}
	recent, err := a.Discussions.OwnSince(ctx, r.by.ID, id, now.Add(-discussion.EditWindow))
	if err != nil {
		return answer{}, err
	}
	for _, c := range recent {
		if mayWrite && (c.State == discussion.Visible || c.State == discussion.Held) {
			o.Editable[strconv.Itoa(c.Number)] = c.EditableUntil().UTC()
		}
	}
	return answer{body: o, personal: true}, nil
}
