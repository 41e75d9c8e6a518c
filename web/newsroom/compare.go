package newsroom

import (
	"slices"
	"strings"

	"github.com/clipperhouse/uax29/v2/words"
)

// A piece is a run of text that two versions share, or that one of them has.
type piece struct {
	Text string
	Kind change
}

type change int

const (
	same change = iota
	gone
	added
)

// maxCells bounds the table of a comparison: 4 million cells are 16 MB and some milliseconds. What is
// longer counts as replaced altogether, beyond what is alike at both ends.
const maxCells = 4_000_000

// compareParagraphs compares two texts by paragraph, and those that changed by word.
func compareParagraphs(before, after string) [][]piece {
	var out [][]piece
	steps := compare(paragraphs(before), paragraphs(after))
	for len(steps) > 0 {
		// Of paragraphs that went and came at one place, the first that went became the first that
		// came, and so on.
		went := run(steps, gone)
		came := run(steps[len(went):], added)
		for i := range max(len(went), len(came)) {
			switch {
			case i >= len(went):
				out = append(out, came[i:i+1])
			case i >= len(came):
				out = append(out, went[i:i+1])
			default:
				out = append(out, compareText(went[i].Text, came[i].Text))
			}
		}
		if steps = steps[len(went)+len(came):]; len(steps) > 0 && steps[0].Kind == same {
			out, steps = append(out, steps[:1]), steps[1:]
		}
	}
	return out
}

// run returns the steps of a kind at the beginning.
func run(steps []piece, kind change) []piece {
	n := 0
	for n < len(steps) && steps[n].Kind == kind {
		n++
	}
	return steps[:n]
}

// compareText compares two texts by word.
func compareText(before, after string) []piece {
	var out []piece
	for _, step := range compare(split(before), split(after)) {
		if last := len(out) - 1; last >= 0 && out[last].Kind == step.Kind {
			out[last].Text += step.Text
		} else {
			out = append(out, step)
		}
	}
	return out
}

func paragraphs(text string) []string {
	var list []string
	for p := range strings.SplitSeq(text, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			list = append(list, p)
		}
	}
	return list
}

// split cuts a text into words and what is between them (UAX #29, which knows Japanese).
func split(text string) []string {
	var list []string
	for tokens := words.FromString(text); tokens.Next(); {
		list = append(list, tokens.Value())
	}
	return list
}

// compare returns the shortest way from one list to the other, what goes before what comes. It
// is the longest common subsequence, found in a table.
func compare(before, after []string) []piece {
	start := 0
	for start < min(len(before), len(after)) && before[start] == after[start] {
		start++
	}
	end := 0
	for end < min(len(before), len(after))-start && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	out := pieces(before[:start], same)
	out = append(out, middle(before[start:len(before)-end], after[start:len(after)-end])...)
	return append(out, pieces(before[len(before)-end:], same)...)
}

func pieces(list []string, kind change) []piece {
	out := make([]piece, 0, len(list))
	for _, text := range list {
		out = append(out, piece{text, kind})
	}
	return out
}

func middle(a, b []string) []piece {
	if len(a)*len(b) > maxCells {
		return slices.Concat(pieces(a, gone), pieces(b, added))
	}
	// common[i][j] is the length of what a[i:] and b[j:] have in common.
	width := len(b) + 1
	common := make([]int32, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i*width+j] = common[(i+1)*width+j+1] + 1
			} else {
				common[i*width+j] = max(common[(i+1)*width+j], common[i*width+j+1])
			}
		}
	}
	var out []piece
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			out = append(out, piece{a[i], same})
			i, j = i+1, j+1
		case common[(i+1)*width+j] >= common[i*width+j+1]:
			out = append(out, piece{a[i], gone})
			i++
		default:
			out = append(out, piece{b[j], added})
			j++
		}
	}
	return slices.Concat(out, pieces(a[i:], gone), pieces(b[j:], added))
}
