package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gogai/fault"
)

func TestOf(t *testing.T) {
	wrapped := fmt.Errorf("read article 7: %w", fault.New(fault.NotFound, "There is no such story."))
	cases := map[string]struct {
		err  error
		want fault.Kind
		say  string
	}{
		"a fault":         {fault.New(fault.Gone, "It was withdrawn."), fault.Gone, "It was withdrawn."},
		"wrapped":         {wrapped, fault.NotFound, "There is no such story."},
		"anything else":   {io.ErrUnexpectedEOF, fault.Internal, "Something went wrong."},
		"with a time":     {fault.Wait(time.Minute, "Too fast."), fault.TooMany, "Too fast."},
		"joined, one bad": {errors.Join(io.EOF, fault.Field("email", "No.")), fault.Invalid, "No."},
	}
	for name, c := range cases {
		if got := fault.Of(c.err); got.Kind != c.want || got.Sentence != c.say {
			t.Errorf("%s: got %v %q, want %v %q", name, got.Kind, got.Sentence, c.want, c.say)
		}
	}
	if fault.Of(nil) != nil || fault.Is(nil, fault.Internal) {
		t.Error("nil is no fault")
	}
}

func TestFields(t *testing.T) {
	got := fault.Fields(errors.Join(fault.Field("handle", "Too short."), fault.Field("handle", "Second."), fault.Field("email", "Missing."), io.EOF))
	want := map[string]string{"handle": "Too short.", "email": "Missing."}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if got := fault.Fields(nil); len(got) != 0 {
		t.Errorf("of nil: %v", got)
	}
}

func TestExcerpt(t *testing.T) {
	long := ""
	for range 30 {
		long += "あ"
	}
	for in, want := range map[string]string{"": "", "a\nb\x00c": "abc", long: long[:60] + "…"} {
		if got := fault.Excerpt(in); got != want {
			t.Errorf("Excerpt(%q) = %q, want %q", in, got, want)
		}
	}
}
