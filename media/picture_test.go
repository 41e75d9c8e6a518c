package media

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gogai/fault"
)

func TestPictureSources(t *testing.T) {
	file := func(format string, width int) File {
		return File{Name: FileName(7, width, format), Format: format, WidthPx: width, HeightPx: width / 2, Bytes: 9}
	}
	p := Picture{Files: []File{file(WebP, 1600), file(JPEG, 1600), file(WebP, 640), file(JPEG, 640)}}
	if diff := cmp.Diff([]File{file(WebP, 640), file(WebP, 1600)}, p.Sources(WebP)); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
	if got := p.Default(); got != file(JPEG, 1600) {
		t.Errorf("default is %v", got)
	}
	if !p.HasFile() || (Picture{}).HasFile() || (Picture{}).Default() != (File{}) {
		t.Error("a picture without renditions has none to show, one with them does")
	}
	kept, err := json.Marshal(p.Files[:1])
	if err != nil {
		t.Fatal(err)
	}
	const want = `[{"name":"0000000000007-1600.webp","format":"webp","width":1600,"height":800,"bytes":9}]`
	if string(kept) != want {
		t.Errorf("storage keeps %s, want %s", kept, want)
	}
}

func TestPictureCheck(t *testing.T) {
	long := func(n int) string { return strings.Repeat("号", n) }
	if err := (Picture{Caption: long(2000), CreditLine: long(500), Alt: long(500), Creator: long(500), CopyrightNotice: long(500)}).Check(); err != nil {
		t.Errorf("texts of full length: %v", err)
	}
	err := Picture{Caption: long(2001), CreditLine: long(501), Alt: long(501), Creator: long(501), CopyrightNotice: long(501)}.Check()
	want := map[string]string{
		"caption":   "The caption has 2001 characters; at most 2000 are possible.",
		"credit":    "The credit line has 501 characters; at most 500 are possible.",
		"alt":       "The alternative text has 501 characters; at most 500 are possible.",
		"creator":   "The creator has 501 characters; at most 500 are possible.",
		"copyright": "The copyright notice has 501 characters; at most 500 are possible.",
	}
	if diff := cmp.Diff(want, fault.Fields(err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}
