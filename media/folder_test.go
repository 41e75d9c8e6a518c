package media_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gogai/fault"
	"gogai/media"
	"gogai/media/mediatest"
)

func openFolder(t *testing.T, dir string) *media.Folder {
	t.Helper()
	f, err := media.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestFolder(t *testing.T) {
	mediatest.Run(t, func(t *testing.T) media.Files { return openFolder(t, t.TempDir()) })
}

// Nothing but regular files inside the folder is read, and no message shows its path.
func TestFolderStaysInside(t *testing.T) {
	ctx, above := t.Context(), t.TempDir()
	dir := filepath.Join(above, "pictures")
	folder := openFolder(t, dir)
	secret := filepath.Join(above, "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	outward, inward := media.FileName(1, 640, media.JPEG), media.FileName(2, 640, media.JPEG)
	directory := media.FileName(3, 640, media.JPEG)
	for _, err := range []error{
		os.Symlink(secret, filepath.Join(dir, outward)),
		os.WriteFile(filepath.Join(dir, "page.html"), []byte("<script>"), 0o600),
		os.Symlink("page.html", filepath.Join(dir, inward)),
		os.Mkdir(filepath.Join(dir, directory), 0o700),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range append(mediatest.Names(), outward, inward, directory, "page.html", "../secret") {
		content, err := folder.Open(ctx, name)
		if err == nil {
			content.Close()
		}
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("opening %q gave %v, want NotFound", name, err)
		} else if strings.Contains(err.Error(), above) || strings.Contains(err.Error(), "pictures") {
			t.Errorf("the message for %q shows the folder: %v", name, err)
		}
	}
	// Saving over a link replaces the link, not what it points to.
	if err := folder.Save(ctx, outward, []byte("picture")); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(secret); err != nil || string(got) != "secret" {
		t.Errorf("the file outside holds %q, %v", got, err)
	}
}

func TestOpenFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data", "pictures")
	openFolder(t, dir)
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Fatalf("folder has mode %v, %v", info.Mode(), err)
	}
	old, fresh := filepath.Join(dir, ".partial-OLD"), filepath.Join(dir, ".partial-FRESH")
	kept := filepath.Join(dir, media.FileName(7, 640, media.JPEG))
	longAgo := time.Now().Add(-2 * time.Hour)
	for _, name := range []string{old, fresh, kept} {
		if err := os.WriteFile(name, []byte("data"), 0o600); err != nil {
			t.Fatal(err)
		}
		if name == fresh {
			continue
		}
		if err := os.Chtimes(name, longAgo, longAgo); err != nil {
			t.Fatal(err)
		}
	}
	openFolder(t, dir)
	if _, err := os.Stat(old); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what a crash left two hours ago is still there: %v", err)
	}
	for _, name := range []string{fresh, kept} {
		if _, err := os.Stat(name); err != nil {
			t.Errorf("swept too much: %v", err)
		}
	}
	if _, err := media.OpenFolder(kept); err == nil {
		t.Error("opened a file as a folder")
	}
}

func TestSaveLeavesNothingHalfWritten(t *testing.T) {
	dir := t.TempDir()
	folder := openFolder(t, dir)
	name := media.FileName(7, 640, media.JPEG)
	if err := os.MkdirAll(filepath.Join(dir, name, "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := folder.Save(t.Context(), name, []byte("data")); err == nil {
		t.Fatal("saved over a folder")
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("folder holds %v, %v", entries, err)
	}
}

// failing is a store whose disk is full after some saves.
type failing struct {
	media.Files
	saves int
}

func (f *failing) Save(ctx context.Context, name string, data []byte) error {
	if f.saves--; f.saves < 0 {
		return errors.New("disk full")
	}
	return f.Files.Save(ctx, name, data)
}

func TestSaveRenditions(t *testing.T) {
	renditions := []media.Rendition{
		{Format: media.WebP, WidthPx: 1600, HeightPx: 900, Data: []byte("wide")},
		{Format: media.JPEG, WidthPx: 1600, HeightPx: 900, Data: []byte("wider")},
	}
	dir := t.TempDir()
	folder := openFolder(t, dir)
	got, err := media.SaveRenditions(t.Context(), folder, 7, renditions)
	if err != nil {
		t.Fatal(err)
	}
	want := []media.File{
		{Name: "0000000000007-1600.webp", Format: "webp", WidthPx: 1600, HeightPx: 900, Bytes: 4},
		{Name: "0000000000007-1600.jpeg", Format: "jpeg", WidthPx: 1600, HeightPx: 900, Bytes: 5},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	for _, f := range got {
		content, err := folder.Open(t.Context(), f.Name)
		if err != nil {
			t.Fatal(err)
		}
		content.Close()
	}
	if err := media.RemoveFiles(t.Context(), folder, got); err != nil {
		t.Fatal(err)
	}
	if _, err := media.SaveRenditions(t.Context(), &failing{folder, 1}, 8, renditions); err == nil {
		t.Fatal("saved on a full disk")
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("left behind %v, %v", entries, err)
	}
}
