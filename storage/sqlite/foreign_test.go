package sqlite

import (
	"path/filepath"
	"testing"
	"time"

	"gogai/event"
	"gogai/live"
	"gogai/publication"
)

// A server learns within a second that the command line wrote into its file, and is not told so
// of what it wrote itself.
func TestForeignWrites(t *testing.T) {
	file := filepath.Join(t.TempDir(), "gogai.db")
	server, err := Open(t.Context(), file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	told := make(chan live.Commit, 100)
	server.Watch(func(c live.Commit) { told <- c })
	quiet := func(what string) {
		t.Helper()
		select {
		case c := <-told:
			t.Errorf("%s: told of %+v", what, c)
		case <-time.After(1200 * time.Millisecond):
		}
	}
	change := func(kind event.Kind) func(*publication.Publication) (event.Event, error) {
		return func(p *publication.Publication) (event.Event, error) {
			p.Tagline = string(kind)
			return event.Event{Kind: kind, At: time.Now()}, nil
		}
	}
	if _, err := server.UpdatePublication(t.Context(), change(event.SettingsChanged)); err != nil {
		t.Fatal(err)
	}
	<-told
	time.Sleep(600 * time.Millisecond) // the first look finds what was there before
	for len(told) > 0 {
		<-told
	}
	quiet("nothing happened")

	command, err := Open(t.Context(), file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer command.Close()
	if _, err := command.UpdatePublication(t.Context(), change(event.SectionChanged)); err != nil {
		t.Fatal(err)
	}
	select {
	case c := <-told:
		if !c.Other {
			t.Errorf("told of %+v", c)
		}
	case <-time.After(time.Second):
		t.Fatal("not told within a second")
	}
	quiet("it was told")
	if _, err := server.UpdatePublication(t.Context(), change(event.SettingsChanged)); err != nil {
		t.Fatal(err)
	}
	<-told
	quiet("its own")
}
