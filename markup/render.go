package markup

import "gogai/fault"

// MaxCommentBytes is what 5,000 characters take when each is a family of emoji; it bounds the
// work for text whose characters consist of many code points.
const MaxCommentBytes = 128 << 10

// RenderComment renders the Markdown of a reader's comment: paragraphs, line breaks (each
// newline is one), quotes, emphasis, code, lists and links; everything else shows as typed.
// An image becomes a link to it. Links carry rel="nofollow ugc noopener" and, where their text
// doesn't tell it, the domain that they lead to. known finds the members among the comment's
// Mentions, and how they write their handle; nil knows nobody.
//
// Quotes and lists more than 8 deep, and more bytes than any allowed comment has, are Invalid.
func RenderComment(body string, known func(handle string) (canonical string, ok bool)) (HTML, error) {
	if len(body) > MaxCommentBytes {
		return "", fault.Newf(fault.Invalid, "The comment is too long: %d kilobytes at most.", MaxCommentBytes>>10)
	}
	return renderComment([]byte(body), known)
}

func renderComment(source []byte, known func(string) (string, bool)) (HTML, error) {
	document, run := commentDialect.parse(source, known)
	if run.tooDeep {
		return "", fault.Newf(fault.Invalid, "Quotes and lists can be at most %d deep. Take out the innermost.", maxDepth)
	}
	w := writer{source: source, buf: roomFor(source), rel: relComment, comment: true}
	w.blocks(document)
	return HTML(commentDialect.policy.SanitizeBytes(w.buf)), nil
}

// RenderArticle renders the Markdown of a story: what comments can do, and headings (the
// highest becomes h2), tables, strikethrough, rules and links within the site. It has no HTML
// and no images either: pictures are fields of their own, and staff accounts get stolen.
// What is nested too deep shows as text.
func RenderArticle(body string) HTML {
	source := []byte(body)
	document, _ := articleDialect.parse(source, nil)
	w := writer{source: source, buf: roomFor(source), rel: relArticle, headingShift: headingShift(document)}
	w.blocks(document)
	return HTML(articleDialect.policy.SanitizeBytes(w.buf))
}

// roomFor returns a buffer that the HTML of most texts fits in.
func roomFor(source []byte) []byte { return make([]byte, 0, len(source)+len(source)/4+64) }
