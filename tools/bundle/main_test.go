package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// What is committed must be what the sources give: nobody edits web/static/dist by hand, and
// nobody forgets to run `go generate ./web/static`.
func TestCommittedBundleIsFresh(t *testing.T) {
	const web = "../../web/static"
	want, err := bundle(filepath.Join(web, "src"))
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Join(web, "dist"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, made := want[e.Name()]; !made {
			t.Errorf("dist/%s has no source", e.Name())
		}
	}
	for name, content := range want {
		got, err := os.ReadFile(filepath.Join(web, "dist", name))
		if err != nil {
			t.Errorf("dist/%s is missing; run go generate ./web/static", name)
		} else if !bytes.Equal(got, content) {
			t.Errorf("dist/%s is older than its source; run go generate ./web/static", name)
		}
	}
}

func TestReplaceDropsWhatIsNoLongerMade(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.OLD.css", "a.OLD.css.br", "a.OLD.css.gz", "LICENSE"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := replace(dir, map[string][]byte{"a.NEW.css": []byte("new")}); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	if len(left) != 2 || filepath.Base(left[0]) != "LICENSE" || filepath.Base(left[1]) != "a.NEW.css" {
		t.Errorf("left %v, want LICENSE and a.NEW.css", left)
	}
}
