package markup

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

const (
	minHandle   = 3 // characters
	maxHandle   = 24
	maxMentions = 20 // distinct tokens looked at in one comment

	maxTokenBytes = 600 // more than any run of maxHandle characters and their marks
)

// Mentions returns the handles that a comment may mention, without the "@", in order and each
// once: whoever renders it looks up which of them exist. Japanese puts no space after a name,
// so a token that runs on into another script is offered in parts too: "@hanakoさん" as
// "hanakoさん" and "hanako".
func Mentions(body string) []string {
	if !strings.Contains(body, "@") || len(body) > MaxCommentBytes {
		return nil
	}
	var found []string
	commentDialect.parse([]byte(body), func(handle string) (string, bool) {
		if !slices.Contains(found, handle) {
			found = append(found, handle)
		}
		return "", false
	})
	return found
}

// candidates returns what of a token could be a handle, longest first: all of it, each part
// before a change of script, and both without "-" and "_" at the end.
func candidates(token string) []string {
	var found []string
	offer := func(handle string) {
		if n := utf8.RuneCountInString(handle); minHandle <= n && n <= maxHandle {
			found = append(found, handle)
		}
	}
	offerBoth := func(handle string) {
		if trimmed := strings.TrimRight(handle, "-_"); trimmed != handle {
			offer(trimmed)
		}
		offer(handle)
	}
	var last *unicode.RangeTable
	for i, r := range token {
		if script := scriptOf(r); script != nil {
			if last != nil && script != last {
				offerBoth(token[:i])
			}
			last = script
		}
	}
	offerBoth(token)
	slices.Reverse(found)
	return slices.Compact(found)
}

// scripts that people here write in; a letter of any other counts as part of what it follows.
var scripts = [...]*unicode.RangeTable{unicode.Latin, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
	unicode.Cyrillic, unicode.Greek, unicode.Arabic, unicode.Hebrew, unicode.Thai, unicode.Devanagari}

// scriptOf returns the script of a letter, or nil where it belongs to several or to none.
func scriptOf(r rune) *unicode.RangeTable {
	for _, script := range scripts {
		if unicode.Is(script, r) {
			return script
		}
	}
	return nil
}

// tokenAt returns the run of handle characters at the beginning of text, however long.
func tokenAt(text string) string {
	end := strings.IndexFunc(text, func(r rune) bool {
		return r != '-' && r != '_' && !unicode.In(r, unicode.L, unicode.M, unicode.Nd)
	})
	if end < 0 {
		return text
	}
	return text[:end]
}

// joins tells whether an "@" right after r belongs to the word before it, as in an e-mail
// address. Scripts that are written without spaces have no such words.
func joins(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// A mention is the node of a known member's "@handle".
type mention struct {
	ast.BaseInline
	handle string // as the member writes it
}

var kindMention = ast.NewNodeKind("Mention")

func (m *mention) Kind() ast.NodeKind            { return kindMention }
func (m *mention) Dump(source []byte, level int) { ast.DumpHelper(m, source, level, nil, nil) }

// mentionParser makes a mention of each "@" that a known handle follows.
type mentionParser struct{}

func (mentionParser) Trigger() []byte { return []byte{'@'} }

func (mentionParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	run := runOf(pc)
	if run.known == nil || joins(block.PrecendingCharacter()) {
		return nil
	}
	line, _ := block.PeekLine()
	token := tokenAt(string(line[1:min(len(line), 1+maxTokenBytes)]))
	offered := candidates(token)
	if len(offered) == 0 || !run.mayMention(token) {
		return nil
	}
	for _, handle := range offered {
		if canonical, ok := run.known(handle); ok {
			block.Advance(1 + len(handle))
			return &mention{handle: canonical}
		}
	}
	return nil
}
