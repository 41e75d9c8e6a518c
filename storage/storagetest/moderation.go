package storagetest

import (
	"fmt"
	"testing"
	"time"

	"gogai/discussion"
	"gogai/event"
	"gogai/fault"
	"gogai/member"
	"gogai/moderation"
	"gogai/publication"
	"gogai/storage"
)

var moderations = cases{
	"a flag comes back as it was":           flagRoundTrip,
	"flags are answered by decisions":       flagsAnswered,
	"the queue's order":                     queueOrder,
	"the log, page by page":                 logPages,
	"a flag on no comment":                  flagOnNothing,
	"the log keeps what people were called": logKeepsNames,
	"a member's record":                     memberRecord,
}

func addFlag(t *testing.T, th thread, number int, by member.ID, minutes int) moderation.Flag {
	t.Helper()
	f := moderation.Flag{
		Comment: th.key(number), Member: by, Reason: moderation.Spam, Note: "sells 薬 \"cheap\"", At: noon.Add(time.Duration(minutes) * time.Minute),
	}
	if err := th.AddFlag(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	f.Handle = map[member.ID]string{aoi: "aoi", ben: "ben-b", mod: "watch"}[by]
	return f
}

func flagRoundTrip(t *testing.T, db *storage.DB) {
	th := newThread(t, db)
	th.post(aoi, 0, "one", noon)
	late, early := addFlag(t, th, 1, ben, 5), addFlag(t, th, 1, mod, 2)
	same(t, "oldest first", must(db.OpenFlags(t.Context(), th.key(1)))(t), []moderation.Flag{early, late})

	second := late
	second.Reason, second.Note, second.At = moderation.Other, "", noon.Add(time.Hour)
	if err := db.AddFlag(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	same(t, "a second one replaces the first", must(db.OpenFlags(t.Context(), th.key(1)))(t), []moderation.Flag{early, second})
	if flags, err := db.OpenFlags(t.Context(), th.key(2)); len(flags) != 0 || err != nil {
		t.Errorf("a comment without: %v, %v", flags, err)
	}
}

func flagsAnswered(t *testing.T, db *storage.DB) {
	th := newThread(t, db)
	for i, decision := range []discussion.Decision{discussion.Dismiss, discussion.Remove} {
		number := i + 1
		th.post(aoi, 0, fmt.Sprint("text ", i), noon)
		addFlag(t, th, number, ben, 0)
		th.do(discussion.Decide{Key: th.key(number), By: mod, Decision: decision, Reason: "seen", At: noon.Add(time.Minute)})
		if flags, err := db.OpenFlags(t.Context(), th.key(number)); len(flags) != 0 || err != nil {
			t.Errorf("after %s: %v, %v", decision, flags, err)
		}
	}
	if cases, waiting, err := db.Queue(t.Context(), 10); len(cases) != 0 || waiting != 0 || err != nil {
		t.Errorf("the queue is %v (%d), %v", cases, waiting, err)
	}
	again := addFlag(t, th, 1, ben, 9)
	same(t, "flagged once more", must(db.OpenFlags(t.Context(), th.key(1)))(t), []moderation.Flag{again})
}

func queueOrder(t *testing.T, db *storage.DB) {
	th := newThread(t, db)
	for i := range 4 {
		th.post(aoi, 0, fmt.Sprint("visible ", i), noon)
	}
	must(db.UpdateThread(t.Context(), th.article, func(thread *discussion.Thread) (event.Event, error) {
		return thread.Choose(discussion.Premoderated, mod, "", "", noon)
	}))(t)
	for i, minutes := range []int{30, 10, 10} { // 5, 6, 7 are held
		th.post(aoi, 0, fmt.Sprint("held ", i), noon.Add(time.Duration(minutes)*time.Minute))
	}
	addFlag(t, th, 2, ben, 40)
	addFlag(t, th, 3, ben, 20)
	addFlag(t, th, 4, ben, 50)
	addFlag(t, th, 4, mod, 60)
	addFlag(t, th, 6, mod, 70) // held and flagged: once in the queue

	numbered := func(limit int) (numbers []int, flags []int) {
		cases, waiting, err := db.Queue(t.Context(), limit)
		if err != nil || waiting != 6 {
			t.Fatalf("%d wait, %v", waiting, err)
		}
		for _, c := range cases {
			numbers, flags = append(numbers, c.Number), append(flags, len(c.Flags))
			if c.Headline != "Story 500" || c.Story != "/news/story-500" || c.Handle != "aoi" {
				t.Errorf("a case without its place: %+v", c)
			}
		}
		return numbers, flags
	}
	numbers, flags := numbered(10)
	same(t, "order", numbers, []int{4, 3, 2, 6, 7, 5})
	same(t, "flags", flags, []int{2, 1, 1, 1, 0, 0})
	numbers, _ = numbered(2)
	same(t, "the first two", numbers, []int{4, 3})
}

func logPages(t *testing.T, db *storage.DB) {
	const n = 7
	for i := range n {
		must(db.UpdatePublication(t.Context(), func(*publication.Publication) (event.Event, error) {
			return event.Event{Kind: event.SettingsChanged, At: noon, Subject: fmt.Sprint(i)}, nil // all at one instant
		}))(t)
	}
	for limit := 1; limit <= n+1; limit++ {
		var subjects []string
		for before := int64(0); ; {
			entries, more, err := db.Log(t.Context(), before, limit)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				subjects = append(subjects, e.Subject)
				before = e.ID
			}
			if !more {
				break
			}
		}
		same(t, fmt.Sprint("by ", limit), subjects, []string{"6", "5", "4", "3", "2", "1", "0"})
	}
}

func flagOnNothing(t *testing.T, db *storage.DB) {
	th := newThread(t, db)
	err := db.AddFlag(t.Context(), moderation.Flag{Comment: th.key(8), Member: ben, Reason: moderation.Spam, At: noon})
	wantKind(t, "flag", err, fault.NotFound)
}

func logKeepsNames(t *testing.T, db *storage.DB) {
	th := newThread(t, db)
	banned := must(db.UpdateMember(t.Context(), aoi, func(m *member.Member) ([]event.Event, error) {
		by := member.Member{ID: mod, Role: member.Moderator}
		e, err := moderation.Ban(by, m, noon.Add(time.Hour), "insults", noon)
		return []event.Event{e}, err
	}))(t)
	if !banned.Banned(noon) || banned.BanReason != "insults" {
		t.Errorf("%+v", banned)
	}
	must(db.UpdateMember(t.Context(), aoi, func(m *member.Member) ([]event.Event, error) {
		return nil, m.ChangeHandle("blue", noon)
	}))(t)
	entries, _, err := th.Log(t.Context(), 0, 10)
	if err != nil || len(entries) != 1 {
		t.Fatalf("%v, %v", entries, err)
	}
	if e := entries[0]; e.About != "aoi" || e.Actor != "watch" || e.Event.Actor != int64(mod) {
		t.Errorf("%+v", e)
	}
}

// A member's record holds what they wrote in every state, page by page, and nobody else's.
func memberRecord(t *testing.T, db *storage.DB) {
	th := newThread(t, db)
	for i := range 5 {
		th.post(aoi, 0, fmt.Sprint("text ", i), noon.Add(time.Duration(i/2)*time.Second))
	}
	th.post(ben, 0, "another's", noon)
	th.do(discussion.Delete{Key: th.key(1), By: aoi, At: noon})
	th.do(discussion.Decide{Key: th.key(3), By: mod, Decision: discussion.Remove, Reason: "an insult", At: noon})

	var got []int
	for after := (discussion.Moment{}); ; {
		list, more, err := db.Record(t.Context(), aoi, after, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			got = append(got, c.Number)
		}
		if !more {
			break
		}
		after = list[len(list)-1].Moment()
	}
	same(t, "numbers, newest first", got, []int{5, 4, 3, 2, 1})
}
