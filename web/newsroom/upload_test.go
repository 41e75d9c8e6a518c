package newsroom_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"mime/multipart"
	"strings"
	"testing"

	"gogai/media"
	"gogai/web"
	"gogai/web/webtest"
)

// sendPicture posts a story's form with a file.
func sendPicture(t *testing.T, editor *webtest.Client, path string, file []byte, fields ...string) *webtest.Answer {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := form.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", "../../etc/passwd.jpg")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(file); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return editor.Send("POST", path, form.FormDataContentType(), &body)
}

func photograph(t *testing.T, width, height int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		for y := range height {
			m.Set(x, y, color.RGBA{uint8(x), uint8(y), 90, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPicture(t *testing.T) {
	s := open(t)
	editor := s.As(s.Editor)
	// Sent by itself first: nothing is saved of the story, and what was typed is still there.
	sent := sendPicture(t, editor, "/desk/articles", photograph(t, 900, 600), storyForm("do", "upload", "alt", "The harbour at dawn", "credit", "Jun Oki")...).Want(200).Doc()
	picture := sent.One("input[name=picture]").Value()
	src := sent.One("#picture img").Attr("src")
	if picture == "" || !strings.HasPrefix(src, web.MediaPrefix) || sent.One("input[name=headline]").Value() != "Ferry line ends in June" {
		t.Fatalf("picture %q at %q, or the form is empty", picture, src)
	}
	served := s.Client().Get(src).Want(200)
	if got := served.Header.Get("Content-Security-Policy"); got != web.MediaPolicy {
		t.Errorf("the picture is served with the policy %q", got)
	}
	if served.Header.Get("Content-Type") != "image/jpeg" || !strings.Contains(served.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("headers %v", served.Header)
	}

	// Then saved with the story.
	id := storyOf(t, editor.PostForm("/desk/articles", storyForm("do", "publish", "picture", picture, "alt", "The harbour at dawn",
		"caption", "The harbour, left, and the tunnel", "credit", "Jun Oki", "creator", "Jun Oki")...))
	a, err := s.Articles.Article(t.Context(), id)
	if err != nil || a.Picture.Caption != "The harbour, left, and the tunnel" || a.Picture.Alt != "The harbour at dawn" || len(a.Picture.Files) != 4 {
		t.Fatalf("picture %+v, %v", a.Picture, err)
	}
	page := s.Client().Get(a.Path()).Want(200).Doc()
	if got := page.One("main figure img").Attr("alt"); got != "The harbour at dawn" {
		t.Errorf("alternative text %q", got)
	}
	// A picture and the text in one go; then taken away again.
	path := "/desk/articles/" + id.String()
	sendPicture(t, editor, path, photograph(t, 300, 200), storyForm("version", version(t, editor, id))...).Want(303)
	if b, _ := s.Articles.Article(t.Context(), id); b.Picture.ID == a.Picture.ID || b.Picture.WidthPx != 300 {
		t.Errorf("the new picture is %+v", b.Picture)
	}
	editor.PostForm(path, storyForm("version", version(t, editor, id), "picture", picture, "remove_picture", "1")...).Want(303)
	if c, _ := s.Articles.Article(t.Context(), id); c.Picture.ID != 0 {
		t.Errorf("the picture is still %+v", c.Picture)
	}
}

func TestPictureMistakes(t *testing.T) {
	s := open(t)
	editor := s.As(s.Editor)
	whole := photograph(t, 200, 100)
	for _, c := range []struct {
		name   string
		file   []byte
		status int
	}{
		{"nothing", nil, 422},
		{"a web page", []byte("<!doctype html><script>alert(1)</script>"), 422},
		{"half a picture", whole[:len(whole)/2], 422},
		{"too many bytes", append(whole, make([]byte, media.MaxBytes)...), 422},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := sendPicture(t, editor, "/desk/articles", c.file, storyForm("do", "upload")...).Want(c.status).Doc()
			if doc.Text("#file-mistake") == "" || doc.One("input[name=headline]").Value() != "Ferry line ends in June" {
				t.Error("no message beside the file, or the form is empty")
			}
		})
	}
	long := strings.Repeat("a", media.MaxCaption+1)
	doc := sendPicture(t, editor, "/desk/articles", whole, storyForm("caption", long)...).Want(422).Doc()
	if doc.Text("#caption-mistake") == "" {
		t.Error("no message beside the caption")
	}
	sendPicture(t, s.As(s.Reader), "/desk/articles", whole, storyForm()...).Want(403)
}

// A session that ends while a story is written costs nobody their text.
func TestStoryWithoutSession(t *testing.T) {
	s := open(t)
	c := s.Client()
	doc := sendPicture(t, c, "/desk/articles", photograph(t, 8, 8), storyForm("body", strings.Repeat("港", 100_000))...).Want(401).Doc()
	fields := []string{"login", "Edda", "password", webtest.Password}
	for _, e := range doc.Find("main form input[type=hidden]") {
		fields = append(fields, e.Attr("name"), e.Value())
	}
	resumed := c.PostForm("/login", fields...).Want(200).Doc()
	fields = nil
	for _, e := range resumed.Find("main form input[type=hidden]") {
		fields = append(fields, e.Attr("name"), e.Value())
	}
	id := storyOf(t, c.PostForm(resumed.One("main form[method=post]").Attr("action"), fields...))
	if a, err := s.Articles.Article(t.Context(), id); err != nil || a.Body != strings.Repeat("港", 100_000) {
		t.Errorf("the text came out as %.20q, %v", a.Body, err)
	}
}

func TestUploadsAreLimited(t *testing.T) {
	s := open(t)
	s.Limits = web.NewLimits(nil)
	editor := s.As(s.Editor)
	tiny := photograph(t, 8, 8)
	for range 30 {
		sendPicture(t, editor, "/desk/articles", tiny, storyForm("do", "upload")...).Want(200)
	}
	doc := sendPicture(t, editor, "/desk/articles", tiny, storyForm("do", "upload")...).Want(429).Doc()
	if doc.One("input[name=headline]").Value() != "Ferry line ends in June" {
		t.Error("what was typed is gone")
	}
}
