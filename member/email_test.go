package member_test

import (
	"strings"
	"testing"

	"gogai/member"
)

func TestCheckEmail(t *testing.T) {
	for name, c := range map[string]struct{ typed, want string }{
		"plain":             {"anna@example.org", "anna@example.org"},
		"space around it":   {" anna@example.org\n", "anna@example.org"},
		"domain in capital": {"Anna.B@EXAMPLE.Org", "Anna.B@example.org"},
		"a tag":             {"anna+news@example.org", "anna+news@example.org"},
		"another alphabet":  {"anna@bücher.example", "anna@xn--bcher-kva.example"},
		"no dot":            {"anna@localhost", "anna@localhost"},
		"a long local part": {strings.Repeat("a", 64) + "@example.org", strings.Repeat("a", 64) + "@example.org"},
	} {
		got, err := member.CheckEmail(c.typed)
		if err != nil || got != c.want {
			t.Errorf("%s: got %q, %v; want %q", name, got, err, c.want)
		}
	}
	for name, typed := range map[string]string{
		"nothing": "", "spaces": "   ", "no at sign": "anna", "no domain": "anna@", "nobody": "@example.org", "two": "a@example.org, b@example.org",
		"a name": "Anna <anna@example.org>", "angle brackets": "<anna@example.org>", "a comment": "anna(x)@example.org", "quoted": `"an na"@example.org`,
		"a space": "an na@example.org", "a header": "anna@example.org\r\nBcc: x@example.org", "a control": "an\x00na@example.org",
		"two at signs": "anna@b@example.org", "dots": "anna..b@example.org", "an address literal": "anna@[127.0.0.1]", "a bad host": "anna@exa_mple.org",
		"hyphens": "anna@-example.org", "a local part too long": strings.Repeat("a", 65) + "@example.org",
		"too long": "a@" + strings.Repeat("b", 60) + "." + strings.Repeat("c.", 100) + "org", "not UTF-8": "an\xffna@example.org",
	} {
		_, err := member.CheckEmail(typed)
		wantField(t, name, err, "email")
	}
}

func TestFoldEmail(t *testing.T) {
	want := member.FoldEmail("Anna@bücher.example")
	for _, same := range []string{"anna@bücher.example", " ANNA@BÜCHER.EXAMPLE ", "anna@xn--bcher-kva.example", "Anna@BU\u0308cher.example"} {
		if got := member.FoldEmail(same); got != want {
			t.Errorf("%q folds to %q, want %q", same, got, want)
		}
	}
	for _, other := range []string{"", "@", "anna", "an.na@bücher.example", "anna@bucher.example"} {
		if got := member.FoldEmail(other); got == want {
			t.Errorf("%q folds to %q", other, got)
		}
	}
}

// Punycode takes time that grows with the square of the length, and anybody may log in with anything.
func TestFoldEmailOfAnyLength(t *testing.T) {
	long := "a@" + strings.Repeat("猫", 1000)
	if got := member.FoldEmail(long); got != long {
		t.Errorf("a text of %d bytes was encoded as a domain: %d bytes", len(long), len(got))
	}
}
