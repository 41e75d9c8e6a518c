package web

import (
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"gogai/fault"
	"gogai/member"
)

// An Act is something that nobody may do without end.
type Act string

// The acts. LogIn and Register count by address, LogInAs by the name that was given from an
// address, Guess by that name from everywhere, the others by member; Follow, which is to ask for
// news or for a stream of it, and reads of the API without a token by address.
const (
	LogIn    Act = "log-in"
	LogInAs  Act = "log-in-as"
	Guess    Act = "guess"
	Register Act = "register"
	Post     Act = "post"
	Vote     Act = "vote"
	Flag     Act = "flag"
	Upload   Act = "upload"
	Follow   Act = "follow"
	API      Act = "api"
)

// An Allowance is so many acts at once, and again so many in the course of a while.
type Allowance struct {
	Many int
	In   time.Duration
}

// String writes the allowance as UnmarshalText reads it: 10/1m0s.
func (a Allowance) String() string { return fmt.Sprintf("%d/%s", a.Many, a.In) }

// UnmarshalText reads an allowance such as 10/1m or 200/24h.
func (a *Allowance) UnmarshalText(text []byte) error {
	many, in, found := strings.Cut(string(text), "/")
	n, err := strconv.Atoi(many)
	d, durationErr := time.ParseDuration(in)
	if !found || err != nil || durationErr != nil || n < 1 || d < time.Second || d > 31*24*time.Hour {
		return fmt.Errorf("%q: want a number and a time, such as 10/1m or 200/24h", fault.Excerpt(string(text)))
	}
	*a = Allowance{n, d}
	return nil
}

// Allowances returns what is allowed where no setting says otherwise.
func Allowances() map[Act]Allowance {
	return map[Act]Allowance{
		LogIn:    {10, time.Minute},
		LogInAs:  {10, 10 * time.Minute},
		Guess:    {100, 10 * time.Minute},
		Register: {10, time.Hour},
		Post:     {10, time.Minute},
		Vote:     {60, time.Minute},
		Flag:     {20, 24 * time.Hour},
		Upload:   {30, 10 * time.Minute},
		Follow:   {600, time.Minute},  // browsers that poll ask four times a minute for each page
		API:      {3000, time.Minute}, // a whole office may share an address
	}
}

// tooMany says of each act that it was one too many, with when to come back.
var tooMany = map[Act]string{
	LogIn:    "Too many attempts to log in came from your address. Try again %s.",
	LogInAs:  "There were too many attempts to log in with this name. Try again %s.",
	Guess:    "There were too many attempts to log in with this name. Try again %s.",
	Register: "Too many accounts were registered from your address. Try again %s.",
	Post:     "You are writing faster than people read. Try again %s.",
	Vote:     "You are voting faster than people read. Try again %s.",
	Flag:     "You have reported a lot today. Try again %s.",
	Upload:   "You have sent a lot of pictures. Try again %s.",
	Follow:   "Too many requests. Try again %s.",
	API:      "Too many requests. Try again %s.",
}

// Limits counts acts in this process. A nil Limits allows everything.
type Limits struct {
	allowed map[Act]Allowance

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

// NewLimits returns limits with the settings, and Allowances for the acts that have none.
func NewLimits(settings map[Act]Allowance) *Limits {
	allowed := Allowances()
	maps.Copy(allowed, settings)
	return &Limits{allowed: allowed, recent: map[bucketKey]*rate.Limiter{}, most: maxBuckets}
}

// Allow counts an act of who at now; one too many is a TooMany fault that says when to come back,
// and counts for nothing.
func (l *Limits) Allow(act Act, who string, now time.Time) error {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	reservation := l.bucket(bucketKey{act, who}).ReserveN(now, 1)
	wait := reservation.DelayFrom(now)
	if wait <= 0 {
		return nil
	}
	reservation.CancelAt(now)
	return fault.Waitf(wait, tooMany[act], fault.Delay(wait))
}

// bucket finds or makes a sender's bucket. l.mu is held.
func (l *Limits) bucket(key bucketKey) *rate.Limiter {
	if b, ok := l.recent[key]; ok {
		return b
	}
	b, ok := l.past[key]
	if !ok {
		allowed := l.allowed[key.act]
		b = rate.NewLimiter(rate.Every(allowed.In/time.Duration(allowed.Many)), allowed.Many)
	}
	if len(l.recent) >= l.most {
		l.recent, l.past = map[bucketKey]*rate.Limiter{}, l.recent
	}
	l.recent[key] = b
	return b
}

// LimitAddress counts an act of whoever the request came from; TooMany when it is one too many.
func (s *Site) LimitAddress(r *http.Request, act Act) error {
	return s.Limits.Allow(act, s.Network(r).String(), s.Now())
}

// LimitMember counts an act of a member; TooMany when it is one too many.
func (s *Site) LimitMember(id member.ID, act Act) error {
	return s.Limits.Allow(act, id.String(), s.Now())
}

// limitName counts an attempt to log in with a name, whether anybody has it or not: few from one
// address, so that a guesser there shuts nobody else out, and more from all of them together. All
// spellings that find the same account count as one.
func (s *Site) limitName(r *http.Request, login string) error {
	name := member.FoldEmail(login)
	name = name[:min(len(name), 100)]
	if err := s.Limits.Allow(LogInAs, s.Network(r).String()+" "+name, s.Now()); err != nil {
		return err
	}
	return s.Limits.Allow(Guess, name, s.Now())
}
