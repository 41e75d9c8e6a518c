package feed

import (
	"encoding/xml"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestRSS(t *testing.T) {
	published := time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("JST", 9*60*60))
	tests := []struct {
		name string
		feed Feed
	}{
		{"empty", Feed{Title: "The Courier", Link: "https://paper.example/", Self: "https://paper.example/feed.xml"}},
		{"full", Feed{
			Title: "The Courier: Harbour & hills", Link: "https://paper.example/harbour", Self: "https://paper.example/harbour/feed.xml",
			Description: "News of <both>", Language: "en", Copyright: "© 2026 Courier Press",
			Items: []Item{
				{
					ID: "https://paper.example/#01hqz3v5x9k2m", Headline: `"Ferry" <kept> & paid`, Link: "https://paper.example/harbour/ferry",
					Summary: "By one vote.", Section: "Harbour", Bylines: []string{"Yoko Tanabe", "Pieter Maas"},
					Rights: []string{"© COASTWIRE", "©2026 Courier Press"}, Published: published, Updated: published.Add(time.Hour),
					Picture: Picture{"https://paper.example/media/x-1600.jpeg", "image/jpeg", 12345},
				},
				{ID: "2", Headline: "汐見港の夜行フェリー", Link: "https://paper.example/harbour/story-2", Published: published.Add(-time.Hour)},
			},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := RSS(tt.feed)
			if err != nil {
				t.Fatal(err)
			}
			if err := xml.Unmarshal(got, &struct{ XMLName xml.Name }{}); err != nil {
				t.Fatalf("not well-formed: %v", err)
			}
			golden := filepath.Join("testdata", tt.name+".rss.golden")
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
