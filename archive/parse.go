package archive

import (
	"fmt"
	"io"
	"strings"
	"time"

	"gogai/article"
	"gogai/markup"
	"gogai/media"
	"gogai/publication"
)

// Limits of a page, in characters as a reader counts them (grapheme clusters). Fields that
// a story has are as long as the newsroom may type them, so that it can edit them later.
const (
	maxDatelineChars = 60 // a longer line in capitals is a paragraph
	// maxCommentChars is above the 5,000 of a comment written here: what others
	// once accepted is history and not ours to cut.
	maxCommentChars = 20_000
)

// PageOptions are choices about how a page is read.
type PageOptions struct {
	// Lenient turns wrong arithmetic (net ≠ ups − downs) and a wrong number of
	// comments into warnings. The ups and downs, and the comments found, then count.
	Lenient bool
}

// ParsePage reads the text of one page; name is the file's, for messages. It returns
// what is odd about the page as warnings. A page that is wrong is an error of type
// [Problems], which names each place as FILE:LINE; other errors come from r.
func ParsePage(name string, r io.Reader, opt PageOptions) (Page, []Problem, error) {
	p := parser{file: name, opt: opt}
	if err := p.readLines(r); err != nil {
		return Page{}, nil, err
	}
	if body, ok := p.header(); ok {
		p.article(body)
	}
	if errs := p.errs.sorted(); len(errs) > 0 {
		return Page{}, nil, Problems(errs)
	}
	return p.page, p.warnings.sorted(), nil
}

type parser struct {
	file     string
	opt      PageOptions
	lines    []string // trimmed; lines[i] is line i+1 of the file
	page     Page
	countAt  int // index of the line with the number of comments
	errs     problemList
	warnings problemList
}

func (p *parser) problem(at int, format string, args ...any) Problem {
	return Problem{File: p.file, Line: at + 1, What: fmt.Sprintf(format, args...)}
}

func (p *parser) fail(at int, format string, args ...any) {
	p.errs.add(p.problem(at, format, args...))
}

func (p *parser) warn(at int, format string, args ...any) {
	p.warnings.add(p.problem(at, format, args...))
}

// tolerate reports what is an error except under Lenient.
func (p *parser) tolerate(at int, format string, args ...any) {
	if p.opt.Lenient {
		p.warn(at, format, args...)
	} else {
		p.fail(at, format, args...)
	}
}

// fatal is the error for a file of which nothing can be made.
func (p *parser) fatal(at int, format string, args ...any) error {
	return Problems{p.problem(at, format, args...)}
}

// next returns the index of the first line from i on that is not blank, or the end.
func (p *parser) next(i int) int {
	for i < len(p.lines) && p.lines[i] == "" {
		i++
	}
	return i
}

// header reads everything above the body and returns where that begins. Without the
// number of comments nothing below can be told apart, and ok is false.
func (p *parser) header() (body int, ok bool) {
	at := p.next(0)
	if at == len(p.lines) {
		p.fail(0, "the file is empty")
		return 0, false
	}
	if p.date(at) {
		at++
	}
	head, end := p.head(at)
	if end == len(p.lines) || len(head) > maxHeadLines {
		p.fail(min(at, len(p.lines)-1), "the section, the headline and the number of comments (`5 Comments`, `No comments`) must follow the date; no number was found")
		return 0, false
	}
	p.countAt = end
	p.commentCount(end)
	p.headFields(head)
	return p.next(end + 1), true
}

// date reads the first line. It returns false when that is no date line at all, but
// already one of those that should follow.
func (p *parser) date(at int) bool {
	const want = "the first line must be ` date YYYY-MM-DD  NAME`, the day and the publication's name"
	s := fold(p.lines[at])
	m := dateForm.FindStringSubmatch(s)
	if m == nil {
		p.fail(at, "the date line is missing: "+want)
		return len(s) >= 4 && strings.EqualFold(s[:4], "date")
	}
	day, err := time.Parse(time.DateOnly, m[1]+"-"+m[2]+"-"+m[3])
	if err != nil || day.Year() < 1000 { // a slip, and near the zero time
		p.fail(at, "there is no day %s-%s-%s", m[1], m[2], m[3])
	}
	p.page.Date = Date{day.Year(), day.Month(), day.Day()}
	if m[4] == "" {
		p.fail(at, "the publication's name is missing: "+want)
	}
	// The name as written: folding would change full-width letters in it.
	fields := strings.FieldsFunc(p.lines[at], isSpace)
	p.page.Publication = strings.Join(fields[min(2, len(fields)):], " ")
	p.limit(at, "the publication's name", p.page.Publication, publication.MaxName)
	return true
}

// maxHeadLines bounds the lines between date and number of comments: a caption wrapped
// over a few, the section and the headline. A number further down belongs to a comment.
const maxHeadLines = 12

// head collects the indices of the lines up to the number of comments, and its index.
func (p *parser) head(at int) (head []int, end int) {
	for at = p.next(at); at < len(p.lines); at = p.next(at + 1) {
		if countForm.MatchString(fold(p.lines[at])) {
			// A headline may read `No comment`: then the number follows it.
			n := p.next(at + 1)
			if !p.wantsHeadline(head) || n == len(p.lines) || !countForm.MatchString(fold(p.lines[n])) {
				return head, at
			}
		}
		head = append(head, at)
	}
	return head, at
}

// wantsHeadline reports whether head ends with the section.
func (p *parser) wantsHeadline(head []int) bool {
	if len(head) == 0 {
		return false
	}
	_, _, caption := splitCredit(p.lines[head[0]])
	return len(head) == 1 && !caption || len(head) == 2 && caption
}

// commentCount reads `5 Comments`, `1 Comment`, `1,234 Comments` or `No comments`.
func (p *parser) commentCount(at int) {
	m := countForm.FindStringSubmatch(fold(p.lines[at]))
	if strings.EqualFold(m[1], "no") {
		return
	}
	n, ok := count(m[1])
	if !ok {
		p.fail(at, "the number of comments is too large")
	}
	p.page.CommentCount = n
}

// headFields tells caption, section and headline apart. The last two are one line each;
// a caption may be wrapped.
func (p *parser) headFields(head []int) {
	caption := 0 // the caption's lines, of head
	for i := range max(0, len(head)-1) {
		if _, _, ok := splitCredit(p.lines[head[i]]); ok {
			caption = i + 1
		}
	}
	if caption == 0 && len(head) == 3 {
		p.warn(head[0], "the caption has no credit (`Image: …`)")
		caption = 1
	}
	if len(head) == 1 {
		if _, _, ok := splitCredit(p.lines[head[0]]); ok {
			caption = 1
		}
	}
	p.caption(head[:caption])

	switch head = head[caption:]; len(head) {
	case 2:
		p.page.Section, p.page.Headline = p.lines[head[0]], p.lines[head[1]]
		p.limit(head[0], "the section", p.page.Section, publication.MaxSectionName)
		p.limit(head[1], "the headline", p.page.Headline, article.MaxHeadline)
	case 1:
		// Which of the two it is decides only the message.
		if s := p.lines[head[0]]; len(strings.Fields(s)) <= 3 && !longer(s, 30) {
			p.fail(p.countAt, "the headline is missing between the section and the number of comments")
		} else {
			p.fail(head[0], "the section is missing: a line alone above the headline")
		}
	case 0:
		p.fail(p.countAt, "the section and the headline are missing above the number of comments")
	default:
		p.fail(head[2], "only the section and the headline, a line each, may stand between the caption (which ends with `Image: CREDIT`) and the number of comments")
	}
}

func (p *parser) caption(head []int) {
	if len(head) == 0 {
		return
	}
	lines := make([]string, len(head))
	for i, at := range head {
		lines[i] = p.lines[at]
	}
	text := strings.Join(lines, " ")
	p.page.HasPicture = true
	p.page.Caption, p.page.Credit, _ = splitCredit(text)
	p.limit(head[0], "the caption", p.page.Caption, media.MaxCaption)
	p.limit(head[0], "the picture's credit", p.page.Credit, media.MaxCredit)
}

// article reads everything below the number of comments.
func (p *parser) article(at int) {
	if at < len(p.lines) && p.next(at+1) != at+1 && isDateline(p.lines[at]) {
		p.page.Dateline = p.lines[at]
		at = p.next(at + 1)
	}
	r, ok := p.findRights(at)
	if !ok {
		p.fail(len(p.lines)-1, "no rights line (`©YYYY NAME`) and no `Login to comment` ends the article; the file may be cut short")
		return
	}
	p.body(at, r.start)
	for i := p.next(r.start); i < r.end; i = p.next(i + 1) {
		p.page.Rights = append(p.page.Rights, p.lines[i])
		p.limit(i, "the rights line", p.lines[i], article.MaxRightsLine)
	}
	if len(p.page.Rights) > article.MaxRights {
		p.fail(r.start, "there are more than %d rights lines", article.MaxRights)
	}
	comments := p.next(r.end)
	if comments < len(p.lines) && isLogin(p.lines[comments]) {
		comments++
	}
	p.comments(comments)
}

func (p *parser) body(from, to int) {
	for i := p.next(from); i < to; i = p.next(i) {
		var text string
		text, i = p.paragraph(i, to)
		p.page.Body = append(p.page.Body, text)
	}
	switch {
	case len(p.page.Body) == 0:
		p.fail(min(to, len(p.lines)-1), "the body is missing; of an expired story the page says so")
	case p.page.Body[0] == p.lines[from] && isExpired(p.lines[from]):
		p.page.Body, p.page.Expired = nil, true
	case longer(markdown(p.page.Body), article.MaxBody):
		p.fail(from, "the body is longer than %d characters", article.MaxBody)
	}
}

// paragraph joins the lines from i up to a blank one or to, and returns where it ended.
func (p *parser) paragraph(i, to int) (string, int) {
	start := i
	for i < to && p.lines[i] != "" {
		i++
	}
	return strings.Join(p.lines[start:i], "\n"), i
}

// comments reads from below the article to the end of the file.
func (p *parser) comments(at int) {
	var c PageComment
	for at = p.next(at); at < len(p.lines); at = p.next(at) {
		if t, ok := parseTally(p.lines[at]); ok {
			p.tally(at, t, &c)
			p.page.Comments = append(p.page.Comments, c)
			c = PageComment{}
			at++
			continue
		}
		if c.Line == 0 {
			c.Line = at + 1
		}
		var text string
		text, at = p.paragraph(at, p.nextTally(at))
		c.Paragraphs = append(c.Paragraphs, text)
	}
	if c.Line > 0 {
		p.fail(c.Line-1, "text after the last tally: a comment must be closed by `NET ( +UPS / -DOWNS )`; the file may be cut short")
	}
	if found := len(p.page.Comments); found != p.page.CommentCount {
		p.tolerate(p.countAt, "the page says that it has %d comments, but holds %d", p.page.CommentCount, found)
	}
}

// nextTally returns the index of the first tally among the lines from i to a blank one,
// or where that is: a tally may follow its comment without a blank line.
func (p *parser) nextTally(i int) int {
	for i < len(p.lines) && p.lines[i] != "" {
		if _, ok := parseTally(p.lines[i]); ok {
			break
		}
		i++
	}
	return i
}

// tally closes a comment.
func (p *parser) tally(at int, t tally, c *PageComment) {
	if c.Line == 0 {
		p.fail(at, "a tally without a comment above it")
	} else if longer(strings.Join(c.Paragraphs, ""), maxCommentChars) {
		p.fail(c.Line-1, "the comment is longer than %d characters", maxCommentChars)
	}
	switch {
	case !t.usable:
		p.fail(at, "the tally's numbers are too large")
	case t.net != t.ups-t.downs:
		p.tolerate(at, "the tally says %d, but +%d and -%d make %d", t.net, t.ups, t.downs, t.ups-t.downs)
	}
	c.Ups, c.Downs = t.ups, t.downs
}

// limit refuses a field that is too long.
func (p *parser) limit(at int, what, text string, chars int) {
	if longer(text, chars) {
		p.fail(at, "%s is longer than %d characters", what, chars)
	}
}

// longer reports whether the text has more than so many grapheme clusters.
func longer(text string, chars int) bool {
	// Counting takes longer than the rest; a cluster has at least a byte.
	return len(text) > chars && markup.Length(text) > chars
}
