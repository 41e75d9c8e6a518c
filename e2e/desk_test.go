package e2e

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gogai/browsertest"
)

// The life of a story: an editor writes it with all that belongs to it, shows it, corrects it,
// withholds it and shows it again; readers see of each what they should.
func TestStorysLife(t *testing.T) {
	p := open(t, browsertest.Start(t))
	edda, reader := p.visitAs(t, p.Editor, true), p.visit(t, false)

	edda.goTo("/desk")
	edda.Follow("a[href='/desk/articles/new']")
	for _, f := range []struct{ name, text string }{
		{"headline", "Harbour tram stays, says council"},
		{"standfirst", "A vote at midnight ends a quarrel of nine years."},
		{"slug", "harbour-tram-stays"},
		{"bylines", "Ines Ito\nTom Tanaka"},
		{"dateline", "KAZAHAMA"},
		{"body", "The tram *stays*.\n\n## What comes next\n\n> We kept it.\n\n<script>alert(1)</script>"},
		{"provider", "BAYPRESS"},
		{"rights", "© BAYPRESS"},
		{"tags", "transport, council"},
		{"closing_days", "30"},
	} {
		edda.Fill("form.editor [name="+f.name+"]", f.text)
	}
	edda.choose("form.editor [name=section]", "news")

	// While she writes she sees the text as readers will.
	edda.reads(".proof em", "stays")
	edda.reads(".proof h2", "What comes next")
	edda.reads(".proof .dateline", "KAZAHAMA")

	// The picture's file says who made it, and also where and with what.
	file := filepath.Join(t.TempDir(), "tram.jpg")
	if err := os.WriteFile(file, photograph(t), 0o600); err != nil {
		t.Fatal(err)
	}
	edda.Upload("#file", file)
	edda.Follow("button[value=upload]")
	edda.WaitFor("#picture img")
	if got := edda.Value("#creator"); got != "Ines Ito" {
		t.Errorf("the creator's field holds %q, want what the file says", got)
	}
	if got := edda.Value("#headline"); got != "Harbour tram stays, says council" {
		t.Errorf("after the upload the headline's field holds %q, want what was typed", got)
	}
	edda.Fill("#caption", "Mayor Mori, left, on the last tram")
	edda.Fill("#credit", "Ines Ito, Baypress")
	edda.Fill("#alt", "A tram by night")
	edda.Follow(".press button[value=publish]")
	edda.reads("p.state", "Published")
	story := "/news/harbour-tram-stays"

	// Readers have all of it.
	reader.goTo(story)
	for selector, want := range map[string]string{
		"h1":                 "Harbour tram stays, says council",
		".standfirst":        "A vote at midnight ends a quarrel of nine years.",
		".byline":            "By Ines Ito and Tom Tanaka",
		".dateline":          "KAZAHAMA",
		".provider":          "BAYPRESS",
		".prose blockquote":  "We kept it.",
		"figcaption .credit": "Ines Ito, Baypress",
		".rights":            "© BAYPRESS",
		".tags":              "transport\ncouncil",
		"#thread-title":      "No comments",
	} {
		reader.reads(selector, want)
	}
	if got := reader.Attr("main figure img", "alt"); got != "A tram by night" {
		t.Errorf("the picture's alternative text is %q", got)
	}
	for _, picture := range browsertest.Eval[[]string](reader.Tab, `[...document.querySelectorAll("main figure source, main figure img")]
		.flatMap(e => e.srcset ? e.srcset.split(", ").map(s => s.split(" ")[0]) : [new URL(e.src).pathname])`) {
		served := p.Client().Get(picture).Want(200).Body
		if bytes.Contains(served, []byte("Spycam 9000")) || bytes.Contains(served, place) {
			t.Errorf("%s says with what or where it was taken", picture)
		}
		if !bytes.Contains(served, []byte("Ines Ito")) {
			t.Errorf("%s no longer says who made it", picture)
		}
	}

	// A mistake is corrected, for all to see.
	p.Clock.Add(time.Hour)
	edda.Fill("form.editor [name=body]", "The tram *stays* until 2030.")
	edda.Fill("[name=correction]", "The story did not say until when.")
	edda.Follow(".press button[value=save]")
	reader.goTo(story)
	reader.WaitForText(".correction", "The story did not say until when.")
	reader.reads(".prose em", "stays")
	reader.WaitForText(".prose", "until 2030")

	// Withheld, it is gone for readers; published again, it stands where it stood.
	edda.Click(".withhold summary")
	edda.Fill(".withhold [name=reason]", "The council denies it")
	edda.Follow(".withhold button.danger")
	edda.reads("p.state", "Withheld")
	if status := reader.Open(story); status != 410 {
		t.Errorf("a withheld story answers %d, want 410", status)
	}
	reader.goTo("/")
	reader.gone("a[href='" + story + "']")
	edda.Follow(".press button[value=publish]")
	edda.reads("p.state", "Published")
	reader.goTo(story)
	reader.WaitForText(".prose", "until 2030")
}

// choose takes one of a list, as a pointer does.
func (v *visitor) choose(selector, value string) {
	v.t.Helper()
	chosen := browsertest.Eval[string](v.Tab, `(() => {
		const list = document.querySelector("`+selector+`");
		list.value = "`+value+`";
		list.dispatchEvent(new Event("change", {bubbles: true}));
		return list.value;
	})()`)
	if chosen != value {
		v.t.Fatalf("%s offers no %q", selector, value)
	}
}

// A story that is scheduled appears when its time has come, and not before.
func TestScheduled(t *testing.T) {
	bothWays(t, func(t *testing.T, p *paper, scripts bool) {
		edda, reader := p.visitAs(t, p.Editor, scripts), p.visit(t, scripts)
		edda.goTo("/desk/articles/new")
		edda.Fill("#headline", "Polls have closed")
		edda.choose("#section", "news")
		edda.Fill("#body", "Counting has begun.")
		edda.choose("[name=publish_at]", p.Now().Add(2*time.Hour).UTC().Format("2006-01-02T15:04"))
		edda.Follow(".press button[value=publish]")
		edda.reads("p.state", "Scheduled")
		edda.goTo(strings.TrimPrefix(edda.Attr(".ways a[href$='/preview']", "href"), p.URL()))
		edda.reads("h1", "Polls have closed")
		if status := reader.Open("/news/polls-have-closed"); status != 404 {
			t.Errorf("before its time the story answers %d, want 404", status)
		}
		p.Clock.Add(2 * time.Hour)
		reader.goTo("/news/polls-have-closed")
		reader.WaitForText(".prose", "Counting has begun.")
		reader.goTo("/")
		reader.WaitFor("a[href='/news/polls-have-closed']")
	})
}

// The publisher gives the paper a name and a language, and its pages have them.
func TestPaperInJapanese(t *testing.T) {
	p := open(t, browsertest.Start(t))
	story := p.Story("号外")
	p.Comment(story, p.Editor, "残りました。", 0)
	p.Comment(story, p.Reader, "よかった。", 1)
	pia, reader := p.visitAs(t, p.Publisher, true), p.visit(t, true)
	pia.goTo("/desk/settings")
	pia.Fill("#name", "風浜新報")
	pia.Fill("#zone", "Asia/Tokyo")
	pia.choose("#language", "ja")
	pia.Follow("main form.plain button.primary")
	pia.WaitFor(".notice.done")

	for _, path := range []string{"/", "/news", story.Path(), own(story, 1), "/login", "/register", "/comments", "/policy", "/about", "/member/Edda"} {
		reader.goTo(path)
		if got := reader.Attr("html", "lang"); got != "ja" {
			t.Errorf("%s is in %q", path, got)
		}
		reader.reads(".masthead .name", "風浜新報")
		english := []string{"Log in", "Comment", "Reply", "Password", "Account", "Sections", "Latest", "Register", "Policy"}
		text := reader.Text("body")
		if i := slices.IndexFunc(english, func(word string) bool { return strings.Contains(text, word) }); i >= 0 {
			t.Errorf("%s says %q", path, english[i])
		}
	}
	reader.goTo(story.Path())
	reader.WaitForText("#thread-title", "2")
	reader.reads(comment(story, 2)+" .parent", "@Eddaへの返信")
	now := p.Now().In(time.FixedZone("JST", 9*60*60))
	reader.WaitForText(".story-meta time", now.Format("2006年1月2日"))
}

// place is 35° 40′ N as a file of a camera that knows where it is has it.
var place = []byte{0, 0, 0, 35, 0, 0, 0, 1, 0, 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1}

// photograph is a JPEG that says who made it, with what and where (Exif 2.32, JEITA CP-3451).
func photograph(t *testing.T) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 900, 600))
	for y := range 600 {
		for x := range 900 {
			m.SetRGBA(x, y, color.RGBA{uint8(x / 4), uint8(y / 3), 120, 255})
		}
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, m, nil); err != nil {
		t.Fatal(err)
	}

	type entry struct {
		tag, kind uint16
		count     int
		value     []byte // what doesn't fit in four bytes lies behind the directory
	}
	text := func(tag uint16, s string) entry { return entry{tag, 2, len(s) + 1, []byte(s + "\x00")} }
	directory := func(at int, entries ...entry) []byte {
		head := binary.BigEndian.AppendUint16(nil, uint16(len(entries)))
		behind := at + 2 + 12*len(entries) + 4
		var tail []byte
		for _, e := range entries {
			head = binary.BigEndian.AppendUint16(head, e.tag)
			head = binary.BigEndian.AppendUint16(head, e.kind)
			head = binary.BigEndian.AppendUint32(head, uint32(e.count))
			if len(e.value) > 4 {
				head = binary.BigEndian.AppendUint32(head, uint32(behind+len(tail)))
				tail = append(tail, e.value...)
			} else {
				head = append(head, append(e.value, 0, 0, 0, 0)[:4]...)
			}
		}
		return slices.Concat(head, []byte{0, 0, 0, 0}, tail)
	}
	const header, gpsAt = 8, 200
	main := directory(header, text(0x0110, "Spycam 9000"), text(0x013b, "Ines Ito"), entry{0x8825, 4, 1, []byte{0, 0, 0, gpsAt}})
	gps := directory(gpsAt, text(0x0001, "N"), entry{0x0002, 5, 3, place})
	exif := slices.Concat([]byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08"), main, make([]byte, gpsAt-header-len(main)), gps)

	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(exif)+2))
	return slices.Concat(file.Bytes()[:2], segment, exif, file.Bytes()[2:])
}
