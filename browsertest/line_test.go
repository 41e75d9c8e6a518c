package browsertest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// A line is as slow as it says, never faster, for all of its connections together.
func TestLineIsSlow(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write(make([]byte, 20_000))
	}))
	t.Cleanup(server.Close)
	line := NewLine(t, server.URL, 1600, 100*time.Millisecond) // 200 bytes a millisecond
	start := time.Now()
	done := make(chan error)
	for range 2 {
		go func() {
			client := http.Client{Transport: new(http.Transport)}
			defer client.CloseIdleConnections()
			answer, err := client.Get(line.URL())
			if err == nil {
				err = answer.Write(io.Discard)
			}
			done <- err
		}()
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	// To connect, to ask, and 40,000 bytes.
	if took, least := time.Since(start), 400*time.Millisecond; took < least {
		t.Errorf("two answers of 20,000 bytes took %v, want %v or more", took, least)
	}
}

// A cut ends what is open, a stream too, and lets nothing new through until it is mended.
func TestLineIsCut(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!DOCTYPE html><link rel=icon href=data:,><p>new</p><script>
			const p = document.querySelector("p"), stream = new EventSource("/stream");
			stream.onmessage = e => { p.textContent = "heard " + e.data };
			stream.onerror = () => { p.textContent = "silence" };
		</script>`)
	})
	mux.HandleFunc("GET /stream", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprintf(w, "retry: 100\nid: 1\ndata: after %q\n\n", r.Header.Get("Last-Event-ID"))
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	browser := Start(t)
	line := NewLine(t, server.URL, 0, 0)
	tab := browser.NewTab(t, line.URL())
	tab.Open("/")
	tab.WaitForText("p", `heard after ""`)
	line.Cut()
	tab.WaitForText("p", "silence")
	time.Sleep(300 * time.Millisecond)
	tab.WaitForText("p", "silence") // though it asks again and again
	line.Mend()
	tab.WaitForText("p", `heard after "1"`)
}
