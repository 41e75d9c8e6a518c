package discussion

import (
	"math"
	"testing"
	"time"
)

// The vectors of the shared list of behaviours: (up, down) → net, Wilson, controversy.
func TestScores(t *testing.T) {
	for _, c := range []struct {
		up, down, net           int
		popularity, controversy float64
		text                    string
	}{
		{0, 0, 0, 0, 0, "0 ( +0 / -0 )"},
		{1, 0, 1, 0.3784, 0, "1 ( +1 / -0 )"},
		{1, 1, 0, 0.1643, 2, "0 ( +1 / -1 )"},
		{5, 0, 5, 0.7527, 0, "5 ( +5 / -0 )"},
		{10, 1, 9, 0.7395, 1.271, "9 ( +10 / -1 )"},
		{100, 40, 60, 0.6631, 7.219, "60 ( +100 / -40 )"},
		{1, 4, -3, 0.0619, 1.495, "-3 ( +1 / -4 )"},
		{600, 400, 200, 0.58, 100, "200 ( +600 / -400 )"},
		{0, 5, -5, 0, 0, "-5 ( +0 / -5 )"},
	} {
		tally := Tally{c.up, c.down}
		if got := tally.String(); got != c.text {
			t.Errorf("got %q, want %q", got, c.text)
		}
		if got := tally.Net(); got != c.net {
			t.Errorf("%s: net %d, want %d", c.text, got, c.net)
		}
		if got := tally.Popularity(); math.Abs(got-c.popularity) > 5e-5 {
			t.Errorf("%s: popularity %.5f, want %.4f", c.text, got, c.popularity)
		}
		if got := tally.Controversy(); math.Abs(got-c.controversy) > 5e-4 {
			t.Errorf("%s: controversy %.4f, want %.3f", c.text, got, c.controversy)
		}
	}
}

// 5 ups without a down rank above 10 with one, and both above 600 to 400; unvoted ones are last.
func TestRanksSort(t *testing.T) {
	order := []Tally{{5, 0}, {10, 1}, {100, 40}, {600, 400}, {1, 0}, {1, 1}, {1, 4}, {0, 0}}
	for i := 1; i < len(order); i++ {
		a, b := Comment{Votes: order[i-1]}, Comment{Base: order[i]}
		if a.PopularRank() >= b.PopularRank() {
			t.Errorf("%s does not sort before %s", a.Tally(), b.Tally())
		}
	}
	if got := (Comment{Votes: Tally{0, 7}}).PopularRank(); got != 0 {
		t.Errorf("downs alone rank %d, want 0 as without votes", got)
	}
}

func TestCursor(t *testing.T) {
	for _, c := range []Cursor{{}, {0, 1}, {-752700000, 12}, {math.MinInt64, math.MaxInt32}} {
		got, err := ParseCursor(c.String())
		if err != nil || got != c {
			t.Errorf("%v came back as %v, %v", c, got, err)
		}
	}
	for _, bad := range []string{"x", "MA", "MC4w", "MS4x", "LTEuLTE", "....", "MC4x=="} {
		if got, err := ParseCursor(bad); err == nil {
			t.Errorf("ParseCursor(%q) = %v, want an error", bad, got)
		}
	}
}

func TestMoment(t *testing.T) {
	for _, m := range []Moment{{}, {noon, key(1)}, {noon.Add(time.Microsecond), Key{1<<62 + 9, 100_000}}} {
		got, err := ParseMoment(m.String())
		if err != nil || got != m {
			t.Errorf("%v came back as %v, %v", m, got, err)
		}
	}
	for _, bad := range []string{"-", "1-2", "x-0000000000001-1", "1-0000000000001", "1-0000000000001-0"} {
		if got, err := ParseMoment(bad); err == nil {
			t.Errorf("ParseMoment(%q) = %v, want an error", bad, got)
		}
	}
}
