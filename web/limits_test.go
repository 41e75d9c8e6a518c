package web

import (
	"fmt"
	"testing"
	"time"

	"gogai/fault"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func TestLimits(t *testing.T) {
	l := NewLimits(nil)
	for i := range 10 {
		if err := l.Allow(LogIn, "a", start); err != nil {
			t.Fatalf("attempt %d: %v", i+1, err)
		}
	}
	err := l.Allow(LogIn, "a", start)
	if f := fault.Of(err); !fault.Is(err, fault.TooMany) || f.After <= 0 || f.After > 6*time.Second {
		t.Fatalf("attempt 11: %#v, want TooMany for up to 6 s", f)
	}
	if err := l.Allow(LogIn, "b", start); err != nil {
		t.Errorf("another sender: %v", err)
	}
	if err := l.Allow(LogInAs, "a", start); err != nil {
		t.Errorf("another act: %v", err)
	}
	// A refused attempt costs nothing: the allowance grows back meanwhile.
	if err := l.Allow(LogIn, "a", start.Add(6*time.Second)); err != nil {
		t.Errorf("after 6 s: %v", err)
	}
	if err := l.Allow(LogIn, "a", start.Add(6*time.Second)); err == nil {
		t.Error("after 6 s, again: allowed")
	}
}

func TestNoLimits(t *testing.T) {
	var off *Limits
	for range 1000 {
		if err := off.Allow(Post, "a", start); err != nil {
			t.Fatal(err)
		}
	}
}

// However many senders come, no more than two generations are remembered; who keeps coming is.
func TestLimitsAreBounded(t *testing.T) {
	l := NewLimits(nil)
	l.most = 100
	for range Allowances()[Register].Many {
		l.Allow(Register, "busy", start)
	}
	for i := range 10_000 {
		l.Allow(Register, fmt.Sprint(i), start)
		if err := l.Allow(Register, "busy", start); err == nil {
			t.Fatalf("after %d other senders the busy one was forgotten", i+1)
		}
	}
	if n := len(l.recent) + len(l.past); n > 2*l.most {
		t.Errorf("%d buckets are kept, want at most %d", n, 2*l.most)
	}
}

func TestLimitSettings(t *testing.T) {
	var two Allowance
	if err := two.UnmarshalText([]byte("2/1h")); err != nil {
		t.Fatal(err)
	}
	l := NewLimits(map[Act]Allowance{Post: two})
	for i, want := range []bool{true, true, false} {
		if err := l.Allow(Post, "a", start); (err == nil) != want {
			t.Errorf("post %d: %v", i+1, err)
		}
	}
	for range 10 {
		if err := l.Allow(LogIn, "a", start); err != nil {
			t.Errorf("an act without a setting: %v", err)
		}
	}
	for _, bad := range []string{"", "10", "10/", "/1m", "0/1m", "-1/1m", "10/1", "10/-1m", "ten/1m", "10/1ms", "10/9000h"} {
		if err := new(Allowance).UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
