package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Readers see each change once, at its end, whatever comes between changes and however long a line is.
func TestReadLive(t *testing.T) {
	const readers = 3
	var watching sync.WaitGroup
	watching.Add(readers)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		say := func(text string) {
			io.WriteString(w, text)
			w.(http.Flusher).Flush()
		}
		say("retry: 3000\n\nid: 4\nevent: hello\ndata: {}\n\n")
		watching.Done()
		watching.Wait()
		say("id: 5\nevent: change\ndata: {\"html\":\"" + strings.Repeat("x", 10*lineSize) + "\"}\n\n: \n\n")
		say("id: 7\nevent: change\ndata: {}\n\nid: 8\nevent: end\ndata: {}\n\n")
		<-r.Context().Done()
	}))
	defer s.Close()
	in, commands := io.Pipe()
	answers, out := io.Pipe()
	failed := make(chan error, 1)
	go func() { failed <- readLive(t.Context(), in, out) }()
	if err := json.NewEncoder(commands).Encode(watch{Address: strings.TrimPrefix(s.URL, "http://"), Path: "/", Readers: readers}); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(answers)
	if line, err := lines.ReadString('\n'); err != nil || line != "watching\n" {
		t.Fatalf("%q, %v", line, err)
	}
	time.Sleep(200 * time.Millisecond) // for what is on its way
	commands.Close()
	var seen sightings
	if err := json.NewDecoder(lines).Decode(&seen); err != nil {
		t.Fatal(err)
	}
	if err := <-failed; err != nil {
		t.Fatal(err)
	}
	if len(seen) != 2 || len(seen[5]) != readers || len(seen[7]) != readers {
		t.Errorf("seen: %v", seen)
	}
}

// A stream that is refused is an error that says so.
func TestReadLiveRefused(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	defer s.Close()
	in := fmt.Sprintf(`{"Address":%q,"Path":"/live","Readers":2}`, strings.TrimPrefix(s.URL, "http://"))
	err := readLive(t.Context(), strings.NewReader(in), io.Discard)
	if err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("got %v", err)
	}
}

func TestSightings(t *testing.T) {
	at := time.Unix(1, 0)
	acknowledged := []time.Time{at, at.Add(time.Second)}
	nano := func(d time.Duration) int64 { return at.Add(d).UnixNano() }
	for _, c := range []struct {
		name string
		seen sightings
		want durations
		err  string
	}{
		{"all", sightings{9: {nano(time.Second + 5)}, 4: {nano(3)}}, durations{3, 5}, ""},
		{"before it was acknowledged", sightings{4: {nano(-2)}, 9: {nano(time.Second)}}, durations{0, 0}, ""},
		{"two writes in one message", sightings{9: {nano(time.Second)}}, nil, "2 writes came as 1 messages"},
		{"a reader missed one", sightings{4: {}, 9: {nano(time.Second)}}, nil, "write 1 reached 0 of 1 readers"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.seen.since(acknowledged, 1)
			if d := cmp.Diff(c.want, got); d != "" || fmt.Sprint(err) != c.err && (err != nil || c.err != "") {
				t.Errorf("error %v, want %q; (-want +got):\n%s", err, c.err, d)
			}
		})
	}
}
