package sample

import (
	"hash/fnv"
	"math/rand/v2"
	"time"

	"gogai/discussion"
	"gogai/member"
)

// dealVotes gives a comment the votes of its tally: who cast them, and when between the
// comment and end, is drawn by lot with the seed. Its author has no lot. As in life, most come soon.
func dealVotes(c discussion.Comment, tally discussion.Tally, voters []member.ID, seed string, end time.Time) []discussion.Vote {
	h := fnv.New64a()
	h.Write([]byte(seed)) // a hash takes everything
	lot := rand.New(rand.NewPCG(h.Sum64(), uint64(c.Number)))
	span := float64(max(end.Sub(c.CreatedAt), 0))

	votes := make([]discussion.Vote, 0, tally.Up+tally.Down)
	for _, i := range lot.Perm(len(voters)) {
		if len(votes) == tally.Up+tally.Down {
			break
		}
		if voters[i] == c.Author {
			continue
		}
		value := 1
		if len(votes) >= tally.Up {
			value = -1
		}
		early := lot.Float64()
		votes = append(votes, discussion.Vote{
			VoteKey: discussion.VoteKey{Key: c.Key, Member: voters[i]},
			Value:   value,
			At:      c.CreatedAt.Add(time.Duration(span * early * early * early)).Truncate(time.Second),
		})
	}
	return votes
}
