package markup_test

import (
	"strings"
	"testing"

	"gogai/fault"
	"gogai/markup"
)

func TestFields(t *testing.T) {
	for name, c := range map[string]struct {
		clean func(*string, string, int) error
		typed string
		want  string
		ok    bool
	}{
		"a line":             {markup.LineField, " one\n two ", "one two", true},
		"a text":             {markup.TextField, "one\r\ntwo \n", "one\ntwo", true},
		"the longest":        {markup.LineField, strings.Repeat("日", 9), strings.Repeat("日", 9), true},
		"one more":           {markup.LineField, strings.Repeat("日", 10), strings.Repeat("日", 10), false},
		"a text, one more":   {markup.TextField, strings.Repeat("日", 10), strings.Repeat("日", 10), false},
		"not text":           {markup.LineField, "a\xff", "a\xff", false},
		"blanks don't count": {markup.LineField, strings.Repeat(" ", 20) + "a", "a", true},
	} {
		got := c.typed
		err := c.clean(&got, "headline", 9)
		if got != c.want || (err == nil) != c.ok {
			t.Errorf("%s: %q, %v; want %q", name, got, err, c.want)
		}
		if f := fault.Of(err); f != nil && (f.Kind != fault.Invalid || f.Field != "headline") {
			t.Errorf("%s: %+v", name, f)
		}
	}
}
