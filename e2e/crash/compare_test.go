package crash

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The test of the test: what a crash could do wrong is noticed, each kind of it.
func TestCompare(t *testing.T) {
	hers, his := ballot{"her", "s-1"}, ballot{"him", "s-1"}
	for _, c := range []struct {
		name string
		then func(*found) // what became of a publication that was right
		want []string
	}{
		{"all there", func(*found) {}, nil},
		{"unanswered, and there", func(f *found) { f.comments["unanswered"] = []string{"s-3"} }, nil},
		{"lost", func(f *found) { delete(f.comments, "one") }, []string{`lost: "one" was acknowledged as s-1`}},
		{"doubled", func(f *found) { f.comments["two"] = []string{"s-2", "s-3"} }, []string{`doubled: "two" stands as [s-2 s-3]`}},
		{"unanswered and doubled", func(f *found) { f.comments["unanswered"] = []string{"s-3", "s-4"} },
			[]string{`doubled: "unanswered" stands as [s-3 s-4]`}},
		{"another number", func(f *found) { f.comments["two"] = []string{"s-3"} },
			[]string{`moved: "two" was acknowledged as s-2 and stands as s-3`}},
		{"invented", func(f *found) { f.comments["three"] = []string{"s-3"} }, []string{`invented: nobody wrote "three"`}},
		{"vote lost", func(f *found) { delete(f.votes, hers) }, []string{"vote of her on s-1: it is 0, should be one of [-1]"}},
		{"vote of before", func(f *found) { f.votes[hers] = 1 }, []string{"vote of her on s-1: it is 1, should be one of [-1]"}},
		{"vote in flight arrived", func(f *found) { f.votes[his] = 1 }, nil},
		{"vote in flight, another value", func(f *found) { f.votes[his] = -1 },
			[]string{"vote of him on s-1: it is -1, should be one of [0 1]"}},
		{"vote invented", func(f *found) { f.votes[ballot{"him", "s-2"}] = 1 },
			[]string{"vote of him on s-2: it is 1, and nobody cast it"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLedger()
			for text, key := range map[string]string{"one": "s-1", "two": "s-2"} {
				l.posting(claim{text: text})
				l.posted(claim{text: text}, key)
			}
			l.posting(claim{text: "unanswered"})
			l.voting(hers, 1)
			l.voted(hers, 1)
			l.voting(hers, -1)
			l.voted(hers, -1)
			l.voting(his, 1)
			f := found{
				comments: map[string][]string{"one": {"s-1"}, "two": {"s-2"}},
				votes:    map[ballot]int{hers: -1},
			}
			c.then(&f)
			if diff := cmp.Diff(c.want, l.compare(f)); diff != "" {
				t.Errorf("compare (-want +got):\n%s", diff)
			}
		})
	}
}
