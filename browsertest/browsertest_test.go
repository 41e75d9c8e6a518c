package browsertest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// site is a small server with the shapes that real pages have: a form that
// answers with a redirect, a script under a strict policy, and faults.
func site(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	page := func(path string, status int, body string) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:")
			w.WriteHeader(status)
			fmt.Fprintf(w, "<!DOCTYPE html><title>t</title><link rel=icon href=data:,>%s", body)
		})
	}
	page("/{$}", 200, `<h1>Extra</h1><form method=post action=/say><textarea name=said>old</textarea>
		<button>Say</button></form><a href=/gone>gone</a><p id=script></p><p hidden id=lang></p><script src=/script.js></script>`)
	page("/still", 200, `<h1>Still</h1><script src=/still.js></script>`)
	page("/gone", 410, `<h1>Gone</h1>`)
	page("/inline", 200, `<h1>x</h1><script>document.title = "ran"</script>`)
	page("/foreign", 200, `<h1>x</h1><img src="http://elsewhere.example/pixel.png">`)
	page("/throws", 200, `<h1>x</h1><script src=/throws.js></script>`)
	page("/logs", 200, `<h1>x</h1><script src=/logs.js></script>`)
	page("/missing", 200, `<h1>x</h1><img src=/missing.png alt="">`)
	page("/shift", 200, `<div id=late></div><p>Text that moves</p><script src=/shift.js></script>`)
	script := func(path, body string) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/javascript")
			fmt.Fprint(w, body)
		})
	}
	script("/script.js", `document.querySelector("#script").textContent = [navigator.language, innerWidth,
		matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"].join(" ")`)
	script("/still.js", `document.title = "still"`)
	script("/throws.js", `null.boom`)
	script("/logs.js", `console.error("bad", 7)`)
	script("/shift.js", `setTimeout(() => document.querySelector("#late").innerHTML =
		"<img width=600 height=400 alt='' src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>", 300)`)
	mux.HandleFunc("POST /say", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "said", Value: "yes"})
		http.Redirect(w, r, "/said?"+r.FormValue("said"), http.StatusSeeOther)
	})
	mux.HandleFunc("GET /said", func(w http.ResponseWriter, r *http.Request) {
		_, err := r.Cookie("said")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, "<!DOCTYPE html><link rel=icon href=data:,><h1>%s</h1><p>%v %s</p>",
			r.URL.RawQuery, err == nil, r.Header.Get("Accept-Language"))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestTab(t *testing.T) {
	base, browser := site(t), Start(t)

	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("form, scripts %v", scripts), func(t *testing.T) {
			tab := browser.NewTab(t, base, WithScript(scripts), Lang("ja"))
			if status := tab.Open("/"); status != 200 {
				t.Errorf("status = %d, want 200", status)
			}
			if got, want := tab.Text("h1"), "Extra"; got != want {
				t.Errorf("h1 = %q, want %q", got, want)
			}
			if got := tab.Text("#script") != ""; got != scripts {
				t.Errorf("the script ran: %v, want %v", got, scripts)
			}
			if tab.Exists(".none") || !tab.Exists("form") || tab.Count("p") != 2 {
				t.Error("Exists or Count is wrong about the page")
			}
			tab.Fill("textarea", "号外 now")
			if got, want := tab.Value("textarea"), "号外 now"; got != want {
				t.Errorf("the field holds %q, want %q", got, want)
			}
			if status := tab.Follow("button"); status != 200 {
				t.Errorf("status = %d, want 200", status)
			}
			if got, want := tab.URL(), base+"/said?"; !strings.HasPrefix(got, want) {
				t.Errorf("address = %q, want %q first", got, want)
			}
			tab.WaitForText("p", "true ja")
			if status := tab.Open("/gone"); status != 410 {
				t.Errorf("status = %d, want 410", status)
			}
		})
	}

	t.Run("pointer", func(t *testing.T) {
		tab := browser.NewTab(t, base)
		tab.Open("/")
		if tab.Exists("a:hover") {
			t.Error("the pointer rests on the link before it was put there")
		}
		tab.Hover("a")
		if !tab.Exists("a:hover") {
			t.Error("the pointer does not rest on the link")
		}
	})

	t.Run("visitors share no cookies", func(t *testing.T) {
		tab := browser.NewTab(t, base)
		tab.Open("/said")
		if got := tab.Text("p"); !strings.HasPrefix(got, "false") {
			t.Errorf("a new visitor has the cookie of an earlier one: %q", got)
		}
	})

	t.Run("kinds of visitor", func(t *testing.T) {
		for want, options := range map[string][]Option{
			"en 1280 light": nil,
			"ja 980 dark":   {Phone(), Dark(), Lang("ja")}, // a phone lays a page without a viewport line out at 980
			"en 320 light":  {Viewport(320, 600)},
		} {
			tab := browser.NewTab(t, base, options...)
			tab.Open("/")
			if got := tab.Text("#script"); got != want {
				t.Errorf("the page sees %q, want %q", got, want)
			}
		}
	})

	t.Run("a visitor changes", func(t *testing.T) {
		tab := browser.NewTab(t, base, Phone(), Lang("ja"))
		tab.Open("/")
		tab.Change(Viewport(320, 600), Dark())
		tab.Open("/")
		if got, want := tab.Text("#script"), "ja 320 dark"; got != want {
			t.Errorf("the page sees %q, want %q", got, want)
		}
		tab.Change(Light())
		if !Eval[bool](tab, `matchMedia("(prefers-color-scheme: light)").matches`) {
			t.Error("the page that is open still sees dark")
		}
	})

	t.Run("screenshot", func(t *testing.T) {
		tab := browser.NewTab(t, base, Viewport(500, 300))
		tab.Open("/")
		path := filepath.Join(t.TempDir(), "new", "page.png")
		tab.Screenshot(path)
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		picture, err := png.DecodeConfig(file)
		if err != nil || picture.Width != 500 || picture.Height != 300 {
			t.Errorf("picture of %d × %d (%v), want 500 × 300", picture.Width, picture.Height, err)
		}
	})

	t.Run("metrics", func(t *testing.T) {
		tab := browser.NewTab(t, base)
		tab.Open("/still")
		if m := tab.Metrics(); m.Requests != 2 || m.Bytes < 200 || m.LayoutShift != 0 {
			t.Errorf("a still page costs %+v, want 2 requests (page, script), some bytes and no shift", m)
		}
		if m := tab.Metrics(); m.FirstPaint == 0 || m.LargestPaint < m.FirstPaint {
			t.Errorf("a still page costs %+v, want that it was painted", m)
		}
		tab.Open("/shift")
		tab.WaitFor("img")
		if m := tab.Metrics(); m.LayoutShift == 0 {
			t.Errorf("a picture that pushes text down costs %+v, want a shift", m)
		}
	})
}

// The bytes of a page are those of its body as they came over the wire: none where the browser had
// them all.
func TestPageBytes(t *testing.T) {
	body := bytes.Repeat([]byte("The tram stays. "), 4<<10)
	var compressed bytes.Buffer
	w := gzip.NewWriter(&compressed)
	w.Write(body)
	w.Close()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("ETag", `"1"`)
		h.Set("Cache-Control", "max-age=0")
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Encoding", "gzip")
		w.Write(compressed.Bytes())
	})
	mux.HandleFunc("GET /picture", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!DOCTYPE html><h1>x</h1><img src=/picture.svg width=9 height=9 alt="">`)
	})
	mux.HandleFunc("GET /picture.svg", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "image/svg+xml")
		fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg"><title>%05000d</title></svg>`, 0)
	})
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, r *http.Request) {})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)

	tab := Start(t).NewTab(t, server.URL)
	tab.Open("/")
	if m := tab.Metrics(); m.PageBytes != int64(compressed.Len()) || m.Bytes <= m.PageBytes || m.PictureBytes != 0 {
		t.Errorf("the page costs %+v, want a body of %d bytes, and headers", m, compressed.Len())
	}
	tab.Reload()
	if m := tab.Metrics(); m.PageBytes != 0 || m.Bytes == 0 {
		t.Errorf("the same again costs %+v, want no body", m)
	}
	tab.Open("/picture")
	if m := tab.Metrics(); m.PictureBytes < 5000 || m.PageBytes > 200 || m.Bytes < m.PictureBytes+m.PageBytes {
		t.Errorf("a page with a picture costs %+v, want 5,000 bytes and more of it the picture's", m)
	}
}

// Two tabs of one visitor share what the browser keeps, and each can be hidden or closed alone.
func TestSibling(t *testing.T) {
	base, browser := site(t), Start(t)
	tab := browser.NewTab(t, base, Lang("ja"))
	second := tab.Sibling(t)
	tab.Open("/")
	tab.Follow("button")
	second.Open("/said")
	if got, want := second.Text("p"), "true ja"; got != want {
		t.Errorf("the second tab reads %q, want %q: its visitor's cookie and language", got, want)
	}
	seen := func(tab *Tab) bool { return Eval[bool](tab, "document.visibilityState == 'visible'") }
	if !seen(tab) || !seen(second) {
		t.Error("two tabs side by side are not both seen")
	}
	second.Hide()
	if !seen(tab) || seen(second) {
		t.Error("the second tab should be hidden, and only that")
	}
	second.Show()
	if !seen(second) {
		t.Error("the second tab was shown again and is not seen")
	}
	tab.Close()
	if got := second.Open("/said"); got != 200 || !strings.HasPrefix(second.Text("p"), "true") {
		t.Error("the second tab lost its cookies with the first")
	}
}

func TestProblems(t *testing.T) {
	base, browser := site(t), Start(t)
	for path, want := range map[string]string{
		"/":        "",
		"/gone":    "",
		"/inline":  "Content Security Policy",
		"/foreign": "request to another origin: http://elsewhere.example/pixel.png",
		"/throws":  "script error: Uncaught TypeError",
		"/logs":    "console: \"bad\" 7",
		"/missing": "Image: " + base + "/missing.png answered 404",
	} {
		t.Run(path, func(t *testing.T) {
			tab := browser.NewTab(t, base)
			tab.Open(path)
			tab.Text("h1")
			got := strings.Join(tab.Problems(), "\n")
			if (want == "") != (got == "") || !strings.Contains(got, want) {
				t.Errorf("problems = %q, want %q in them", got, want)
			}
		})
	}
}
