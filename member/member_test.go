package member_test

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"gogai/member"
)

// Each role may do what those before it may; nobody stands above an equal.
func TestRoles(t *testing.T) {
	roles := member.Roles
	for i, r := range roles {
		for j, other := range roles {
			if r.Has(other) != (i >= j) || r.Outranks(other) != (i > j) {
				t.Errorf("%s and %s: Has %v, Outranks %v", r, other, r.Has(other), r.Outranks(other))
			}
		}
		if r.Staff() != (r != member.Reader) {
			t.Errorf("%s: Staff %v", r, r.Staff())
		}
		if got, err := member.ParseRole(string(r)); err != nil || got != r {
			t.Errorf("ParseRole(%q) = %q, %v", r, got, err)
		}
		for _, unknown := range []member.Role{"", "king"} {
			if unknown.Has(r) || unknown.Has(unknown) || unknown.Outranks(r) || unknown.Staff() || !r.Outranks(unknown) {
				t.Errorf("%q passes for a role beside %s", unknown, r)
			}
		}
	}
	for _, text := range []string{"", "Editor", "king"} {
		_, err := member.ParseRole(text)
		wantField(t, text, err, "role")
	}
}

func TestBanned(t *testing.T) {
	m := member.Member{BannedUntil: noon}
	if !m.Banned(noon.Add(-time.Microsecond)) || m.Banned(noon) || (member.Member{}).Banned(noon) {
		t.Error("a ban holds until its end, and no longer")
	}
}

func TestSession(t *testing.T) {
	s, secret, err := member.NewSession(rand.Reader, 7, strings.Repeat("Browser\n", 100), noon)
	if err != nil || member.HashSecret(secret) != s.SecretHash || strings.Contains(s.SecretHash, secret) || len(secret) < 43 || s.ID == "" {
		t.Fatalf("got %+v, %q, %v", s, secret, err)
	}
	if len(s.Agent) > 160 || strings.Contains(s.Agent, "\n") {
		t.Errorf("the browser's name is kept as %q", s.Agent)
	}
	second, other, _ := member.NewSession(rand.Reader, 7, "\xff", noon)
	if other == secret || second.ID == s.ID || second.Agent != "" {
		t.Errorf("a second one: %+v", second)
	}
	for name, c := range map[string]struct {
		seen, now time.Time
		want      bool
	}{
		"at once":           {noon, noon, true},
		"before it is idle": {noon, noon.Add(member.SessionIdle - 1), true},
		"idle":              {noon, noon.Add(member.SessionIdle), false},
		"used, in its life": {noon.Add(member.SessionLifetime - time.Hour), noon.Add(member.SessionLifetime - 1), true},
		"used, too old":     {noon.Add(member.SessionLifetime - time.Hour), noon.Add(member.SessionLifetime), false},
	} {
		s.SeenAt = c.seen
		if got := s.Live(c.now); got != c.want {
			t.Errorf("%s: Live is %v", name, got)
		}
	}
	token, secret, err := member.NewToken(rand.Reader, 7, noon)
	if err != nil || !strings.HasPrefix(secret, "gogai_") || member.HashSecret(secret) != token.SecretHash {
		t.Errorf("token %+v, %q, %v", token, secret, err)
	}
}
