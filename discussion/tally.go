package discussion

import (
	"fmt"
	"math"
)

// Tally is the sum of a comment's votes.
type Tally struct {
	Up   int
	Down int
}

// Net is ups − downs.
func (t Tally) Net() int { return t.Up - t.Down }

// String writes the tally as readers know it: -3 ( +1 / -4 ).
func (t Tally) String() string { return fmt.Sprintf("%d ( +%d / -%d )", t.Net(), t.Up, t.Down) }

// Plus returns the sum of two tallies.
func (t Tally) Plus(other Tally) Tally { return Tally{t.Up + other.Up, t.Down + other.Down} }

// add counts a vote of value 1 or -1, or takes one back when times is -1.
func (t *Tally) add(value, times int) {
	switch value {
	case 1:
		t.Up += times
	case -1:
		t.Down += times
	}
}

// z is the quantile of the normal distribution for an 80 % Wilson interval.
const z = 1.281551565545

// Popularity is the lower bound of the Wilson score interval of the share of ups, from 0 to 1;
// 0 without votes.
func (t Tally) Popularity() float64 {
	n := float64(t.Up + t.Down)
	if n == 0 {
		return 0
	}
	share := float64(t.Up) / n
	spread := z * math.Sqrt(share*(1-share)/n+z*z/(4*n*n))
	return max((share+z*z/(2*n)-spread)/(1+z*z/n), 0) // -1e-17 is no popularity
}

// Controversy is (ups + downs) raised to smaller ÷ larger; 0 where either side has no votes.
func (t Tally) Controversy() float64 {
	if t.Up == 0 || t.Down == 0 {
		return 0
	}
	small, large := float64(min(t.Up, t.Down)), float64(max(t.Up, t.Down))
	return math.Pow(small+large, small/large)
}

// rank writes a score as the integer that storage sorts by: × 10⁹ and negated, so that the
// best comes first and (rank, number) ascends alike in every engine.
func rank(score float64) int64 { return -int64(math.Round(score * 1e9)) }
