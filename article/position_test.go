package article

import (
	"testing"
	"time"

	"gogai/fault"
)

func TestPosition(t *testing.T) {
	for _, p := range []Position{{}, {time.UnixMicro(1).UTC(), 1}, {time.Date(2026, 5, 4, 3, 2, 1, 123_000, time.UTC), 1<<62 + 7}} {
		got, err := ParsePosition(p.String())
		if err != nil || got != p {
			t.Errorf("%v came back as %v, %v", p, got, err)
		}
	}
	for _, bad := range []string{"-", "1", "1-", "x-0000000000001", "1-000000000000", "99999999999999999999-0000000000001", "0000000000001"} {
		if _, err := ParsePosition(bad); !fault.Is(err, fault.Malformed) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
