package archive

// rights are the lines with index start up to end that name who owns the page: they part
// its body from its comments. Where there are none, start and end are the same.
type rights struct {
	start, end int
	publisher  bool // the last has the publisher's form
	login      bool // `Login to comment` follows
}

// findRights looks for the end of the article whose body begins at from, as the package
// comment describes. ok is false when nothing tells it.
func (p *parser) findRights(from int) (r rights, ok bool) {
	if from < len(p.lines) && isExpired(p.lines[from]) {
		if r = p.rightsAt(p.next(from+1), len(p.lines)); r.start == r.end {
			p.warn(from, "the expired story has no rights lines")
		}
		return r, true
	}
	limit := p.firstTally(from)
	// Without comments the rights are the last lines of the page. Otherwise they stand
	// between what may hold similar lines, and a comment is likelier to quote some than
	// a body to print some.
	last := limit == len(p.lines) && p.page.CommentCount == 0

	var publisher, other rights
	login := -1
	for i := p.next(from); i < limit; i = p.next(i) {
		r := p.rightsAt(i, limit)
		switch {
		case r.login:
			return r, true
		case r.publisher && (publisher.end == 0 || last):
			publisher = r
		case r.start < r.end && (other.end == 0 || last):
			other = r
		case login < 0 && isLogin(p.lines[i]):
			login = i
		}
		i = max(i+1, r.end)
	}
	switch {
	case publisher.end > 0:
		return publisher, true
	case login >= 0:
		p.warn(login, "no rights line (`©YYYY NAME`) stands above `Login to comment`")
		return rights{start: login, end: login}, true
	case other.end > 0:
		p.warn(other.end-1, "the publisher's rights line (`©YYYY NAME`) is missing below this one")
		return other, true
	}
	return rights{}, false
}

// rightsAt returns the rights lines that begin at i, with blank lines between them. They
// end with the publisher's if there is one and no `Login to comment` shows that they do later.
func (p *parser) rightsAt(i, limit int) rights {
	r := rights{start: i, end: i}
	publisher := 0
	for ; i < limit && isRights(p.lines[i]); i = p.next(i + 1) {
		if r.end = i + 1; isPublisher(p.lines[i]) {
			publisher = r.end
		}
	}
	r.publisher = publisher > 0
	r.login = r.end > r.start && i < limit && isLogin(p.lines[i])
	if r.publisher && !r.login {
		r.end = publisher
	}
	return r
}

// firstTally returns the index of the first tally from i on, or the end.
func (p *parser) firstTally(i int) int {
	for ; i < len(p.lines); i++ {
		if _, ok := parseTally(p.lines[i]); ok {
			break
		}
	}
	return i
}
