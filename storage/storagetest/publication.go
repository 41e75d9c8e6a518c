package storagetest

import (
	"errors"
	"sync"
	"testing"

	"gogai/event"
	"gogai/fault"
	"gogai/publication"
	"gogai/storage"
)

var publications = cases{
	"a new folder":                     newFolder,
	"settings":                         settings,
	"settings changed at once":         settingsAtOnce,
	"a refused change":                 refusedSettings,
	"sections in their order":          sectionOrder,
	"a section's addresses":            sectionAddresses,
	"closing days of a section or not": sectionClosingDays,
	"no section":                       noSection,
}

func newFolder(t *testing.T, db *storage.DB) {
	same(t, "publication", must(db.Publication(t.Context()))(t), publication.Default())
	sections := must(db.Sections(t.Context()))(t)
	if len(sections) != 1 || sections[0].Slug != "news" {
		t.Errorf("sections: %+v", sections)
	}
	if must(db.HasPublisher(t.Context()))(t) {
		t.Error("there is a publisher")
	}
	if log, more, err := db.Log(t.Context(), 0, 10); len(log) != 0 || more || err != nil {
		t.Errorf("log: %v, %v, %v", log, more, err)
	}
	if err := db.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}

func settings(t *testing.T, db *storage.DB) {
	want := publication.Publication{
		Name: "Harbour \"Post\" 港日報", Tagline: "It's 100% ours; --", Language: "ja", Zone: "Asia/Tokyo", CopyrightLine: "©2026",
		ClosingDays: 0, About: "# About\n\n👩‍👩‍👧", Policy: "Be kind.",
	}
	got := must(db.UpdatePublication(t.Context(), func(p *publication.Publication) (event.Event, error) {
		version := p.Version
		*p = want
		p.Version = version + 40 // not the caller's to set
		return event.Event{Kind: event.SettingsChanged, At: noon, About: "name"}, nil
	}))(t)
	want.Version = 2
	same(t, "answer", got, want)
	same(t, "publication", must(db.Publication(t.Context()))(t), want)
	log, _, err := db.Log(t.Context(), 0, 10)
	if err != nil || len(log) != 1 || log[0].Kind != event.SettingsChanged || !log[0].At.Equal(noon) {
		t.Errorf("log: %+v, %v", log, err)
	}
}

func settingsAtOnce(t *testing.T, db *storage.DB) {
	var wg sync.WaitGroup
	for range 30 {
		wg.Go(func() {
			_, err := db.UpdatePublication(t.Context(), func(p *publication.Publication) (event.Event, error) {
				p.ClosingDays++
				return event.Event{}, nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	p := must(db.Publication(t.Context()))(t)
	if p.ClosingDays != publication.DefaultClosingDays+30 || p.Version != 31 {
		t.Errorf("an update was lost: %+v", p)
	}
}

func refusedSettings(t *testing.T, db *storage.DB) {
	refusal := errors.New("no")
	_, err := db.UpdatePublication(t.Context(), func(p *publication.Publication) (event.Event, error) {
		p.Name = "Other"
		return event.Event{Kind: event.SettingsChanged, At: noon}, refusal
	})
	if !errors.Is(err, refusal) {
		t.Errorf("got %v", err)
	}
	same(t, "publication", must(db.Publication(t.Context()))(t), publication.Default())
	if log, _, _ := db.Log(t.Context(), 0, 10); len(log) != 0 {
		t.Errorf("log: %+v", log)
	}
}

func sectionOrder(t *testing.T, db *storage.DB) {
	version := must(db.Publication(t.Context()))(t).Version
	for id, position := range map[publication.SectionID]int{21: 3, 22: -1, 23: 3} {
		s := publication.Section{ID: id, Slug: "s" + id.String(), Name: "S", Position: position}
		if err := db.CreateSection(t.Context(), s, event.Event{}); err != nil {
			t.Fatal(err)
		}
	}
	var ids []publication.SectionID
	for _, s := range must(db.Sections(t.Context()))(t) {
		ids = append(ids, s.ID)
	}
	same(t, "order", ids, []publication.SectionID{22, 1, 21, 23})
	if got := must(db.Publication(t.Context()))(t).Version; got != version+3 {
		t.Errorf("pages show the sections, but the publication's version went from %d to %d", version, got)
	}
}

func sectionAddresses(t *testing.T, db *storage.DB) {
	ctx := t.Context()
	sport := addSection(t, db, 5, "sport")
	rename := func(id publication.SectionID, slug string) error {
		_, err := db.UpdateSection(ctx, id, func(s *publication.Section) (event.Event, error) {
			s.Slug, s.Name = slug, "N "+slug
			return event.Event{Kind: event.SectionChanged, At: noon, Subject: slug}, nil
		})
		return err
	}
	if err := rename(sport.ID, "sports"); err != nil {
		t.Fatal(err)
	}
	for _, slug := range []string{"sport", "sports"} {
		s := must(db.SectionBySlug(ctx, slug))(t)
		if s.ID != sport.ID || s.Slug != "sports" || s.Name != "N sports" || s.Version != sport.Version+1 {
			t.Errorf("%s leads to %+v", slug, s)
		}
	}
	other := addSection(t, db, 6, "culture")
	for _, taken := range []string{"sport", "sports", "news"} {
		wantField(t, "renamed to "+taken, rename(other.ID, taken), "slug")
		err := db.CreateSection(ctx, publication.Section{ID: 7, Slug: taken, Name: "New"}, event.Event{Kind: event.SectionAdded})
		wantField(t, "created as "+taken, err, "slug")
	}
	if got := must(db.SectionBySlug(ctx, "culture"))(t); got != other {
		t.Errorf("a refused change left %+v", got)
	}
	if err := rename(sport.ID, "sport"); err != nil { // back to its own
		t.Error(err)
	}
	if got := len(must(db.Sections(ctx))(t)); got != 3 {
		t.Errorf("%d sections, want 3", got)
	}
}

func sectionClosingDays(t *testing.T, db *storage.DB) {
	for _, days := range []*int{nil, new(0), new(30)} {
		got := must(db.UpdateSection(t.Context(), 1, func(s *publication.Section) (event.Event, error) {
			s.ClosingDays = days
			return event.Event{}, nil
		}))(t)
		same(t, "answer", got.ClosingDays, days)
		same(t, "section", must(db.SectionBySlug(t.Context(), "news"))(t).ClosingDays, days)
	}
}

func noSection(t *testing.T, db *storage.DB) {
	for _, slug := range []string{"", "nothing", "NEWS", "news ", "new%"} {
		_, err := db.SectionBySlug(t.Context(), slug)
		wantKind(t, slug, err, fault.NotFound)
	}
	_, err := db.UpdateSection(t.Context(), 99, func(*publication.Section) (event.Event, error) {
		t.Error("change was called")
		return event.Event{}, nil
	})
	wantKind(t, "update", err, fault.NotFound)
}
