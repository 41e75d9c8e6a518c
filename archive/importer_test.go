package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gogai/article"
	"gogai/discussion"
	"gogai/event"
	"gogai/key"
	"gogai/member"
	"gogai/publication"
	"gogai/storage"
	"gogai/storage/sqlite"
)

// room is a new publication with an importer for it.
type room struct {
	*Importer
	db *storage.DB
}

var noon = time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC)

func newRoom(t testing.TB) *room {
	t.Helper()
	return openRoom(t, filepath.Join(t.TempDir(), "gogai.db"))
}

func openRoom(t testing.TB, path string) *room {
	t.Helper()
	db, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &room{db: db, Importer: &Importer{Store: db, Keys: new(key.Source), Now: func() time.Time { return noon }}}
}

// in imports a text and returns the report.
func (r *room) in(t testing.TB, text string, opt PageOptions) Report {
	t.Helper()
	p, _, err := parse(text, opt)
	if err != nil {
		t.Fatal(err)
	}
	report, err := r.Import(t.Context(), "page.txt", p)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// stories returns what readers see, newest first.
func (r *room) stories(t testing.TB) []article.Article {
	t.Helper()
	list, _, err := r.db.Articles(t.Context(), article.Query{Limit: 100, Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func (r *room) story(t testing.TB) article.Article {
	t.Helper()
	list := r.stories(t)
	if len(list) != 1 {
		t.Fatalf("%d stories are public, want 1", len(list))
	}
	return list[0]
}

func (r *room) comments(t testing.TB, id article.ID) []discussion.Comment {
	t.Helper()
	list, err := r.db.ImportedComments(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func texts(comments []discussion.Comment) []string {
	var list []string
	for _, c := range comments {
		list = append(list, fmt.Sprintf("#%d %s %v", c.Number, c.Body, c.Tally()))
	}
	return list
}

func same[T any](t testing.TB, what string, want, got T) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestImport(t *testing.T) {
	r := newRoom(t)
	report := r.in(t, harbour, PageOptions{})
	a := r.story(t)
	same(t, "report", Report{File: "page.txt", Outcome: Added, Headline: "Ferry resumes after the storm",
		Path: "/local/ferry-resumes-after-the-storm", Comments: 3, New: 3}, report)
	same(t, "line of the report", `page.txt: added "Ferry resumes after the storm", 3 comments: /local/ferry-resumes-after-the-storm`, report.String())

	same(t, "section", []string{"local", "local"}, []string{a.Section.Slug, a.Section.Name})
	same(t, "dateline, provider, source", []string{"PORT ELLERY, Northshore", "COAST NEWS", ""}, []string{a.Dateline, a.Provider, a.Source})
	same(t, "rights", []string{"© COAST NEWS", "©2031 Harbour Post Ltd."}, a.Rights)
	same(t, "body", "<p>The ferry sailed again on Wednesday after three days in port.</p>\n<p>&#34;We waited for the wind to drop,&#34; the captain said.</p>",
		strings.TrimSpace(strings.ReplaceAll(string(a.BodyHTML), "</p><p>", "</p>\n<p>")))
	same(t, "caption and credit", []string{"The ferry Aurora, left, and the tug Bold, right, in port on Monday.", "A. Example, Harbour Pictures Pool via CN"},
		[]string{a.Picture.Caption, a.Picture.CreditLine})
	same(t, "picture file", false, a.Picture.HasFile())
	same(t, "date", time.Date(2031, 4, 2, 0, 0, 0, 0, time.UTC), a.PublishedAt)
	same(t, "state", article.Published, a.State(noon))
	same(t, "count", 3, a.Comments)

	comments := r.comments(t, a.ID)
	same(t, "comments", []string{"#1 About time. -1 ( +0 / -1 )",
		"#2 @gull\n\nThree days is nothing.\nIn the old days it was a week.\n\nhttps://harbour.example/1998 12 ( +15 / -3 )",
		"#3 Thanks to the crew 0 ( +0 / -0 )"}, texts(comments))
	if html := string(comments[1].HTML); !strings.Contains(html, `<a href="https://harbour.example/1998"`) || strings.Contains(html, "/member/") {
		t.Errorf("a link and no mention: %s", html)
	}
	for _, c := range comments {
		if c.Author != 0 || !c.CreatedAt.Equal(a.PublishedAt) || c.State != discussion.Visible {
			t.Errorf("comment #%d: author %v, created %v, state %s", c.Number, c.Author, c.CreatedAt, c.State)
		}
	}
	thread, err := r.db.Thread(t.Context(), a.ID)
	if err != nil || !thread.OpenedAt.Equal(noon) {
		t.Errorf("the thread's clock starts at %v (%v), want the import's time", thread.OpenedAt, err)
	}
	if pub, err := r.db.Publication(t.Context()); err != nil || pub.Name != "The Harbour Post" {
		t.Errorf("the publication is called %q (%v)", pub.Name, err)
	}
}

func TestImportedSample(t *testing.T) {
	r := newRoom(t)
	text, f := string(samplePage(t)), readFacts(t)
	r.in(t, text, PageOptions{})
	a := r.story(t)
	same(t, "story", []any{f.Section, f.Headline, f.Dateline, f.Caption, f.Credit, f.Date, f.CommentCount},
		[]any{a.Section.Slug, a.Headline, a.Dateline, a.Picture.Caption, a.Picture.CreditLine, a.PublishedAt.Format(time.DateOnly), a.Comments})
	same(t, "rights", f.Rights, a.Rights)
	same(t, "body", strings.Join(f.Body, "\n\n"), a.Body)
	var want []string
	for i, c := range f.Comments {
		want = append(want, fmt.Sprintf("#%d %s %s", i+1, strings.Join(c.Paragraphs, "\n\n"), c.Tally))
	}
	same(t, "comments", want, texts(r.comments(t, a.ID)))

	again := r.in(t, text, PageOptions{})
	same(t, "second outcome", Unchanged, again.Outcome)
	same(t, "story after the second time", a, r.story(t))
}

func TestImportAgain(t *testing.T) {
	twoComments := harbour[:strings.Index(harbour, "Thanks to the crew")]
	twoComments = strings.Replace(twoComments, "3 Comments", "2 Comments", 1)
	const more = "\nOne more\n\n1 ( +1 / -0 )\n"
	const expired = "The requested article has expired, and is no longer available."
	body := harbour[strings.Index(harbour, "The ferry sailed"):strings.Index(harbour, "© COAST")]

	for name, test := range map[string]struct {
		text     string
		staff    func(*article.Article)
		outcome  Outcome
		warnings []string
		story    func(*article.Article) // what differs from the first import
		comments []string               // beginnings; nil when they are as they were
	}{
		"the same":                 {text: harbour, outcome: Unchanged},
		"the same, other spaces":   {text: strings.ReplaceAll(edit(t, "resumes after", "resumes  after"), "\n", "\r\n"), outcome: Unchanged},
		"another body":             {text: edit(t, "three days", "four days"), outcome: Updated, story: func(a *article.Article) { a.Body = strings.Replace(a.Body, "three days", "four days", 1) }},
		"another dateline":         {text: edit(t, "PORT ELLERY", "ELLERY"), outcome: Updated, story: func(a *article.Article) { a.Dateline = "ELLERY, Northshore" }},
		"another agency":           {text: edit(t, "COAST NEWS", "AFP"), outcome: Updated, story: func(a *article.Article) { a.Rights[0], a.Provider = "© AFP", "AFP" }},
		"another credit":           {text: edit(t, "A. Example", "B. Example"), outcome: Updated, story: func(a *article.Article) { a.Picture.CreditLine = strings.Replace(a.Picture.CreditLine, "A.", "B.", 1) }},
		"no picture any more":      {text: harbour[:strings.Index(harbour, "The ferry Aurora")] + harbour[strings.Index(harbour, "local"):], outcome: Updated, story: func(a *article.Article) { a.Picture = article.Article{}.Picture }},
		"one more comment":         {text: edit(t, "3 Comments", "4 Comments") + more, outcome: Updated, comments: []string{"#1 About", "#2 @gull", "#3 Thanks", "#4 One more"}},
		"the same comment again":   {text: edit(t, "3 Comments", "4 Comments") + "\nAbout time.\n\n2 ( +2 / -0 )\n", outcome: Updated, comments: []string{"#1 About time. -1", "#2 @gull", "#3 Thanks", "#4 About time. 2"}},
		"another tally":            {text: edit(t, "-1 ( +0 / -1 )", "0 ( +1 / -1 )"), outcome: Unchanged, warnings: []string{"page.txt:18: the tally of comment #1 was -1 ( +0 / -1 ) and is +1 / -1"}},
		"another text":             {text: edit(t, "About time.", "High time."), outcome: Unchanged, warnings: []string{"page.txt:1: comment #1", "page.txt:18: this comment"}},
		"another text at the end":  {text: edit(t, "Thanks to", "Thank"), outcome: Unchanged, warnings: []string{"page.txt:1: comment #3", "page.txt:31: this comment"}},
		"a comment fewer":          {text: twoComments, outcome: Unchanged, warnings: []string{"page.txt:1: comment #3"}},
		"one fewer, one more":      {text: edit(t, "About time.\n\n-1 ( +0 / -1 )\n\n", "") + more, outcome: Updated, warnings: []string{"page.txt:1: comment #1"}, comments: []string{"#1 About", "#2 @gull", "#3 Thanks", "#4 One more"}},
		"one in between":           {text: edit(t, "3 Comments", "4 Comments", "@gull", "Oh\n\n0 ( +0 / -0 )\n\n@gull"), outcome: Unchanged, warnings: []string{"page.txt:22: this comment"}},
		"expired since":            {text: edit(t, body, expired+"\n\n", "PORT ELLERY, Northshore\n\n", ""), outcome: Updated, story: func(a *article.Article) { a.ExpiresAt = noon }},
		"edited here, the same":    {text: harbour, staff: func(a *article.Article) { a.Standfirst = "Ours" }, outcome: Unchanged, story: func(a *article.Article) { a.Standfirst = "Ours" }},
		"edited here, another one": {text: edit(t, "three days", "four days", "3 Comments", "4 Comments") + more, staff: func(a *article.Article) { a.Body = "Our own." }, outcome: Updated, warnings: []string{"page.txt:1: the story was edited here; its text differ"}, story: func(a *article.Article) { a.Body = "Our own." }, comments: []string{"#1 About", "#2 @gull", "#3 Thanks", "#4 One more"}},
		"expired here":             {text: harbour, staff: func(a *article.Article) { a.ExpiresAt = noon }, outcome: Unchanged, warnings: []string{"page.txt:1: the story has expired"}, story: func(a *article.Article) { a.ExpiresAt = noon }},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t)
			r.in(t, harbour, PageOptions{})
			first := r.story(t)
			comments := texts(r.comments(t, first.ID))
			if test.staff != nil {
				_, err := r.db.UpdateArticle(t.Context(), first.ID, 7, member.Request{}, func(a *article.Article) ([]event.Event, error) {
					test.staff(a)
					return nil, a.Clean()
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			before := r.story(t)

			report := r.in(t, test.text, PageOptions{})
			after := r.story(t)
			same(t, "outcome", test.outcome, report.Outcome)
			comparePrefixes(t, report.Warnings, test.warnings)
			if test.outcome == Unchanged {
				same(t, "unchanged story", before, after)
			}
			want := first
			if test.story != nil {
				want.Rights = append([]string(nil), want.Rights...)
				test.story(&want)
			}
			after.UpdatedAt, after.ChangedAt, after.Version, after.BodyHTML, after.Comments, after.Section = first.UpdatedAt, first.ChangedAt, first.Version, first.BodyHTML, first.Comments, first.Section
			same(t, "story", want, after)
			got := texts(r.comments(t, first.ID))
			if test.comments == nil {
				same(t, "comments", comments, got)
			} else if len(got) != len(test.comments) {
				t.Errorf("comments %q, want %q", got, test.comments)
			}
			for i, c := range test.comments {
				if i < len(got) && !strings.HasPrefix(got[i], c) {
					t.Errorf("comment %q, want %q", got[i], c)
				}
			}
		})
	}
}

func TestImportedExpiredStory(t *testing.T) {
	r := newRoom(t)
	body := harbour[strings.Index(harbour, "PORT ELLERY"):strings.Index(harbour, "© COAST")]
	r.in(t, edit(t, body, "The requested article has expired, and is no longer available.\n\n"), PageOptions{})
	a := r.story(t)
	same(t, "state", article.Expired, a.State(noon))
	same(t, "body", "", a.Body)
	same(t, "comments", 3, a.Comments)
	same(t, "rights", 2, len(a.Rights))
}

func TestImportLenient(t *testing.T) {
	r := newRoom(t)
	r.in(t, edit(t, "3 Comments", "30 Comments", "12 ( +15", "99 ( +15"), PageOptions{Lenient: true})
	same(t, "comments", "#2", texts(r.comments(t, r.story(t).ID))[1][:2])
	same(t, "tally", "12 ( +15 / -3 )", r.comments(t, r.story(t).ID)[1].Tally().String())
}

// Markdown and HTML of strangers mean nothing in a story or a comment.
func TestImportedTextIsPlain(t *testing.T) {
	r := newRoom(t)
	const hostile = "<script>alert(1)</script> *x* [y](javascript:z) # ~~no~~\n# heading\n| a |\n|---|"
	r.in(t, edit(t, "The ferry sailed again", hostile+"\n\nThe ferry sailed again", "About time.", hostile), PageOptions{})
	a := r.story(t)
	for name, html := range map[string]string{"story": string(a.BodyHTML), "comment": string(r.comments(t, a.ID)[0].HTML)} {
		for _, element := range []string{"<script", "<em", "<a ", "<h", "<table", "<del", "<s>"} {
			if strings.Contains(html, element) {
				t.Errorf("%s holds %s…: %s", name, element, html)
			}
		}
		if !strings.Contains(html, "&lt;script&gt;alert(1)&lt;/script&gt; *x* [y](javascript:z) # ~~no~~") {
			t.Errorf("%s lost text: %s", name, html)
		}
	}
}

func TestImportSections(t *testing.T) {
	for name, test := range map[string]struct{ section, slug string }{
		"new":          {"Arts & Leisure", "arts-leisure"},
		"there":        {"NEWS", "news"},
		"reserved":     {"Media", "media-news"},
		"accents":      {"Économie", "economie"},
		"long":         {"The very long name of a section of the paper, indeed", "the-very-long-name-of-a-section-of-the-p"},
		"Japanese":     {"社会", "section-e8643de5"},
		"only symbols": {"★", "section-"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t)
			text := edit(t, "local", test.section)
			r.in(t, text, PageOptions{})
			if got := r.story(t).Section.Slug; !strings.HasPrefix(got, test.slug) {
				t.Errorf("section %q, want %q", got, test.slug)
			}
			r.in(t, strings.Replace(text, "Ferry", "Another ferry", 1), PageOptions{})
			if a := r.stories(t); len(a) != 2 || a[0].Section.ID != a[1].Section.ID {
				t.Errorf("%d stories, or in two sections", len(a))
			}
		})
	}
}

func TestImportFromAnotherPublication(t *testing.T) {
	r := newRoom(t)
	_, err := r.db.UpdatePublication(t.Context(), func(p *publication.Publication) (event.Event, error) {
		p.Name, p.Zone = "Ours", "Asia/Tokyo"
		return event.Event{}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r.in(t, harbour, PageOptions{})
	a := r.story(t)
	same(t, "source", "The Harbour Post", a.Source)
	same(t, "date in the publication's zone", time.Date(2031, 4, 1, 15, 0, 0, 0, time.UTC), a.PublishedAt)
	r.in(t, edit(t, "The Harbour Post", "The Hill Post"), PageOptions{})
	same(t, "stories of the same headline", 2, len(r.stories(t)))
}

func TestImportOfTheDayThatStorageKeepsForNone(t *testing.T) {
	r := newRoom(t)
	r.in(t, edit(t, "2031-04-02", "1970-01-01"), PageOptions{})
	same(t, "date", "1970-01-01", r.story(t).PublishedAt.Format(time.DateOnly))
}

func TestProviderAndLanguage(t *testing.T) {
	for rights, want := range map[string]string{
		"© KYODO": "KYODO", "© 2031 AFP": "AFP", "(c) 2031, Wire": "Wire", "© Copyright 2031 The Wire Service. All rights reserved.": "The Wire Service",
		"All rights reserved.": "", "©": "",
	} {
		same(t, rights, want, Page{Rights: []string{rights, "©2031 Ours"}}.provider())
	}
	same(t, "only the publisher's", "", Page{Rights: []string{"©2031 Ours"}}.provider())
	japanese := Page{Headline: "連絡船、運航を再開", Body: []string{"あらしのあと、NHKが。"}}
	same(t, "Japanese in an English publication", "ja", japanese.language("en"))
	same(t, "Japanese in a Japanese one", "", japanese.language("ja"))
	same(t, "English", "", harbourPage().language("en"))
}

// dying is a store that fails for good after so many chunks, like a process that is killed.
type dying struct {
	Store
	chunks int
}

var errKilled = errors.New("killed")

func (d *dying) AppendComments(ctx context.Context, id article.ID, list []discussion.Comment) error {
	if d.chunks--; d.chunks < 0 {
		return errKilled
	}
	return d.Store.AppendComments(ctx, id, list)
}

func TestImportResumes(t *testing.T) {
	r := newRoom(t)
	const n = 1000
	p, _, err := parse(manyComments(n), PageOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for tries := range 3 {
		killed := *r.Importer
		killed.Store = &dying{r.db, tries}
		if _, err := killed.Import(t.Context(), "page.txt", p); !errors.Is(err, errKilled) {
			t.Fatalf("error %v, want the end", err)
		}
		same(t, "public stories before the last chunk", 0, len(r.stories(t)))
	}
	var progress []int
	r.Progress = func(_ string, done, total int) {
		if total != n || len(progress) > 0 && done <= progress[len(progress)-1] {
			t.Errorf("progress %d of %d after %v", done, total, progress)
		}
		progress = append(progress, done)
	}
	report, err := r.Import(t.Context(), "page.txt", p)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "outcome", Added, report.Outcome)
	if len(progress) == 0 || progress[0] <= 100 || progress[len(progress)-1] != n {
		t.Errorf("progress %v, want it to go on behind the chunks that came in before", progress)
	}
	a := r.story(t)
	comments := r.comments(t, a.ID)
	same(t, "comments", n, len(comments))
	same(t, "count", n, a.Comments)
	for i, c := range comments {
		if want := fmt.Sprintf("@reader%d\n", i); c.Number != i+1 || !strings.HasPrefix(c.Body, want) {
			t.Fatalf("comment #%d at place %d begins %.20q", c.Number, i+1, c.Body)
		}
	}
}

// busy lets a comment of somebody else into the thread before the first chunk.
type busy struct {
	Store
	once bool
}

func (b *busy) AppendComments(ctx context.Context, id article.ID, list []discussion.Comment) error {
	if !b.once {
		b.once = true
		thread, err := b.Thread(ctx, id)
		if err != nil {
			return err
		}
		intruder := discussion.Comment{Author: 7, Body: "me first", HTML: "<p>me first</p>", State: discussion.Visible, CreatedAt: noon}
		intruder.Number = thread.Last + 1
		if err := b.Store.AppendComments(ctx, id, []discussion.Comment{intruder}); err != nil {
			return err
		}
	}
	return b.Store.AppendComments(ctx, id, list)
}

func TestImportBesideAnotherWriter(t *testing.T) {
	r := newRoom(t)
	r.in(t, harbour, PageOptions{})
	r.Store = &busy{Store: r.db}
	report := r.in(t, edit(t, "3 Comments", "4 Comments")+"\nOne more\n\n1 ( +1 / -0 )\n", PageOptions{})
	same(t, "new comments", 1, report.New)
	got := texts(r.comments(t, r.story(t).ID))
	if len(got) != 4 || got[3] != "#5 One more 1 ( +1 / -0 )" {
		t.Errorf("comments %q", got)
	}
}

func TestFindFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.txt", "a.TXT", "notes.md", "deep/er/c.txt", "empty/x.html"} {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, nil, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	at := func(names ...string) (paths []string) {
		for _, name := range names {
			paths = append(paths, filepath.Join(dir, name))
		}
		return paths
	}
	got, err := FindFiles(append([]string{"-"}, at("notes.md", "")...))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "files", append([]string{"-"}, at("notes.md", "a.TXT", "b.txt", "deep/er/c.txt")...), got)
	if _, err := FindFiles(at("empty")); err == nil {
		t.Error("a folder without texts: no error")
	}
	// What isn't there is told of with the other files, and keeps none of them out.
	if got, err = FindFiles(at("none", "b.txt")); err != nil {
		t.Error(err)
	}
	same(t, "files", at("none", "b.txt"), got)
}

func TestFiles(t *testing.T) {
	r := newRoom(t)
	dir := t.TempDir()
	cut := filepath.Join(dir, "cut.txt")
	if err := os.WriteFile(cut, []byte(harbour[:len(harbour)/2]), 0o644); err != nil {
		t.Fatal(err)
	}
	run := func(text string, opt PageOptions, files ...string) (out, errs string, err error) {
		var o, e bytes.Buffer
		err = r.Files(t.Context(), files, strings.NewReader(text), opt, &o, &e)
		return o.String(), e.String(), err
	}

	out, errs, err := run("", PageOptions{}, cut, filepath.Join(dir, "none.txt"))
	if err == nil || err.Error() != "2 of 2 files did not come in" || out != "" ||
		!strings.HasPrefix(errs, cut+":10: no rights line") || !strings.Contains(errs, "none.txt: no such file") {
		t.Errorf("error %v, out %q, errors %q", err, out, errs)
	}
	sections, err := r.db.Sections(t.Context())
	if err != nil || len(sections) != 1 || len(r.stories(t)) != 0 {
		t.Errorf("a refused file left something behind: %v, %v", sections, err)
	}

	out, errs, err = run(edit(t, "12 ( +15", "11 ( +15"), PageOptions{Lenient: true}, cut, Stdin)
	if err == nil || !strings.HasPrefix(out, `-: added "Ferry resumes`) || !strings.Contains(errs, "-:29: warning: the tally says 11") {
		t.Errorf("error %v, out %q, errors %q", err, out, errs)
	}
	out, errs, err = run(harbour, PageOptions{}, Stdin)
	if err != nil || !strings.HasPrefix(out, `-: unchanged "Ferry resumes`) || errs != "" {
		t.Errorf("error %v, out %q, errors %q", err, out, errs)
	}
}

func TestNextChunk(t *testing.T) {
	for name, test := range map[string]struct {
		last int
		took time.Duration
		want int
	}{
		"on time":   {100, chunkTime, 100},
		"too slow":  {100, 4 * chunkTime, 25},
		"fast":      {100, chunkTime / 10, 200},
		"no time":   {100, 0, 200},
		"very slow": {3, time.Hour, 1},
		"greatest":  {maxChunk, time.Millisecond, maxChunk},
	} {
		if got := nextChunk(test.last, test.took); got != test.want {
			t.Errorf("%s: %d comments, want %d", name, got, test.want)
		}
	}
}

func TestChunkOfLongComments(t *testing.T) {
	long := []PageComment{{Paragraphs: []string{strings.Repeat("long ", chunkBytes/20)}}}
	for range 4 {
		long = append(long, long...)
	}
	r := run{}
	if got := len(r.chunk(long, maxChunk)); got != 3 {
		t.Errorf("a chunk holds %d comments of %d bytes twice, want 3", got, len(long[0].Paragraphs[0]))
	}
	if got := len(r.chunk(long, 2)); got != 2 {
		t.Errorf("a chunk of 2 holds %d comments", got)
	}
}

func BenchmarkImport(b *testing.B) {
	const n = 10_000
	p, _, err := parse(manyComments(n), PageOptions{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		b.StopTimer()
		r := newRoom(b)
		r.Now = time.Now
		b.StartTimer()
		if _, err := r.Import(b.Context(), "page.txt", p); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "comments/s")
}

// How long a server's write takes while another process imports.
func BenchmarkWriteBesideImport(b *testing.B) {
	path := filepath.Join(b.TempDir(), "gogai.db")
	server, other := openRoom(b, path), openRoom(b, path)
	server.in(b, harbour, PageOptions{})
	story := server.story(b).ID
	p, _, err := parse(manyComments(100_000), PageOptions{})
	if err != nil {
		b.Fatal(err)
	}
	other.Now = time.Now
	ctx, stop := context.WithCancel(b.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for day := 1; ctx.Err() == nil; day++ {
			p.Date.Day = day // another story each time
			if _, err := other.Import(ctx, "page.txt", p); err != nil && ctx.Err() == nil {
				b.Error(err)
				return
			}
		}
	}()
	number := 3
	var took []time.Duration
	for b.Loop() {
		time.Sleep(20 * time.Millisecond)
		start := time.Now()
		number++
		c := discussion.Comment{Author: 7, Body: "me too", State: discussion.Visible, CreatedAt: noon}
		c.Number = number
		if err := server.db.AppendComments(b.Context(), story, []discussion.Comment{c}); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	stop()
	<-done
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Milliseconds()), "ms-median")
	b.ReportMetric(float64(took[len(took)*99/100].Milliseconds()), "ms-p99")
}
