package member

import (
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"gogai/fault"
)

const (
	minPassword = 8 // characters
	maxPassword = 128
)

// CheckPassword returns an Invalid fault of the field "password" unless it will do for m: 8 to
// 128 characters of any kind, and nothing that a guesser tries first. As NIST SP 800-63B §3.1.1
// advises, no kinds of characters are asked for.
func CheckPassword(password string, m Member) error {
	switch n := utf8.RuneCountInString(norm.NFC.String(password)); {
	case !utf8.ValidString(password):
		return fault.Field("password", "This password holds bytes that are no characters.")
	case n < minPassword:
		return fault.Fieldf("password", "A password has at least %d characters.", minPassword)
	case n > maxPassword:
		return fault.Fieldf("password", "A password has at most %d characters.", maxPassword)
	}
	folded := Fold(password)
	mailbox, _, _ := strings.Cut(m.Email, "@")
	if own := []string{m.Handle, m.Email, mailbox}; matchesAny(folded, own) {
		return fault.Field("password", "A password can't be your handle or e-mail address.")
	}
	// What is added before and after a word hides it from nobody.
	core := strings.TrimFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) })
	if common[folded] || common[core] || distinct(folded) < 3 {
		return fault.Field("password", "This is one of the passwords that are tried first. Choose another.")
	}
	return nil
}

func matchesAny(folded string, texts []string) bool {
	for _, text := range texts {
		if text != "" && Fold(text) == folded {
			return true
		}
	}
	return false
}

func distinct(text string) int {
	seen := map[rune]bool{}
	for _, r := range text {
		seen[r] = true
	}
	return len(seen)
}

// The cost of a hash, as the OWASP Password Storage Cheat Sheet sets it for argon2id. A hash
// names its own, so these can rise without touching those that are stored.
const (
	hashMemory  = 19 << 10 // KiB
	hashPasses  = 2
	hashThreads = 1
	saltBytes   = 16
	hashBytes   = 32
)

// HashPassword returns what is stored of a password: argon2id as a PHC string. It takes tens of
// milliseconds and 19 MiB; callers bound how many run at once.
func HashPassword(random io.Reader, password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", err
	}
	hash := argon2.IDKey([]byte(norm.NFC.String(password)), salt, hashPasses, hashMemory, hashThreads, hashBytes)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashPasses, hashThreads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(hash)), nil
}

// VerifyPassword tells whether a stored hash is the password's. A text that is no such hash,
// and one whose cost no program of ours would have set, is nobody's.
func VerifyPassword(stored, password string) bool {
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return false
	}
	var memory, passes uint32
	var threads uint8
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &threads); n != 3 || err != nil {
		return false
	}
	salt, saltErr := base64.RawStdEncoding.DecodeString(parts[4])
	hash, hashErr := base64.RawStdEncoding.DecodeString(parts[5])
	switch {
	case saltErr != nil, hashErr != nil, len(salt) < 8, len(hash) < 16, len(hash) > 64,
		memory < 8, memory > 256<<10, passes < 1, passes > 16, threads < 1, threads > 16:
		return false
	}
	given := argon2.IDKey([]byte(norm.NFC.String(password)), salt, passes, memory, threads, uint32(len(hash)))
	return subtle.ConstantTimeCompare(given, hash) == 1
}
