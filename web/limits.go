package web

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"gogai/fault"
	"gogai/member"
)

// An Act is something that nobody may do without end.
type Act string

// The acts. LogIn and Register count by address, LogInAs by the name that was given, the others
// by member; reads of the API without a token by address.
const (
	LogIn    Act = "log-in"
	LogInAs  Act = "log-in-as"
	Register Act = "register"
	Post     Act = "post"
	Vote     Act = "vote"
	Flag     Act = "flag"
	Upload   Act = "upload"
	API      Act = "api"
)

// An allowance is so many acts at once, and again so many in the course of a while.
type allowance struct {
	many     int
	in       time.Duration
	sentence string
}

var allowances = map[Act]allowance{
	LogIn:    {10, time.Minute, "Too many attempts to log in came from your address."},
	LogInAs:  {10, 10 * time.Minute, "There were too many attempts to log in with this name."},
	Register: {5, time.Hour, "Too many accounts were registered from your address."},
	Post:     {10, time.Minute, "You are writing faster than people read."},
	Vote:     {60, time.Minute, "You are voting faster than people read."},
	Flag:     {20, 24 * time.Hour, "You have reported a lot today."},
	Upload:   {30, 10 * time.Minute, "You have sent a lot of pictures."},
	API:      {600, time.Minute, "Too many requests."},
}

// Limits counts acts in this process. A nil Limits allows everything.
type Limits struct {
	mu sync.Mutex
	// Buckets that were used since the last turn, and those before it. When recent is full it
	// becomes past, and what was past is forgotten: memory is bounded, and only senders who
	// were quiet for longest get their allowance anew early.
	recent, past map[bucketKey]*rate.Limiter
	most         int
}

type bucketKey struct {
	act Act
	who string
}

// maxBuckets bounds each generation of buckets; one takes about 150 bytes.
const maxBuckets = 50_000

// NewLimits returns limits that fit a publication's readers.
func NewLimits() *Limits {
	return &Limits{recent: map[bucketKey]*rate.Limiter{}, most: maxBuckets}
}

// Allow counts an act of who at now; one too many is a TooMany fault that says when to come back,
// and counts for nothing.
func (l *Limits) Allow(act Act, who string, now time.Time) error {
	if l == nil {
		return nil
	}
	allowed := allowances[act]
	l.mu.Lock()
	defer l.mu.Unlock()
	reservation := l.bucket(bucketKey{act, who}, allowed).ReserveN(now, 1)
	wait := reservation.DelayFrom(now)
	if wait <= 0 {
		return nil
	}
	reservation.CancelAt(now)
	return fault.Wait(wait, allowed.sentence+" Try again "+inWords(wait)+".")
}

// bucket finds or makes a sender's bucket. l.mu is held.
func (l *Limits) bucket(key bucketKey, allowed allowance) *rate.Limiter {
	if b, ok := l.recent[key]; ok {
		return b
	}
	b, ok := l.past[key]
	if !ok {
		b = rate.NewLimiter(rate.Every(allowed.in/time.Duration(allowed.many)), allowed.many)
	}
	if len(l.recent) >= l.most {
		l.recent, l.past = map[bucketKey]*rate.Limiter{}, l.recent
	}
	l.recent[key] = b
	return b
}

func inWords(wait time.Duration) string {
	switch {
	case wait > time.Hour:
		return "in a few hours"
	case wait > time.Minute:
		return "in some minutes"
	}
	return "in a minute"
}

// LimitAddress counts an act of whoever the request came from; TooMany when it is one too many.
func (s *Site) LimitAddress(r *http.Request, act Act) error {
	return s.Limits.Allow(act, network(s.Address(r)).String(), s.Now())
}

// LimitMember counts an act of a member; TooMany when it is one too many.
func (s *Site) LimitMember(id member.ID, act Act) error {
	return s.Limits.Allow(act, id.String(), s.Now())
}

// limitName counts an attempt to log in with a name, whether anybody has it or not.
func (s *Site) limitName(login string) error {
	name := strings.ToLower(strings.TrimSpace(login))
	return s.Limits.Allow(LogInAs, name[:min(len(name), 100)], s.Now())
}
