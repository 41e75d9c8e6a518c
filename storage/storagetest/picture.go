package storagetest

import (
	"testing"

	"gogai/article"
	"gogai/event"
	"gogai/fault"
	"gogai/media"
	"gogai/member"
	"gogai/storage"
)

var pictures = cases{
	"a picture comes back as it was":       pictureRoundTrip,
	"a caption changes its stories' pages": captionChange,
	"no picture":                           noPicture,
}

func harbour(id media.ID) media.Picture {
	return media.Picture{
		ID: id, Caption: "The harbour master (left) & a \"friend\" 港", CreditLine: "A. Example, Pool via Wire", Alt: "Two people on a quay",
		Creator: "A. Example", CopyrightNotice: "© 2026", WidthPx: 4000, HeightPx: 3000, CreatedAt: noon,
		Files: []media.File{{Name: "0-1600.webp", Format: media.WebP, WidthPx: 1600, HeightPx: 1200, Bytes: 123_456}},
	}
}

func pictureRoundTrip(t *testing.T, db *storage.DB) {
	for _, want := range []media.Picture{harbour(71), {ID: 72, Caption: "Imported: no file"}} {
		if err := db.CreatePicture(t.Context(), want); err != nil {
			t.Fatal(err)
		}
		same(t, "picture", must(db.Picture(t.Context(), want.ID))(t), want)
		wantKind(t, "the same key again", db.CreatePicture(t.Context(), want), fault.Conflict)
	}
}

func captionChange(t *testing.T, db *storage.DB) {
	ctx := t.Context()
	want := harbour(71)
	if err := db.CreatePicture(ctx, want); err != nil {
		t.Fatal(err)
	}
	newStory(t, db, 500, noon)
	other := newStory(t, db, 501, noon)
	before := must(db.UpdateArticle(ctx, 500, 0, member.Request{}, func(a *article.Article) ([]event.Event, error) {
		a.Picture.ID = 71
		return nil, nil
	}))(t)
	same(t, "the story's picture", before.Picture, want)
	untouched := must(db.Article(ctx, other))(t)

	want.Caption = "The harbour master (right)"
	got := must(db.UpdatePicture(ctx, 71, func(p *media.Picture) error {
		p.Caption = want.Caption
		return nil
	}))(t)
	same(t, "answer", got, want)
	after := must(db.Article(ctx, 500))(t)
	same(t, "the story's picture", after.Picture, want)
	if after.Version <= before.Version || after.Section.Version <= before.Section.Version {
		t.Errorf("versions stayed: story %d → %d, section %d → %d", before.Version, after.Version, before.Section.Version, after.Section.Version)
	}
	if got := must(db.Article(ctx, other))(t); got.Version != untouched.Version {
		t.Errorf("another story's version rose: %d → %d", untouched.Version, got.Version)
	}

	_, err := db.UpdatePicture(ctx, 71, func(p *media.Picture) error {
		p.Caption = "no"
		return fault.Field("caption", "No.")
	})
	wantField(t, "a refused change", err, "caption")
	same(t, "picture", must(db.Picture(ctx, 71))(t), want)
}

func noPicture(t *testing.T, db *storage.DB) {
	_, err := db.Picture(t.Context(), 9)
	wantKind(t, "read", err, fault.NotFound)
	_, err = db.UpdatePicture(t.Context(), 9, func(*media.Picture) error { return nil })
	wantKind(t, "update", err, fault.NotFound)
}
