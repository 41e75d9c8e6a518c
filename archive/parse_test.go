package archive

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// harbour is a page of our own with everything that one can hold.
const harbour = ` date 2031-04-02  The Harbour Post
The ferry Aurora, left, and the tug Bold, right, in port on Monday. Image: A. Example, Harbour Pictures Pool via CN
local

Ferry resumes after the storm

3 Comments
PORT ELLERY, Northshore

The ferry sailed again on Wednesday after three days in port.

"We waited for the wind to drop," the captain said.

© COAST NEWS

©2031 Harbour Post Ltd.

About time.

-1 ( +0 / -1 )

@gull

Three days is nothing.
In the old days it was a week.

https://harbour.example/1998

12 ( +15 / -3 )

Thanks to the crew

0 ( +0 / -0 )
`

func harbourPage() Page {
	return Page{
		Publication: "The Harbour Post", Date: Date{2031, time.April, 2}, Section: "local",
		Headline:   "Ferry resumes after the storm",
		HasPicture: true, Caption: "The ferry Aurora, left, and the tug Bold, right, in port on Monday.",
		Credit:       "A. Example, Harbour Pictures Pool via CN",
		CommentCount: 3, Dateline: "PORT ELLERY, Northshore",
		Body: []string{
			"The ferry sailed again on Wednesday after three days in port.",
			`"We waited for the wind to drop," the captain said.`,
		},
		Rights: []string{"© COAST NEWS", "©2031 Harbour Post Ltd."},
		Comments: []PageComment{
			{Line: 18, Paragraphs: []string{"About time."}, Downs: 1},
			{Line: 22, Paragraphs: []string{"@gull", "Three days is nothing.\nIn the old days it was a week.",
				"https://harbour.example/1998"}, Ups: 15, Downs: 3},
			{Line: 31, Paragraphs: []string{"Thanks to the crew"}},
		},
	}
}

func parse(text string, opt PageOptions) (Page, []Problem, error) {
	return ParsePage("page.txt", strings.NewReader(text), opt)
}

// edit replaces the first occurrence of old in the page harbour; it must be there.
func edit(t *testing.T, pairs ...string) string {
	t.Helper()
	text := harbour
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("%q is not in the page", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

func TestPageForms(t *testing.T) {
	const firstComment = "About time.\n\n-1 ( +0 / -1 )\n"
	noComments := edit(t, "3 Comments", "No comments")
	noComments = noComments[:strings.Index(noComments, "About time.")]

	// Each case is the page harbour written in another way, or with something else in it.
	for name, test := range map[string]struct {
		text string
		want func(*Page) // what differs from the page harbour; comment lines are not compared
	}{
		"as it is":                  {harbour, func(*Page) {}},
		"windows line ends":         {strings.ReplaceAll(harbour, "\n", "\r\n"), func(*Page) {}},
		"old mac line ends":         {strings.ReplaceAll(harbour, "\n", "\r"), func(*Page) {}},
		"byte order mark":           {"\ufeff" + harbour, func(*Page) {}},
		"no final line end":         {strings.TrimRight(harbour, "\n"), func(*Page) {}},
		"blank lines at the end":    {harbour + "\n \n\u3000\n\t\n", func(*Page) {}},
		"blank lines at the start":  {"\n\n" + harbour, func(*Page) {}},
		"several blank lines":       {strings.ReplaceAll(harbour, "\n\n", "\n\n \n\n"), func(*Page) {}},
		"trailing blanks":           {strings.ReplaceAll(harbour, "\n", " \u00a0\u200b\t\n"), func(*Page) {}},
		"tabs and a bell":           {edit(t, "About time.", "\aAbout\ttime."), func(*Page) {}},
		"tally close to its text":   {edit(t, "crew\n\n0", "crew\n0"), func(*Page) {}},
		"comment close to a tally":  {edit(t, "-1 )\n\n@gull", "-1 )\n@gull"), func(*Page) {}},
		"rights close to the body":  {edit(t, "said.\n\n©", "said.\n©", "NEWS\n\n", "NEWS\n"), func(*Page) {}},
		"full-width date":           {edit(t, " date 2031-04-02", "\u3000ｄａｔｅ　２０３１－０４－０２"), func(*Page) {}},
		"full-width count":          {edit(t, "3 Comments", "３　Ｃｏｍｍｅｎｔｓ"), func(*Page) {}},
		"full-width tally":          {edit(t, "-1 ( +0 / -1 )", "－１（＋０／－１）"), func(*Page) {}},
		"full-width tally, spaced":  {edit(t, "12 ( +15 / -3 )", "１２　（　＋１５　／　－３　）"), func(*Page) {}},
		"minus signs and no spaces": {edit(t, "-1 ( +0 / -1 )", "−1\u00a0(+0/–1)"), func(*Page) {}},
		"a plus before the net":     {edit(t, "12 ( +15", "+12 ( +15"), func(*Page) {}},
		"login line":                {edit(t, "Ltd.\n", "Ltd.\n\nLogin to comment\n"), func(*Page) {}},
		"wrapped caption":           {edit(t, "the tug Bold", "the tug\nBold"), func(*Page) {}},
		"no caption": {harbour[:strings.Index(harbour, "The ferry Aurora")] + harbour[strings.Index(harbour, "local"):],
			func(p *Page) { p.HasPicture, p.Caption, p.Credit = false, "", "" }},
		"only a credit": {edit(t, "The ferry Aurora, left, and the tug Bold, right, in port on Monday. ", ""),
			func(p *Page) { p.Caption = "" }},
		"two credits": {edit(t, "Monday. Image", "Monday. Image: none. Image"),
			func(p *Page) { p.Caption += " Image: none." }},
		"older credit": {edit(t, "Image:", "Photo:"), func(*Page) {}},
		"headline with a credit's word": {edit(t, "Ferry resumes", "Brand Image: ferry resumes"),
			func(p *Page) { p.Headline = "Brand Image: ferry resumes after the storm" }},
		"headline like a count": {edit(t, "Ferry resumes after the storm", "No comment"),
			func(p *Page) { p.Headline = "No comment" }},
		"body like a count": {edit(t, "PORT ELLERY, Northshore\n\nThe ferry", "No comment\n\nThe ferry"),
			func(p *Page) { p.Dateline, p.Body = "", append([]string{"No comment"}, p.Body...) }},
		"no dateline": {edit(t, "PORT ELLERY, Northshore\n\n", ""), func(p *Page) { p.Dateline = "" }},
		"no dateline, a body in capitals": {edit(t, "PORT ELLERY, Northshore\n\nThe ferry", "NATO's ferry"),
			func(p *Page) {
				p.Dateline, p.Body[0] = "", "NATO's ferry sailed again on Wednesday after three days in port."
			}},
		"no dateline, a short sentence": {edit(t, "PORT ELLERY, Northshore", "WHO said so."),
			func(p *Page) { p.Dateline, p.Body = "", append([]string{"WHO said so."}, p.Body...) }},
		"dateline with a full stop": {edit(t, "PORT ELLERY, Northshore", "ST. ELLERY, Nth."),
			func(p *Page) { p.Dateline = "ST. ELLERY, Nth." }},
		"full-width dateline": {edit(t, "PORT ELLERY, Northshore", "ＰＯＲＴ"), func(p *Page) { p.Dateline = "ＰＯＲＴ" }},
		"Cyrillic dateline":   {edit(t, "PORT ELLERY, Northshore", "МОСКВА"), func(p *Page) { p.Dateline = "МОСКВА" }},
		"another agency":      {edit(t, "© COAST NEWS", "© 2031 AFP"), func(p *Page) { p.Rights[0] = "© 2031 AFP" }},
		"long notice in one line": {
			edit(t, "© COAST NEWS", "Copyright 2031 Wire Service. All rights reserved. This material may not be published, broadcast, rewritten or redistributed without permission."),
			func(p *Page) {
				p.Rights[0] = "Copyright 2031 Wire Service. All rights reserved. This material may not be published, broadcast, rewritten or redistributed without permission."
			}},
		"long notice in three lines": {
			edit(t, "© COAST NEWS", "© Copyright 2031 Wire Service.\n\nAll rights reserved.\nThis material may not be published, broadcast, rewritten or redistributed."),
			func(p *Page) {
				p.Rights = append([]string{"© Copyright 2031 Wire Service.", "All rights reserved.",
					"This material may not be published, broadcast, rewritten or redistributed."}, p.Rights[1])
			}},
		"(c) for the sign": {edit(t, "© COAST NEWS", "(c) COAST NEWS", "©2031", "（Ｃ）2031"),
			func(p *Page) { p.Rights = []string{"(c) COAST NEWS", "（Ｃ）2031 Harbour Post Ltd."} }},
		"copyright inside the line": {edit(t, "© COAST NEWS", "Text and pictures: Copyright Coast News"),
			func(p *Page) { p.Rights[0] = "Text and pictures: Copyright Coast News" }},
		"only the publisher's rights": {edit(t, "© COAST NEWS\n\n", ""), func(p *Page) { p.Rights = p.Rights[1:] }},
		"body that ends on the Copyright Office": {edit(t, "the captain said.", "said the Copyright Office."),
			func(p *Page) { p.Body[1] = `"We waited for the wind to drop," said the Copyright Office.` }},
		"body with an agency's line": {edit(t, "\"We waited", "© COAST NEWS\n\n\"We waited"),
			func(p *Page) { p.Body = []string{p.Body[0], "© COAST NEWS", p.Body[1]} }},
		"first comment opens with a rights line": {edit(t, "About time.", "© me too"),
			func(p *Page) { p.Comments[0].Paragraphs[0] = "© me too" }},
		"first comment quotes a publisher's line": {edit(t, "About time.", "Look:\n\n©2030 Someone"),
			func(p *Page) { p.Comments[0].Paragraphs = []string{"Look:", "©2030 Someone"} }},
		"comment made of an article's parts": {
			edit(t, "Thanks to the crew", "date 2030-01-01 The Post\n\nlocal\n\n5 Comments\n\nTOKYO\n\n©2031 Harbour Post Ltd.\n\nLogin to comment"),
			func(p *Page) {
				p.Comments[2].Paragraphs = []string{"date 2030-01-01 The Post", "local", "5 Comments", "TOKYO",
					"©2031 Harbour Post Ltd.", "Login to comment"}
			}},
		"tally inside a sentence": {edit(t, "About time.", "He had 0 ( +0 / -0 ) and I had 3 ( +4 / -1 ) points\n\nat -1 ( +0 / -1 ) each"),
			func(p *Page) {
				p.Comments[0].Paragraphs = []string{"He had 0 ( +0 / -0 ) and I had 3 ( +4 / -1 ) points", "at -1 ( +0 / -1 ) each"}
			}},
		"comment like an expired story": {edit(t, "About time.", "The requested article has expired, and is no longer available."),
			func(p *Page) {
				p.Comments[0].Paragraphs[0] = "The requested article has expired, and is no longer available."
			}},
		"no comments": {noComments, func(p *Page) { p.CommentCount, p.Comments = 0, nil }},
		"0 comments": {strings.Replace(noComments, "No comments", "0 Comments", 1),
			func(p *Page) { p.CommentCount, p.Comments = 0, nil }},
		"no comments, a publisher's line in the body": {strings.Replace(noComments, "\"We waited", "©2030 Someone\n\n\"We waited", 1),
			func(p *Page) {
				p.CommentCount, p.Comments, p.Body = 0, nil, []string{p.Body[0], "©2030 Someone", p.Body[1]}
			}},
		"one comment": {strings.Replace(noComments, "No comments", "1 Comment", 1) + firstComment,
			func(p *Page) { p.CommentCount, p.Comments = 1, p.Comments[:1] }},
		"expired": {edit(t, "PORT ELLERY, Northshore\n\n", "",
			"The ferry sailed again on Wednesday after three days in port.", "The requested article has expired, and is no longer available.",
			"\"We waited for the wind to drop,\" the captain said.\n\n", ""),
			func(p *Page) { p.Dateline, p.Body, p.Expired = "", nil, true }},
		"Japanese": {edit(t, "The Harbour Post", "港新聞", "local", "社会", "Ferry resumes after the storm", "連絡船、運航を再開　嵐の後",
			"PORT ELLERY, Northshore\n\n", "", "About time.", "「やっとですね」（笑）"),
			func(p *Page) {
				p.Publication, p.Section, p.Headline, p.Dateline = "港新聞", "社会", "連絡船、運航を再開　嵐の後", ""
				p.Comments[0].Paragraphs[0] = "「やっとですね」（笑）"
			}},
	} {
		t.Run(name, func(t *testing.T) {
			got, warnings, err := parse(test.text, PageOptions{})
			if err != nil || len(warnings) > 0 {
				t.Fatalf("error: %v\nwarnings: %v\nof the page:\n%s", err, warnings, test.text)
			}
			want := harbourPage()
			test.want(&want)
			for i := range want.Comments {
				want.Comments[i].Line = 0
			}
			for i := range got.Comments {
				got.Comments[i].Line = 0
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("page (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPageProblems(t *testing.T) {
	const head = " date 2031-04-02  The Post\n"
	for name, test := range map[string]struct {
		text  string
		want  []string // each problem begins like this, in this order
		warns []string // the warnings of a lenient reading; nil when it is an error too
	}{
		"empty":                   {"", []string{"page.txt:1: the file is empty"}, nil},
		"only blanks":             {"\n \n", []string{"page.txt:1: the file is empty"}, nil},
		"only a date":             {head, []string{"page.txt:1: the section, the headline and the number"}, nil},
		"no number":               {head + "local\n\nHead\n\nText.\n\n©2031 X\n", []string{"page.txt:2: the section, the headline and the number"}, nil},
		"no date":                 {edit(t, " date 2031-04-02  The Harbour Post\n", ""), []string{"page.txt:1: the date line is missing"}, nil},
		"no such day":             {edit(t, "04-02", "02-30"), []string{"page.txt:1: there is no day 2031-02-30"}, nil},
		"early year":              {edit(t, "2031-04", "0031-04"), []string{"page.txt:1: there is no day 0031-04-02"}, nil},
		"another date":            {edit(t, "2031-04-02", "2 April"), []string{"page.txt:1: the date line is missing"}, nil},
		"no name":                 {edit(t, "The Harbour Post", ""), []string{"page.txt:1: the publication's name is missing"}, nil},
		"no headline":             {edit(t, "Ferry resumes after the storm\n", ""), []string{"page.txt:6: the headline is missing"}, nil},
		"no section":              {edit(t, "local\n", ""), []string{"page.txt:4: the section is missing"}, nil},
		"neither":                 {head + "3 Comments\n\nText.\n\n©2031 X\n", []string{"page.txt:2: the section and the headline are missing", "page.txt:2: the page says that it has 3"}, nil},
		"neither, with a caption": {edit(t, "local\n\nFerry resumes after the storm\n", ""), []string{"page.txt:4: the section and the headline are missing"}, nil},
		"two headlines":           {edit(t, "storm\n", "storm\nAnother one\n"), []string{"page.txt:6: only the section and the headline"}, nil},
		"no body": {edit(t, "The ferry sailed again on Wednesday after three days in port.\n\n\"We waited for the wind to drop,\" the captain said.\n\n", ""),
			[]string{"page.txt:10: the body is missing"}, nil},
		"no rights": {edit(t, "© COAST NEWS\n\n©2031 Harbour Post Ltd.\n\n", ""), []string{"page.txt:29: no rights line"}, nil},
		"wrong sum": {edit(t, "12 ( +15", "11 ( +15"), []string{"page.txt:29: the tally says 11, but +15 and -3 make 12"},
			[]string{"page.txt:29: the tally says 11"}},
		"wrong sum, windows": {strings.ReplaceAll(edit(t, "12 ( +15", "11 ( +15"), "\n", "\r\n"), []string{"page.txt:29: "}, []string{"page.txt:29: "}},
		"wrong sum, mac":     {strings.ReplaceAll(edit(t, "12 ( +15", "11 ( +15"), "\n", "\r"), []string{"page.txt:29: "}, []string{"page.txt:29: "}},
		"two wrong sums and a wrong number": {edit(t, "3 Comments", "4 Comments", "-1 ( +0", "0 ( +0", "12 ( +15", "1 ( +15"),
			[]string{"page.txt:7: the page says that it has 4 comments, but holds 3", "page.txt:20: ", "page.txt:29: "},
			[]string{"page.txt:7: ", "page.txt:20: ", "page.txt:29: "}},
		"comments though it says none": {edit(t, "3 Comments", "No comments"), []string{"page.txt:7: the page says that it has 0"}, []string{"page.txt:7: "}},
		"text after the last tally":    {harbour + "\nOne more.\n\nAnd on.\n", []string{"page.txt:35: text after the last tally"}, nil},
		"login line after the last":    {harbour + "\nLogin to comment\n", []string{"page.txt:35: text after the last tally"}, nil},
		"tally without a comment":      {edit(t, "About time.\n\n", ""), []string{"page.txt:18: a tally without a comment"}, nil},
		"too many votes":               {edit(t, "12 ( +15 / -3 )", "99999999999999999999 ( +99999999999999999999 / -0 )"), []string{"page.txt:29: the tally's numbers are too large"}, nil},
		"too many comments": {edit(t, "3 Comments", "99999999999999999999 Comments"),
			[]string{"page.txt:7: the number of comments is too large", "page.txt:7: the page says"}, nil},
		"NUL":           {edit(t, "About", "Ab\x00ut"), []string{"page.txt:18: the line holds U+0000 or another"}, nil},
		"noncharacter":  {edit(t, "About", "Ab\uffffut"), []string{"page.txt:18: the line holds U+0000 or another"}, nil},
		"not UTF-8":     {edit(t, "captain", "capit\xe1n"), []string{"page.txt:12: the text is not UTF-8"}, nil},
		"UTF-16":        {"\xff\xfe \x00d\x00", []string{"page.txt:1: the text is not UTF-8"}, nil},
		"long line":     {edit(t, "About", strings.Repeat("a", maxLineBytes)), []string{"page.txt:18: the line is longer than"}, nil},
		"long name":     {edit(t, "The Harbour Post", strings.Repeat("n", 81)), []string{"page.txt:1: the publication's name is longer than 80"}, nil},
		"long section":  {edit(t, "local", strings.Repeat("部", 61)), []string{"page.txt:3: the section is longer than 60"}, nil},
		"long headline": {edit(t, "Ferry", strings.Repeat("n", 200)), []string{"page.txt:5: the headline is longer than 200"}, nil},
		"long caption":  {edit(t, "The ferry", strings.Repeat("n", 2000)), []string{"page.txt:2: the caption is longer than"}, nil},
		"long credit":   {edit(t, "A. Example", strings.Repeat("n", 500)), []string{"page.txt:2: the picture's credit is longer than"}, nil},
		"long rights":   {edit(t, "NEWS", strings.Repeat("n", 600)), []string{"page.txt:14: the rights line is longer than"}, nil},
		"many rights":   {edit(t, "© COAST NEWS", strings.Repeat("© COAST NEWS\n", 6)), []string{"page.txt:14: there are more than 6 rights lines"}, nil},
		"long body":     {edit(t, "The ferry sailed", strings.Repeat("n", 200_000)), []string{"page.txt:10: the body is longer than"}, nil},
		"long comment":  {edit(t, "About", strings.Repeat("n\n\n", maxCommentChars)), []string{"page.txt:18: the comment is longer than 20000"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := parse(test.text, PageOptions{})
			problems, ok := err.(Problems)
			if !ok {
				t.Fatalf("error %v, want problems", err)
			}
			comparePrefixes(t, problems, test.want)

			_, warnings, err := parse(test.text, PageOptions{Lenient: true})
			if (err == nil) != (test.warns != nil) {
				t.Fatalf("lenient: error %v", err)
			}
			comparePrefixes(t, warnings, test.warns)
		})
	}
}

func comparePrefixes(t *testing.T, got []Problem, want []string) {
	t.Helper()
	ok := len(got) == len(want)
	for i := 0; ok && i < len(got); i++ {
		ok = strings.HasPrefix(got[i].String(), want[i])
	}
	if !ok {
		t.Errorf("problems:\n%v\nwant:\n%s", Problems(got), strings.Join(want, "\n"))
	}
}

func TestPageWarnings(t *testing.T) {
	const rights = "© COAST NEWS\n\n©2031 Harbour Post Ltd.\n"
	for name, test := range map[string]struct{ text, want string }{
		"caption without credit":   {edit(t, " Image: A.", " By A."), "page.txt:2: the caption has no credit"},
		"login instead of rights":  {edit(t, rights, "Login to comment\n"), "page.txt:14: no rights line"},
		"only the agency's rights": {edit(t, "©2031 Harbour Post Ltd.\n\n", ""), "page.txt:14: the publisher's rights line"},
		"expired without rights": {edit(t, "PORT ELLERY, Northshore\n\nThe ferry sailed again on Wednesday after three days in port.\n\n",
			"The requested article has expired, and is no longer available.\n\n",
			"\"We waited for the wind to drop,\" the captain said.\n\n"+rights, ""), "page.txt:8: the expired story has no rights"},
	} {
		t.Run(name, func(t *testing.T) {
			p, warnings, err := parse(test.text, PageOptions{})
			if err != nil {
				t.Fatal(err)
			}
			comparePrefixes(t, warnings, []string{test.want})
			if len(p.Comments) != 3 {
				t.Errorf("%d comments, want 3", len(p.Comments))
			}
		})
	}
}

// A file of another kind does not flood the terminal.
func TestProblemsAreBounded(t *testing.T) {
	text := edit(t, "3 Comments", "1000 Comments") + strings.Repeat("No\n\n1 ( +0 / -0 )\n\n", 997)
	_, _, err := parse(text, PageOptions{})
	problems, _ := err.(Problems)
	if len(problems) != maxProblems+1 {
		t.Fatalf("%d problems, want %d", len(problems), maxProblems+1)
	}
	if got, want := problems[maxProblems].What, "and 897 more problems in this file"; got != want {
		t.Errorf("last problem %q, want %q", got, want)
	}
}

func TestPageCutShort(t *testing.T) { testCutShort(t, []byte(harbour)) }

// Without comments, a cut can only be seen above the rights.
func TestPageWithoutCommentsCutShort(t *testing.T) {
	text := edit(t, "3 Comments", "No comments")
	text = text[:strings.Index(text, "© COAST")]
	for cut := range text {
		if _, _, err := parse(text[:cut], PageOptions{}); err == nil {
			t.Fatalf("a page cut at byte %d was taken", cut)
		}
	}
}

func TestKey(t *testing.T) {
	key := func(pairs ...string) string {
		p, _, err := parse(edit(t, pairs...), PageOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return p.Key()
	}
	want := key("The Harbour Post", "Hafen-Rundschau für Müll")
	for name, got := range map[string]string{
		"decomposed":   key("The Harbour Post", "Hafen-Rundschau fu\u0308r Mu\u0308ll"),
		"spaces":       key("The Harbour Post", "Hafen-Rundschau  für\u3000Müll "),
		"another body": key("The Harbour Post", "Hafen-Rundschau für Müll", "three days", "four days"),
	} {
		if got != want {
			t.Errorf("%s: another key", name)
		}
	}
	for name, got := range map[string]string{
		"date":        key("The Harbour Post", "Hafen-Rundschau für Müll", "04-02", "04-03"),
		"section":     key("The Harbour Post", "Hafen-Rundschau für Müll", "local", "world"),
		"headline":    key("The Harbour Post", "Hafen-Rundschau für Müll", "the storm", "a storm"),
		"publication": key(),
	} {
		if got == want {
			t.Errorf("another %s has the same key", name)
		}
	}
}

func TestDateIn(t *testing.T) {
	zone := time.FixedZone("JST", 9*3600)
	if got, want := (Date{2031, time.April, 2}).In(zone).UTC(), time.Date(2031, 4, 1, 15, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("the day begins at %v, want %v", got, want)
	}
}

// manyComments is the page harbour with n comments.
func manyComments(n int) string {
	var b strings.Builder
	at := strings.Index(harbour, "About time.")
	b.WriteString(strings.Replace(harbour[:at], "3 Comments", fmt.Sprintf("%d Comments", n), 1))
	for i := range n {
		fmt.Fprintf(&b, "@reader%d\n\nThis is what I think (number %d)\nof the ferry and its captain.\n\nhttps://harbour.example/%d\n\n%d ( +%d / -%d )\n\n",
			i, i, i, i%9-i%4, i%9, i%4)
	}
	return b.String()
}

func TestManyComments(t *testing.T) {
	n := 200_000
	if testing.Short() {
		n = 10_000
	}
	p, _, err := parse(manyComments(n), PageOptions{})
	if err != nil {
		t.Fatal(err)
	}
	want := PageComment{Line: 18 + 9*(n-1), Paragraphs: []string{fmt.Sprintf("@reader%d", n-1),
		fmt.Sprintf("This is what I think (number %d)\nof the ferry and its captain.", n-1),
		fmt.Sprintf("https://harbour.example/%d", n-1)}, Ups: (n - 1) % 9, Downs: (n - 1) % 4}
	if len(p.Comments) != n {
		t.Fatalf("%d comments, want %d", len(p.Comments), n)
	}
	if diff := cmp.Diff(want, p.Comments[n-1]); diff != "" {
		t.Errorf("last comment (-want +got):\n%s", diff)
	}
}

func BenchmarkParsePage(b *testing.B) {
	text := manyComments(10_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, _, err := parse(text, PageOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzParsePage(f *testing.F) {
	f.Add([]byte(harbour))
	f.Add([]byte(strings.ReplaceAll(harbour, "\n", "\r\n")))
	f.Add([]byte(" date 2031-04-02  港新聞\n社会\n連絡船\n１　Comment\nThe requested article has expired, and is no longer available.\n(c) X\nLogin to comment\nはい\n－１（＋０／－１）"))
	f.Add([]byte(" date 2031-04-02 X\na\nb\nNo comments\nc\nCopyright X"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, _, err := ParsePage("f", strings.NewReader(string(text)), PageOptions{})
		if err != nil {
			problems, ok := err.(Problems)
			if !ok || len(problems) == 0 {
				t.Fatalf("error without a place: %v", err)
			}
			for _, x := range problems {
				if lines := strings.Count(string(text), "\n") + strings.Count(string(text), "\r") + 1; x.Line < 1 || x.Line > lines {
					t.Errorf("%v, but the file has %d lines", x, lines)
				}
			}
			return
		}
		// What is taken is a whole page, and reads the same when written out plainly.
		if p.Publication == "" || p.Section == "" || p.Headline == "" || p.Expired == (len(p.Body) > 0) || len(p.Comments) != p.CommentCount {
			t.Errorf("not a whole page: %+v", p)
		}
		if len(p.Body) > 0 && p.Dateline == "" && isDateline(p.Body[0]) {
			return // written with a blank line after it, it would be a dateline
		}
		again, _, err := parse(pageText(p), PageOptions{})
		if err != nil {
			t.Fatalf("%v\nin\n%s", err, pageText(p))
		}
		for i := range p.Comments {
			p.Comments[i].Line = again.Comments[i].Line
		}
		if diff := cmp.Diff(p, again); diff != "" {
			t.Errorf("read, written and read again (-first +second):\n%s", diff)
		}
	})
}
