package member

import (
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"gogai/fault"
)

const (
	minHandle = 3 // characters
	maxHandle = 24
)

// HandleInterval is how long a member keeps a handle at least: whoever is read under a name
// shall not change it with every comment.
const HandleInterval = 14 * 24 * time.Hour

// CheckHandle returns the handle that was typed as it is kept, or an Invalid fault of the field
// "handle": 3 to 24 letters of one script, digits, hyphens and low lines, a letter among them,
// and no name, nor look-alike of one, that would pass for the publication's staff.
func CheckHandle(typed string) (string, error) {
	handle, err := checkForm(typed)
	if err == nil && reserved[joined(Skeleton(handle))] {
		return "", fault.Field("handle", "This handle is kept for the publication. Choose another.")
	}
	return handle, err
}

// checkForm is CheckHandle for those who may have a reserved name.
func checkForm(typed string) (string, error) {
	if len(typed) > 16*maxHandle {
		return "", fault.Fieldf("handle", "A handle has at most %d characters.", maxHandle)
	}
	// Compatibility forms go: what a Japanese keyboard types full-width is the same letter.
	handle := norm.NFKC.String(strings.TrimSpace(typed))
	switch n := utf8.RuneCountInString(handle); {
	case n < minHandle:
		return "", fault.Fieldf("handle", "A handle has at least %d characters.", minHandle)
	case n > maxHandle:
		return "", fault.Fieldf("handle", "A handle has at most %d characters; this one has %d.", maxHandle, n)
	}
	var one *script
	for i, r := range handle {
		if r == '-' || r == '_' || '0' <= r && r <= '9' {
			continue
		}
		its := scriptOf(r)
		switch {
		case its == nil, i == 0 && unicode.IsMark(r):
			return "", fault.Fieldf("handle", "A handle is made of letters, digits, - and _; %q is none of these.", r)
		case one != nil && its != one:
			return "", fault.Field("handle", "The letters of a handle all belong to one script: Latin and Cyrillic, for example, don't mix.")
		}
		one = its
	}
	if one == nil {
		return "", fault.Field("handle", "A handle needs a letter.")
	}
	return handle, nil
}

// script is what the letters of one handle may be taken from.
type script []*unicode.RangeTable

// latin leaves out the phonetic alphabets, whose letters are look-alikes of common ones, and
// the click letters, which look like | and !.
var latin = &unicode.RangeTable{R16: []unicode.Range16{{'A', 'Z', 1}, {'a', 'z', 1}, {0xC0, 0xD6, 1}, {0xD8, 0xF6, 1},
	{0xF8, 0x1BF, 1}, {0x1C4, 0x24F, 1}, {0x1E00, 0x1EFF, 1}}, LatinOffset: 4}

// scripts are those in everyday use (UAX #31, table 5). Japanese is one of its own: names mix
// its three, and the long vowel mark belongs to none of them alone.
var scripts = [...]script{
	{latin},
	{unicode.Han, unicode.Hiragana, unicode.Katakana, {R16: []unicode.Range16{{'ー', 'ー', 1}}}},
	{{R16: []unicode.Range16{{0x370, 0x3FF, 1}, {0x1F00, 0x1FFF, 1}}}}, // Greek
	{{R16: []unicode.Range16{{0x400, 0x481, 1}, {0x48A, 0x52F, 1}}}},   // Cyrillic
	{unicode.Armenian}, {unicode.Georgian}, {unicode.Hebrew}, {unicode.Arabic}, {unicode.Hangul}, {unicode.Thai},
	{unicode.Devanagari}, {unicode.Bengali}, {unicode.Gujarati}, {unicode.Gurmukhi}, {unicode.Kannada}, {unicode.Malayalam},
	{unicode.Oriya}, {unicode.Sinhala}, {unicode.Tamil}, {unicode.Telugu}, {unicode.Ethiopic}, {unicode.Khmer}, {unicode.Lao},
	{unicode.Myanmar}, {unicode.Tibetan},
}

// scriptOf returns the script of a letter or of a mark that belongs to one; nil for all else.
func scriptOf(r rune) *script {
	if !unicode.In(r, unicode.L, unicode.M) {
		return nil
	}
	for i := range scripts {
		if unicode.In(r, scripts[i]...) {
			return &scripts[i]
		}
	}
	return nil
}

// Fold returns the form of a handle in which it is searched and sorted: the same for each case.
func Fold(handle string) string {
	return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(handle)))
}

// ChangeHandle gives the member the handle that was typed, at most once in HandleInterval. Its
// faults are Invalid ones of the field "handle".
func (m *Member) ChangeHandle(typed string, now time.Time) error {
	handle, err := handleFor(m.Role, typed)
	switch {
	case err != nil:
		return err
	case handle == m.Handle:
		return nil
	case !m.HandleChangedAt.IsZero() && now.Before(m.HandleChangedAt.Add(HandleInterval)):
		return fault.Fieldf("handle", "A handle can be changed once in %d days; yours can again from %s on.",
			int(HandleInterval.Hours()/24), fault.Instant(m.HandleChangedAt.Add(HandleInterval)))
	}
	m.Handle, m.HandleChangedAt = handle, now
	return nil
}

// handleFor checks a handle for a member with a role: staff may be called what they are.
func handleFor(role Role, typed string) (string, error) {
	if role.Staff() {
		return checkForm(typed)
	}
	return CheckHandle(typed)
}

// Register makes the account of a new member out of what was typed, without key and password
// hash, or returns the faults, joined, of the fields "handle", "email" and "password".
func Register(handle, email, password string, role Role, now time.Time) (Member, error) {
	m := Member{Handle: strings.TrimSpace(handle), Email: strings.TrimSpace(email), Role: role, CreatedAt: now, Version: 1}
	passwordErr := CheckPassword(password, m)
	var handleErr, emailErr error
	m.Handle, handleErr = handleFor(role, handle)
	m.Email, emailErr = CheckEmail(email)
	return m, errors.Join(handleErr, emailErr, passwordErr)
}
