package discussion

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"time"

	"gogai/article"
	"gogai/event"
	"gogai/fault"
	"gogai/markup"
	"gogai/member"
)

// MayWrite returns a Forbidden fault when m is banned at now.
func MayWrite(m member.Member, now time.Time) error {
	if m.Banned(now) {
		return fault.Newf(fault.Forbidden, "You can't write here until %s: %s",
			fault.Instant(m.BannedUntil), m.BanReason)
	}
	return nil
}

// MayModerate tells whether m may decide about comments and threads.
func MayModerate(m member.Member, now time.Time) bool {
	return m.Role.Has(member.Moderator) && !m.Banned(now)
}

// Post adds a comment to a thread. A banned member is Forbidden; a closed thread, or a parent
// that is no longer there to be answered, is a Conflict.
type Post struct {
	Article article.ID
	By      member.ID
	Parent  int // number of the comment that it answers; 0 for none
	Body    string
	HTML    markup.HTML // of Body, both from Compose
	At      time.Time
	Request member.Request
}

func (p Post) needs(n *Needs) {
	n.Threads = append(n.Threads, p.Article)
	n.Members = append(n.Members, p.By)
	n.Requests = append(n.Requests, p.textKey())
	if p.Parent != 0 {
		n.Comments = append(n.Comments, Key{p.Article, p.Parent})
	}
	if p.Request.Key != "" {
		n.Requests = append(n.Requests, p.requestKey())
	}
}

func (p Post) requestKey() RequestKey { return RequestKey{p.By, p.Request.Key} }

// textKey makes a request of the comment itself, so that the same text by the same member in a
// thread is found like a repeated request. No Idempotency-Key holds a line break.
func (p Post) textKey() RequestKey {
	sum := sha256.Sum256([]byte(p.Body))
	return RequestKey{p.By, "\n" + p.Article.String() + base64.RawStdEncoding.EncodeToString(sum[:16])}
}

func (p Post) apply(s *Slate) (Result, error) {
	if done, ok := s.Requests[p.requestKey()]; ok && p.At.Before(done.At.Add(member.RequestLifetime)) {
		return s.repeat(p, done)
	}
	m, err := s.writer(p.By, p.At)
	if err != nil {
		return Result{}, err
	}
	t, err := s.openThread(p.Article, p.At)
	if err != nil {
		return Result{}, err
	}
	var parent *Comment
	if p.Parent != 0 {
		if parent, err = s.answerable(Key{p.Article, p.Parent}); err != nil {
			return Result{}, err
		}
	}
	if same := s.sameAs(p); same != nil {
		s.answered(p.requestKey(), p.Request.Fingerprint, same.Key, p.At)
		return Result{Comment: *same, Version: t.Version, Repeated: true}, nil
	}

	t.Last++
	c := &Comment{
		Key: Key{p.Article, t.Last}, Author: p.By, Parent: p.Parent, Body: p.Body, HTML: p.HTML,
		CreatedAt: p.At, State: Held, Handle: m.Handle, Role: m.Role,
	}
	if parent != nil {
		c.ParentHandle = parent.Handle
	}
	s.Comments[c.Key] = c
	s.touch(c, rowAdded)
	if t.Mode(p.At) == Open || MayModerate(m, p.At) {
		s.setState(c, Visible)
	}
	s.answered(p.requestKey(), p.Request.Fingerprint, c.Key, p.At)
	s.answered(p.textKey(), "", c.Key, p.At)
	return Result{Comment: *c, Version: s.raise(p.Article)}, nil
}

// answerable returns the comment that a reply may be given to.
func (s *Slate) answerable(key Key) (*Comment, error) {
	parent := s.Comments[key]
	switch {
	case parent == nil || parent.State == Held || parent.State == Rejected:
		return nil, fault.Field("reply_to", "The comment that you answer doesn't exist.")
	case parent.State != Visible:
		return nil, fault.New(fault.Conflict, "The comment that you answer was deleted.")
	}
	return parent, nil
}

// sameAs finds the comment that p repeats: a double tap makes one.
func (s *Slate) sameAs(p Post) *Comment {
	done, ok := s.Requests[p.textKey()]
	if !ok || !p.At.Before(done.At.Add(RepeatWindow)) {
		return nil
	}
	key, err := ParseKey(done.Subject)
	same := s.Comments[key]
	if err != nil || same == nil || same.State != Visible && same.State != Held {
		return nil
	}
	return same
}

// repeat answers a request that was answered before with the comment that it made.
func (s *Slate) repeat(p Post, done Done) (Result, error) {
	if done.Fingerprint != p.Request.Fingerprint {
		return Result{}, fault.Field("Idempotency-Key", "This key was used for another request.")
	}
	key, err := ParseKey(done.Subject)
	if err != nil || s.Comments[key] == nil {
		return Result{}, fault.New(fault.Gone, "What this request made is no longer there.")
	}
	r := Result{Comment: *s.Comments[key], Repeated: true}
	if t := s.Threads[key.Article]; t != nil {
		r.Version = t.Version
	}
	return r, nil
}

// answered remembers which comment a request made.
func (s *Slate) answered(r RequestKey, fingerprint string, key Key, at time.Time) {
	if r.Key == "" {
		return
	}
	s.Requests[r] = Done{r, fingerprint, key.String(), at}
	s.requests[r] = true
}

// Edit replaces a comment's text. Only its author may, within EditWindow (else Forbidden) and
// while nobody took the comment away (else Conflict). Where moderators read first, they do again.
type Edit struct {
	Key  Key
	By   member.ID
	Body string
	HTML markup.HTML // of Body, both from Compose
	At   time.Time
}

func (e Edit) needs(n *Needs) {
	n.Threads = append(n.Threads, e.Key.Article)
	n.Members = append(n.Members, e.By)
	n.Families = append(n.Families, e.Key)
}

func (e Edit) apply(s *Slate) (Result, error) {
	m, err := s.writer(e.By, e.At)
	if err != nil {
		return Result{}, err
	}
	t, err := s.publicThread(e.Key.Article, e.At)
	if err != nil {
		return Result{}, err
	}
	c, err := s.own(e.Key, e.By)
	if err != nil {
		return Result{}, err
	}
	switch {
	case c.State == Deleted:
		return Result{}, gone
	case !e.At.Before(c.EditableUntil()):
		return Result{}, fault.Newf(fault.Forbidden, "A comment can be edited for %d minutes.", int(EditWindow.Minutes()))
	case c.Body == e.Body:
		return Result{Comment: *c, Version: t.Version}, nil
	}
	s.earlier = append(s.earlier, Earlier{c.Key, c.Body, e.At})
	c.Body, c.HTML, c.EditedAt = e.Body, e.HTML, e.At
	s.touch(c, rowChanged)
	if c.State == Visible && t.Chosen == Premoderated && !MayModerate(m, e.At) {
		s.setState(c, Held)
	}
	return Result{Comment: *c, Version: s.raise(c.Article)}, nil
}

var gone = fault.New(fault.Gone, "This comment was deleted.")

// own returns a comment for its author to change.
func (s *Slate) own(key Key, by member.ID) (*Comment, error) {
	c := s.Comments[key]
	switch {
	case c == nil || c.Author != by && (c.State == Held || c.State == Rejected):
		return nil, fault.New(fault.NotFound, "There is no such comment.")
	case c.State == Deleted:
		return c, nil
	case c.Author != by:
		return nil, fault.New(fault.Forbidden, "Only its author may do this.")
	case c.State == Removed || c.State == Rejected:
		return nil, fault.New(fault.Conflict, "A moderator has removed this comment.")
	}
	return c, nil
}

// Delete takes the author's own comment away, at any time, also while banned. One that is
// deleted already stays so, without an error.
type Delete struct {
	Key Key
	By  member.ID
	At  time.Time
}

func (d Delete) needs(n *Needs) {
	n.Threads = append(n.Threads, d.Key.Article)
	n.Families = append(n.Families, d.Key)
}

func (d Delete) apply(s *Slate) (Result, error) {
	c, err := s.own(d.Key, d.By)
	if err != nil {
		return Result{}, err
	}
	if c.State == Deleted {
		if c.Author != d.By {
			return Result{}, gone
		}
		return Result{Comment: *c, Version: s.Threads[c.Article].Version}, nil
	}
	s.setState(c, Deleted)
	return Result{Comment: *c, Version: s.raise(c.Article)}, nil
}

// Cast says which vote of a member shall stand on a comment: 1, -1, or 0 for none. Nobody votes
// on their own (Forbidden), in a closed thread or on what was taken away (Conflict).
type Cast struct {
	Key   Key
	By    member.ID
	Value int
	At    time.Time
}

func (v Cast) needs(n *Needs) {
	n.Threads = append(n.Threads, v.Key.Article)
	n.Members = append(n.Members, v.By)
	n.Comments = append(n.Comments, v.Key)
	n.Votes = append(n.Votes, VoteKey{v.Key, v.By})
}

func (v Cast) apply(s *Slate) (Result, error) {
	if v.Value < -1 || v.Value > 1 {
		return Result{}, fault.Field("value", "A vote is 1, -1 or 0.")
	}
	if _, err := s.writer(v.By, v.At); err != nil {
		return Result{}, err
	}
	t, err := s.openThread(v.Key.Article, v.At)
	if err != nil {
		return Result{}, err
	}
	c := s.Comments[v.Key]
	switch {
	case c == nil || c.State == Held || c.State == Rejected:
		return Result{}, fault.New(fault.NotFound, "There is no such comment.")
	case c.State == Deleted:
		return Result{}, gone
	case c.State != Visible:
		return Result{}, fault.New(fault.Conflict, "This comment can't be voted on any more.")
	case c.Author == v.By:
		return Result{}, fault.New(fault.Forbidden, "You can't vote on your own comment.")
	}
	key := VoteKey{v.Key, v.By}
	standing := s.Votes[key]
	if standing == v.Value {
		return Result{Comment: *c, Value: v.Value, Version: t.Version}, nil
	}
	c.Votes.add(standing, -1)
	c.Votes.add(v.Value, 1)
	s.Votes[key] = v.Value
	s.votes[key] = v.At
	s.touch(c, tallyChanged)
	return Result{Comment: *c, Value: v.Value, Version: s.raise(c.Article)}, nil
}

// Decision is what a moderator makes of a comment.
type Decision string

// The decisions.
const (
	Remove  Decision = "remove"  // a visible comment becomes a stub with the reason
	Restore Decision = "restore" // a removed or rejected one comes back
	Approve Decision = "approve" // a held one is shown
	Reject  Decision = "reject"  // a held one is not, for the reason
	Dismiss Decision = "dismiss" // the flags are answered, the comment stays as it is
)

// Decide is a moderator's decision. Remove and Reject need a reason (else Invalid). Every
// decision answers the comment's open flags and is an event. A comment of somebody who
// outranks the moderator is Forbidden; a decision that doesn't fit the comment's state, as
// when a colleague was faster, is a Conflict.
type Decide struct {
	Key      Key
	By       member.ID
	Decision Decision
	Reason   string
	At       time.Time
}

func (d Decide) needs(n *Needs) {
	n.Threads = append(n.Threads, d.Key.Article)
	n.Members = append(n.Members, d.By)
	n.Families = append(n.Families, d.Key)
}

// transitions says from which states a decision leads to which, and how it is told.
var transitions = map[Decision]struct {
	from   []State
	to     State
	kind   event.Kind
	reason bool
}{
	Remove:  {[]State{Visible}, Removed, event.CommentRemoved, true},
	Restore: {[]State{Removed, Rejected}, Visible, event.CommentRestored, false},
	Approve: {[]State{Held}, Visible, event.CommentApproved, false},
	Reject:  {[]State{Held}, Rejected, event.CommentRejected, true},
	Dismiss: {[]State{Visible, Held, Removed, Rejected, Deleted}, "", event.FlagsDismissed, false},
}

func (d Decide) apply(s *Slate) (Result, error) {
	m, ok := s.Members[d.By]
	if !ok || !MayModerate(m, d.At) {
		return Result{}, fault.New(fault.Forbidden, "This is for moderators.")
	}
	c := s.Comments[d.Key]
	if c == nil {
		return Result{}, fault.New(fault.NotFound, "There is no such comment.")
	}
	move, ok := transitions[d.Decision]
	if !ok {
		return Result{}, fault.Fieldf("decision", "%q is no decision.", fault.Excerpt(string(d.Decision)))
	}
	reason, err := CleanReason(d.Reason, move.reason)
	if err != nil {
		return Result{}, err
	}
	if c.Role.Outranks(m.Role) {
		return Result{}, fault.New(fault.Forbidden, "The author of this comment stands above you.")
	}
	if !slices.Contains(move.from, c.State) {
		return Result{}, fault.Newf(fault.Conflict, "This comment is %s; somebody may have decided before you.", c.State)
	}
	if move.to != "" {
		s.setState(c, move.to)
		c.Reason = ""
		if move.reason {
			c.Reason = reason
		}
	}
	s.settled = append(s.settled, Settled{c.Key, d.By, d.At})
	s.events = append(s.events, event.Event{
		Kind: move.kind, At: d.At, Actor: int64(d.By), Subject: c.Key.String(), About: c.Handle, Reason: reason,
	})
	return Result{Comment: *c, Version: s.raise(c.Article)}, nil
}

// CleanReason cleans what a moderator gave as reason; an empty one is Invalid where it is needed.
func CleanReason(typed string, needed bool) (reason string, err error) {
	reason = typed
	if err := markup.LineField(&reason, "reason", MaxReason); err != nil {
		return "", err
	}
	if reason == "" && needed {
		return "", fault.Field("reason", "Give the reason: readers and the author will see it.")
	}
	return reason, nil
}
