package metrics_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"gogai/metrics"
)

func TestFigures(t *testing.T) {
	m := metrics.New()
	m.Request("GET /{section}/{slug}", http.StatusOK, 80*time.Microsecond)
	m.Request("GET /{section}/{slug}", http.StatusNotModified, time.Millisecond)
	m.Request("GET /{section}/{slug}", http.StatusGone, time.Minute)
	m.Request("POST /c/{key}/new", http.StatusSeeOther, 3*time.Millisecond)
	m.Request("/api/v1/comments/{key}", http.StatusMethodNotAllowed, 0)
	m.Request("", http.StatusNotFound, 0)
	m.Commit(1, 400*time.Microsecond)
	m.Commit(200, 3*time.Millisecond)
	waiting := 3
	metrics.Gauge(m, "gogai_test_waiting", "Who waits.", func() int { return waiting })
	metrics.Counter(m, "gogai_test_made_total", "What was made.", func() int64 { return 1 << 40 })
	waiting = 4

	got := read(t, m)
	for _, c := range []struct{ name, line string }{
		{"a page, fast", `gogai_http_request_seconds_bucket{method="GET",route="/{section}/{slug}",status="2xx",le="0.0001"} 1`},
		{"not modified", `gogai_http_request_seconds_count{method="GET",route="/{section}/{slug}",status="3xx"} 1`},
		{"slower than any bucket", `gogai_http_request_seconds_bucket{method="GET",route="/{section}/{slug}",status="4xx",le="10"} 0`},
		{"in seconds", `gogai_http_request_seconds_sum{method="GET",route="/{section}/{slug}",status="4xx"} 60`},
		{"a form", `gogai_http_request_seconds_bucket{method="POST",route="/c/{key}/new",status="3xx",le="0.005"} 1`},
		{"a pattern for any method", `gogai_http_request_seconds_count{method="any",route="/api/v1/comments/{key}",status="4xx"} 1`},
		{"no route", `gogai_http_request_seconds_count{method="any",route="none",status="4xx"} 1`},
		{"commits alone", `gogai_writer_batch_writes_bucket{le="1"} 1`},
		{"commits of a full batch", `gogai_writer_batch_writes_bucket{le="256"} 2`},
		{"writes", `gogai_writer_batch_writes_sum 201`},
		{"how long commits take", `gogai_writer_commit_seconds_bucket{le="0.0005"} 1`},
		{"a gauge, as it is now", `gogai_test_waiting 4`},
		{"a large counter", `gogai_test_made_total 1.099511627776e+12`},
		{"the runtime", `# TYPE go_goroutines gauge`},
		{"the process", `# TYPE process_cpu_seconds_total counter`},
	} {
		if !strings.Contains(got, "\n"+c.line+"\n") {
			t.Errorf("%s: want the line %s in\n%s", c.name, c.line, got)
		}
	}
}

// Many requests of kinds that nobody met before: each is counted.
func TestRequestsAtOnce(t *testing.T) {
	m := metrics.New()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for status := 200; status < 600; status++ {
				m.Request("GET /", status, time.Millisecond)
			}
		})
	}
	all.Wait()
	got := read(t, m)
	for _, class := range []string{"2xx", "3xx", "4xx", "5xx"} {
		if line := `gogai_http_request_seconds_count{method="GET",route="/",status="` + class + `"} 400`; !strings.Contains(got, line) {
			t.Errorf("want %s in\n%s", line, got)
		}
	}
}

// Pages out of the cache are counted too, and cost no more than their bytes.
func TestRequestAllocatesNothing(t *testing.T) {
	m := metrics.New()
	if n := testing.AllocsPerRun(100, func() { m.Request("GET /{section}/{slug}", http.StatusOK, time.Microsecond) }); n > 0 {
		t.Errorf("%v allocations for a request, want none", n)
	}
}

func BenchmarkRequest(b *testing.B) {
	m := metrics.New()
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			m.Request("GET /{section}/{slug}", http.StatusOK, 80*time.Microsecond)
		}
	})
}

func read(t *testing.T, m *metrics.Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return w.Body.String()
}
