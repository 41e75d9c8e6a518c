package member_test

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"

	"gogai/member"
)

func TestCheckPassword(t *testing.T) {
	m := member.Member{Handle: "Harbour-Anna", Email: "anna.example@example.org"}
	for name, password := range map[string]string{
		"words": "wind over the quay", "eight": "kj3v9xqp", "the longest": strings.Repeat("abcd", 32), "Japanese": "波止場の風は北から", "emoji": "🌊🚢⚓🌬️🧭🐟🦀🐚",
		"leading and trailing space": " kj3v9x ", "a word in it": "my secret harbour", "past what bcrypt reads": strings.Repeat("x1", 36) + "tail",
	} {
		if err := member.CheckPassword(password, m); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, password := range map[string]string{
		"nothing": "", "seven": "kj3v9xq", "seven that are many bytes": "波止場の風は北", "too long": strings.Repeat("abcd", 32) + "e",
		"a decomposed seven": "e\u0301e\u0301abcde", "not UTF-8": "abcd\xffefgh",
		"the handle": "harbour-anna", "the address": "Anna.Example@example.org", "its mailbox": "anna.example",
		"password": "password", "in capitals": "PASSWORD", "with digits": "password2026!", "digits in front": "123password", "counting": "123456789",
		"a row of keys": "qwertyuiop", "one character": "aaaaaaaaaa", "two": "abababababab", "the program": "gogai-2026", "zeros": "00000000",
	} {
		wantField(t, name, member.CheckPassword(password, m), "password")
	}
}

func TestHashPassword(t *testing.T) {
	const password = "Zoë's harbour 🌊"
	hash, err := member.HashPassword(rand.Reader, password)
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("got %q, %v", hash, err)
	}
	again, err := member.HashPassword(rand.Reader, password)
	if err != nil || again == hash {
		t.Errorf("two hashes share a salt: %v", err)
	}
	for name, c := range map[string]struct {
		password string
		want     bool
	}{
		"it": {password, true}, "decomposed": {"Zoe\u0308's harbour 🌊", true}, "another": {"Zoe's harbour 🌊", false},
		"longer": {password + " ", false}, "nothing": {"", false}, "another case": {strings.ToUpper(password), false},
	} {
		if got := member.VerifyPassword(hash, c.password); got != c.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
	if _, err := member.HashPassword(bytes.NewReader(nil), password); err == nil {
		t.Error("a hash without a salt")
	}
}

// What is no hash of ours opens no account, and doesn't make the server work for an hour.
func TestVerifyPasswordRefuses(t *testing.T) {
	hash, err := member.HashPassword(rand.Reader, "wind over the quay")
	if err != nil {
		t.Fatal(err)
	}
	for name, stored := range map[string]string{
		"nothing": "", "text": "wind over the quay", "another kind": strings.Replace(hash, "argon2id", "argon2i", 1),
		"another version":  strings.Replace(hash, "v=19", "v=16", 1),
		"much memory":      strings.Replace(hash, "m=19456", "m=4194304", 1),
		"more than a word": strings.Replace(hash, "m=19456", "m=99999999999", 1),
		"no memory":        strings.Replace(hash, "m=19456", "m=0", 1),
		"many passes":      strings.Replace(hash, "t=2", "t=100000", 1),
		"no pass":          strings.Replace(hash, "t=2", "t=0", 1),
		"no thread":        strings.Replace(hash, "p=1", "p=0", 1),
		"many threads":     strings.Replace(hash, "p=1", "p=255", 1),
		"negative":         strings.Replace(hash, "t=2", "t=-2", 1),
		"cut":              hash[:len(hash)-30],
		"more":             hash + "$x",
		"no base64":        hash[:len(hash)-1] + "*",
		"no hash":          hash[:strings.LastIndex(hash, "$")+1],
	} {
		if member.VerifyPassword(stored, "wind over the quay") {
			t.Errorf("%s: %q was taken", name, stored)
		}
	}
}
