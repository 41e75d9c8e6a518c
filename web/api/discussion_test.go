package api

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gogai/discussion"
	"gogai/event"
	"gogai/member"
	"gogai/web/webtest"
)

func commenting(t *testing.T, d *description) {
	s := newSite(t, d)
	story := s.Story("A story")
	rita := s.with(s.Reader)
	answer := rita.ask("POST", under(story, "/comments"), map[string]any{"body": "*Hello*"}).Want(http.StatusCreated)
	var posted comment
	answer.Decode(&posted)
	if posted.BodyHTML != "<p><em>Hello</em></p>" || posted.State != discussion.Visible || posted.Author.Handle != "Rita" || *posted.Body != "*Hello*" {
		t.Errorf("posted %s", answer.Body)
	}
	if got, want := answer.Header.Get("Location"), Prefix+"/comments/"+posted.Key; got != want {
		t.Errorf("Location %q, want %q", got, want)
	}
	// A double tap makes one.
	var again comment
	rita.ask("POST", under(story, "/comments"), map[string]any{"body": "*Hello* "}).Want(http.StatusOK).Decode(&again)
	if again.Key != posted.Key {
		t.Errorf("the same text made %s and %s", posted.Key, again.Key)
	}
	// The parent is named by its key, as the API does, or by its number, as readers do.
	for i, parent := range []any{posted.Key, posted.Number} {
		var reply comment
		s.with(s.Editor).ask("POST", under(story, "/comments"), map[string]any{"body": fmt.Sprint(i), "reply_to": parent}).Want(http.StatusCreated).Decode(&reply)
		if reply.ReplyTo == nil || *reply.ReplyTo != posted.Key {
			t.Errorf("reply_to %v: %v", parent, reply.ReplyTo)
		}
	}
	rita.ask("POST", under(story, "/comments"), `{"body": "top", "reply_to": null}`).Want(http.StatusCreated)

	var edited comment
	rita.ask("PATCH", "/comments/"+posted.Key, map[string]any{"body": "Better"}).Want(http.StatusOK).Decode(&edited)
	if edited.BodyHTML != "<p>Better</p>" || edited.Edited == nil {
		t.Errorf("edited %+v", edited)
	}
	s.Clock.Add(discussion.EditWindow)
	rita.ask("PATCH", "/comments/"+posted.Key, map[string]any{"body": "Too late"}).Want(http.StatusForbidden)
	rita.ask("DELETE", "/comments/"+posted.Key, nil).Want(http.StatusNoContent)
	rita.ask("DELETE", "/comments/"+posted.Key, nil).Want(http.StatusNoContent)
	rita.ask("PATCH", "/comments/"+posted.Key, map[string]any{"body": "Gone"}).Want(http.StatusGone)
	s.with(s.Moderator).ask("DELETE", "/comments/"+posted.Key, nil).Want(http.StatusGone)
	s.with(s.Moderator).ask("POST", under(story, "/comments"), map[string]any{"body": "To whom?", "reply_to": 1}).Want(http.StatusConflict)

	other := s.Story("Another story")
	wrong := map[string]any{"of another story": s.Comment(other, s.Reader, "x", 0).Key, "missing": 99, "negative": -1, "a fraction": 1.5, "a list": []int{1}, "nonsense": "x", "true": true}
	for name, parent := range wrong {
		_, fields := problemOf(t, rita.ask("POST", under(story, "/comments"), map[string]any{"body": name, "reply_to": parent}).Want(http.StatusUnprocessableEntity))
		if !slices.Equal(fields, []string{"reply_to"}) {
			t.Errorf("reply_to %s: fields %q", name, fields)
		}
	}
	for name, text := range map[string]any{"empty": "", "blank": " \n ", "too long": strings.Repeat("あ", discussion.MaxLength+1), "control": "a\x00b", "missing": nil} {
		sent := map[string]any{}
		if text != nil {
			sent["body"] = text
		}
		_, fields := problemOf(t, rita.ask("POST", under(story, "/comments"), sent).Want(http.StatusUnprocessableEntity))
		if !slices.Equal(fields, []string{"body"}) {
			t.Errorf("%s: fields %q", name, fields)
		}
	}
	rita.ask("POST", under(story, "/comments"), map[string]any{"body": strings.Repeat("あ", discussion.MaxLength)}).Want(http.StatusCreated)
}

// The refusals that need a state of things, each on every route that has it.
func refusals(t *testing.T, d *description) {
	s := newSite(t, d)
	rita, text := s.with(s.Reader), map[string]any{"body": "x"}
	value := map[string]any{"value": 1}

	// Withdrawn.
	gone := s.Story("Gone")
	goneKey := "/comments/" + s.Comment(gone, s.Editor, "x", 0).Key.String()
	own := "/comments/" + s.Comment(gone, s.Reader, "x", 0).Key.String()
	s.with(s.Editor).ask("POST", under(gone, "/withhold"), map[string]any{"reason": "x"}).Want(http.StatusOK)
	rita.ask("POST", under(gone, "/comments"), text).Want(http.StatusGone)
	rita.ask("PATCH", own, text).Want(http.StatusGone)
	rita.ask("PUT", goneKey+"/vote", value).Want(http.StatusGone)

	// Closed.
	closed := s.Story("Closed")
	comment := s.Comment(closed, s.Editor, "x", 0)
	_, err := s.Discussions.UpdateThread(t.Context(), closed.ID, func(th *discussion.Thread) (event.Event, error) {
		return th.Choose(discussion.Closed, s.Moderator.ID, "Closed", "", s.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	rita.ask("POST", under(closed, "/comments"), text).Want(http.StatusConflict)
	rita.ask("PUT", "/comments/"+comment.Key.String()+"/vote", value).Want(http.StatusConflict)

	// Removed by a moderator.
	open := s.Story("Open")
	removed := s.Comment(open, s.Reader, "x", 0)
	s.remove(removed.Key, "Off topic.")
	rita.ask("PATCH", "/comments/"+removed.Key.String(), text).Want(http.StatusConflict)
	rita.ask("DELETE", "/comments/"+removed.Key.String(), nil).Want(http.StatusConflict)

	// Somebody else's.
	others := "/comments/" + s.Comment(open, s.Editor, "x", 0).Key.String()
	rita.ask("PATCH", others, text).Want(http.StatusForbidden)
	rita.ask("DELETE", others, nil).Want(http.StatusForbidden)

	// Banned, who may still delete.
	mine := s.Comment(open, s.Reader, "mine", 0)
	if _, err := s.Members.UpdateMember(t.Context(), s.Reader.ID, func(m *member.Member) ([]event.Event, error) {
		m.BannedUntil, m.BanReason = s.Now().Add(time.Hour), "Enough."
		return nil, nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, answer := range []*webtest.Answer{
		rita.ask("POST", under(open, "/comments"), text).Want(http.StatusForbidden),
		rita.ask("PATCH", "/comments/"+mine.Key.String(), text).Want(http.StatusForbidden),
		rita.ask("PUT", others+"/vote", value).Want(http.StatusForbidden),
	} {
		if p, _ := problemOf(t, answer); !strings.Contains(p.Detail, "Enough.") {
			t.Errorf("a banned member reads %q", p.Detail)
		}
	}
	var me overlay
	rita.ask("GET", under(open, "/me"), nil).Want(http.StatusOK).Decode(&me)
	if me.Rights != (rights{}) || len(me.Editable) > 0 {
		t.Errorf("a banned member may %+v", me)
	}
	rita.ask("DELETE", "/comments/"+mine.Key.String(), nil).Want(http.StatusNoContent)
}

func (s *site) remove(key discussion.Key, reason string) {
	s.t.Helper()
	_, err := s.Discussions.Do(s.t.Context(), discussion.Decide{Key: key, By: s.Moderator.ID, Decision: discussion.Remove, Reason: reason, At: s.Now()})
	if err != nil {
		s.t.Fatal(err)
	}
}

// A vote says what shall stand; the server never toggles.
func voting(t *testing.T, d *description) {
	s := newSite(t, d)
	c := s.Comment(s.Story("A story"), s.Reader, "x", 0)
	path := "/comments/" + c.Key.String() + "/vote"
	for _, step := range []struct {
		by    member.Member
		value int
		want  string
	}{
		{s.Editor, 1, "1 ( +1 / -0 )"}, {s.Editor, 1, "1 ( +1 / -0 )"}, {s.Publisher, -1, "0 ( +1 / -1 )"}, {s.Editor, -1, "-2 ( +0 / -2 )"},
		{s.Editor, 0, "-1 ( +0 / -1 )"}, {s.Editor, 0, "-1 ( +0 / -1 )"},
	} {
		var got standing
		s.with(step.by).ask("PUT", path, map[string]any{"value": step.value}).Want(http.StatusOK).Decode(&got)
		if got.Value != step.value || got.Tally.Text != step.want {
			t.Errorf("%s votes %d: %+v, want %s", step.by.Handle, step.value, got, step.want)
		}
	}
	s.with(s.Reader).ask("PUT", path, map[string]any{"value": 1}).Want(http.StatusForbidden)
	for name, sent := range map[string]string{"too many": `{"value":2}`, "a fraction": `{"value":0.5}`, "text": `{"value":"1"}`, "null": `{"value":null}`, "missing": `{}`, "huge": `{"value":1e999}`, "long": `{"value":99999999999999999999}`} {
		_, fields := problemOf(t, s.with(s.Editor).ask("PUT", path, sent).Want(http.StatusUnprocessableEntity))
		if !slices.Equal(fields, []string{"value"}) {
			t.Errorf("%s: fields %q", name, fields)
		}
	}
}

// What was taken away leaves its place and nothing of what it said.
func stubs(t *testing.T, d *description) {
	s := newSite(t, d)
	story := s.Story("A story")
	removed := s.Comment(story, s.Reader, "Canary one", 0)
	deleted := s.Comment(story, s.Reader, "Canary two", 0)
	s.Comment(story, s.Editor, "A reply", deleted.Number)
	vanished := s.Comment(story, s.Reader, "Canary three", 0)
	s.remove(removed.Key, "Against the rules.")
	s.with(s.Reader).ask("DELETE", "/comments/"+deleted.Key.String(), nil).Want(http.StatusNoContent)
	s.with(s.Reader).ask("DELETE", "/comments/"+vanished.Key.String(), nil).Want(http.StatusNoContent)

	for name, c := range map[string]*client{"nobody": s.nobody(), "its author": s.with(s.Reader), "a moderator": s.with(s.Moderator)} {
		answer := c.ask("GET", under(story, "/comments"), nil).Want(http.StatusOK)
		var page list[comment]
		answer.Decode(&page)
		if len(page.Items) != 3 || page.Items[0].State != discussion.Removed || *page.Items[0].Reason != "Against the rules." || page.Items[1].State != discussion.Deleted || page.Items[0].Author != nil {
			t.Errorf("%s gets %s", name, answer.Body)
		}
		one := c.ask("GET", "/comments/"+removed.Key.String(), nil).Want(http.StatusOK)
		two := c.ask("GET", "/comments/"+deleted.Key.String(), nil).Want(http.StatusOK)
		c.ask("GET", "/comments/"+vanished.Key.String(), nil).Want(http.StatusGone)
		if all := string(answer.Body) + string(one.Body) + string(two.Body); strings.Contains(all, "Canary") || strings.Contains(all, "Rita") {
			t.Errorf("%s still reads %s", name, all)
		}
	}
	var counted struct {
		Count int `json:"comment_count"`
	}
	s.nobody().ask("GET", under(story, ""), nil).Decode(&counted)
	if counted.Count != 1 {
		t.Errorf("comment_count %d, want 1", counted.Count)
	}
}

// Where a moderator reads first, nobody else does.
func held(t *testing.T, d *description) {
	s := newSite(t, d)
	story := s.Story("A story")
	_, err := s.Discussions.UpdateThread(t.Context(), story.ID, func(th *discussion.Thread) (event.Event, error) {
		return th.Choose(discussion.Premoderated, s.Moderator.ID, "x", "", s.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	var posted comment
	s.with(s.Reader).ask("POST", under(story, "/comments"), map[string]any{"body": "Canary"}).Want(http.StatusCreated).Decode(&posted)
	if posted.State != discussion.Held {
		t.Errorf("state %s, want held", posted.State)
	}
	path := "/comments/" + posted.Key
	s.nobody().ask("GET", path, nil).Want(http.StatusNotFound)
	s.with(s.Member("Other", member.Reader)).ask("GET", path, nil).Want(http.StatusNotFound)
	for _, m := range []member.Member{s.Reader, s.Moderator} {
		answer := s.with(m).ask("GET", path, nil).Want(http.StatusOK)
		if !strings.Contains(string(answer.Body), "Canary") || !strings.Contains(answer.Header.Get("Cache-Control"), "no-store") {
			t.Errorf("%s gets %s, %v", m.Handle, answer.Body, answer.Header)
		}
	}
	if list := s.nobody().ask("GET", under(story, "/comments"), nil); strings.Contains(string(list.Body), "Canary") {
		t.Errorf("the list shows %s", list.Body)
	}
	s.with(s.Publisher).ask("PUT", path+"/vote", map[string]any{"value": 1}).Want(http.StatusNotFound)
}

// A POST with an Idempotency-Key is done once, whatever is made by it.
func once(t *testing.T, d *description) {
	s := newSite(t, d)
	discussed := s.Story("A story")
	keyed := func(m member.Member, key string) *client {
		c := s.with(m)
		c.Header.Set("Idempotency-Key", key)
		return c
	}
	var first, second, others, later comment
	send := func(c *client, text string, want int, into any) {
		t.Helper()
		answer := c.ask("POST", under(discussed, "/comments"), map[string]any{"body": text}).Want(want)
		if into != nil {
			answer.Decode(into)
		}
	}
	send(keyed(s.Reader, "one"), "x", http.StatusCreated, &first)
	s.Clock.Add(time.Hour)
	send(keyed(s.Reader, "one"), "x", http.StatusOK, &second)
	send(keyed(s.Editor, "one"), "x", http.StatusCreated, &others)
	if first.Key != second.Key || first.Key == others.Key {
		t.Errorf("made %s, %s and another's %s", first.Key, second.Key, others.Key)
	}
	_, fields := problemOf(t, keyed(s.Reader, "one").ask("POST", under(discussed, "/comments"), map[string]any{"body": "y"}).Want(http.StatusUnprocessableEntity))
	if !slices.Equal(fields, []string{"Idempotency-Key"}) {
		t.Errorf("fields %q", fields)
	}
	s.Clock.Add(member.RequestLifetime)
	send(keyed(s.Reader, "one"), "x", http.StatusCreated, &later)
	if later.Key == first.Key {
		t.Error("the key was remembered for ever")
	}
	for _, key := range []string{"", strings.Repeat("k", member.MaxRequestKey+1), "schlüssel"} {
		send(keyed(s.Reader, key), "x", http.StatusBadRequest, nil)
	}
	twice := s.with(s.Reader)
	twice.Header["Idempotency-Key"] = []string{"a", "b"}
	send(twice, "x", http.StatusBadRequest, nil)

	sent := map[string]any{"section": "news", "headline": "H", "body": "B"}
	var draft, same story
	keyed(s.Editor, "draft").ask("POST", "/articles", sent).Want(http.StatusCreated).Decode(&draft)
	keyed(s.Editor, "draft").ask("POST", "/articles", sent).Want(http.StatusOK).Decode(&same)
	if draft.Key != same.Key {
		t.Errorf("made stories %s and %s", draft.Key, same.Key)
	}
	keyed(s.Editor, "out").ask("POST", "/articles/"+draft.Key+"/publish", nil).Want(http.StatusOK)
	keyed(s.Editor, "out").ask("POST", "/articles/"+draft.Key+"/publish", nil).Want(http.StatusOK)
	s.with(s.Editor).ask("POST", "/articles/"+draft.Key+"/publish", nil).Want(http.StatusConflict)
	keyed(s.Editor, "out").ask("POST", "/articles/"+draft.Key+"/withhold", map[string]any{"reason": "x"}).Want(http.StatusUnprocessableEntity)
}

// The overlay holds all that is personal about a page.
func personal(t *testing.T, d *description) {
	s := newSite(t, d)
	story := s.Story("A story")
	s.Comment(story, s.Reader, "old", 0)
	s.Clock.Add(discussion.EditWindow)
	fresh := s.Comment(story, s.Reader, "fresh", 0)
	others := s.Comment(story, s.Editor, "other", 0)
	s.with(s.Reader).ask("PUT", "/comments/"+others.Key.String()+"/vote", map[string]any{"value": -1}).Want(http.StatusOK)

	var got map[string]any
	answer := s.with(s.Reader).ask("GET", under(story, "/me"), nil).Want(http.StatusOK)
	answer.Decode(&got)
	want := map[string]any{
		"member": map[string]any{"handle": "Rita", "role": "member"}, "rights": map[string]any{"comment": true, "vote": true, "moderate": false},
		"votes": map[string]any{"3": -1.}, "editable": map[string]any{"2": fresh.EditableUntil().Format(time.RFC3339)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if cache := answer.Header.Get("Cache-Control"); !strings.Contains(cache, "no-store") {
		t.Errorf("Cache-Control %q", cache)
	}
	clear(got)
	s.nobody().ask("GET", under(story, "/me"), nil).Want(http.StatusOK).Decode(&got)
	nothing := map[string]any{"member": nil, "rights": map[string]any{"comment": false, "vote": false, "moderate": false}, "votes": map[string]any{}, "editable": map[string]any{}}
	if diff := cmp.Diff(nothing, got); diff != "" {
		t.Error(diff)
	}
	s.Clock.Add(30 * 24 * time.Hour) // time has closed the thread; a session lasts as long unused
	var later overlay
	s.with(s.Moderator).ask("GET", under(story, "/me"), nil).Want(http.StatusOK).Decode(&later)
	if later.Rights != (rights{Moderate: true}) {
		t.Errorf("rights in a closed thread: %+v", later.Rights)
	}
}
