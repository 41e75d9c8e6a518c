// Package metrics is the program's figures for Prometheus. It alone knows their format: what
// is measured hands in plain numbers, and the program says which.
package metrics

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are the figures of one process, beside those of the Go runtime and of the system.
// Their methods may be called by many goroutines.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	batches  prometheus.Histogram
	commits  prometheus.Histogram

	// A page out of the cache has no time to look for its labels: these are known already.
	kinds   atomic.Pointer[map[kind]prometheus.Observer] // replaced, never changed
	meeting sync.Mutex                                   // who replaces kinds
}

// seconds are the buckets of durations: from a page out of the cache to a disk that is stuck.
var seconds = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}

// New returns figures that are all zero.
func New() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "gogai_http_request_seconds", Buckets: seconds,
			Help: "How long requests took to answer, by route, its method and the class of the status.",
		}, []string{"route", "method", "status"}),
		batches: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "gogai_writer_batch_writes", Buckets: prometheus.ExponentialBuckets(1, 2, 9),
			Help: "How many writes shared a commit.",
		}),
		commits: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "gogai_writer_commit_seconds", Buckets: seconds,
			Help: "How long a commit took, from the beginning of its transaction until it was on disk.",
		}),
	}
	m.kinds.Store(&map[kind]prometheus.Observer{})
	m.registry.MustRegister(m.requests, m.batches, m.commits,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Request counts an answered request. route is the pattern that led to it, as http.ServeMux has
// it: only patterns, whose number is bounded, and never what a stranger made up; "" where there
// was no route. HEAD counts with the GET that its route is for.
func (m *Metrics) Request(route string, status int, took time.Duration) {
	kind := kind{route, status / 100}
	counted, ok := (*m.kinds.Load())[kind]
	if !ok {
		counted = m.meet(kind)
	}
	counted.Observe(took.Seconds())
}

// kind is what requests are told apart by.
type kind struct {
	route string
	class int // of the status (RFC 9110 §15)
}

// meet returns where requests of a kind are counted, and notes it for the next one.
func (m *Metrics) meet(k kind) prometheus.Observer {
	method, path, ok := strings.Cut(k.route, " ")
	if !ok {
		method, path = "any", k.route
	}
	if path == "" {
		path = "none"
	}
	counted := m.requests.WithLabelValues(path, method, strconv.Itoa(k.class)+"xx")
	m.meeting.Lock()
	defer m.meeting.Unlock()
	kinds := maps.Clone(*m.kinds.Load())
	kinds[k] = counted
	m.kinds.Store(&kinds)
	return counted
}

// Commit counts a commit of so many writes.
func (m *Metrics) Commit(writes int, took time.Duration) {
	m.batches.Observe(float64(writes))
	m.commits.Observe(took.Seconds())
}

// A whole is what Gauge and Counter count in.
type whole interface{ int | int64 }

// Gauge adds a figure that rises and falls, and is asked for when somebody looks.
func Gauge[N whole](m *Metrics, name, help string, read func() N) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help},
		func() float64 { return float64(read()) }))
}

// Counter adds a figure that only rises, and is asked for when somebody looks.
func Counter[N whole](m *Metrics, name, help string, read func() N) {
	m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help},
		func() float64 { return float64(read()) }))
}

// Handler serves the figures in the text format of Prometheus.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
