package century

import (
	"math"
	"math/rand/v2"
	"strings"
	"unicode/utf8"

	"gogai/article"
	"gogai/discussion"
	"gogai/publication"
)

// A language is one that stories are written in.
type language struct {
	tag   string
	share float64 // of the stories
	write func(lot *rand.Rand, length int) string
}

// foreign is the share of comments in another language than their story's.
const foreign = 0.03

var languages = []language{
	{"en", 0.65, spaced(english)},
	{"ja", 0.25, japanese},
	{"de", 0.05, spaced(german)},
	{"fr", 0.05, spaced(french)},
}

// language draws one by their shares.
func (a *archive) language() language {
	drawn := a.lot.Float64()
	for _, l := range languages {
		if drawn -= l.share; drawn < 0 {
			return l
		}
	}
	return languages[0]
}

// headline makes one of 30 to 75 bytes.
func (l language) headline(lot *rand.Rand) string {
	text := strings.TrimRight(l.write(lot, 30+lot.IntN(45)), ".。 ")
	text = strings.ReplaceAll(text, ". ", ", ")
	first, size := utf8.DecodeRuneInString(text)
	return strings.ToUpper(string(first)) + text[size:]
}

const (
	storyTexts   = 400
	commentTexts = 3_000
)

// makeTexts writes the bodies of a language and renders them as the newsroom and the thread do.
func makeTexts(lot *rand.Rand, l language) (*texts, error) {
	var t texts
	for range storyTexts {
		a := article.Article{Section: publication.Section{ID: 1}, Headline: "-"}
		var paragraphs []string
		for range 2 + lot.IntN(6) {
			paragraphs = append(paragraphs, l.write(lot, 150+lot.IntN(250)))
		}
		a.Body = strings.Join(paragraphs, "\n\n")
		if err := a.Clean(); err != nil {
			return nil, err
		}
		t.stories = append(t.stories, text{a.Body, a.BodyHTML})
	}
	for range commentTexts {
		// Lengths are spread log-normally: a median of 150 bytes, now and then thousands.
		length := min(int(150*math.Exp(0.9*lot.NormFloat64())), 4_000)
		body, html, err := discussion.Compose(l.write(lot, max(length, 12)), nil)
		if err != nil {
			return nil, err
		}
		t.comments = append(t.comments, text{body, html})
	}
	return &t, nil
}

// English makes words up to a length in bytes. They are about as hard to compress as what people
// write, on which the weight of a page depends.
func English(lot *rand.Rand, length int) string { return spaced(english)(lot, length) }

// spaced writes random words of a list, with a full stop now and then.
func spaced(list string) func(*rand.Rand, int) string {
	words := strings.Fields(list)
	return func(lot *rand.Rand, length int) string {
		var b strings.Builder
		for {
			word := pick(lot, words)
			if b.Len()+len(word) > length && b.Len() > 0 {
				return strings.TrimSpace(b.String())
			}
			b.WriteString(word)
			if lot.IntN(12) == 0 {
				b.WriteByte('.')
			}
			b.WriteByte(' ')
		}
	}
}

// japanese writes sentences up to about a length in bytes.
func japanese(lot *rand.Rand, length int) string {
	var b strings.Builder
	for {
		for _, part := range japaneseSentence {
			b.WriteString(pick(lot, part))
			if b.Len() >= length {
				return b.String()
			}
		}
	}
}

func pick[T any](lot *rand.Rand, list []T) T { return list[lot.IntN(len(list))] }
