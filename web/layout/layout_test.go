package layout

import (
	"net/http"
	"reflect"
	"testing"
	"time"
)

var tokyo = time.FixedZone("JST", 9*60*60)

// Both languages say everything: a word that is missing would be a hole in a page.
func TestNoWordIsMissing(t *testing.T) {
	for _, w := range []*Words{&english, &japanese} {
		v := reflect.ValueOf(*w)
		for i := range v.NumField() {
			if f := v.Field(i); f.IsZero() {
				t.Errorf("%s says nothing for %s", w.Lang, v.Type().Field(i).Name)
			}
		}
		for status, said := range w.Errors {
			if said.Title == "" || said.Text == "" || said.Advice == "" {
				t.Errorf("%s says too little about status %d", w.Lang, status)
			}
		}
		for _, status := range []int{403, 404, 410, 429, 500, 503} {
			if _, ok := w.Errors[status]; !ok {
				t.Errorf("%s says nothing about %s", w.Lang, http.StatusText(status))
			}
		}
	}
	for key := range english.FlagReasons {
		if japanese.FlagReasons[key] == "" {
			t.Errorf("the reason %q has no Japanese", key)
		}
	}
}

func TestIn(t *testing.T) {
	for tag, want := range map[string]string{"en": "en", "ja": "ja", "ja-JP": "ja", "JA": "ja", "jam": "en", "": "en", "de": "en"} {
		if got := In(tag).Lang; got != want {
			t.Errorf("In(%q) speaks %s, want %s", tag, got, want)
		}
	}
}

func TestCounts(t *testing.T) {
	for _, c := range []struct {
		n          int
		en, ja, re string
	}{
		{0, "No comments", "コメントなし", "0 replies"},
		{1, "1 Comment", "コメント1件", "1 reply"},
		{5, "5 Comments", "コメント5件", "5 replies"},
		{1234567, "1,234,567 Comments", "コメント1,234,567件", "1,234,567 replies"},
	} {
		if got := english.Comments(c.n); got != c.en {
			t.Errorf("English: %q, want %q", got, c.en)
		}
		if got := japanese.Comments(c.n); got != c.ja {
			t.Errorf("Japanese: %q, want %q", got, c.ja)
		}
		if got := english.Replies(c.n); got != c.re {
			t.Errorf("replies: %q, want %q", got, c.re)
		}
	}
}

func TestTally(t *testing.T) {
	for _, c := range []struct {
		tally      Tally
		text, name string
	}{
		{Tally{}, "0 ( +0 / -0 )", "Score 0: 0 up, 0 down"},
		{Tally{-3, 1, 4}, "-3 ( +1 / -4 )", "Score minus 3: 1 up, 4 down"},
		{Tally{12, 15, 3}, "12 ( +15 / -3 )", "Score 12: 15 up, 3 down"},
	} {
		if got := c.tally.Text(); got != c.text {
			t.Errorf("%q, want %q", got, c.text)
		}
		if got := english.TallyName(c.tally); got != c.name {
			t.Errorf("spelled out: %q, want %q", got, c.name)
		}
	}
}

func TestByline(t *testing.T) {
	for want, names := range map[string][]string{
		"By A": {"A"}, "By A and B": {"A", "B"}, "By A, B and C": {"A", "B", "C"},
	} {
		if got := english.Byline(names); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Times are the publication's, and say so to machines.
func TestMoments(t *testing.T) {
	at := time.Date(2024, 6, 20, 5, 5, 0, 0, time.UTC)
	en := NewPage(Site{Lang: "en", Zone: tokyo}, Front, "", at)
	ja := NewPage(Site{Lang: "ja", Zone: tokyo}, Front, "", at)
	for _, c := range []struct {
		name    string
		got     Moment
		machine string
		text    string
	}{
		{"the masthead's day", en.Day, "2024-06-20T14:05:00+09:00", "Thursday, 20 June 2024"},
		{"the same in Japanese", ja.Day, "2024-06-20T14:05:00+09:00", "2024年6月20日(木)"},
		{"day and hour", en.DateTime(at), "2024-06-20T14:05:00+09:00", "20 June 2024, 14:05 JST"},
		{"no hour is known", en.DateTime(time.Date(2024, 6, 20, 0, 0, 0, 0, tokyo)), "2024-06-20T00:00:00+09:00", "20 June 2024"},
		{"listed today", en.Clock(at, at.Add(time.Hour)), "2024-06-20T14:05:00+09:00", "14:05"},
		{"listed past the zone's midnight", en.Clock(at, at.Add(10*time.Hour)), "2024-06-20T14:05:00+09:00", "20 Jun"},
		{"listed a year on", en.Clock(at, at.AddDate(1, 0, 0)), "2024-06-20T14:05:00+09:00", "20 Jun 2024"},
	} {
		if c.got.Machine != c.machine || c.got.Text != c.text {
			t.Errorf("%s: %+v, want %s, %q", c.name, c.got, c.machine, c.text)
		}
	}
}

func TestOtherLanguage(t *testing.T) {
	s := Site{Lang: "en"}
	for lang, want := range map[string]string{"": "", "en": "", "ja": "ja"} {
		if got := s.Other(lang); got != want {
			t.Errorf("Other(%q) = %q, want %q", lang, got, want)
		}
	}
}
