package discussion

import (
	"testing"
	"time"

	"gogai/article"
	"gogai/fault"
	"gogai/member"
)

var (
	noon   = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	people = map[member.ID]member.Member{
		1: {ID: 1, Handle: "aoi", Role: member.Reader}, 2: {ID: 2, Handle: "ben", Role: member.Reader},
		3: {ID: 3, Handle: "mods", Role: member.Moderator}, 4: {ID: 4, Handle: "chief", Role: member.Publisher},
		5: {ID: 5, Handle: "rude", Role: member.Reader, BannedUntil: noon.Add(time.Hour), BanReason: "insults"},
	}
)

const story article.ID = 100

// board returns a slate with an open thread of a story that was published an hour ago.
func board() *Slate {
	s := NewSlate()
	s.Members = people
	s.Threads[story] = &Thread{
		Article: story, Chosen: Open, Days: 14, Version: 1,
		Story: article.Status{Stage: article.Released, PublishedAt: noon.Add(-time.Hour)},
	}
	return s
}

func key(number int) Key { return Key{story, number} }

func post(t *testing.T, s *Slate, by member.ID, parent int, body string) Comment {
	t.Helper()
	r, err := s.Apply(Post{Article: story, By: by, Parent: parent, Body: body, At: noon})
	if err != nil {
		t.Fatalf("post %q: %v", body, err)
	}
	return r.Comment
}

func apply(t *testing.T, s *Slate, w Write) Result {
	t.Helper()
	r, err := s.Apply(w)
	if err != nil {
		t.Fatalf("%T: %v", w, err)
	}
	return r
}

func wantKind(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("got %v, want fault kind %d", err, kind)
	}
}

func TestPost(t *testing.T) {
	s := board()
	first := post(t, s, 1, 0, "one")
	reply := post(t, s, 2, first.Number, "two")
	if reply.Number != 2 || reply.ParentHandle != "aoi" || reply.Handle != "ben" || reply.State != Visible {
		t.Errorf("reply is %+v", reply)
	}
	thread := s.Threads[story]
	if thread.Count != 2 || thread.Last != 2 || thread.Version != 3 || s.Comments[key(1)].Replies != 1 {
		t.Errorf("thread is %+v", thread)
	}

	withheld, draft, old, closed := board(), board(), board(), board()
	withheld.Threads[story].Story.Stage = article.HeldBack
	draft.Threads[story].Story.Stage = article.InDraft
	old.Threads[story].Story.PublishedAt = noon.AddDate(0, 0, -14)
	closed.Threads[story].Chosen = Closed
	for name, c := range map[string]struct {
		s    *Slate
		w    Post
		want fault.Kind
	}{
		"a stranger":            {board(), Post{Article: story, By: 99}, fault.Unauthenticated},
		"a banned member":       {board(), Post{Article: story, By: 5}, fault.Forbidden},
		"no story":              {board(), Post{Article: 7, By: 1}, fault.NotFound},
		"a withheld story":      {withheld, Post{Article: story, By: 1}, fault.Gone},
		"a draft":               {draft, Post{Article: story, By: 1}, fault.NotFound},
		"time closed it":        {old, Post{Article: story, By: 1}, fault.Conflict},
		"staff closed it":       {closed, Post{Article: story, By: 1}, fault.Conflict},
		"parent does not exist": {board(), Post{Article: story, By: 1, Parent: 9}, fault.Invalid},
	} {
		c.w.At = noon
		c.w.Body = "text"
		if _, err := c.s.Apply(c.w); !fault.Is(err, c.want) {
			t.Errorf("%s: got %v", name, err)
		}
		if changes := c.s.Changes(); len(changes.Threads)+len(changes.Added) > 0 {
			t.Errorf("%s: a refusal changed %+v", name, changes)
		}
	}
}

// A double tap makes one comment; a minute later, or by somebody else, it is another.
func TestPostTwice(t *testing.T) {
	s := board()
	first := post(t, s, 1, 0, "same")
	again := apply(t, s, Post{Article: story, By: 1, Body: "same", At: noon.Add(RepeatWindow - time.Millisecond)})
	if !again.Repeated || again.Comment.Key != first.Key {
		t.Errorf("within a minute: %+v", again)
	}
	if r := apply(t, s, Post{Article: story, By: 2, Body: "same", At: noon}); r.Repeated {
		t.Error("somebody else's comment was taken for a repetition")
	}
	if r := apply(t, s, Post{Article: story, By: 1, Body: "same", At: noon.Add(RepeatWindow)}); r.Repeated {
		t.Error("after a minute it is another comment")
	}
	apply(t, s, Delete{first.Key, 1, noon})
	if got := s.Threads[story].Count; got != 2 {
		t.Errorf("count %d, want 2", got)
	}
}

func TestRequestDoneOnce(t *testing.T) {
	s := board()
	w := Post{Article: story, By: 1, Body: "hello", At: noon, Request: member.Request{Member: 1, Key: "k", Fingerprint: "f"}}
	first := apply(t, s, w)
	w.At = noon.Add(2 * time.Hour)
	again := apply(t, s, w)
	if !again.Repeated || again.Comment.Key != first.Comment.Key || s.Threads[story].Last != 1 {
		t.Errorf("again: %+v", again)
	}
	w.Request.Fingerprint = "other"
	_, err := s.Apply(w)
	wantKind(t, err, fault.Invalid)
	w.At = noon.Add(member.RequestLifetime)
	if r := apply(t, s, w); r.Repeated {
		t.Error("a day later the key is free again")
	}
}

func TestPremoderation(t *testing.T) {
	s := board()
	s.Threads[story].Chosen = Premoderated
	held := post(t, s, 1, 0, "may I?")
	if held.State != Held || s.Threads[story].Count != 0 || held.Shown() {
		t.Fatalf("held: %+v", held)
	}
	if staff := post(t, s, 3, 0, "I may"); staff.State != Visible {
		t.Errorf("a moderator's comment is %s", staff.State)
	}
	_, err := s.Apply(Post{Article: story, By: 2, Parent: held.Number, Body: "reply", At: noon})
	wantKind(t, err, fault.Invalid) // nobody else knows of it
	_, err = s.Apply(Cast{held.Key, 2, 1, noon})
	wantKind(t, err, fault.NotFound)

	apply(t, s, Decide{held.Key, 3, Approve, "", noon})
	if got := s.Threads[story].Count; got != 2 {
		t.Errorf("count after approval %d, want 2", got)
	}
	if r := apply(t, s, Edit{Key: held.Key, By: 1, Body: "changed", At: noon}); r.Comment.State != Held {
		t.Errorf("edited, it is %s: a moderator has to read it again", r.Comment.State)
	}
	apply(t, s, Decide{held.Key, 3, Reject, "no", noon})
	if c := s.Comments[held.Key]; c.State != Rejected || c.Shown() || c.Reason != "no" {
		t.Errorf("rejected: %+v", c)
	}
}

func TestEdit(t *testing.T) {
	for name, c := range map[string]struct {
		edit  Edit
		after func(*Slate)
		want  fault.Kind
	}{
		"somebody else":       {edit: Edit{By: 2}, want: fault.Forbidden},
		"a moderator":         {edit: Edit{By: 3}, want: fault.Forbidden},
		"too late":            {edit: Edit{By: 1, At: noon.Add(EditWindow)}, want: fault.Forbidden},
		"deleted":             {Edit{By: 1}, func(s *Slate) { s.Apply(Delete{key(1), 1, noon}) }, fault.Gone},
		"removed":             {Edit{By: 1}, func(s *Slate) { s.Apply(Decide{key(1), 3, Remove, "rude", noon}) }, fault.Conflict},
		"of a withheld story": {Edit{By: 1}, func(s *Slate) { s.Threads[story].Story.Stage = article.HeldBack }, fault.Gone},
		"not there":           {edit: Edit{Key: key(8), By: 1}, want: fault.NotFound},
	} {
		s := board()
		post(t, s, 1, 0, "before")
		if c.after != nil {
			c.after(s)
		}
		if c.edit.Key == (Key{}) {
			c.edit.Key = key(1)
		}
		if c.edit.At.IsZero() {
			c.edit.At = noon.Add(time.Minute)
		}
		c.edit.Body = "after"
		if _, err := s.Apply(c.edit); !fault.Is(err, c.want) {
			t.Errorf("%s: got %v", name, err)
		}
		if got := s.Comments[key(1)].Body; got != "before" {
			t.Errorf("%s: the text became %q", name, got)
		}
	}

	s := board()
	post(t, s, 1, 0, "before")
	apply(t, s, Edit{Key: key(1), By: 1, Body: "after", At: noon.Add(EditWindow - 1)})
	apply(t, s, Edit{Key: key(1), By: 1, Body: "after", At: noon.Add(EditWindow - 1)}) // nothing new
	changes := s.Changes()
	if len(changes.Earlier) != 1 || changes.Earlier[0].Body != "before" || s.Comments[key(1)].EditedAt.IsZero() {
		t.Errorf("earlier texts: %+v", changes.Earlier)
	}
}

func TestVote(t *testing.T) {
	s := board()
	post(t, s, 1, 0, "text")
	for _, c := range []struct {
		by    member.ID
		value int
		want  string
	}{
		{2, 1, "1 ( +1 / -0 )"}, {2, 1, "1 ( +1 / -0 )"}, {3, -1, "0 ( +1 / -1 )"}, {2, -1, "-2 ( +0 / -2 )"},
		{2, 0, "-1 ( +0 / -1 )"}, {2, 0, "-1 ( +0 / -1 )"}, {4, 1, "0 ( +1 / -1 )"},
	} {
		r := apply(t, s, Cast{key(1), c.by, c.value, noon})
		if got := r.Comment.Tally().String(); got != c.want || r.Value != c.value {
			t.Errorf("after %d's %d: %s, want %s", c.by, c.value, got, c.want)
		}
	}
	if got := s.Threads[story].Version; got != 7 { // 1, the comment, and five votes that changed something
		t.Errorf("version %d, want 7", got)
	}
	_, err := s.Apply(Cast{key(1), 1, 1, noon})
	wantKind(t, err, fault.Forbidden)
	_, err = s.Apply(Cast{key(1), 5, 1, noon})
	wantKind(t, err, fault.Forbidden)
	_, err = s.Apply(Cast{key(1), 2, 2, noon})
	wantKind(t, err, fault.Invalid)
	_, err = s.Apply(Cast{key(9), 2, 1, noon})
	wantKind(t, err, fault.NotFound)
	_, err = s.Apply(Cast{key(1), 2, 1, noon.AddDate(0, 0, 14)})
	wantKind(t, err, fault.Conflict)
	apply(t, s, Decide{key(1), 3, Remove, "rude", noon})
	_, err = s.Apply(Cast{key(1), 2, 1, noon})
	wantKind(t, err, fault.Conflict)

	imported := board()
	imported.Comments[key(1)] = &Comment{Key: key(1), State: Visible, Base: Tally{1, 4}}
	if r := apply(t, imported, Cast{key(1), 2, 1, noon}); r.Comment.Tally().String() != "-2 ( +2 / -4 )" {
		t.Errorf("on top of imported votes: %s", r.Comment.Tally())
	}
}

// 1 ← 2 ← 3 and 1 ← 4: stubs stand while replies do, and go with the last of them.
func TestDeleteAndStubs(t *testing.T) {
	s := board()
	post(t, s, 1, 0, "one")
	post(t, s, 2, 1, "two")
	post(t, s, 1, 2, "three")
	post(t, s, 2, 1, "four")
	shown := func() (list []int) {
		for n := 1; n <= 4; n++ {
			if s.Comments[key(n)].Shown() {
				list = append(list, n)
			}
		}
		return list
	}
	for _, step := range []struct {
		w     Write
		shown []int
		count int
	}{
		{Delete{key(1), 1, noon}, []int{1, 2, 3, 4}, 3},
		{Delete{key(2), 2, noon}, []int{1, 2, 3, 4}, 2},
		{Delete{key(4), 2, noon}, []int{1, 2, 3}, 1},
		{Delete{key(3), 1, noon}, nil, 0},
		{Delete{key(3), 1, noon}, nil, 0},
	} {
		apply(t, s, step.w)
		if got := shown(); !equal(got, step.shown) || s.Threads[story].Count != step.count {
			t.Errorf("after %+v: shown %v, count %d; want %v, %d", step.w, got, s.Threads[story].Count, step.shown, step.count)
		}
	}
	_, err := s.Apply(Delete{key(3), 2, noon})
	wantKind(t, err, fault.Gone)
	_, err = s.Apply(Post{Article: story, By: 2, Parent: 3, Body: "x", At: noon})
	wantKind(t, err, fault.Conflict)
}

func equal(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestDecide(t *testing.T) {
	s := board()
	post(t, s, 1, 0, "one")
	post(t, s, 4, 0, "the publisher's")
	for name, c := range map[string]struct {
		d    Decide
		want fault.Kind
	}{
		"a reader":           {Decide{key(1), 2, Remove, "x", noon}, fault.Forbidden},
		"a stranger":         {Decide{key(1), 77, Remove, "x", noon}, fault.Forbidden},
		"no reason":          {Decide{key(1), 3, Remove, " \n", noon}, fault.Invalid},
		"of a superior":      {Decide{key(2), 3, Remove, "x", noon}, fault.Forbidden},
		"not held":           {Decide{key(1), 3, Approve, "", noon}, fault.Conflict},
		"not removed":        {Decide{key(1), 3, Restore, "", noon}, fault.Conflict},
		"not there":          {Decide{key(9), 3, Remove, "x", noon}, fault.NotFound},
		"no such decision":   {Decide{key(1), 3, "explode", "", noon}, fault.Invalid},
		"too long a reason":  {Decide{key(1), 3, Remove, long(MaxReason + 1), noon}, fault.Invalid},
		"a broken character": {Decide{key(1), 3, Remove, "\xff", noon}, fault.Invalid},
	} {
		if _, err := s.Apply(c.d); !fault.Is(err, c.want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	before := len(s.Changes().Events)
	apply(t, s, Decide{key(1), 3, Remove, "an insult", noon})
	if c := s.Comments[key(1)]; c.State != Removed || !c.Shown() || c.Reason != "an insult" || s.Threads[story].Count != 1 {
		t.Errorf("removed: %+v", c)
	}
	_, err := s.Apply(Delete{key(1), 1, noon})
	wantKind(t, err, fault.Conflict) // the stub with its reason stays
	apply(t, s, Decide{key(1), 3, Restore, "", noon})
	if c := s.Comments[key(1)]; c.State != Visible || c.Reason != "" || s.Threads[story].Count != 2 {
		t.Errorf("restored: %+v", c)
	}
	changes := s.Changes()
	if got := len(changes.Events) - before; got != 2 || len(changes.Settled) != 2 || changes.Events[before].Reason != "an insult" {
		t.Errorf("%d events, %d settled", got, len(changes.Settled))
	}
}

func long(n int) string {
	text := make([]byte, n)
	for i := range text {
		text[i] = 'x'
	}
	return string(text)
}

func TestThreadMode(t *testing.T) {
	published := article.Status{Stage: article.Released, PublishedAt: noon}
	for name, c := range map[string]struct {
		t    Thread
		at   time.Duration
		want Mode
	}{
		"open":                          {Thread{Chosen: Open, Days: 14, Story: published}, 0, Open},
		"the last instant":              {Thread{Chosen: Open, Days: 1, Story: published}, 24*time.Hour - 1, Open},
		"its time is over":              {Thread{Chosen: Open, Days: 1, Story: published}, 24 * time.Hour, Closed},
		"never closes":                  {Thread{Chosen: Open, Days: 0, Story: published}, 9999 * time.Hour, Open},
		"premoderated":                  {Thread{Chosen: Premoderated, Days: 1, Story: published}, 0, Premoderated},
		"premoderated, over":            {Thread{Chosen: Premoderated, Days: 1, Story: published}, 48 * time.Hour, Closed},
		"closed by hand":                {Thread{Chosen: Closed, Days: 0, Story: published}, 0, Closed},
		"reopened by hand":              {Thread{Chosen: Open, Kept: true, Days: 1, Story: published}, 48 * time.Hour, Open},
		"not yet published":             {Thread{Chosen: Open, Days: 1, Story: published}, -time.Hour, Closed},
		"an import's own clock":         {Thread{Chosen: Open, Days: 1, OpenedAt: noon.Add(48 * time.Hour), Story: published}, 50 * time.Hour, Open},
		"an expired story's goes on":    {Thread{Chosen: Open, Days: 9, Story: article.Status{Stage: article.Released, PublishedAt: noon, ExpiresAt: noon}}, time.Hour, Open},
		"a withheld story has none":     {Thread{Chosen: Open, Days: 9, Story: article.Status{Stage: article.HeldBack, PublishedAt: noon}}, time.Hour, Closed},
		"premoderated wins over 'kept'": {Thread{Chosen: Premoderated, Kept: true, Days: 1, Story: published}, 48 * time.Hour, Premoderated},
	} {
		if got := c.t.Mode(noon.Add(c.at)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// Opening a thread that time has closed keeps it open; closing it closes it at once.
func TestChoose(t *testing.T) {
	thread := board().Threads[story]
	late := noon.AddDate(0, 0, 30)
	if _, err := thread.Choose(Open, 3, "Headline", "", late); err != nil || thread.Mode(late) != Open {
		t.Errorf("reopened: %v, %s", err, thread.Mode(late))
	}
	if _, err := thread.Choose(Open, 3, "Headline", "", late); !fault.Is(err, fault.Conflict) {
		t.Errorf("again: %v", err)
	}
	e, err := thread.Choose(Closed, 3, "Headline", "heated", late)
	if err != nil || thread.Mode(late) != Closed || e.Reason != "heated" || e.Actor != 3 || e.About != "Headline" {
		t.Errorf("closed: %v, %+v", err, e)
	}
}
