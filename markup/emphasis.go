package markup

import (
	"bytes"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// emphasisParser reads runs of the given marks: * and _ for emphasis, ~~ for what is struck out.
//
// It differs from CommonMark in one point. There, a mark between punctuation and a letter takes
// the side of the letter, as it must in “**word.**next”; Japanese has no spaces to help it,
// and **「号外」**です would never close. So punctuation counts as such only where no Chinese,
// Japanese or Korean character stands on the other side of the mark.
type emphasisParser string

func (e emphasisParser) Trigger() []byte { return []byte(e) }

func (e emphasisParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	mark := line[0]
	length := len(line) - len(bytes.TrimLeft(line, string(mark)))
	if mark == '~' && length != 2 || !runOf(pc).mayOpen(parent) {
		return nil
	}
	after := ' '
	if length < len(line) {
		after = util.ToRune(line, length)
	}
	open, closing := flanks(before, after), flanks(after, before)
	if mark == '_' { // never inside a word: snake_case_names
		open, closing = open && (!closing || util.IsPunctRune(before)), closing && (!open || util.IsPunctRune(after))
	}
	node := parser.NewDelimiter(open, closing, length, mark, delimiter(mark))
	node.Segment = segment.WithStop(segment.Start + length)
	block.Advance(length)
	pc.PushDelimiter(node)
	return node
}

// flanks tells whether a run of marks clings to the text on its near side.
func flanks(far, near rune) bool {
	return !util.IsSpaceRune(near) &&
		(!util.IsPunctRune(near) || util.IsSpaceRune(far) || util.IsPunctRune(far) || unspaced(near) || unspaced(far))
}

// unspaced tells whether r belongs to a script that puts no spaces around words, or to its punctuation.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) ||
		0x3000 <= r && r <= 0x303F || // CJK symbols and punctuation
		0xFF00 <= r && r <= 0xFFEF // full-width forms
}

// delimiter is a mark, as goldmark's matching of runs asks about it.
type delimiter byte

func (d delimiter) IsDelimiter(b byte) bool { return b == byte(d) }

func (d delimiter) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

func (d delimiter) OnMatch(consumed int) ast.Node {
	if d == '~' {
		return extension.NewStrikethrough()
	}
	return ast.NewEmphasis(consumed)
}
