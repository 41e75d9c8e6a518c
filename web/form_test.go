package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gogai/fault"
)

// A link to the log-in must never lead to another site after it.
func TestLocal(t *testing.T) {
	for _, c := range []struct{ next, want string }{
		{"/politics/budget?comments=latest#c-1", "/politics/budget?comments=latest#c-1"},
		{"/政治/予算", "/政治/予算"},
		{"/desk/articles?q=a%2Fb", "/desk/articles?q=a%2Fb"},
		{"/", "/"},
		{"", "/home"},
		{"politics", "/home"},
		{"//evil.example", "/home"},
		{"///evil.example", "/home"},
		{`/\evil.example`, "/home"},
		{`\\evil.example`, "/home"},
		{`/a\..\\evil.example`, "/home"},
		{"/%5cevil.example", "/home"},
		{"/%2fevil.example", "/home"},
		{"/\tevil.example", "/home"},
		{"/\n/evil.example", "/home"},
		{" //evil.example", "/home"},
		{"https://evil.example/", "/home"},
		{"https:evil.example", "/home"},
		{"javascript:alert(1)", "/home"},
		{"/a\x00b", "/home"},
		{"/%zz", "/home"},
	} {
		if got := Local(c.next, "/home"); got != c.want {
			t.Errorf("Local(%q) = %q, want %q", c.next, got, c.want)
		}
	}
}

func TestForm(t *testing.T) {
	const kind = "application/x-www-form-urlencoded"
	for _, c := range []struct {
		name, contentType, body string
		want                    string // of the field "body"
		fails                   fault.Kind
	}{
		{"a form", kind, "body=a+b", "a b", 0},
		{"with a charset", kind + "; charset=UTF-8", "body=%E3%81%82", "あ", 0},
		{"nothing", "", "", "", 0},
		{"JSON", "application/json", `{"body":"a"}`, "", fault.Malformed},
		{"many parts", "multipart/form-data; boundary=x", "--x--", "", fault.Malformed},
		{"broken escapes", kind, "body=%zz", "", fault.Malformed},
		{"too much", kind, "body=" + strings.Repeat("a", 100), "", fault.TooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			r := httptest.NewRequest("POST", "/c/x?body=address", strings.NewReader(c.body))
			r.Header.Set("Content-Type", c.contentType)
			r.Body = http.MaxBytesReader(w, r.Body, 64)
			form, err := Form(r)
			if c.fails == 0 && err != nil || c.fails != 0 && !fault.Is(err, c.fails) {
				t.Fatalf("error %v, want kind %v", err, c.fails)
			}
			if got := form.Get("body"); got != c.want {
				t.Errorf("body = %q, want %q", got, c.want)
			}
		})
	}
}

// A form of many fields is no form of ours, however it is written, and neither is one as large as
// only a picture may be.
func TestFormIsBounded(t *testing.T) {
	send := func(contentType, body string) error {
		r := httptest.NewRequest("POST", "/desk/articles", strings.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		_, _, err := FormWithFile(r, 0)
		return err
	}
	var fields, parts strings.Builder
	for i := range maxFields + 1 {
		fmt.Fprintf(&fields, "f%d=&", i)
		fmt.Fprintf(&parts, "--x\r\nContent-Disposition: form-data; name=\"f%d\"\r\n\r\n\r\n", i%2)
	}
	const urlencoded, multipart = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
	for name, err := range map[string]error{
		"fields": send(urlencoded, fields.String()),
		"parts":  send(multipart, parts.String()+"--x--\r\n"),
		"bytes":  send(urlencoded, "body="+strings.Repeat("a", maxText)),
	} {
		if !fault.Is(err, fault.TooLarge) {
			t.Errorf("many %s: error %v, want TooLarge", name, err)
		}
	}
}

func TestFormWithFile(t *testing.T) {
	whole := "--x\r\nContent-Disposition: form-data; name=\"body\"\r\n\r\nああ\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../a.jpg\"\r\n\r\nPICTURE\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"other\"; filename=\"b.jpg\"\r\n\r\nSECOND\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"do\"\r\n\r\nsave\r\n--x--\r\n"
	for _, c := range []struct {
		name, body string
		most       int64
		do, file   string
		fails      fault.Kind
	}{
		{"with a file", whole, 100, "save", "PICTURE", 0},
		{"too large a file", whole, 3, "save", "PICT", 0},
		{"files are skipped", whole, 0, "save", "", 0},
		{"cut off", whole[:strings.Index(whole, "TURE")], 100, "", "", fault.Malformed},
		{"texts past the limit", strings.Replace(whole, "ああ", strings.Repeat("a", maxText), 1), 100, "", "", fault.TooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/desk/articles", strings.NewReader(c.body))
			r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
			typed, file, err := FormWithFile(r, c.most)
			if c.fails == 0 && err != nil || c.fails != 0 && !fault.Is(err, c.fails) {
				t.Fatalf("error %v, want kind %v", err, c.fails)
			}
			if typed.Get("do") != c.do || string(file) != c.file {
				t.Errorf("do %q, file %q; want %q, %q", typed.Get("do"), file, c.do, c.file)
			}
		})
	}
}

func TestMaxBody(t *testing.T) {
	for path, want := range map[string]int64{
		"/c/x": maxForm, "/login": maxText, "/register": maxForm, "/desk/articles": maxStory, "/desk/articles/x": maxStory,
		"/desk/preview": maxText, "/api/v1/articles": maxText, "/api/v1/comments/x": maxForm,
	} {
		if got := maxBody(path); got != want {
			t.Errorf("maxBody(%q) = %d, want %d", path, got, want)
		}
	}
}

func TestFixed(t *testing.T) {
	for path, want := range map[string]bool{
		"/desk": true, "/desk/articles/x": true, "/c/x": true, "/login": true, "/feed.xml": true, "/.well-known/x": true,
		"/": false, "/politics": false, "/politics/feed.xml": false, "/deskwork/x": false,
	} {
		if got := Fixed(path); got != want {
			t.Errorf("Fixed(%q) = %v, want %v", path, got, want)
		}
	}
}
