package storagetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"gogai/discussion"
	"gogai/event"
	"gogai/fault"
	"gogai/member"
	"gogai/storage"
)

var members = cases{
	"a member comes back as they were":     memberRoundTrip,
	"handles that are or were somebody's":  handlesTaken,
	"a handle claimed by many at once":     handleAtOnce,
	"e-mail addresses in use":              emailsTaken,
	"accounts without an address":          withoutEmail,
	"a changed handle":                     handleChange,
	"members updated at once":              membersAtOnce,
	"a refused change of a member":         refusedMember,
	"no member":                            noMember,
	"lists of members":                     memberLists,
	"known handles":                        knownHandles,
	"sessions":                             sessions,
	"sessions end":                         sessionsEnd,
	"no member has sessions without end":   sessionsBounded,
	"a session's last use, to the minute":  sessionSeen,
	"tokens":                               tokens,
	"a new handle or role reaches threads": threadsLearn,
}

func person(id member.ID, handle string) member.Member {
	return member.Member{ID: id, Handle: handle, Email: fmt.Sprintf("m%d@example.org", id), Role: member.Reader, CreatedAt: noon, Version: 1}
}

func addMember(t *testing.T, db *storage.DB, id member.ID, handle string) member.Member {
	t.Helper()
	m := person(id, handle)
	if err := db.CreateMember(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	return m
}

func rename(db *storage.DB, t *testing.T, id member.ID, handle string) error {
	_, err := db.UpdateMember(t.Context(), id, func(m *member.Member) ([]event.Event, error) {
		m.Handle = handle
		return nil, nil
	})
	return err
}

func memberRoundTrip(t *testing.T, db *storage.DB) {
	want := member.Member{
		ID: 31, Handle: "はなこ_7", Email: "Hanako@example.org", PasswordHash: "$argon2id$…", Role: member.Editor,
		BannedUntil: noon.Add(time.Hour), BanReason: "it's a \"test\"; --", CreatedAt: noon, HandleChangedAt: noon.Add(-time.Hour), Version: 1,
	}
	if err := db.CreateMember(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	same(t, "by key", must(db.Member(t.Context(), 31))(t), want)
	same(t, "by handle", must(db.MemberByHandle(t.Context(), "はなこ_7"))(t), want)
	for _, login := range []string{"はなこ_7", "hanako@example.org", "HANAKO@EXAMPLE.ORG"} {
		same(t, "login "+login, must(db.MemberByLogin(t.Context(), login))(t), want)
	}
	plain := addMember(t, db, 32, "Plain") // every instant but one is zero
	same(t, "zero instants", must(db.Member(t.Context(), 32))(t), plain)
	same(t, "in another case", must(db.MemberByHandle(t.Context(), "pLAIN"))(t), plain)
	wantKind(t, "the same key again", db.CreateMember(t.Context(), person(32, "another")), fault.Conflict)
}

func handlesTaken(t *testing.T, db *storage.DB) {
	addMember(t, db, 31, "paul")
	addMember(t, db, 32, "old-name")
	if err := rename(db, t, 32, "new-name"); err != nil {
		t.Fatal(err)
	}
	for i, handle := range []string{"paul", "PAUL", "pau1", "раul", "ρaul", "pául", "ｐａｕｌ", "old-name", "OLD_NAME", "new-name", "nevv-name"} {
		wantField(t, "created "+handle, db.CreateMember(t.Context(), person(member.ID(40+i), handle)), "handle")
	}
	other := addMember(t, db, 33, "other")
	wantField(t, "renamed to a look-alike", rename(db, t, 33, "pau1"), "handle")
	wantField(t, "renamed to a former one", rename(db, t, 33, "old-name"), "handle")
	same(t, "after the refusals", must(db.Member(t.Context(), 33))(t), other)
}

func handleAtOnce(t *testing.T, db *storage.DB) {
	var wg sync.WaitGroup
	errs := make([]error, 10)
	for i := range errs {
		wg.Go(func() {
			m := person(member.ID(31+i), []string{"paul", "pau1", "Pаul"}[i%3])
			errs[i] = db.CreateMember(t.Context(), m)
		})
	}
	wg.Wait()
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
		} else {
			wantField(t, "a loser", err, "handle")
		}
	}
	if made != 1 {
		t.Errorf("%d members have one handle", made)
	}
}

func emailsTaken(t *testing.T, db *storage.DB) {
	first := person(31, "first")
	first.Email = "Ann@Bücher.example"
	if err := db.CreateMember(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	for _, email := range []string{"Ann@Bücher.example", "ANN@bücher.EXAMPLE", "ann@xn--bcher-kva.example"} {
		second := person(32, "second")
		second.Email = email
		wantField(t, email, db.CreateMember(t.Context(), second), "email")
	}
	addMember(t, db, 33, "third")
	_, err := db.UpdateMember(t.Context(), 33, func(m *member.Member) ([]event.Event, error) {
		m.Email = "ann@bücher.example"
		return []event.Event{{Kind: event.MemberRoleChanged, At: noon}}, nil
	})
	wantField(t, "changed to a taken one", err, "email")
	if log, _, _ := db.Log(t.Context(), 0, 5); len(log) != 0 {
		t.Errorf("a refused change is in the log: %+v", log)
	}
}

func withoutEmail(t *testing.T, db *storage.DB) {
	for i, handle := range []string{"one", "two"} {
		m := person(member.ID(31+i), handle)
		m.Email = ""
		if err := db.CreateMember(t.Context(), m); err != nil {
			t.Error(err)
		}
	}
	_, err := db.MemberByLogin(t.Context(), "")
	wantKind(t, "log in with nothing", err, fault.NotFound)
	_, err = db.MemberByLogin(t.Context(), "@")
	wantKind(t, "log in with an empty address", err, fault.NotFound)
}

func handleChange(t *testing.T, db *storage.DB) {
	addMember(t, db, 31, "first-name")
	for i, handle := range []string{"second", "First_Name", "first-name"} { // its own look-alike, and back
		if err := rename(db, t, 31, handle); err != nil {
			t.Fatalf("to %s: %v", handle, err)
		}
		m := must(db.Member(t.Context(), 31))(t)
		if m.Handle != handle || m.Version != int64(i+2) {
			t.Errorf("got %+v", m)
		}
		for _, former := range []string{"first-name", "FIRST_NAME", handle} {
			if got := must(db.MemberByHandle(t.Context(), former))(t); got.Handle != handle {
				t.Errorf("%s leads to %q, want %q", former, got.Handle, handle)
			}
		}
	}
	_, err := db.MemberByLogin(t.Context(), "second")
	wantKind(t, "log in by a former handle", err, fault.NotFound)
}

func membersAtOnce(t *testing.T, db *storage.DB) {
	addMember(t, db, 31, "one")
	var wg sync.WaitGroup
	for range 30 {
		wg.Go(func() {
			_, err := db.UpdateMember(t.Context(), 31, func(m *member.Member) ([]event.Event, error) {
				m.BanReason += "x"
				return nil, nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if m := must(db.Member(t.Context(), 31))(t); len(m.BanReason) != 30 || m.Version != 31 {
		t.Errorf("an update was lost: %+v", m)
	}
}

func refusedMember(t *testing.T, db *storage.DB) {
	want := addMember(t, db, 31, "one")
	refusal := errors.New("no")
	_, err := db.UpdateMember(t.Context(), 31, func(m *member.Member) ([]event.Event, error) {
		m.Role = member.Publisher
		return []event.Event{{Kind: event.MemberRoleChanged, At: noon}}, refusal
	})
	if !errors.Is(err, refusal) {
		t.Errorf("got %v", err)
	}
	same(t, "member", must(db.Member(t.Context(), 31))(t), want)
	if must(db.HasPublisher(t.Context()))(t) {
		t.Error("the role came through")
	}
}

func noMember(t *testing.T, db *storage.DB) {
	addMember(t, db, 31, "one")
	_, err := db.Member(t.Context(), 32)
	wantKind(t, "by key", err, fault.NotFound)
	for _, handle := range []string{"", "on", "%", "one ", "ones"} {
		_, err = db.MemberByHandle(t.Context(), handle)
		wantKind(t, "by handle "+handle, err, fault.NotFound)
	}
	_, err = db.UpdateMember(t.Context(), 32, func(*member.Member) ([]event.Event, error) { return nil, nil })
	wantKind(t, "update", err, fault.NotFound)
}

func memberLists(t *testing.T, db *storage.DB) {
	roles := map[string]member.Role{"zoe": member.Moderator, "max_power": member.Publisher}
	for i, handle := range []string{"bob", "Anna", "zoe", "max_power", "maxine", "さくら"} {
		m := person(member.ID(31+i), handle)
		m.PasswordHash = "secret"
		if role, staff := roles[handle]; staff {
			m.Role = role
		}
		if err := db.CreateMember(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		part  string
		staff bool
		limit int
		want  []string
	}{
		"all, staff first":       {"", false, 10, []string{"max_power", "zoe", "Anna", "bob", "maxine", "さくら"}},
		"staff":                  {"", true, 10, []string{"max_power", "zoe"}},
		"a part, in any case":    {"MAX", false, 10, []string{"max_power", "maxine"}},
		"in the middle":          {"ob", false, 10, []string{"bob"}},
		"a low line is itself":   {"_", false, 10, []string{"max_power"}},
		"a per cent sign too":    {"%", false, 10, nil},
		"and a reversed solidus": {`\`, false, 10, nil},
		"in Japanese":            {"くら", false, 10, []string{"さくら"}},
		"the first":              {"", false, 1, []string{"max_power"}},
		"three":                  {"", false, 3, []string{"max_power", "zoe", "Anna"}},
	} {
		var handles []string
		for _, m := range must(db.Members(t.Context(), c.part, c.staff, c.limit))(t) {
			handles = append(handles, m.Handle)
			if m.Email != "" || m.PasswordHash != "" {
				t.Errorf("%s: the list tells an address or a password hash: %+v", name, m)
			}
		}
		same(t, name, handles, c.want)
	}
	if !must(db.HasPublisher(t.Context()))(t) {
		t.Error("there is a publisher")
	}
}

func knownHandles(t *testing.T, db *storage.DB) {
	addMember(t, db, 31, "Anna")
	addMember(t, db, 32, "was")
	if err := rename(db, t, 32, "さくら"); err != nil {
		t.Fatal(err)
	}
	got := must(db.KnownHandles(t.Context(), []string{"anna", "ANNA", "Anna", "ann4", "was", "さくら", "", "\"'\\"}))(t)
	same(t, "known", got, map[string]string{"anna": "Anna", "ANNA": "Anna", "Anna": "Anna", "さくら": "さくら"})
	if got := must(db.KnownHandles(t.Context(), nil))(t); len(got) != 0 {
		t.Errorf("of none: %v", got)
	}
}

func openSession(t *testing.T, db *storage.DB, id string, m member.ID, created time.Time) member.Session {
	t.Helper()
	s := member.Session{ID: id, SecretHash: "hash of " + id, Member: m, Agent: "Browser 1.0 (日本)", CreatedAt: created, SeenAt: created}
	if err := db.CreateSession(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	return s
}

func sessions(t *testing.T, db *storage.DB) {
	ctx := t.Context()
	m := addMember(t, db, 31, "one")
	first := openSession(t, db, "first", 31, noon)
	second := openSession(t, db, "second", 31, noon.Add(time.Second))
	addMember(t, db, 32, "two")
	openSession(t, db, "other", 32, noon)

	got, whose, err := db.Session(ctx, first.SecretHash, noon.Add(59*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "session", got, first)
	same(t, "member", whose, m)
	same(t, "last used first", must(db.Sessions(ctx, 31, noon.Add(time.Minute)))(t), []member.Session{second, first})

	for name, at := range map[string]time.Time{
		"idle too long": noon.Add(member.SessionIdle), "long after": noon.Add(10 * member.SessionLifetime),
	} {
		_, _, err := db.Session(ctx, first.SecretHash, at)
		wantKind(t, name, err, fault.Unauthenticated)
		if list := must(db.Sessions(ctx, 31, at.Add(time.Second)))(t); len(list) != 0 {
			t.Errorf("%s: still listed: %+v", name, list)
		}
	}
	_, _, err = db.Session(ctx, "hash of nothing", noon)
	wantKind(t, "unknown", err, fault.Unauthenticated)
}

func sessionsBounded(t *testing.T, db *storage.DB) {
	addMember(t, db, 31, "aoi")
	addMember(t, db, 32, "ben-b")
	openSession(t, db, "other", 32, noon.Add(-time.Hour))
	for i := range member.MaxSessions + 2 {
		openSession(t, db, fmt.Sprint("s", i), 31, noon.Add(time.Duration(i)*time.Second))
	}
	list, err := db.Sessions(t.Context(), 31, noon.Add(time.Hour))
	if err != nil || len(list) != member.MaxSessions {
		t.Fatalf("%d sessions, %v", len(list), err)
	}
	if newest, oldest := list[0].ID, list[len(list)-1].ID; newest != fmt.Sprint("s", member.MaxSessions+1) || oldest != "s2" {
		t.Errorf("kept %s to %s", newest, oldest)
	}
	if list, err := db.Sessions(t.Context(), 32, noon); err != nil || len(list) != 1 {
		t.Errorf("somebody else has %d sessions, %v", len(list), err)
	}
}

func sessionsEnd(t *testing.T, db *storage.DB) {
	ctx := t.Context()
	addMember(t, db, 31, "one")
	addMember(t, db, 32, "two")
	for _, id := range []string{"a", "b", "c", "d"} {
		openSession(t, db, id, 31, noon)
	}
	openSession(t, db, "z", 32, noon)
	live := func() (ids []string) {
		for _, s := range append(must(db.Sessions(ctx, 31, noon))(t), must(db.Sessions(ctx, 32, noon))(t)...) {
			ids = append(ids, s.ID)
		}
		return ids
	}
	for _, step := range []struct {
		what string
		end  func() error
		want []string
	}{
		{"one", func() error { return db.EndSession(ctx, 31, "b") }, []string{"a", "c", "d", "z"}},
		{"one that is over", func() error { return db.EndSession(ctx, 31, "b") }, []string{"a", "c", "d", "z"}},
		{"somebody else's", func() error { return db.EndSession(ctx, 31, "z") }, []string{"a", "c", "d", "z"}},
		{"all but one", func() error { return db.EndSessions(ctx, 31, "c") }, []string{"c", "z"}},
		{"all", func() error { return db.EndSessions(ctx, 31, "") }, []string{"z"}},
	} {
		if err := step.end(); err != nil {
			t.Errorf("%s: %v", step.what, err)
		}
		same(t, step.what, live(), step.want)
	}
	_, _, err := db.Session(ctx, "hash of a", noon)
	wantKind(t, "an ended one", err, fault.Unauthenticated)
}

func sessionSeen(t *testing.T, db *storage.DB) {
	ctx := t.Context()
	addMember(t, db, 31, "one")
	s := openSession(t, db, "s", 31, noon)
	// Used every 29 days it outlives SessionIdle, but never SessionLifetime.
	at := noon
	for range 6 {
		at = at.Add(29 * 24 * time.Hour)
		got, _, err := db.Session(ctx, s.SecretHash, at)
		if err != nil || !got.SeenAt.Equal(at) {
			t.Fatalf("%v: %+v, %v", at, got, err)
		}
		if _, _, err := db.Session(ctx, s.SecretHash, at.Add(59*time.Second)); err != nil {
			t.Fatal(err)
		}
		if list := must(db.Sessions(ctx, 31, at))(t); len(list) != 1 || !list[0].SeenAt.Equal(at) {
			t.Errorf("within the minute it was written again: %+v", list)
		}
	}
	_, _, err := db.Session(ctx, s.SecretHash, at.Add(29*24*time.Hour))
	wantKind(t, "past its lifetime", err, fault.Unauthenticated)
}

func tokens(t *testing.T, db *storage.DB) {
	ctx := t.Context()
	m := addMember(t, db, 31, "one")
	for _, hash := range []string{"h1", "h2"} {
		if err := db.CreateToken(ctx, member.Token{SecretHash: hash, Member: 31, CreatedAt: noon}); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "holder", must(db.TokenMember(ctx, "h2"))(t), m)
	_, err := db.TokenMember(ctx, "h3")
	wantKind(t, "unknown", err, fault.Unauthenticated)
	if n := must(db.RevokeTokens(ctx, 32))(t); n != 0 {
		t.Errorf("revoked %d of nobody", n)
	}
	if n := must(db.RevokeTokens(ctx, 31))(t); n != 2 {
		t.Errorf("revoked %d, want 2", n)
	}
	_, err = db.TokenMember(ctx, "h1")
	wantKind(t, "revoked", err, fault.Unauthenticated)
}

// Pages show handles and roles, so the threads' versions say that they changed.
func threadsLearn(t *testing.T, db *storage.DB) {
	th := newThread(t, db)
	th.post(aoi, 0, "one", noon)
	version := func() int64 { return must(db.Thread(t.Context(), th.article))(t).Version }
	before := version()
	must(db.UpdateMember(t.Context(), ben, func(m *member.Member) ([]event.Event, error) {
		return nil, m.ChangeHandle("benjamin", noon)
	}))(t)
	if got := version(); got != before {
		t.Errorf("ben wrote nothing here, but the version went from %d to %d", before, got)
	}
	for what, change := range map[string]func(*member.Member){
		"handle": func(m *member.Member) { m.Handle = "aoi-2" }, "role": func(m *member.Member) { m.Role = member.Editor },
	} {
		before := version()
		must(db.UpdateMember(t.Context(), aoi, func(m *member.Member) ([]event.Event, error) {
			change(m)
			return nil, nil
		}))(t)
		if got := version(); got <= before {
			t.Errorf("after a new %s the version is still %d", what, got)
		}
	}
	c := must(db.Comment(t.Context(), discussion.Key{Article: th.article, Number: 1}))(t)
	if c.Handle != "aoi-2" || c.Role != member.Editor {
		t.Errorf("the comment says %s, %s", c.Handle, c.Role)
	}
}
