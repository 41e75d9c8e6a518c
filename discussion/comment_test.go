package discussion

import (
	"strings"
	"testing"

	"gogai/fault"
)

// The limit counts characters as a reader does, whatever each of them takes in bytes.
func TestCleanBody(t *testing.T) {
	for name, c := range map[string]struct {
		typed string
		ok    bool
	}{
		"nothing":               {"", false},
		"blanks":                {" \n\u3000", false},
		"nothing that shows":    {"\u200B\u200B", false},
		"one character":         {"あ", true},
		"the longest":           {strings.Repeat("x", MaxLength), true},
		"one more":              {strings.Repeat("x", MaxLength+1), false},
		"the longest, families": {strings.Repeat("👨‍👩‍👧", MaxLength), true},
		"one family more":       {strings.Repeat("👨‍👩‍👧", MaxLength+1), false},
		"too heavy":             {strings.Repeat("👨‍👩‍👧‍👦", MaxLength+1000), false},
		"outer blanks are free": {strings.Repeat(" ", MaxLength) + "\n" + strings.Repeat("x", MaxLength), true},
		"not text":              {"a\xff", false},
	} {
		_, err := CleanBody(c.typed)
		if (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
		if f := fault.Of(err); f != nil && (f.Kind != fault.Invalid || f.Field != "body") {
			t.Errorf("%s: %+v", name, f)
		}
	}
}
