package crash

import (
	"fmt"
	"maps"
	"slices"
	"sync"
)

// ledger is what the clients of a storm know: what they asked for and what was acknowledged.
type ledger struct {
	mu       sync.Mutex
	comments map[string]claim // by text
	votes    map[ballot][]int // the values that may stand, the last acknowledged one first
	answered []claim          // comments to vote on
}

// claim is a comment that was sent.
type claim struct {
	by    writer
	story string
	text  string
	key   string // as acknowledged; empty while it isn't
}

// ballot is a member's vote on a comment.
type ballot struct{ member, comment string }

func newLedger() *ledger {
	return &ledger{comments: map[string]claim{}, votes: map[ballot][]int{}}
}

// posting notes that a comment is about to be sent.
func (l *ledger) posting(c claim) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.comments[c.text] = c
}

// posted notes that a comment was acknowledged under a key.
func (l *ledger) posted(c claim, key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c.key = key
	l.comments[c.text] = c
	l.answered = append(l.answered, c)
}

// voting notes that a vote is about to be sent: until the answer comes, the old or the new value
// may stand.
func (l *ledger) voting(b ballot, value int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.votes[b] == nil {
		l.votes[b] = []int{0}
	}
	l.votes[b] = append(l.votes[b], value)
}

// voted notes that a vote was acknowledged.
func (l *ledger) voted(b ballot, value int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.votes[b] = []int{value}
}

// target returns the comment to vote on that pick chooses, if it is somebody else's.
func (l *ledger) target(by writer, pick func(n int) int) (key string, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.answered) == 0 {
		return "", false
	}
	c := l.answered[pick(len(l.answered))]
	return c.key, c.by != by
}

// unanswered returns the comments that were sent and never acknowledged.
func (l *ledger) unanswered() []claim {
	l.mu.Lock()
	defer l.mu.Unlock()
	var claims []claim
	for _, c := range l.comments {
		if c.key == "" {
			claims = append(claims, c)
		}
	}
	return claims
}

// found is what the publication holds.
type found struct {
	comments map[string][]string // by text: the keys of the comments that say it
	votes    map[ballot]int
}

// compare returns how what the publication holds differs from what the clients know.
func (l *ledger) compare(f found) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var wrong []string
	complain := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	for _, text := range slices.Sorted(maps.Keys(l.comments)) {
		switch key, there := l.comments[text].key, f.comments[text]; {
		case len(there) > 1:
			complain("doubled: %q stands as %v", text, there)
		case key != "" && len(there) == 0:
			complain("lost: %q was acknowledged as %s", text, key)
		case key != "" && there[0] != key:
			complain("moved: %q was acknowledged as %s and stands as %s", text, key, there[0])
		}
	}
	for _, text := range slices.Sorted(maps.Keys(f.comments)) {
		if _, ok := l.comments[text]; !ok {
			complain("invented: nobody wrote %q", text)
		}
	}
	for b, allowed := range l.votes {
		if !slices.Contains(allowed, f.votes[b]) {
			complain("vote of %s on %s: it is %d, should be one of %v", b.member, b.comment, f.votes[b], allowed)
		}
	}
	for b, value := range f.votes {
		if _, ok := l.votes[b]; !ok && value != 0 {
			complain("vote of %s on %s: it is %d, and nobody cast it", b.member, b.comment, value)
		}
	}
	return wrong
}
