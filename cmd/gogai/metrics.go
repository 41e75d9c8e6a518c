package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"

	"gogai/metrics"
	"gogai/web"
)

// serveMetrics serves the program's figures at an address of their own, which readers needn't
// reach, until end is called: also while the last requests are answered.
func serveMetrics(listen string, m *metrics.Metrics, log *slog.Logger) (end func(), err error) {
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return nil, fmt.Errorf("--metrics-listen: %w", err)
	}
	fmt.Printf("metrics at %s/metrics\n", address(listen, listener))
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", m.Handler())
	server := web.NewServer(mux, log)
	var serving sync.WaitGroup
	serving.Go(func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("metrics are no longer served", "error", err)
		}
	})
	return func() {
		server.Close()
		serving.Wait()
	}, nil
}

// measure has the parts of the program counted. It comes when site.New has put them together and
// before the first request.
func measure(f *folder, s *web.Site) *metrics.Metrics {
	m := metrics.New()
	s.Observe = m.Request

	f.OnCommit(m.Commit)
	metrics.Gauge(m, "gogai_writer_queue", "Writes that wait for the next commit.", f.Waiting)
	metrics.Gauge(m, "gogai_database_readers", "Reads of the database that are under way.",
		func() int { now, _ := f.Readers(); return now })
	metrics.Gauge(m, "gogai_database_readers_most", "Reads of the database that may be under way before others wait.",
		func() int { _, most := f.Readers(); return most })

	cache := s.Cache.Stats
	metrics.Counter(m, "gogai_page_cache_hits_total", "Pages that were in the page cache.", func() int64 { return cache().Hits })
	metrics.Counter(m, "gogai_page_cache_makes_total", "Pages that were made.", func() int64 { return cache().Makes })
	metrics.Counter(m, "gogai_page_cache_not_modified_total", "Answers that the browser has the page already.", func() int64 { return cache().Unchanged })
	metrics.Counter(m, "gogai_page_cache_dictionary_total", "Answers against a version of the page that the browser has.", func() int64 { return cache().ByDictionary })
	metrics.Counter(m, "gogai_page_cache_compressions_total", "Answers that were compressed once more.", func() int64 { return cache().Compressed })
	metrics.Gauge(m, "gogai_page_cache_bytes", "What the page cache holds, in bytes.", func() int64 { return cache().Bytes })
	metrics.Gauge(m, "gogai_page_cache_pages", "How many pages the page cache holds.", func() int64 { return cache().Pages })

	hub := s.Hub.Counts
	metrics.Gauge(m, "gogai_live_readers", "Connections of those who follow a thread or the front page.", s.Streams.Count)
	metrics.Counter(m, "gogai_live_messages_total", "Messages made, each for all who follow.", func() int64 { return hub().Messages })
	metrics.Counter(m, "gogai_live_shed_total", "Readers let go because they fell behind or broke off.", func() int64 { return hub().Shed })
	return m
}
