package storagetest

import (
	"fmt"
	"testing"

	"gogai/article"
	"gogai/discussion"
	"gogai/fault"
	"gogai/storage"
)

var imports = cases{
	"stories with their discussions":   importStories,
	"stories come in whole or not":     importStoriesWhole,
	"a story in the place of another":  importTakenStory,
	"an imported thread is written on": importedThreadGoesOn,
}

// newsStory makes a story that came out at noon, unsaved.
func newsStory(t *testing.T, db *storage.DB, id article.ID, headline string) article.Article {
	t.Helper()
	a := article.Article{
		ID: id, Section: must(db.SectionBySlug(t.Context(), "news"))(t), Headline: headline, Body: "Text.", CreatedAt: noon, ChangedAt: noon,
		Status: article.Status{Stage: article.Released, PublishedAt: noon}, UpdatedAt: noon,
	}
	if err := a.Clean(); err != nil {
		t.Fatal(err)
	}
	return a
}

// remark makes a comment that comes from elsewhere.
func remark(id article.ID, number, parent int, state discussion.State) discussion.Comment {
	return discussion.Comment{
		Key: discussion.Key{Article: id, Number: number}, Author: 1, Parent: parent, State: state,
		Body: fmt.Sprintf("%d of %d", number, id), HTML: "<p>x</p>", CreatedAt: noon, Base: discussion.Tally{Up: number, Down: 1},
	}
}

func addsUp(t *testing.T, db *storage.DB) {
	t.Helper()
	if err := db.Check(t.Context(), func(d storage.Difference) { t.Error(d) }, func(int, int) {}); err != nil {
		t.Error(err)
	}
}

func importStories(t *testing.T, db *storage.DB) {
	addMember(t, db, 1, "aoi")
	stories := []article.Article{newsStory(t, db, 7, "Rain"), newsStory(t, db, 8, "Rain"), newsStory(t, db, 9, "Fog")}
	comments := []discussion.Comment{
		remark(8, 1, 0, discussion.Visible), remark(7, 1, 0, discussion.Deleted), remark(8, 2, 1, discussion.Visible),
		remark(7, 2, 1, discussion.Visible), remark(7, 3, 1, discussion.Removed), remark(8, 3, 2, discussion.Held),
	}
	if err := db.ImportStories(t.Context(), stories, comments); err != nil {
		t.Fatal(err)
	}
	addsUp(t, db)
	for id, want := range map[article.ID]struct {
		slug        string
		last, count int
		shown       []int
	}{
		7: {"rain", 3, 1, []int{1, 2, 3}}, // the first a stub, for it is answered
		8: {"rain-2", 3, 2, []int{1, 2}},
		9: {"fog", 0, 0, nil},
	} {
		a := must(db.ArticleAt(t.Context(), "news", want.slug))(t)
		thread := must(db.Thread(t.Context(), id))(t)
		page := must(db.Comments(t.Context(), discussion.Query{Article: id, Order: discussion.Oldest, Limit: 10}))(t)
		if a.ID != id || a.Comments != want.count || thread.Last != want.last || thread.Count != want.count {
			t.Errorf("story %d: found %d with %d comments, thread %+v; want %+v", id, a.ID, a.Comments, thread, want)
		}
		same(t, fmt.Sprintf("numbers shown under %d", id), numbers(page.Comments), want.shown)
	}
	same(t, "a comment", must(db.Comment(t.Context(), comments[2].Key))(t).Comment, func() discussion.Comment {
		c := comments[2]
		c.Handle, c.Role, c.ParentHandle = "aoi", "member", "aoi"
		return c
	}())
}

func importStoriesWhole(t *testing.T, db *storage.DB) {
	addMember(t, db, 1, "aoi")
	for name, c := range map[string]struct {
		wrong discussion.Comment
		kind  fault.Kind
	}{
		"a gap in the numbers":         {remark(7, 3, 0, discussion.Visible), fault.Conflict},
		"an answer to nobody":          {remark(7, 2, 9, discussion.Visible), fault.Invalid},
		"a comment of another's story": {remark(8, 1, 0, discussion.Visible), fault.NotFound},
	} {
		err := db.ImportStories(t.Context(), []article.Article{newsStory(t, db, 7, "Rain")},
			[]discussion.Comment{remark(7, 1, 0, discussion.Visible), c.wrong})
		wantKind(t, name, err, c.kind)
		_, err = db.Article(t.Context(), 7)
		wantKind(t, "the story after "+name, err, fault.NotFound)
	}
}

func importTakenStory(t *testing.T, db *storage.DB) {
	if err := db.ImportStories(t.Context(), []article.Article{newsStory(t, db, 7, "Rain")}, nil); err != nil {
		t.Fatal(err)
	}
	err := db.ImportStories(t.Context(), []article.Article{newsStory(t, db, 8, "Fog"), newsStory(t, db, 7, "Snow")}, nil)
	wantKind(t, "a key that is taken", err, fault.Conflict)
	if a := must(db.Article(t.Context(), 7))(t); a.Headline != "Rain" {
		t.Errorf("the story became %q", a.Headline)
	}
}

func importedThreadGoesOn(t *testing.T, db *storage.DB) {
	addMember(t, db, 1, "aoi")
	if err := db.ImportStories(t.Context(), []article.Article{newsStory(t, db, 7, "Rain")},
		[]discussion.Comment{remark(7, 1, 0, discussion.Visible)}); err != nil {
		t.Fatal(err)
	}
	if err := db.AppendComments(t.Context(), 7, []discussion.Comment{remark(7, 2, 1, discussion.Visible)}); err != nil {
		t.Fatal(err)
	}
	posted, err := db.Do(t.Context(), discussion.Post{Article: 7, By: 1, Parent: 2, Body: "New", HTML: "<p>New</p>", At: noon})
	if err != nil || posted.Comment.Number != 3 {
		t.Errorf("posted %+v, %v", posted, err)
	}
	addsUp(t, db)
}
