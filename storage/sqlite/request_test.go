package sqlite_test

import (
	"path/filepath"
	"testing"
	"time"

	"gogai/article"
	"gogai/fault"
	"gogai/member"
	"gogai/publication"
	"gogai/storage/sqlite"
)

// A repeated request is known for a day; after that its key is free for another. This test
// stands here because it needs a clock that the conformance suite doesn't have.
func TestRequestsAreForgotten(t *testing.T) {
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "gogai.db"), sqlite.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	send := func(id article.ID, fingerprint string) (article.ID, error) {
		a := article.Article{ID: id, Section: publication.Section{ID: 1}, Slug: "s", Headline: "S", Status: article.Status{Stage: article.InDraft}, CreatedAt: now}
		made, err := db.CreateArticle(t.Context(), a, member.Request{Member: 12, Key: "k", Fingerprint: fingerprint})
		return made.ID, err
	}
	if got, err := send(1, "f"); got != 1 || err != nil {
		t.Fatalf("first: %d, %v", got, err)
	}
	now = now.Add(member.RequestLifetime - time.Microsecond)
	if got, err := send(2, "f"); got != 1 || err != nil {
		t.Errorf("within a day: made %d, %v; want 1 again", got, err)
	}
	if _, err := send(2, "g"); !fault.Is(err, fault.Invalid) {
		t.Errorf("within a day, another request: %v", err)
	}
	now = now.Add(time.Microsecond)
	if got, err := send(3, "g"); got != 3 || err != nil {
		t.Errorf("after a day: made %d, %v; want 3", got, err)
	}
}
