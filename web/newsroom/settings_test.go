package newsroom_test

import (
	"strings"
	"testing"

	"gogai/event"
	"gogai/member"
	"gogai/publication"
)

func setZone(t *testing.T, s *room, zone string) {
	t.Helper()
	_, err := s.Publications.UpdatePublication(t.Context(), func(p *publication.Publication) (event.Event, error) {
		p.Zone = zone
		return event.Event{}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func settingsForm(fields ...string) []string {
	return append(fields, "name", "The Kurage Times", "tagline", "News from the harbour", "copyright_line", "© 2026 Kurage Press",
		"language", "en", "zone", "Asia/Tokyo", "closing_days", "7", "about", "About *us*.", "policy", "Be kind.")
}

func TestSettings(t *testing.T) {
	s := open(t)
	publisher := s.As(s.Publisher)
	publisher.PostForm("/desk/settings", settingsForm()...).Want(303)
	p, err := s.Publications.Publication(t.Context())
	if err != nil || p.Name != "The Kurage Times" || p.Zone != "Asia/Tokyo" || p.ClosingDays != 7 || p.Policy != "Be kind." {
		t.Fatalf("publication %+v, %v", p, err)
	}
	if got := s.Client().Get("/").Want(200).Doc().Text(".masthead .name"); got != "The Kurage Times" {
		t.Errorf("the front page is called %q", got)
	}
	form := publisher.Get("/desk/settings").Want(200).Doc()
	if form.One("input[name=zone]").Value() != "Asia/Tokyo" || form.One("select[name=language]").Value() != "en" {
		t.Error("the form doesn't show what is set")
	}
	if log := publisher.Get("/queue/log").Want(200).Doc().Texts(".log .reason"); len(log) == 0 || !strings.Contains(log[0], "closing_days") || !strings.Contains(log[0], "zone") {
		t.Errorf("the log says %q", log)
	}
	for _, c := range []struct{ field, typed string }{
		{"zone", "Mars/Olympus"}, {"zone", ""}, {"language", "tlh"}, {"closing_days", "-1"}, {"closing_days", "x"},
		{"name", strings.Repeat("a", publication.MaxName+1)}, {"policy", "a\x00b"},
	} {
		// The first value of a name counts.
		doc := publisher.PostForm("/desk/settings", append([]string{c.field, c.typed}, settingsForm()...)...).Want(422).Doc()
		if doc.Text("#"+c.field+"-mistake") == "" {
			t.Errorf("%s %q: no message beside the field", c.field, c.typed)
		}
		if got := doc.One("input[name=tagline]").Value(); got != "News from the harbour" {
			t.Errorf("%s %q: what was typed elsewhere came back as %q", c.field, c.typed, got)
		}
	}
}

func TestSections(t *testing.T) {
	s := open(t)
	publisher, reader := s.As(s.Publisher), s.Client()
	publisher.PostForm("/desk/sections", "name", "Sport", "slug", "sport", "position", "2", "closing_days", "0").Want(303)
	reader.Get("/sport").Want(200)
	list := publisher.Get("/desk/sections").Want(200).Doc()
	if n := len(list.Find(".section-form")); n != 3 {
		t.Fatalf("%d forms, want 3", n)
	}
	// Another slug: the stories move along, and their old addresses lead to the new ones.
	publisher.PostForm("/desk/sections/0000000000001", "name", "Newsroom", "slug", "latest", "position", "1").Want(303)
	reader.Get("/latest/harbour-tunnel-opens").Want(200)
	reader.Get("/news/harbour-tunnel-opens").Want(301).WantRedirect("/latest/harbour-tunnel-opens")
	for _, c := range []struct{ path, name, slug, position, days, mistake string }{
		{"/desk/sections", "", "culture", "3", "", "#name-new-mistake"},
		{"/desk/sections", "Culture", "Not A Slug", "3", "", "#slug-new-mistake"},
		{"/desk/sections", "Desk", "desk", "3", "", "#slug-new-mistake"},
		{"/desk/sections", "Sport", "sport", "3", "", "#slug-new-mistake"},
		{"/desk/sections", "Culture", "culture", "last", "", "#position-new-mistake"},
		{"/desk/sections", "Culture", "culture", "3", "-2", "#closing_days-new-mistake"},
		{"/desk/sections/0000000000001", "News", "sport", "1", "", "#slug-0000000000001-mistake"},
	} {
		doc := publisher.PostForm(c.path, "name", c.name, "slug", c.slug, "position", c.position, "closing_days", c.days).Want(422).Doc()
		if doc.Text(c.mistake) == "" {
			t.Errorf("%s %+v: no message at %s", c.path, c, c.mistake)
		}
	}
	publisher.PostForm("/desk/sections/0000000000009", "name", "X", "slug", "x", "position", "1").Want(404)
}

func TestStaff(t *testing.T) {
	s := open(t)
	publisher := s.As(s.Publisher)
	if got := publisher.Get("/desk/staff").Want(200).Doc().Texts(".staff .person a"); len(got) != 3 {
		t.Errorf("staff %q, want the three", got)
	}
	if got := publisher.Get("/desk/staff?q=rita").Want(200).Doc().Texts(".staff .person a"); len(got) != 1 || got[0] != "Rita" {
		t.Errorf("found %q, want Rita", got)
	}
	publisher.PostForm("/desk/staff", "handle", "Rita", "role", "moderator").Want(303)
	s.As(s.Reader).Get("/queue").Want(200) // at once
	other := s.Member("Paula", member.Publisher)
	for _, c := range []struct {
		name, handle, role string
		status             int
	}{
		{"oneself", "Pia", "member", 403},
		{"an equal", other.Handle, "member", 403},
		{"nobody", "Nemo", "editor", 404},
		{"no role", "Rita", "king", 422},
		{"no change", "Rita", "moderator", 409},
	} {
		if problem := publisher.PostForm("/desk/staff", "handle", c.handle, "role", c.role).Want(c.status).Doc().Text(".notice.problem"); problem == "" {
			t.Errorf("%s: the page doesn't say why", c.name)
		}
	}
	if log := publisher.Get("/queue/log").Want(200).Doc().Texts(".log li"); !strings.Contains(log[0], "Pia changed the role of Rita") || !strings.Contains(log[0], "from member to moderator") {
		t.Errorf("the log says %q", log)
	}
}
