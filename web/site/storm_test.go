package site

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gogai/member"
	"gogai/web"
	"gogai/web/pagecache"
	"gogai/web/webtest"
)

// A storm of reads, writes and streams, each disturbing the others. What was acknowledged is on
// the page and came by every stream, once; afterwards nothing is left of the storm: no goroutine,
// and no more memory than the cache may take. `make test` runs it under the race detector.
func TestStorm(t *testing.T) {
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	before := runtime.NumGoroutine()
	t.Run("while it blows", storm)
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		http.DefaultTransport.(*http.Transport).CloseIdleConnections()
		after := runtime.NumGoroutine()
		if after <= before {
			return
		}
		if time.Now().After(deadline) {
			pprof.Lookup("goroutine").WriteTo(os.Stderr, 1)
			t.Fatalf("%d goroutines before the storm, %d after it", before, after)
		}
	}
}

// How strong the storm is.
const (
	stormLasts   = 3 * time.Second
	stormWriters = 8
	stormPause   = 60 * time.Millisecond // between a writer's comments: of more than a hundred at once streams don't tell
	stormReaders = 6
	stormStreams = 24
	stormMemory  = 4 << 20
)

func storm(t *testing.T) {
	s := webtest.New(t, func(w *web.Site) http.Handler {
		o := w.Cache.Options
		o.Bytes, o.Lag, o.LooseLag = stormMemory, pagecache.Lag, pagecache.LooseLag
		w.Cache = pagecache.New(o)
		return New(w)
	})
	story := s.Story("Harbour tunnel floods")
	first := s.Comment(story, s.Publisher, "The first one.", 0)
	writers := make([]*webtest.Client, stormWriters)
	for i := range writers {
		writers[i] = s.As(s.Member(fmt.Sprintf("writer-%d", i), member.Reader))
	}

	streams, closeStreams := context.WithCancel(t.Context())
	heard := make([]*listening, stormStreams)
	var open, following sync.WaitGroup
	for i := range heard {
		heard[i] = newListening()
		open.Add(1)
		following.Go(func() { heard[i].listen(t, streams, s.URL()+story.Path()+"/live", open.Done) })
	}
	open.Wait()

	ends := time.Now().Add(stormLasts)
	var blowing sync.WaitGroup
	var mu sync.Mutex
	posted := map[string]bool{}
	for i, c := range writers {
		blowing.Go(func() {
			var last time.Time
			for n := 0; time.Now().Before(ends); n++ {
				c.JSON(http.MethodPut, "/api/v1/comments/"+first.Key.String()+"/vote", map[string]int{"value": rand.N(3) - 1}).Want(200)
				if time.Since(last) < stormPause {
					continue
				}
				last = time.Now()
				var made struct{ Key string }
				a := c.JSON(http.MethodPost, "/api/v1/articles/"+story.ID.String()+"/comments", map[string]string{"body": fmt.Sprintf("Number %d of writer %d.", n, i)})
				a.Want(201).Decode(&made)
				mu.Lock()
				posted[made.Key] = true
				mu.Unlock()
				if own := c.Get(story.Path() + "?c=" + made.Key); !strings.Contains(string(own.Body), `id="c-`+made.Key+`"`) {
					t.Errorf("%s is not on the page of who wrote it", made.Key)
				}
			}
		})
	}
	pages := []string{"/", "/news", "/comments", story.Path(), story.Path() + "?comments=latest", story.Path() + "?comments=popular&view=threaded", "/feed.xml", story.Path() + "/thread"}
	for range stormReaders {
		blowing.Go(func() {
			c := s.Client()
			for time.Now().Before(ends) {
				c.Get(pages[rand.N(len(pages))]).Want(200)
			}
		})
	}
	blowing.Wait()

	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if !slices.ContainsFunc(heard, func(l *listening) bool { return l.count() < len(posted) }) {
			break
		}
	}
	for i, l := range heard {
		if l.resync {
			t.Errorf("stream %d was told to ask anew", i)
		}
		for key := range posted {
			if !l.keys[key] {
				t.Errorf("stream %d was never told of %s", i, key)
			}
		}
	}
	time.Sleep(pagecache.LooseLag)
	want := fmt.Sprintf("%d Comments", len(posted)+1)
	for _, page := range []string{story.Path(), "/"} {
		if a := s.Client().Get(page); !strings.Contains(string(a.Body), want) {
			t.Errorf("%s doesn't say %s", page, want)
		}
	}
	if got := s.Cache.Stats(); got.Bytes > stormMemory {
		t.Errorf("the cache holds %d bytes, and may hold %d", got.Bytes, stormMemory)
	}
	t.Logf("%d comments; %+v", len(posted), s.Cache.Stats())
	closeStreams()
	following.Wait()
}

// listening is what a stream told.
type listening struct {
	mu     sync.Mutex
	keys   map[string]bool
	resync bool
}

func newListening() *listening { return &listening{keys: map[string]bool{}} }

func (l *listening) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.keys)
}

// listen reads a stream until ctx ends; begun is called once it is open.
func (l *listening) listen(t *testing.T, ctx context.Context, address string, begun func()) {
	begin := sync.OnceFunc(begun)
	defer begin()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		t.Error(err)
		return
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Error(err)
		return
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		begin()
		var told struct {
			Comments []struct{ Key string }
			Resync   bool
		}
		if err := json.Unmarshal([]byte(data), &told); err != nil {
			t.Errorf("%q: %v", data, err)
		}
		l.mu.Lock()
		for _, c := range told.Comments {
			l.keys[c.Key] = true
		}
		l.resync = l.resync || told.Resync
		l.mu.Unlock()
	}
	if ctx.Err() == nil {
		t.Errorf("the stream ended: %v", lines.Err())
	}
}
