package archive

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The sample page is no part of this repository: it is another publication's text.
const samplePath = "../../shared/seed/article-page.txt"

func samplePage(t testing.TB) []byte {
	t.Helper()
	text, err := os.ReadFile(samplePath)
	if os.IsNotExist(err) {
		t.Skipf("the sample page is not here (%s)", samplePath)
	} else if err != nil {
		t.Fatal(err)
	}
	return text
}

// sampleFacts are what the sample page says, as written down beside it.
type sampleFacts struct {
	Publication  string        `json:"publication"`
	Date         string        `json:"date"`
	Section      string        `json:"section"`
	Headline     string        `json:"headline"`
	CommentCount int           `json:"comment_count"`
	Dateline     string        `json:"dateline"`
	Caption      string        `json:"caption"`
	Credit       string        `json:"credit"`
	Body         []string      `json:"body"`
	Rights       []string      `json:"rights"`
	Comments     []commentFact `json:"comments"`
}

type commentFact struct {
	Paragraphs []string `json:"paragraphs"`
	Net        int      `json:"net"`
	Ups        int      `json:"ups"`
	Downs      int      `json:"downs"`
	Tally      string   `json:"tally"`
}

func readFacts(t testing.TB) sampleFacts {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(filepath.Dir(samplePath), "article-page.facts.json"))
	if err != nil {
		t.Skipf("the sample's facts are not here: %v", err)
	}
	var f sampleFacts
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestSamplePage(t *testing.T) {
	p, warnings, err := ParsePage("sample", bytes.NewReader(samplePage(t)), PageOptions{})
	if err != nil || len(warnings) > 0 {
		t.Fatalf("error %v, warnings %v", err, warnings)
	}
	got := sampleFacts{
		Publication: p.Publication, Date: p.Date.String(), Section: p.Section, Headline: p.Headline,
		CommentCount: p.CommentCount, Dateline: p.Dateline, Caption: p.Caption, Credit: p.Credit,
		Body: p.Body, Rights: p.Rights,
	}
	for _, c := range p.Comments {
		net := c.Ups - c.Downs
		got.Comments = append(got.Comments, commentFact{c.Paragraphs, net, c.Ups, c.Downs,
			fmt.Sprintf("%d ( +%d / -%d )", net, c.Ups, c.Downs)})
	}
	if diff := cmp.Diff(readFacts(t), got); diff != "" {
		t.Errorf("sample page (-want +got):\n%s", diff)
	}
}

// A copy cut at any byte holds too little, except that the last line end may go.
func TestSampleCutShort(t *testing.T) { testCutShort(t, samplePage(t)) }

func testCutShort(t *testing.T, text []byte) {
	whole := bytes.TrimRight(text, "\n")
	for cut := range whole {
		if _, _, err := ParsePage("cut", bytes.NewReader(whole[:cut]), PageOptions{}); err == nil {
			t.Fatalf("a page cut at byte %d was taken; it ends in %q", cut, whole[max(0, cut-40):cut])
		}
	}
	if _, _, err := ParsePage("whole", bytes.NewReader(whole), PageOptions{}); err != nil {
		t.Errorf("without its last line end: %v", err)
	}
}
