package main

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// figures are what the program says of itself at /metrics, by name and labels.
type figures map[string]float64

// figures reads them; they are in Prometheus' text format: a line each, NAME{LABELS} VALUE.
func (s *server) figures(ctx context.Context) (figures, error) {
	a, err := fetch(ctx, s.metrics, "/metrics", http.Header{"Accept-Encoding": {"identity"}})
	if err != nil {
		return nil, err
	}
	f := figures{}
	lines := bufio.NewScanner(strings.NewReader(string(a.Body)))
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		at := strings.LastIndexByte(lines.Text(), ' ')
		if at < 0 {
			continue
		}
		if f[lines.Text()[:at]], err = strconv.ParseFloat(lines.Text()[at+1:], 64); err != nil {
			return nil, fmt.Errorf("metrics: %q: %w", lines.Text(), err)
		}
	}
	return f, lines.Err()
}

// minus returns what was added since an earlier reading.
func (f figures) minus(earlier figures) figures {
	added := figures{}
	for name, value := range f {
		added[name] = value - earlier[name]
	}
	return added
}

// batches says how many writes shared a commit: their mean, and by the histogram's buckets the
// least upper bounds of the middle and of 99 in 100 commits.
func (f figures) batches() string {
	const name = "gogai_writer_batch_writes"
	commits := f[name+"_count"]
	if commits == 0 {
		return "no commit"
	}
	type bucket struct{ atMost, commits float64 }
	var buckets []bucket
	for full, n := range f {
		label, ok := strings.CutPrefix(full, name+`_bucket{le="`)
		if !ok {
			continue
		}
		if atMost, err := strconv.ParseFloat(strings.TrimSuffix(label, `"}`), 64); err == nil {
			buckets = append(buckets, bucket{atMost, n})
		}
	}
	slices.SortFunc(buckets, func(a, b bucket) int { return int(math.Copysign(1, a.atMost-b.atMost)) })
	bound := func(share float64) float64 {
		for _, b := range buckets {
			if b.commits >= share*commits {
				return b.atMost
			}
		}
		return math.Inf(1)
	}
	return fmt.Sprintf("%.0f a commit (half ≤ %.0f, nearly all ≤ %.0f)", f[name+"_sum"]/commits, bound(0.5), bound(0.99))
}
