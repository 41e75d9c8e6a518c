package archive

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The lines that carry a page's structure, as they read once folded.
var (
	dateForm  = regexp.MustCompile(`^(?i:date) (\d{4})-(\d{2})-(\d{2})(?: (.*))?$`)
	countForm = regexp.MustCompile(`^(?i:(\d+|\d{1,3}(?:,\d{3})+|no) comments?)$`)
	tallyForm = regexp.MustCompile(`^([+-]? ?\d+) ?\( ?\+ ?(\d+) ?/ ?- ?(\d+) ?\)$`)
	loginForm = regexp.MustCompile(`^(?i:log ?in to (?:leave a )?comment)$`)

	expiredForm = regexp.MustCompile(`^(?i:the requested article has expired, and is no longer available)\.?$`)
	creditMark  = regexp.MustCompile(`(?:^|[\s.。」”"])(?:Image|Photo)\s*[:：]`)
)

// Rights lines. "Copyright" opens one unless prose follows ("Copyright holders …"); inside
// a line it needs the year, the sign or the phrase that goes with it, or a line that is
// no sentence: the body of a story may speak of the Copyright Office.
var (
	signForm      = regexp.MustCompile(`^(?:©|\((?i:c)\)|[Ⓒⓒ])`)
	copyrightForm = regexp.MustCompile(`^(?i:copyright)(?:$|:| by | ?[©(\d\p{Lu}\p{Lo}])`)
	markedForm    = regexp.MustCompile(`(?i:copyright),? ?(?:©|\(c\)|\d{4})`)
	reservedForm  = regexp.MustCompile(`(?i)^(?:all rights reserved|this material may not be (?:published|reproduced|broadcast|used))`)
	publisherForm = regexp.MustCompile(`^(?i:copyright)? ?(?:©|\((?i:c)\)|[Ⓒⓒ])? ?\d{4}(?: ?- ?\d{4})?,? ?[^\d\s]`)
)

// What NFKC leaves as it is or, of the circled letters, makes plain ones of.
var (
	dashes  = strings.NewReplacer("−", "-", "‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "―", "-")
	circled = strings.NewReplacer("Ⓒ", "©", "ⓒ", "©")
)

// fold brings a line into the form in which its structure is looked for: full-width
// digits, signs and letters plain (NFKC), every dash a hyphen, every space one space.
func fold(line string) string {
	for _, r := range line {
		if r >= 0x80 {
			line = dashes.Replace(norm.NFKC.String(circled.Replace(line)))
			break
		}
	}
	return strings.Join(strings.FieldsFunc(line, isSpace), " ")
}

// maxCount bounds votes and comments. No page has a billion; a longer number is a
// mistake and would overflow sums.
const maxCount = 1_000_000_000

// count reads a number of digits; ok is false above maxCount.
func count(digits string) (n int, ok bool) {
	digits = strings.ReplaceAll(digits, ",", "") // 1,234 Comments
	digits = strings.Replace(digits, " ", "", 1) // - 3 ( +1 / -4 )
	n, err := strconv.Atoi(digits)
	return n, err == nil && -maxCount <= n && n <= maxCount
}

// A tally is the line that closes a comment: `NET ( +UPS / -DOWNS )`.
type tally struct {
	net, ups, downs int
	usable          bool // every number is within maxCount
}

// parseTally reports whether the line is a tally and nothing else.
func parseTally(line string) (t tally, ok bool) {
	// Most lines are prose and fall here, before anything is folded.
	if !strings.HasSuffix(line, ")") && !strings.HasSuffix(line, "）") {
		return tally{}, false
	}
	m := tallyForm.FindStringSubmatch(fold(line))
	if m == nil {
		return tally{}, false
	}
	var ok1, ok2, ok3 bool
	t.net, ok1 = count(m[1])
	t.ups, ok2 = count(m[2])
	t.downs, ok3 = count(m[3])
	t.usable = ok1 && ok2 && ok3
	return t, true
}

func isLogin(line string) bool   { return loginForm.MatchString(fold(line)) }
func isExpired(line string) bool { return expiredForm.MatchString(fold(line)) }

// isRights reports whether a line reads as a notice of rights.
func isRights(line string) bool {
	s := fold(line)
	switch {
	case signForm.MatchString(s), copyrightForm.MatchString(s), markedForm.MatchString(s), reservedForm.MatchString(s):
		return true
	case strings.Contains(s, "Copyright"):
		return !strings.HasSuffix(s, ".")
	}
	return false
}

// isPublisher reports whether a rights line has the publisher's form, `©YYYY NAME`.
// Agencies use it too; what matters is that it is the last of its run.
func isPublisher(line string) bool { return publisherForm.MatchString(fold(line)) }

// splitCredit parts a caption from the credit behind its last `Image:`.
func splitCredit(line string) (caption, credit string, ok bool) {
	marks := creditMark.FindAllStringIndex(line, -1)
	if marks == nil {
		return line, "", false
	}
	last := marks[len(marks)-1]
	// The mark may have begun with the full stop of the sentence before it.
	start := last[0] + strings.IndexAny(line[last[0]:], "IP")
	return strings.TrimFunc(line[:start], isSpace), strings.TrimFunc(line[last[1]:], isSpace), true
}

// isDateline reports whether a line that stands alone opens the story with its place:
// the first word in capitals, short, and no sentence. `ST. PETERSBURG, Fla.` ends in a
// full stop and is none; `NATO agreed.` is a sentence.
func isDateline(line string) bool {
	s := fold(line)
	first, _, _ := strings.Cut(s, " ")
	letters := 0
	for _, r := range first {
		switch {
		case unicode.IsUpper(r):
			letters++
		case unicode.IsLetter(r):
			return false
		}
	}
	if letters < 2 || longer(s, maxDatelineChars) || isRights(line) {
		return false
	}
	if before, ok := strings.CutSuffix(s, "."); ok {
		comma := strings.LastIndexByte(before, ',')
		return comma >= 0 && !strings.Contains(strings.TrimSpace(before[comma+1:]), " ")
	}
	return !strings.HasSuffix(s, "!") && !strings.HasSuffix(s, "?") && !strings.HasSuffix(s, "。") &&
		!strings.HasSuffix(s, `"`) && !strings.HasSuffix(s, "”") && !strings.HasSuffix(s, ":")
}
