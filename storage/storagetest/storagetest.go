// Package storagetest is what storage owes the domain, as tests: every engine passes them all.
// Each test gets an empty publication of its own.
package storagetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gogai/event"
	"gogai/fault"
	"gogai/publication"
	"gogai/storage"
)

// Run tests the engine on which open opens an empty publication, and closes it with the test.
func Run(t *testing.T, open func(*testing.T) *storage.DB) {
	for area, tests := range map[string]cases{
		"publication": publications, "article": articles, "member": members, "moderation": moderations, "picture": pictures, "news": news, "import": imports,
		"figures": figures,
	} {
		t.Run(area, func(t *testing.T) {
			for name, test := range tests {
				t.Run(name, func(t *testing.T) { test(t, open(t)) })
			}
		})
	}
	t.Run("discussion", func(t *testing.T) { discussions(t, open) })
}

// cases are tests by the behaviour that each is about.
type cases map[string]func(*testing.T, *storage.DB)

// noon is when these tests play; storage keeps microseconds.
var noon = time.Date(2026, 5, 4, 12, 0, 0, 123_000, time.UTC)

// must returns what a call that has to succeed returned.
func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func wantKind(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("%s: got %v, want a fault of kind %v", what, err, kind)
	}
}

// wantField expects an Invalid fault of the field.
func wantField(t *testing.T, what string, err error, field string) {
	t.Helper()
	if _, ok := fault.Fields(err)[field]; !ok {
		t.Errorf("%s: got %v, want an Invalid fault of %q", what, err, field)
	}
}

func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

// addSection saves a section and returns it as it is then.
func addSection(t *testing.T, db *storage.DB, id publication.SectionID, slug string) publication.Section {
	t.Helper()
	s := publication.Section{ID: id, Slug: slug, Name: "The " + slug, Position: int(id)}
	if err := db.CreateSection(t.Context(), s, event.Event{Kind: event.SectionAdded, At: noon, Subject: slug}); err != nil {
		t.Fatal(err)
	}
	return must(db.SectionBySlug(t.Context(), slug))(t)
}
