package storagetest

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/event"
	"gogai/fault"
	"gogai/member"
	"gogai/publication"
	"gogai/storage"
)

var articles = cases{
	"a story comes back as it was":    articleRoundTrip,
	"a story has a thread":            articleThread,
	"no story":                        noArticle,
	"slugs that are or were taken":    slugsTaken,
	"every former address":            addresses,
	"lists of published stories":      articleLists,
	"stories of one instant, by page": articlePages,
	"the next to come out":            nextRelease,
	"the most discussed":              mostDiscussed,
	"the desk's lists":                deskLists,
	"the desk's lists by page":        deskPages,
	"revisions":                       revisions,
	"stories updated at once":         articlesAtOnce,
	"a refused change of a story":     refusedArticle,
	"a story made once":               createOnce,
	"a story changed once":            updateOnce,
	"versions of sections":            sectionVersions,
}

// story is a clean draft of the section news.
func story(t *testing.T, id article.ID, headline string) article.Article {
	t.Helper()
	a := article.Article{
		ID: id, Section: publication.Section{ID: 1}, Headline: headline, Body: "Text.", Status: article.Status{Stage: article.InDraft},
		CreatedAt: noon, ChangedAt: noon,
	}
	if err := a.Clean(); err != nil {
		t.Fatal(err)
	}
	return a
}

func create(t *testing.T, db *storage.DB, a article.Article) article.Article {
	t.Helper()
	return must(db.CreateArticle(t.Context(), a, member.Request{}))(t)
}

// change is UpdateArticle for a change that raises no events.
func change(t *testing.T, db *storage.DB, id article.ID, do func(*article.Article)) article.Article {
	t.Helper()
	return must(db.UpdateArticle(t.Context(), id, 0, member.Request{}, func(a *article.Article) ([]event.Event, error) {
		do(a)
		return nil, nil
	}))(t)
}

func articleRoundTrip(t *testing.T, db *storage.DB) {
	picture := harbour(71)
	if err := db.CreatePicture(t.Context(), picture); err != nil {
		t.Fatal(err)
	}
	want := article.Article{
		ID: 1<<62 + 5, Section: publication.Section{ID: 1}, Slug: "日本の-headline", Headline: "It's \"50%\" — 港で\\", Standfirst: "Two\u00a0lines",
		Bylines: []string{"A. Example", "例 太郎"}, Dateline: "TOKYO", Body: "# One\n\n> two\n\n👨‍👩‍👧‍👦 e\u0301", BodyHTML: "<p>&amp;</p>",
		Language: "pt-BR", Tags: []string{"a,b", `c"d`}, Provider: "KYODO", Rights: []string{"© KYODO", "©2026 Us"}, Source: "Elsewhere",
		Picture: picture, Status: article.Status{Stage: article.Released, PublishedAt: noon, ExpiresAt: noon.Add(time.Hour)},
		WithheldReason: "none", Corrections: []article.Correction{{At: noon, Note: "It was \"Wednesday\"."}},
		CreatedAt: noon.Add(-time.Hour), CreatedBy: 12, UpdatedAt: noon.Add(time.Minute), ChangedAt: noon.Add(2 * time.Minute),
	}
	got := create(t, db, want)
	want.Version = 1
	want.Section = must(db.SectionBySlug(t.Context(), "news"))(t)
	same(t, "answer", got, want)
	same(t, "by key", must(db.Article(t.Context(), want.ID))(t), want)
	same(t, "by address", must(db.ArticleAt(t.Context(), "news", want.Slug))(t), want)

	plain := story(t, 7, "Plain") // every instant but two is zero, every list empty
	stored := create(t, db, plain)
	plain.Section, plain.Version = stored.Section, 1
	same(t, "a plain one", stored, plain)

	_, err := db.CreateArticle(t.Context(), story(t, 7, "Again"), member.Request{})
	wantKind(t, "the same key again", err, fault.Conflict)
	_, err = db.ArticleAt(t.Context(), "news", "again")
	wantKind(t, "its address", err, fault.NotFound)
}

func articleThread(t *testing.T, db *storage.DB) {
	create(t, db, story(t, 7, "Plain"))
	thread := must(db.Thread(t.Context(), 7))(t)
	want := discussion.Thread{Article: 7, Chosen: discussion.Open, Version: 1, Days: publication.DefaultClosingDays,
		Story: article.Status{Stage: article.InDraft}}
	same(t, "thread", thread, want)
}

func noArticle(t *testing.T, db *storage.DB) {
	create(t, db, story(t, 7, "Plain"))
	_, err := db.Article(t.Context(), 8)
	wantKind(t, "by key", err, fault.NotFound)
	for _, at := range [][2]string{{"news", "plai"}, {"news", "PLAIN"}, {"news", ""}, {"", "plain"}, {"sport", "plain"}} {
		_, err = db.ArticleAt(t.Context(), at[0], at[1])
		wantKind(t, fmt.Sprint("at ", at), err, fault.NotFound)
	}
	_, err = db.UpdateArticle(t.Context(), 8, 0, member.Request{}, func(*article.Article) ([]event.Event, error) { return nil, nil })
	wantKind(t, "update", err, fault.NotFound)
	if list := must(db.Revisions(t.Context(), 8))(t); len(list) != 0 {
		t.Errorf("revisions: %+v", list)
	}
}

func slugsTaken(t *testing.T, db *storage.DB) {
	addSection(t, db, 5, "sport")
	for i, c := range []struct{ headline, want string }{
		{"Budget", "budget"}, {"Budget!", "budget-2"}, {"budget", "budget-3"}, {"Budget 5", "budget-5"}, {"Budget", "budget-4"},
		{"Budget", "budget-6"}, {"Budget 2", "budget-2-2"}, {"Budgets", "budgets"},
	} {
		if got := create(t, db, story(t, article.ID(100+i), c.headline)).Slug; got != c.want {
			t.Errorf("%q: got %s, want %s", c.headline, got, c.want)
		}
	}
	other := story(t, 200, "Budget")
	other.Section.ID = 5
	if got := create(t, db, other).Slug; got != "budget" {
		t.Errorf("in another section: %s", got)
	}
	// What a story had stays its own when it has another.
	if got := change(t, db, 100, func(a *article.Article) { a.Slug = "spending" }).Slug; got != "spending" {
		t.Errorf("renamed to %s", got)
	}
	if got := create(t, db, story(t, 201, "Budget")).Slug; got != "budget-7" {
		t.Errorf("a former slug was given out: %s", got)
	}
	if got := change(t, db, 100, func(a *article.Article) { a.Slug = "budget" }).Slug; got != "budget" {
		t.Errorf("back to its own: %s", got)
	}
	if got := change(t, db, 101, func(a *article.Article) { a.Slug = "spending" }).Slug; got != "spending-2" {
		t.Errorf("another's former: %s", got)
	}
	if got := change(t, db, 101, func(a *article.Article) { a.Slug = "budget" }).Slug; got != "budget-2" {
		t.Errorf("back to its own number: %s", got)
	}
	if got := change(t, db, 200, func(a *article.Article) { a.Section.ID = 1 }).Slug; got != "budget-8" {
		t.Errorf("moved to where it is taken: %s", got)
	}
}

func addresses(t *testing.T, db *storage.DB) {
	sport := addSection(t, db, 5, "sport")
	create(t, db, story(t, 7, "First words"))
	headline := change(t, db, 7, func(a *article.Article) { a.Headline = "Other words" })
	if headline.Slug != "first-words" {
		t.Errorf("a headline moved the address to %s", headline.Slug)
	}
	change(t, db, 7, func(a *article.Article) { a.Slug = "second" })
	change(t, db, 7, func(a *article.Article) { a.Section.ID = sport.ID })
	got := change(t, db, 7, func(a *article.Article) { a.Slug = "third" })
	must(db.UpdateSection(t.Context(), sport.ID, func(s *publication.Section) (event.Event, error) {
		s.Slug = "games"
		return event.Event{}, nil
	}))(t)
	if got.Section.Slug != "sport" {
		t.Errorf("the answer of a move names the section %q", got.Section.Slug)
	}
	for _, at := range [][2]string{
		{"news", "first-words"}, {"news", "second"}, {"sport", "second"}, {"sport", "third"}, {"games", "second"}, {"games", "third"},
	} {
		if a := must(db.ArticleAt(t.Context(), at[0], at[1]))(t); a.ID != 7 || a.Path() != "/games/third" {
			t.Errorf("%v leads to %s", at, a.Path())
		}
	}
	_, err := db.ArticleAt(t.Context(), "news", "third")
	wantKind(t, "where it never stood", err, fault.NotFound)
}

// released saves a story that readers see from an instant on.
func released(t *testing.T, db *storage.DB, id article.ID, at time.Time, alter func(*article.Article)) {
	t.Helper()
	a := story(t, id, fmt.Sprint("Story ", int64(id)))
	a.Stage, a.PublishedAt, a.UpdatedAt = article.Released, at, at
	if alter != nil {
		alter(&a)
	}
	create(t, db, a)
}

func ids(list []article.Article) (ids []article.ID) {
	for _, a := range list {
		ids = append(ids, a.ID)
	}
	return ids
}

func nextRelease(t *testing.T, db *storage.DB) {
	next := func(now time.Time) time.Time { return must(db.NextRelease(t.Context(), now))(t) }
	same(t, "without stories", next(noon), time.Time{})
	for id, at := range map[article.ID]time.Time{1: noon.Add(-time.Hour), 2: noon.Add(2 * time.Hour), 3: noon.Add(time.Hour)} {
		released(t, db, id, at, func(*article.Article) {})
	}
	create(t, db, story(t, 4, "A draft"))
	same(t, "the first of two", next(noon), noon.Add(time.Hour))
	same(t, "in that instant", next(noon.Add(time.Hour)), noon.Add(2*time.Hour))
	same(t, "when all are out", next(noon.Add(2*time.Hour)), time.Time{})
}

func articleLists(t *testing.T, db *storage.DB) {
	ctx := t.Context()
	addSection(t, db, 5, "sport")
	released(t, db, 10, noon.Add(-3*time.Hour), nil)
	released(t, db, 11, noon.Add(-2*time.Hour), func(a *article.Article) { a.ExpiresAt = noon.Add(-time.Hour) })
	released(t, db, 12, noon.Add(-time.Hour), func(a *article.Article) { a.Section.ID = 5 })
	released(t, db, 13, noon, nil)
	released(t, db, 14, noon.Add(time.Microsecond), nil)
	released(t, db, 15, noon.Add(-time.Hour), func(a *article.Article) { a.Stage = article.HeldBack })
	released(t, db, 16, noon.Add(-time.Hour), func(a *article.Article) { a.Stage = article.Incoming })
	create(t, db, story(t, 17, "A draft"))

	for name, c := range map[string]struct {
		q    article.Query
		want []article.ID
	}{
		"all":                       {article.Query{Limit: 10, Now: noon}, []article.ID{13, 12, 11, 10}},
		"of a section":              {article.Query{Limit: 10, Now: noon, Section: 5}, []article.ID{12}},
		"a moment later":            {article.Query{Limit: 10, Now: noon.Add(time.Microsecond)}, []article.ID{14, 13, 12, 11, 10}},
		"after one":                 {article.Query{Limit: 10, Now: noon, After: article.Position{At: noon.Add(-time.Hour), ID: 12}}, []article.ID{11, 10}},
		"after one from the future": {article.Query{Limit: 10, Now: noon, After: article.Position{At: noon.Add(time.Hour), ID: 99}}, []article.ID{13, 12, 11, 10}},
		"before all":                {article.Query{Limit: 10, Now: noon.AddDate(-1, 0, 0)}, nil},
	} {
		list, more, err := db.Articles(ctx, c.q)
		if err != nil || more {
			t.Errorf("%s: more %v, %v", name, more, err)
		}
		same(t, name, ids(list), c.want)
	}
	for _, brief := range []bool{false, true} {
		list, _, err := db.Articles(ctx, article.Query{Limit: 1, Now: noon, Brief: brief})
		if err != nil || len(list) != 1 || (list[0].Body == "") != brief || (list[0].BodyHTML == "") != brief || list[0].Section.Slug != "news" {
			t.Errorf("brief %v: %+v, %v", brief, list, err)
		}
	}
}

func articlePages(t *testing.T, db *storage.DB) {
	const n = 7
	want := make([]article.ID, n)
	for i := range n {
		at := noon
		if i >= 5 {
			at = noon.Add(-time.Hour)
		}
		want[i] = article.ID(100 - i)
		released(t, db, want[i], at, nil)
	}
	for limit := 1; limit <= n+1; limit++ {
		for _, section := range []publication.SectionID{0, 1} {
			var got []article.ID
			q := article.Query{Section: section, Limit: limit, Now: noon}
			for {
				list, more, err := db.Articles(t.Context(), q)
				if err != nil || len(list) > limit {
					t.Fatalf("%d stories, %v", len(list), err)
				}
				got = append(got, ids(list)...)
				if !more {
					break
				}
				q.After = list[len(list)-1].Position()
			}
			same(t, fmt.Sprintf("by %d, section %d", limit, section), got, want)
		}
	}
}

func mostDiscussed(t *testing.T, db *storage.DB) {
	th := newThread(t, db) // story 500, an hour before noon
	comment := func(id article.ID, n int) {
		for i := range n {
			if _, err := db.Do(t.Context(), discussion.Post{Article: id, By: aoi, Body: fmt.Sprint(i), At: noon.Add(time.Hour)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	released(t, db, 10, noon.Add(-time.Minute), nil)
	released(t, db, 11, noon, nil)
	released(t, db, 12, noon, nil) // without comments
	released(t, db, 13, noon.Add(-48*time.Hour), nil)
	released(t, db, 14, noon.Add(time.Minute), nil) // ahead
	comment(th.article, 1)
	comment(10, 3)
	comment(11, 1)
	comment(13, 5)
	comment(14, 9)
	list := must(db.MostDiscussed(t.Context(), noon.Add(-24*time.Hour), noon, 10))(t)
	same(t, "order", ids(list), []article.ID{10, 11, 500})
	if list[0].Comments != 3 || list[0].Body != "" {
		t.Errorf("got %+v", list[0])
	}
	same(t, "the first two", ids(must(db.MostDiscussed(t.Context(), noon.Add(-24*time.Hour), noon, 2))(t)), []article.ID{10, 11})
	same(t, "from the instant on", ids(must(db.MostDiscussed(t.Context(), noon, noon, 2))(t)), []article.ID{11})
}

func deskLists(t *testing.T, db *storage.DB) {
	create(t, db, story(t, 10, "A draft"))
	released(t, db, 11, noon.Add(-time.Hour), nil)
	released(t, db, 12, noon, func(a *article.Article) { a.ExpiresAt = noon.Add(time.Hour) })
	released(t, db, 13, noon.Add(-time.Hour), func(a *article.Article) { a.ExpiresAt = noon })
	released(t, db, 14, noon.Add(time.Microsecond), func(a *article.Article) { a.Headline = "100% of it_all" })
	released(t, db, 15, noon.Add(-time.Hour), func(a *article.Article) { a.Stage = article.HeldBack })
	released(t, db, 16, noon, func(a *article.Article) { a.Stage = article.Incoming })
	states := []article.State{"", article.Draft, article.Scheduled, article.Published, article.Expired, article.Withheld}
	want := [][]article.ID{{15, 14, 13, 12, 11, 10}, {10}, {14}, {12, 11}, {13}, {15}}
	for i, state := range states {
		list, more, err := db.DeskArticles(t.Context(), article.DeskQuery{State: state, Limit: 10, Now: noon})
		if err != nil || more {
			t.Errorf("%q: more %v, %v", state, more, err)
		}
		same(t, "state "+string(state), ids(list), want[i])
		for _, a := range list {
			if state != "" && a.State(noon) != state || a.Body != "" {
				t.Errorf("%q lists %s with the body %q", state, a.State(noon), a.Body)
			}
		}
	}
	for text, want := range map[string][]article.ID{
		"story 1": {15, 13, 12, 11}, "DRAFT": {10}, "%": {14}, "_": {14}, "it_all": {14}, "itxall": nil, `\`: nil, "'": nil,
	} {
		list, _, err := db.DeskArticles(t.Context(), article.DeskQuery{Text: text, Limit: 10, Now: noon})
		if err != nil {
			t.Error(err)
		}
		same(t, "text "+text, ids(list), want)
	}
	list, _, err := db.DeskArticles(t.Context(), article.DeskQuery{State: article.Published, Text: "12", Limit: 10, Now: noon})
	if err != nil {
		t.Error(err)
	}
	same(t, "state and text", ids(list), []article.ID{12})
	_, _, err = db.DeskArticles(t.Context(), article.DeskQuery{State: "lost", Limit: 10, Now: noon})
	wantKind(t, "no state", err, fault.Malformed)
}

func deskPages(t *testing.T, db *storage.DB) {
	const n = 6
	var want []article.ID
	for i := range n {
		a := story(t, article.ID(100-i), "Draft")
		if i >= 4 {
			a.ChangedAt = noon.Add(-time.Hour)
		}
		create(t, db, a)
		want = append(want, a.ID)
	}
	for limit := 1; limit <= n+1; limit++ {
		for _, state := range []article.State{"", article.Draft} {
			var got []article.ID
			q := article.DeskQuery{State: state, Limit: limit, Now: noon}
			for {
				list, more, err := db.DeskArticles(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, ids(list)...)
				if !more {
					break
				}
				q.After = list[len(list)-1].DeskPosition()
			}
			same(t, fmt.Sprintf("%q by %d", state, limit), got, want)
		}
	}
}

func revisions(t *testing.T, db *storage.DB) {
	a := story(t, 7, "First")
	a.CreatedBy = 12
	create(t, db, a)
	edit := func(at time.Time, note string, do func(*article.Article)) {
		must(db.UpdateArticle(t.Context(), 7, 13, member.Request{}, func(a *article.Article) ([]event.Event, error) {
			do(a)
			e, err := a.Edited(13, note, at)
			return []event.Event{e}, err
		}))(t)
	}
	must(db.UpdateArticle(t.Context(), 7, 12, member.Request{}, func(a *article.Article) ([]event.Event, error) {
		e, err := a.Release(12, noon, noon)
		return []event.Event{e}, err
	}))(t)
	edit(noon.Add(time.Minute), "It was Tuesday.", func(a *article.Article) { a.Body, a.Standfirst = "Other.", "Below" })
	edit(noon.Add(time.Hour), "", func(a *article.Article) { a.Headline = "Second" })

	same(t, "revisions", must(db.Revisions(t.Context(), 7))(t), []article.Revision{
		{Version: 4, At: noon.Add(time.Hour), By: 13, Headline: "Second", Standfirst: "Below", Body: "Other."},
		{Version: 3, At: noon.Add(time.Minute), By: 13, Headline: "First", Standfirst: "Below", Body: "Other.", Note: "It was Tuesday."},
		{Version: 2, At: noon, By: 12, Headline: "First", Body: "Text."},
		{Version: 1, At: noon, By: 12, Headline: "First", Body: "Text."},
	})
	got := must(db.Article(t.Context(), 7))(t)
	same(t, "corrections", got.Corrections, []article.Correction{{At: noon.Add(time.Minute), Note: "It was Tuesday."}})
	if got.Version != 4 || got.BodyHTML != "<p>Other.</p>" && !strings.Contains(string(got.BodyHTML), "Other.") {
		t.Errorf("got %+v", got)
	}
	log, _, err := db.Log(t.Context(), 0, 10)
	var kinds []event.Kind
	for _, e := range log {
		kinds = append(kinds, e.Kind)
	}
	if err != nil {
		t.Error(err)
	}
	same(t, "log", kinds, []event.Kind{event.ArticleEdited, event.ArticleCorrected, event.ArticlePublished})
}

func articlesAtOnce(t *testing.T, db *storage.DB) {
	create(t, db, story(t, 7, "Plain"))
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			change(t, db, 7, func(a *article.Article) { a.Tags = append(a.Tags, fmt.Sprint("tag ", i)) })
		})
	}
	wg.Wait()
	a := must(db.Article(t.Context(), 7))(t)
	slices.Sort(a.Tags)
	if len(slices.Compact(a.Tags)) != 20 || a.Version != 21 {
		t.Errorf("an update was lost: version %d, tags %v", a.Version, a.Tags)
	}
}

func refusedArticle(t *testing.T, db *storage.DB) {
	want := create(t, db, story(t, 7, "Plain"))
	_, err := db.UpdateArticle(t.Context(), 7, 0, member.Request{Member: 12, Key: "k"}, func(a *article.Article) ([]event.Event, error) {
		a.Slug, a.Headline = "moved", "Moved"
		return []event.Event{{Kind: event.ArticleEdited, At: noon}}, fault.Field("headline", "No.")
	})
	wantField(t, "update", err, "headline")
	same(t, "story", must(db.Article(t.Context(), 7))(t), want)
	_, err = db.ArticleAt(t.Context(), "news", "moved")
	wantKind(t, "its address", err, fault.NotFound)
	if log, _, _ := db.Log(t.Context(), 0, 5); len(log) != 0 {
		t.Errorf("log: %+v", log)
	}
	// A request that was refused may be sent again.
	if _, err := db.UpdateArticle(t.Context(), 7, 0, member.Request{Member: 12, Key: "k", Fingerprint: "better"},
		func(*article.Article) ([]event.Event, error) { return nil, nil }); err != nil {
		t.Error(err)
	}
}

func createOnce(t *testing.T, db *storage.DB) {
	request := member.Request{Member: 12, Key: "4711", Fingerprint: "f"}
	var wg sync.WaitGroup
	made := make([]article.ID, 12)
	for i := range made {
		wg.Go(func() {
			a, err := db.CreateArticle(t.Context(), story(t, article.ID(100+i), "Once"), request)
			if err != nil {
				t.Error(err)
			}
			made[i] = a.ID
		})
	}
	wg.Wait()
	if len(slices.Compact(made)) != 1 {
		t.Errorf("one request made %v", made)
	}
	list, _, err := db.DeskArticles(t.Context(), article.DeskQuery{Limit: 20, Now: noon})
	if err != nil || len(list) != 1 {
		t.Errorf("%d stories, %v", len(list), err)
	}
	other := request
	other.Fingerprint = "g"
	_, err = db.CreateArticle(t.Context(), story(t, 200, "Twice"), other)
	wantField(t, "another request under the key", err, "Idempotency-Key")
	other = request
	other.Member = 13
	if a := must(db.CreateArticle(t.Context(), story(t, 201, "Twice"), other))(t); a.ID != 201 {
		t.Errorf("another member's key found story %d", a.ID)
	}
}

func updateOnce(t *testing.T, db *storage.DB) {
	create(t, db, story(t, 7, "Plain"))
	request := member.Request{Member: 12, Key: "4711", Fingerprint: "f"}
	calls := 0
	for range 3 {
		a := must(db.UpdateArticle(t.Context(), 7, 12, request, func(a *article.Article) ([]event.Event, error) {
			calls++
			e, err := a.Release(12, noon, noon)
			return []event.Event{e}, err
		}))(t)
		if a.ID != 7 || a.Version != 2 || a.State(noon) != article.Published {
			t.Errorf("got %+v", a)
		}
	}
	if calls != 1 {
		t.Errorf("the change ran %d times", calls)
	}
	if log, _, _ := db.Log(t.Context(), 0, 5); len(log) != 1 {
		t.Errorf("log: %+v", log)
	}
}

func sectionVersions(t *testing.T, db *storage.DB) {
	addSection(t, db, 5, "sport")
	addSection(t, db, 6, "culture")
	versions := func() (v [3]int64) {
		for i, slug := range []string{"news", "sport", "culture"} {
			v[i] = must(db.SectionBySlug(t.Context(), slug))(t).Version
		}
		return v
	}
	before := versions()
	raised := func(what string, want [3]bool) {
		t.Helper()
		after := versions()
		for i := range after {
			if (after[i] > before[i]) != want[i] {
				t.Errorf("%s: versions %v → %v, raised should be %v", what, before, after, want)
			}
		}
		before = after
	}
	create(t, db, story(t, 7, "Plain"))
	raised("created", [3]bool{true, false, false})
	change(t, db, 7, func(a *article.Article) { a.Headline = "Other" })
	raised("changed", [3]bool{true, false, false})
	change(t, db, 7, func(a *article.Article) { a.Section.ID = 5 })
	raised("moved", [3]bool{true, true, false})
}
