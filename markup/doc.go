// Package markup turns text that people typed into text that is safe to keep and HTML that is
// safe to show. It is the only package that makes raw HTML from strangers' text, so every way
// a script could come in through a comment or a story is answered here.
//
// What a person typed goes through Clean or Line once, before anything else sees it:
//
//	typed ── Clean ──► body (kept) ── RenderComment ──► HTML (kept beside it, shown)
//	imported ── Plain ──► body and HTML at once
//
// Rendering has three layers, each enough alone: the parser knows no raw HTML, the writer can
// write only the few elements of its dialect, and a strict sanitizer goes over the result.
//
// Text is shown as it was typed wherever it has no meaning in the dialect. In particular, HTML
// and its entities (&amp;) are no part of it, and nothing typed vanishes.
package markup

// HTML is markup that is safe to write into a page as it is. Only this package makes it.
type HTML string
