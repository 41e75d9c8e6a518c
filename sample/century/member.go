package century

import (
	"context"
	"math"
	"time"

	"golang.org/x/sync/errgroup"

	"gogai/member"
)

// addMembers makes the members; storage commits together what comes in a moment.
func (a *archive) addMembers(ctx context.Context, store Store) error {
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(membersAtOnce)
	for i := range a.size.Members {
		handle := handleOf(i)
		work.Go(func() error {
			return store.CreateMember(ctx, member.Member{
				ID: member.ID(i + 1), Handle: handle, Email: handle + "@readers.example", // RFC 2606: reaches nobody
				Role: member.Reader, CreatedAt: a.joined(i),
			})
		})
	}
	return work.Wait()
}

// oldMembers is the share of the members that were there before the first story.
const oldMembers = 0.1

// joined is when the member with the number joined: they come evenly.
func (a *archive) joined(i int) time.Time {
	old := oldMembers * float64(a.size.Members)
	return a.from.Add(time.Duration(max(float64(i)-old, 0) / float64(a.size.Members) * float64(a.until.Sub(a.from))))
}

// author draws who writes at an instant: any of those who have joined, the newest most often.
func (a *archive) author(at time.Time) member.ID {
	passed := float64(at.Sub(a.from)) / float64(a.until.Sub(a.from))
	joined := int(math.Min(oldMembers+passed, 1) * float64(a.size.Members))
	back := math.Pow(a.lot.Float64(), 5)
	return member.ID(max(joined-int(back*float64(joined)), 1))
}

// handleOf returns the handle with the number: syllables that no eye takes for others.
func handleOf(i int) string {
	const consonants, vowels = "bdfghkmnprstz", "aeiu"
	const syllables = len(consonants) * len(vowels)
	const stride = 3_000_017 // prime, so that neighbours differ and none comes twice
	var handle []byte
	for n, left := i*stride%(syllables*syllables*syllables*syllables), 4; left > 0; n, left = n/syllables, left-1 {
		s := n % syllables
		handle = append(handle, consonants[s/len(vowels)], vowels[s%len(vowels)])
	}
	return string(handle)
}
