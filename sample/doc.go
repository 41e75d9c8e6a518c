// Package sample holds the publication that `gogai demo` opens: The Kazahama Courier, a paper
// of a city that is on no map. Every name, quotation and picture in it is our own invention.
//
// It lies in plain files, so that whoever wants another demo edits text:
//
//	members.txt       handle, role, days since they joined; a star marks the demo's log-ins
//	stories/NN-SLUG.md   a story: fields, an empty line, the body in Markdown
//	threads/NN-SLUG.txt  what readers said under it
//	pictures/NAME-…   renditions of the drawings that `go generate` makes
//
// # Stories
//
// The fields are lines of `key: value`; one without a value may be left out:
//
//	section, headline, standfirst, dateline, provider, language   as in article.Article
//	byline, tags, rights    lists, with commas between their parts (rights: with " | ")
//	published               when, from now: -3d2h, -35m, +22h; none on a draft
//	expires                 likewise, the end of a wire licence
//	status                  published (when absent), draft, scheduled or withheld
//	note                    why it is withheld
//	corrected, correction   when, and the note that readers see
//	misprint                RIGHT => WRONG: what stood in the headline and the body until then
//	picture, caption, credit, alt    the picture's name in pictures/ and its texts
//
// Times move with the clock, so texts name days by their distance from publication:
// {weekday}, {weekday-1}, {date+9} become Tuesday, Monday, 3 May.
//
// # Threads
//
// Each comment is a header line and its Markdown:
//
//	-- HANDLE MINUTES +UPS/-DOWNS [re HANDLE] [| FATE]
//
// MINUTES count from the comment before, or from publication; `re` answers that member's last
// comment. A fate is `deleted` (by its author), `removed: REASON`, `flagged WHY by HANDLE:
// NOTE` or `edited: THE TEXT BEFORE`. Who cast which vote is drawn by lot, the same at every start.
package sample

//go:generate go run ./paint
