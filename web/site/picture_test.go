package site

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"net/http"
	"slices"
	"strings"
	"testing"

	"gogai/web/webtest"
)

// Whatever is hidden in a picture, what is served of it is a picture, says so, and can do nothing.
func TestPicturesServed(t *testing.T) {
	s := webtest.New(t, New)
	m := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for i := range m.Pix {
		m.Pix[i] = uint8(i * 7)
	}
	m.Set(0, 0, color.White)
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, m, nil); err != nil {
		t.Fatal(err)
	}
	payload := "<script>canary</script>PK\x03\x04canary.class GPSLatitude"
	comment := append([]byte{0xff, 0xd8, 0xff, 0xfe, 0, byte(len(payload) + 2)}, payload...)
	hostile := slices.Concat(comment, plain.Bytes()[2:], []byte(payload))
	w := writer{t, s}
	edda := s.As(s.Editor)
	var body bytes.Buffer
	story := []string{"do", "publish", "section", "news", "headline", "With a picture", "body", "Text", "mode", "open", "caption", "A caption"}
	a := send(t, edda, "/desk/articles", hostile, &body, story...).Want(303)
	page := s.Client().Get("/api/v1/articles/" + storyKey.FindString(a.Header.Get("Location"))).Want(200)
	var shown struct {
		URL     string
		Picture struct{ Src string }
	}
	page.Decode(&shown)
	var sources []string
	doc := s.Client().Get(strings.TrimPrefix(shown.URL, s.BaseURL)).Want(200).Doc()
	for _, e := range doc.Find("source") {
		for candidate := range strings.SplitSeq(e.Attr("srcset"), ",") {
			sources = append(sources, strings.Fields(candidate)[0])
		}
	}
	sources = append(sources, strings.TrimPrefix(shown.Picture.Src, s.BaseURL))
	if len(sources) < 2 {
		t.Fatalf("only %q is served", sources)
	}
	for _, src := range sources {
		if strings.Contains(src, "canary") || strings.Contains(src, "..") || strings.Contains(src, "php") {
			t.Errorf("%s: the sender named it", src)
		}
		whole := s.Client().Get(src).Want(200)
		for _, word := range []string{"<script", "canary", "PK\x03\x04", "GPSLatitude"} {
			if bytes.Contains(whole.Body, []byte(word)) {
				t.Errorf("%s holds %q", src, word)
			}
		}
		for _, c := range []struct {
			method, ranges, ifRange string
			status                  int
		}{
			{"GET", "", "", 200}, {"HEAD", "", "", 200}, {"GET", "bytes=0-9", "", 206}, {"GET", "bytes=-1", "", 206}, {"GET", "bytes=0-9,20-29,5-25", "", 206},
			{"GET", "bytes=99999999-", "", 416}, {"GET", "bytes=9-0", "", 416}, {"GET", "bytes=-0", "", 206}, {"GET", "bytes=a-b", "", 416}, {"GET", "lines=1-2", "", 416},
			{"GET", "bytes=0-9223372036854775808", "", 416}, {"GET", "bytes=" + strings.Repeat("0-,", 2000) + "0-", "", 200},
			{"GET", "bytes=0-9", `"another"`, 200}, {"GET", "bytes=0-9", "Mon, 01 Jan 1990 00:00:00 GMT", 200},
		} {
			client := s.Client()
			if c.ranges != "" {
				client.Header.Set("Range", c.ranges)
			}
			if c.ifRange != "" {
				client.Header.Set("If-Range", c.ifRange)
			}
			a := client.Send(c.method, src, "", nil)
			if a.Status != c.status {
				t.Errorf("%s %s with %.40q: status %d, want %d", c.method, src, c.ranges, a.Status, c.status)
			}
			h := a.Header
			if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Content-Security-Policy") != "default-src 'none'; sandbox" || h.Get("Set-Cookie") != "" || h.Get("Cross-Origin-Resource-Policy") == "" {
				t.Errorf("%s %s with %.40q: headers %v", c.method, src, c.ranges, h)
			}
			if kind := h.Get("Content-Type"); a.Status == 200 && kind != "image/jpeg" && kind != "image/webp" {
				t.Errorf("%s: Content-Type %q", src, kind)
			}
			if a.Status == 200 && c.method == http.MethodGet && !bytes.Equal(a.Body, whole.Body) {
				t.Errorf("%s with %.40q: another picture", src, c.ranges)
			}
		}
	}
	for _, name := range []string{"..%2f..%2fgogai.db", "%2e%2e%2fgogai.db", "..", ".", "%00", "x.jpeg%00.png", "..%5cgogai.db", "/etc/passwd", "%2fetc%2fpasswd", "nothing.jpeg", "a.svg", "a.html", strings.Repeat("a", 3000),
		strings.TrimPrefix(sources[0], "/media/") + "/", strings.ToUpper(sources[0][7:]), sources[0][7:] + ".html"} {
		a := s.Client().Get("/media/" + name)
		if a.Status == 200 || a.Status >= 500 || strings.Contains(string(a.Body), "SQLite") || strings.Contains(string(a.Body), strings.TrimSuffix(s.File, "gogai.db")) {
			t.Errorf("/media/%.40s: status %d", name, a.Status)
		}
	}

	// What is no picture is told to the editor, kept nowhere, and taken from nobody else.
	for name, file := range map[string]string{
		"SVG": `<svg xmlns="http://www.w3.org/2000/svg" onload="canary"/>`, "HTML": "<!doctype html><script>canary</script>", "a script that says GIF": "GIF89a=1;canary//",
		"HTML that says JPEG": "\xff\xd8\xff<script>canary</script>", "nothing": "", "XML": `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>`,
	} {
		body.Reset()
		before := contents(t, s)
		a := send(t, edda, "/desk/articles", []byte(file), &body, append([]string{"do", "upload"}, story[2:]...)...)
		if w.check(name, a); a.Status != 422 || contents(t, s) != before {
			t.Errorf("%s: status %d, or something was kept", name, a.Status)
		}
	}
	for who, c := range map[string]*webtest.Client{"nobody": s.Client(), "a member": s.As(s.Reader), "a moderator": s.As(s.Moderator)} {
		body.Reset()
		before := contents(t, s)
		if a := send(t, c, "/desk/articles", plain.Bytes(), &body, story...); a.Status != 401 && a.Status != 403 || contents(t, s) != before {
			t.Errorf("%s sent a picture: status %d", who, a.Status)
		}
	}
}
