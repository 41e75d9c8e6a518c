package discussion

import "gogai/fault"

// Append puts a comment from elsewhere at the end of its thread, as it is: the rules for what
// members write don't apply, but count and replies follow. Its number has to be the next one
// (else Conflict) and its parent loaded (else Invalid).
func (s *Slate) Append(c Comment) error {
	t := s.Threads[c.Article]
	switch {
	case t == nil:
		return fault.New(fault.NotFound, "There is no such story.")
	case c.Number != t.Last+1:
		return fault.Newf(fault.Conflict, "Comment %d can't follow comment %d.", c.Number, t.Last)
	case c.Parent != 0 && s.Comments[Key{c.Article, c.Parent}] == nil:
		return fault.Fieldf("reply_to", "Comment %d answers comment %d, which doesn't exist.", c.Number, c.Parent)
	}
	t.Last++
	state := c.State
	c.State, c.Replies = Held, 0
	s.Comments[c.Key] = &c
	s.touch(&c, rowAdded)
	s.setState(&c, state)
	s.raise(c.Article)
	return nil
}

// Count counts a vote from elsewhere; its comment has to be loaded (else NotFound).
func (s *Slate) Count(v Vote) error {
	c := s.Comments[v.Key]
	if c == nil {
		return fault.New(fault.NotFound, "There is no such comment.")
	}
	c.Votes.add(s.Votes[v.VoteKey], -1)
	c.Votes.add(v.Value, 1)
	s.Votes[v.VoteKey], s.votes[v.VoteKey] = v.Value, v.At
	s.touch(c, tallyChanged)
	s.raise(v.Article)
	return nil
}
