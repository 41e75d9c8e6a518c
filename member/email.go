package member

import (
	"net/mail"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"gogai/fault"
)

// maxEmail is the longest address that can be delivered to, in bytes (RFC 5321 §4.5.3.1.3, less
// the angle brackets); maxLocal the longest part before the @ (§4.5.3.1.1).
const (
	maxEmail = 254
	maxLocal = 64
)

// CheckEmail returns the address that was typed as it is kept, its domain in small letters and
// ASCII, or an Invalid fault of the field "email". Whether mail arrives there is not known.
func CheckEmail(typed string) (string, error) {
	typed = norm.NFC.String(strings.TrimSpace(typed))
	switch {
	case typed == "":
		return "", fault.Field("email", "Give your e-mail address.")
	case len(typed) > maxEmail:
		return "", fault.Fieldf("email", "An e-mail address has at most %d characters.", maxEmail)
	}
	wrong := fault.Field("email", "This is no e-mail address; one looks like name@example.org.")
	// Quoted local parts are allowed by RFC 5322 and used by nobody but attackers.
	if strings.ContainsFunc(typed, func(r rune) bool {
		return unicode.IsControl(r) || unicode.IsSpace(r) || strings.ContainsRune(`"<>()`, r)
	}) {
		return "", wrong
	}
	parsed, err := mail.ParseAddress(typed)
	if err != nil || parsed.Address != typed {
		return "", wrong
	}
	at := strings.LastIndexByte(typed, '@')
	local, domain := typed[:at], typed[at+1:]
	domain, err = idna.Lookup.ToASCII(domain)
	if err != nil || len(local) > maxLocal || len(local)+1+len(domain) > maxEmail {
		return "", wrong
	}
	return local + "@" + domain, nil
}

// FoldEmail returns the form in which two addresses are the same account's. Case in the local
// part could matter by the letter of RFC 5321, but nobody has two mailboxes that differ in it.
func FoldEmail(email string) string {
	email = strings.TrimSpace(email)
	at := strings.LastIndexByte(email, '@')
	// What is too long for an address is nobody's, and the time that punycode takes grows with
	// the square of the length: 200 KB cost a stranger a request and us half a minute.
	if len(email) <= maxEmail {
		if domain, err := idna.Lookup.ToASCII(email[at+1:]); err == nil {
			email = email[:at+1] + domain
		}
	}
	return Fold(email)
}
