package markup

import (
	"bytes"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Limits that keep the time of a rendering in proportion to the length of the text: parts of
// the parser look back over everything that is still open.
const (
	maxDepth   = 8   // quotes and lists in each other; more can't be read on a phone either
	maxOpen    = 200 // runs of emphasis marks and opening brackets in a paragraph; the rest is plain text
	maxColumns = 40  // of a table: a short line can ask for as many empty cells as the first row has
)

// A dialect is a Markdown grammar with the sanitizer for its elements. Both are ready for use
// by several goroutines.
type dialect struct {
	parser parser.Parser
	policy *bluemonday.Policy
}

// What both dialects can do. What is absent stays text: HTML; headings made by underlining the
// line above, which surprise people who draw a line; and link references, whose reading takes
// time that grows with the square of their number.
var (
	blocks = []util.PrioritizedValue{
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(shallow{parser.NewListParser()}, 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(shallow{parser.NewBlockquoteParser()}, 800),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	}
	inlines = []util.PrioritizedValue{
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(thrifty{parser.NewLinkParser()}, 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(bareURLParser{}, 400),
	}
)

var commentDialect = dialect{
	parser: parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(inlines...),
		parser.WithInlineParsers(
			util.Prioritized(mentionParser{}, 400),
			util.Prioritized(emphasisParser("*_"), 500),
		),
	),
	policy: commentPolicy(),
}

var articleDialect = dialect{
	parser: parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithBlockParsers(util.Prioritized(parser.NewATXHeadingParser(), 600)),
		parser.WithInlineParsers(inlines...),
		parser.WithInlineParsers(util.Prioritized(emphasisParser("*_~"), 500)),
		parser.WithParagraphTransformers(
			util.Prioritized(narrowTables{extension.NewTableParagraphTransformer()}, 200)),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
	),
	policy: articlePolicy(),
}

// A run is one parsing of one text.
type run struct {
	known   func(handle string) (canonical string, ok bool)
	tokens  map[string]bool // that known was asked about
	block   ast.Node        // the paragraph or cell being read
	open    int             // things opened in it
	tooDeep bool
}

var runKey = parser.NewContextKey()

func runOf(pc parser.Context) *run { return pc.Get(runKey).(*run) }

func (d dialect) parse(source []byte, known func(string) (string, bool)) (ast.Node, *run) {
	r, pc := &run{known: known}, parser.NewContext()
	pc.Set(runKey, r)
	return d.parser.Parse(text.NewReader(source), parser.WithContext(pc)), r
}

// mayOpen counts one more thing in a block that has to be closed, and refuses beyond maxOpen.
func (r *run) mayOpen(block ast.Node) bool {
	if block != r.block {
		r.block, r.open = block, 0
	}
	r.open++
	return r.open <= maxOpen
}

// mayMention counts distinct tokens, so that a comment costs a bounded number of look-ups.
func (r *run) mayMention(token string) bool {
	if r.tokens[token] {
		return true
	}
	if len(r.tokens) >= maxMentions {
		return false
	}
	if r.tokens == nil {
		r.tokens = map[string]bool{}
	}
	r.tokens[token] = true
	return true
}

// shallow keeps quotes and lists from opening more than maxDepth deep, and notes the attempt.
type shallow struct{ parser.BlockParser }

func (s shallow) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		if k := n.Kind(); k == ast.KindBlockquote || k == ast.KindList {
			depth++
		}
	}
	if depth < maxDepth {
		return s.BlockParser.Open(parent, reader, pc)
	}
	line, at := reader.Position()
	node, _ := s.BlockParser.Open(parent, reader, pc)
	reader.SetPosition(line, at)
	if node != nil {
		runOf(pc).tooDeep = true
	}
	return nil, parser.NoChildren
}

// thrifty bounds how many link texts may be open.
type thrifty struct{ parser.InlineParser }

func (t thrifty) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if block.Peek() != ']' && !runOf(pc).mayOpen(parent) {
		return nil
	}
	return t.InlineParser.Parse(parent, block, pc)
}

// CloseBlock hands on what goldmark tells parsers that have such a method.
func (t thrifty) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	t.InlineParser.(parser.CloseBlocker).CloseBlock(parent, block, pc)
}

// narrowTables leaves paragraphs alone that would become tables of too many columns.
type narrowTables struct{ parser.ParagraphTransformer }

func (t narrowTables) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	for _, line := range node.Lines().Sliced(0, node.Lines().Len()) {
		if bytes.Count(line.Value(reader.Source()), []byte("|")) > maxColumns {
			return
		}
	}
	t.ParagraphTransformer.Transform(node, reader, pc)
}

// bareURLParser links addresses that stand in the text as they are. It acts on the colon,
// which the parser stops at anyway, and takes the scheme back from the text before it.
type bareURLParser struct{}

func (bareURLParser) Trigger() []byte { return []byte{':'} }

func (bareURLParser) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	before, ok := parent.LastChild().(*ast.Text)
	if !ok || before.Segment.Stop != segment.Start || !bytes.HasPrefix(line, []byte("://")) {
		return nil
	}
	source := block.Source()
	from := max(before.Segment.Start, segment.Start-len("xhttps"))
	window := source[from : segment.Start+min(len(line), 2*maxURL)]
	start, end, ok := findURL(string(window), segment.Start-from)
	if !ok {
		return nil
	}
	start, end = from+start, from+end
	if _, ok := parseBare(string(source[start:end])); !ok {
		return nil
	}
	if before.Segment = before.Segment.WithStop(start); before.Segment.IsEmpty() {
		parent.RemoveChild(parent, before)
	}
	block.Advance(end - segment.Start)
	return &bareURL{address: string(source[start:end])}
}

// bareURL is the node of an address in text.
type bareURL struct {
	ast.BaseInline
	address string
}

var kindBareURL = ast.NewNodeKind("BareURL")

func (u *bareURL) Kind() ast.NodeKind            { return kindBareURL }
func (u *bareURL) Dump(source []byte, level int) { ast.DumpHelper(u, source, level, nil, nil) }
