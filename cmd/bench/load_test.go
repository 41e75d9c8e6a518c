package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// The little client reads answers to their end, however long they say that they are.
func TestConnection(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer func(http.ResponseWriter)
		want   int
	}{
		{"with a length", func(w http.ResponseWriter) { w.Write(bytes.Repeat([]byte("x"), 1000)) }, 200},
		{"in chunks", func(w http.ResponseWriter) {
			for range 5 {
				w.Write(bytes.Repeat([]byte("x"), 100_000))
				w.(http.Flusher).Flush()
			}
		}, 200},
		{"nothing", func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) }, 404},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { c.answer(w) }))
			defer s.Close()
			address := strings.TrimPrefix(s.URL, "http://")
			connection, err := dial(address)
			if err != nil {
				t.Fatal(err)
			}
			defer connection.Close()
			for range 3 { // what one answer leaves behind, the next begins with
				got, err := connection.do(get(address, "/"))
				if err != nil || got != c.want {
					t.Fatalf("do: %d, %v; want %d", got, err, c.want)
				}
			}
		})
	}
}

func TestDurations(t *testing.T) {
	var d durations
	for i := range 200 {
		d = append(d, time.Duration(200-i))
	}
	for percent, want := range map[int]time.Duration{0: 1, 50: 101, 99: 199, 100: 200} {
		if got := d.at(percent); got != want {
			t.Errorf("at(%d) = %d, want %d", percent, got, want)
		}
	}
}

// A load counts what was answered as it should be, and takes another status for a failure.
func TestLoad(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/page" {
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer s.Close()
	target := &server{address: strings.TrimPrefix(s.URL, "http://"), command: &exec.Cmd{Process: &os.Process{Pid: os.Getpid()}}}
	l := load{clients: 3, each: 50 * time.Millisecond, request: repeat(get(target.address, "/page"))}
	o, err := l.run(t.Context(), target)
	if err != nil || len(o.took) == 0 || o.perSecond != float64(len(o.took))/l.each.Seconds() {
		t.Errorf("%d answers, %f a second, %v", len(o.took), o.perSecond, err)
	}
	l.request = repeat(get(target.address, "/elsewhere"))
	if _, err := l.run(t.Context(), target); err == nil || !strings.Contains(err.Error(), "status 404, want 200") {
		t.Errorf("a page that isn't there: %v", err)
	}
}

// Rounds weigh alike in what they make together.
func TestJoin(t *testing.T) {
	var all outcome
	for round, perSecond := range []float64{100, 200, 600} {
		all = all.join(outcome{perSecond, durations{time.Duration(round)}, time.Duration(perSecond)}, round)
	}
	if all.perSecond != 300 || all.cpu != 300 || len(all.took) != 3 {
		t.Errorf("%+v", all)
	}
}
