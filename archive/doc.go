// Package archive brings pages of another publication's archive in.
//
// # The text of a page
//
// [ParsePage] reads the plain text of one article page as a reader saw it:
//
//	 date 2031-04-02  The Harbour Post
//	The ferry Aurora, left, in port. Image: A. Example, Harbour Pictures
//	local
//
//	Ferry resumes after the storm
//
//	1 Comment
//	PORT ELLERY
//
//	The ferry sailed again on Wednesday.
//
//	© COAST NEWS
//
//	©2031 Harbour Post Ltd.
//
//	About time.
//
//	-1 ( +0 / -1 )
//
// The caption and the dateline may be missing, and so may the comments. Between the
// rights lines and the comments may stand `Login to comment`. An expired story has one
// sentence in place of its body. Digits, signs, brackets and spaces of the lines that
// carry the structure may be full-width, line ends those of any system. Lines that
// follow each other without a blank one are one paragraph with line breaks.
//
// # What the format leaves open, and how it is decided
//
// Nothing marks where the body ends and the comments begin, and both may hold lines
// that look like rights. Only lines above the first tally are looked at, in this order:
//
//  1. the first rights lines that `Login to comment` follows;
//  2. the first run of rights lines with one of the publisher's form, `©YYYY NAME`; it
//     ends with the last line of that form, so that a first comment that opens with a
//     plain `©` line stays whole. On a page without comments it is the last such run:
//     there, whatever stands before it can only be body;
//  3. the first `Login to comment`, with a warning that there are no rights;
//  4. the first run of other rights lines (on a page without comments the last), with a
//     warning that the publisher's is missing.
//
// A page with none of these is refused: it may have been cut short. Below an expired
// story's sentence only rights that follow at once are its own.
//
// A line that is a tally and nothing else ends a comment. One that a comment quotes on
// a line of its own cannot be told from the end; the number of comments will then
// differ, and the page is refused.
package archive
