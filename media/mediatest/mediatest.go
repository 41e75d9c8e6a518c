// Package mediatest is the contract of media.Files, as tests that every store must pass.
package mediatest

import (
	"bytes"
	"context"
	"io"
	"sync"
	"testing"

	"gogai/fault"
	"gogai/media"
)

// Names lists names that no rendition has: each must be NotFound, and refused by Save.
func Names() []string {
	good := media.FileName(7, 640, media.WebP)
	return []string{
		"", ".", "..", "/", "../" + good, "../../etc/passwd", "/etc/passwd", "./" + good, good + "/", good + "/..", "x/" + good,
		`..\` + good, `C:\` + good, "%2e%2e%2f" + good, "..%2f" + good, good + "\x00", good + "\x00.webp", " " + good, good + " ", good + "\n",
		good + ".html", good + "~", "." + good, ".partial-" + good, "0000000000007-640.svg", "0000000000007-640.html", "0000000000007-640",
		"0000000000007-.webp", "0000000000007.webp", "0000000000007--640.webp", "0000000000007-+640.webp", "0000000000007-0640.webp",
		"0000000000007-0.webp", "0000000000007-640.WEBP", "0000000000007-640.webp.jpeg", "0000000000007-99999999999999999999.webp",
		"0000000000000-640.webp", "000000000000G-640.webp", "000000000000I-640.webp", "000000000000u-640.webp", "7-640.webp",
		"0000000000007-٦٤٠.webp", "000000000007-640.webp", "con", "nul.webp", "0000000000007-640.webp:stream",
	}
}

// Run holds a store, which open returns empty, to the contract.
func Run(t *testing.T, open func(t *testing.T) media.Files) {
	name := media.FileName(7, 640, media.WebP)
	t.Run("what was saved is read", func(t *testing.T) {
		ctx, files := t.Context(), open(t)
		for _, data := range []string{"first", "", "second, longer"} { // a save replaces
			if err := files.Save(ctx, name, []byte(data)); err != nil {
				t.Fatal(err)
			}
			if got := read(ctx, t, files, name); got != data {
				t.Errorf("read %q, want %q", got, data)
			}
		}
	})
	t.Run("a part can be read", func(t *testing.T) {
		ctx, files := t.Context(), open(t)
		if err := files.Save(ctx, name, []byte("0123456789")); err != nil {
			t.Fatal(err)
		}
		content, err := files.Open(ctx, name)
		if err != nil {
			t.Fatal(err)
		}
		defer content.Close()
		if content.Size != 10 || content.ModTime.IsZero() || content.MediaType != "image/webp" {
			t.Errorf("got %d bytes of %v, %q", content.Size, content.ModTime, content.MediaType)
		}
		if _, err := content.Seek(-3, io.SeekEnd); err != nil {
			t.Fatal(err)
		}
		if rest, err := io.ReadAll(content); err != nil || string(rest) != "789" {
			t.Errorf("read %q, %v", rest, err)
		}
	})
	t.Run("absent is NotFound", func(t *testing.T) {
		ctx, files := t.Context(), open(t)
		missing(ctx, t, files, name)
		if err := files.Save(ctx, name, []byte("data")); err != nil {
			t.Fatal(err)
		}
		missing(ctx, t, files, media.FileName(7, 640, media.JPEG))
		for range 2 { // the second finds nothing, which is no error
			if err := files.Remove(ctx, name); err != nil {
				t.Error(err)
			}
			missing(ctx, t, files, name)
		}
	})
	t.Run("other names are refused", func(t *testing.T) {
		ctx, files := t.Context(), open(t)
		for _, bad := range Names() {
			missing(ctx, t, files, bad)
			if err := files.Save(ctx, bad, []byte("data")); err == nil {
				t.Errorf("saved %q", bad)
			}
			if err := files.Remove(ctx, bad); err == nil {
				t.Errorf("removed %q", bad)
			}
		}
	})
	t.Run("saves at once leave one whole file", func(t *testing.T) {
		ctx, files := t.Context(), open(t)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				if err := files.Save(ctx, name, bytes.Repeat([]byte{byte('a' + i)}, 100_000)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := read(ctx, t, files, name); len(got) != 100_000 || bytes.Count([]byte(got), []byte{got[0]}) != len(got) {
			t.Errorf("a mixture of %d bytes", len(got))
		}
	})
	t.Run("a context that has ended saves nothing", func(t *testing.T) {
		files := open(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := files.Save(ctx, name, []byte("data")); err == nil {
			t.Error("saved")
		}
		missing(t.Context(), t, files, name)
	})
}

func read(ctx context.Context, t *testing.T, files media.Files, name string) string {
	t.Helper()
	content, err := files.Open(ctx, name)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	data, err := io.ReadAll(content)
	if err != nil || int64(len(data)) != content.Size {
		t.Errorf("read %d bytes of %d: %v", len(data), content.Size, err)
	}
	return string(data)
}

func missing(ctx context.Context, t *testing.T, files media.Files, name string) {
	t.Helper()
	content, err := files.Open(ctx, name)
	if err == nil {
		content.Close()
	}
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("opening %q gave %v, want NotFound", name, err)
	}
}
