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

// A sentence can be said in another language: it keeps what it was made from, wherever it goes.
func TestMessage(t *testing.T) {
	instant := fault.Instant(time.Date(2026, 3, 2, 9, 5, 0, 0, time.FixedZone("JST", 9*60*60)))
	long := fault.Fieldf("handle", "At most %d characters.", 24)
	cases := map[string]struct {
		err  error
		want fault.Fault
	}{
		"as it stands": {fault.New(fault.Gone, "100% gone."), fault.Fault{Kind: fault.Gone, Sentence: "100% gone."}},
		"with an instant": {fault.Newf(fault.Forbidden, "Not until %s.", instant), fault.Fault{Kind: fault.Forbidden,
			Sentence: "Not until 2 March 2026, 00:05 UTC.", Format: "Not until %s.", Args: []any{instant}}},
		"with a number": {long, fault.Fault{Kind: fault.Invalid, Field: "handle",
			Sentence: "At most 24 characters.", Format: "At most %d characters.", Args: []any{24}}},
		"at another field": {fault.At("name", fmt.Errorf("check: %w", long)), fault.Fault{Kind: fault.Invalid, Field: "name",
			Sentence: "At most 24 characters.", Format: "At most %d characters.", Args: []any{24}}},
		"of another kind, at a field": {fault.At("name", fault.Wait(time.Minute, "No.")), fault.Fault{Kind: fault.Invalid, Field: "name", Sentence: "No."}},
		"with a delay": {fault.Waitf(2*time.Minute, "Come back %s.", fault.Delay(2*time.Minute)), fault.Fault{Kind: fault.TooMany, After: 2 * time.Minute,
			Sentence: "Come back in some minutes.", Format: "Come back %s.", Args: []any{fault.Delay(2 * time.Minute)}}},
	}
	for name, c := range cases {
		if d := cmp.Diff(c.want, *fault.Of(c.err), cmp.Transformer("string", fault.Instant.String)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
	if got := fault.Of(cases["as it stands"].err).Message(); got != "100% gone." {
		t.Errorf("Message() = %q", got)
	}
	if got := fault.Of(long).Message(); got != "At most %d characters." {
		t.Errorf("Message() = %q", got)
	}
}

func TestDelay(t *testing.T) {
	for wait, want := range map[time.Duration]string{
		time.Second: "in a minute", time.Minute: "in a minute", 5 * time.Minute: "in some minutes", 3 * time.Hour: "in a few hours",
	} {
		if got := fault.Delay(wait).String(); got != want {
			t.Errorf("%v: %q, want %q", wait, got, want)
		}
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
