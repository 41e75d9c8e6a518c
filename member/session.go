package member

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"time"

	"gogai/markup"
)

// How long a session lasts: until it was not used for SessionIdle, or SessionLifetime after
// log-in at the latest.
const (
	SessionIdle     = 30 * 24 * time.Hour
	SessionLifetime = 180 * 24 * time.Hour
)

// MaxSessions is how many sessions a member has at most; a new one ends those unused for longest.
const MaxSessions = 50

// Session is a browser that is signed in. Its secret is known to the browser alone.
type Session struct {
	ID         string // public: names the session on its owner's account page
	SecretHash string
	Member     ID
	Agent      string // what the browser called itself, for the owner to know it by
	CreatedAt  time.Time
	SeenAt     time.Time
}

// Live tells whether the session may be used at now.
func (s Session) Live(now time.Time) bool {
	return now.Before(s.SeenAt.Add(SessionIdle)) && now.Before(s.CreatedAt.Add(SessionLifetime))
}

const maxAgent = 160 // characters of a browser's name that are kept

// NewSession opens a session for m and returns it with its secret, which is stored nowhere.
func NewSession(random io.Reader, m ID, agent string, now time.Time) (Session, string, error) {
	secret, err := newSecret(random, "")
	if err != nil {
		return Session{}, "", err
	}
	id, err := newSecret(random, "")
	if err != nil {
		return Session{}, "", err
	}
	agent, err = markup.Line(agent)
	if err != nil {
		agent = ""
	}
	return Session{
		ID: id[:16], SecretHash: HashSecret(secret), Member: m, Agent: markup.Cut(agent, maxAgent), CreatedAt: now, SeenAt: now,
	}, secret, nil
}

// Token lets a script act as a member through the API, until it is revoked.
type Token struct {
	SecretHash string
	Member     ID
	CreatedAt  time.Time
}

// tokenPrefix makes a token that leaked recognisable, to people and to scanners.
const tokenPrefix = "gogai_"

// NewToken makes a token for m and returns it with its secret, which is stored nowhere.
func NewToken(random io.Reader, m ID, now time.Time) (Token, string, error) {
	secret, err := newSecret(random, tokenPrefix)
	return Token{SecretHash: HashSecret(secret), Member: m, CreatedAt: now}, secret, err
}

// newSecret returns 256 random bits as text.
func newSecret(random io.Reader, prefix string) (string, error) {
	var bits [32]byte
	if _, err := io.ReadFull(random, bits[:]); err != nil {
		return "", err
	}
	return prefix + base64.RawURLEncoding.EncodeToString(bits[:]), nil
}

// HashSecret is what storage keeps of a secret. A plain SHA-256 does: 256 random bits can't
// be guessed, so there is nothing for a slow hash to slow down.
func HashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
