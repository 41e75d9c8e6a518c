package key_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"gogai/fault"
	"gogai/key"
)

type thing struct{}

func TestRoundTrip(t *testing.T) {
	for _, id := range []key.ID[thing]{1, 31, 32, 1 << 40, 1<<63 - 1} {
		text := id.String()
		for _, form := range []string{text, strings.ToUpper(text)} {
			got, err := key.Parse[thing](form)
			if err != nil || got != id {
				t.Errorf("Parse(%q) = %d, %v; want %d", form, got, err, id)
			}
		}
	}
	if got, err := key.Parse[thing]("OOOOOOOOOOOIL"); err != nil || got != 33 {
		t.Errorf("look-alikes: got %d, %v; want 33", got, err)
	}
}

func TestParseRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "short": "abc", "long": "01j0000000000x", "zero": "0000000000000",
		"64th bit": "8000000000000", "u is no digit": "000000000000u", "space": "000000000000 ", "wide": "0000000000\u0661",
		"@ is not a folded back quote": "000000000000@",
	} {
		if _, err := key.Parse[thing](text); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: got %v, want NotFound", name, err)
		}
	}
}

func TestSourceGrows(t *testing.T) {
	var (
		source key.Source
		mu     sync.Mutex
		seen   = map[int64]bool{}
		wg     sync.WaitGroup
	)
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	for range 8 {
		wg.Go(func() {
			var last int64
			for i := range 2000 {
				id := source.Next(now.Add(-time.Duration(i) * time.Second)) // a clock that runs back
				if id <= last {
					t.Errorf("%d came after %d", id, last)
				}
				last = id
				mu.Lock()
				if seen[id] {
					t.Errorf("%d came twice", id)
				}
				seen[id] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if got := key.New[thing](&source, now.Add(time.Hour)).Time(); got != now.Add(time.Hour) {
		t.Errorf("Time() = %v", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("01j0000000000")
	f.Fuzz(func(t *testing.T, text string) {
		id, err := key.Parse[thing](text)
		if err != nil {
			return
		}
		if again, err := key.Parse[thing](id.String()); err != nil || again != id {
			t.Fatalf("%q: %v, %v", text, again, err)
		}
	})
}
