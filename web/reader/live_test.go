package reader_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"gogai/article"
	"gogai/discussion"
	"gogai/event"
	"gogai/member"
	"gogai/web/webtest"
)

// A stream is what a browser's EventSource is.
type stream struct {
	t      *testing.T
	cancel context.CancelFunc
	body   io.Closer
	events chan serverEvent
	header http.Header
}

type serverEvent struct{ id, kind, data string }

// watch opens a stream, with the Last-Event-ID that is given, if any.
func watch(t *testing.T, site *webtest.Site, path, last string) *stream {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, site.URL()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip, br, zstd") // none of which may be used
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" {
		t.Fatalf("GET %s: status %d, %s", path, resp.StatusCode, resp.Header.Get("Content-Type"))
	}
	s := &stream{t, cancel, resp.Body, make(chan serverEvent, 10_000), resp.Header}
	go func() {
		defer close(s.events)
		var e serverEvent
		for in := bufio.NewReader(resp.Body); ; {
			line, err := in.ReadString('\n')
			if err != nil {
				return
			}
			name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
			switch name {
			case "id":
				e.id = value
			case "event":
				e.kind = value
			case "data":
				e.data = value
			case "":
				if e.kind != "" {
					s.events <- e
				}
				e = serverEvent{id: e.id}
			}
		}
	}()
	t.Cleanup(s.close)
	return s
}

func (s *stream) close() {
	s.cancel()
	s.body.Close()
}

// next waits for the next event; false at the end of the stream.
func (s *stream) next() (serverEvent, bool) {
	s.t.Helper()
	select {
	case e, ok := <-s.events:
		return e, ok
	case <-time.After(20 * time.Second):
		s.t.Fatal("nothing happens")
		panic("unreachable")
	}
}

// want waits for an event of a kind.
func (s *stream) want(kind string) serverEvent {
	s.t.Helper()
	e, ok := s.next()
	if !ok || e.kind != kind {
		s.t.Fatalf("got the event %+v, %v, want %q", e, ok, kind)
	}
	return e
}

// told is a message as the script reads it.
type told struct {
	Version  int64
	Count    string
	Comments []struct {
		Key    string
		Number int
		HTML   string
	}
	Gone    []string
	Tallies map[string]struct{ Net, Up, Down int }
	Story   bool
	Resync  bool
}

func (s *stream) change() told {
	s.t.Helper()
	e := s.want("change")
	m := read(s.t, e.data)
	if e.id != strconv.FormatInt(m.Version, 10) {
		s.t.Errorf("the event %s tells of version %d", e.id, m.Version)
	}
	return m
}

func read(t *testing.T, data string) (m told) {
	t.Helper()
	if err := json.Unmarshal([]byte(data), &m); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	return m
}

func do(t *testing.T, site *webtest.Site, w discussion.Write) {
	t.Helper()
	if _, err := site.Discussions.Do(t.Context(), w); err != nil {
		t.Fatal(err)
	}
}

// Whoever has a thread open sees what happens in it, in the words of its page.
func TestLiveThread(t *testing.T) {
	site := open(t)
	story := site.Story("Harbour tunnel opens")
	first := site.Comment(story, site.Reader, "At last.", 0)
	thread, err := site.Discussions.Thread(t.Context(), story.ID)
	if err != nil {
		t.Fatal(err)
	}
	address := story.Path() + "/live?since=" + strconv.FormatInt(thread.Version, 10)
	one, two := watch(t, site, address, ""), watch(t, site, address, "")
	for _, h := range []string{"Content-Encoding", "Content-Length"} {
		if one.header.Get(h) != "" {
			t.Errorf("%s: %s", h, one.header.Get(h))
		}
	}
	if one.header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(one.header.Get("Cache-Control"), "no-store") || one.header.Get("X-Accel-Buffering") != "no" {
		t.Errorf("header %v", one.header)
	}
	behind := watch(t, site, story.Path()+"/live?since=1", "")
	if e := behind.want("hello"); e.id != "1" {
		t.Errorf("who has version 1 is told of %s before what came between", e.id)
	}
	if m := behind.change(); m.Version != thread.Version || len(m.Comments) != 1 {
		t.Errorf("who has version 1 missed %+v", m)
	}
	behind.close()
	for _, s := range []*stream{one, two} {
		if e := s.want("hello"); e.id != strconv.FormatInt(thread.Version, 10) || e.data != "{}" {
			t.Errorf("got %+v", e)
		}
	}
	both := func(check func(t *testing.T, m told)) {
		t.Helper()
		for _, s := range []*stream{one, two} {
			check(t, s.change())
		}
	}

	reply := site.Comment(story, site.Member("Nana", member.Reader), "For *once*.", first.Number)
	page := site.Client().Get(story.Path()).Doc()
	both(func(t *testing.T, m told) {
		if len(m.Comments) != 2 || m.Count != "2 Comments" || m.Resync || m.Story || m.Gone != nil || m.Tallies != nil {
			t.Fatalf("got %+v", m)
		}
		for i, c := range []discussion.Comment{first, reply} {
			got := m.Comments[i]
			if got.Key != c.Key.String() || got.Number != c.Number {
				t.Errorf("got %s, %d", got.Key, got.Number)
			}
			node, err := html.Parse(strings.NewReader(got.HTML))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(page.Text("#"+c.Anchor()), text(node)); diff != "" {
				t.Errorf("other than on the page (-page +live):\n%s", diff)
			}
		}
		if !strings.Contains(m.Comments[1].HTML, `href="`+first.Path()+`"`) {
			t.Error("the answer doesn't lead to what it answers")
		}
	})

	do(t, site, discussion.Cast{Key: reply.Key, By: site.Reader.ID, Value: -1, At: site.Now()})
	both(func(t *testing.T, m told) {
		if got := m.Tallies["2"]; len(m.Tallies) != 1 || got.Net != -1 || got.Up != 0 || got.Down != 1 || m.Comments != nil {
			t.Errorf("a vote: %+v", m)
		}
	})

	do(t, site, discussion.Edit{Key: first.Key, By: site.Reader.ID, Body: "At long last.", HTML: "<p>At long last.</p>", At: site.Now()})
	both(func(t *testing.T, m told) {
		if len(m.Comments) != 1 || !strings.Contains(m.Comments[0].HTML, "At long last.") || !strings.Contains(m.Comments[0].HTML, "edited") {
			t.Errorf("an edit: %+v", m)
		}
	})

	do(t, site, discussion.Decide{Key: reply.Key, By: site.Moderator.ID, Decision: discussion.Remove, Reason: "Off topic", At: site.Now()})
	both(func(t *testing.T, m told) {
		if m.Count != "1 Comment" || m.Comments[len(m.Comments)-1].Key != reply.Key.String() || !strings.Contains(m.Comments[len(m.Comments)-1].HTML, "Off topic") {
			t.Errorf("a removal: %+v", m)
		}
	})

	third := site.Comment(story, site.Publisher, "Never mind.", 0)
	both(func(*testing.T, told) {})
	do(t, site, discussion.Delete{Key: third.Key, By: site.Publisher.ID, At: site.Now()})
	both(func(t *testing.T, m told) {
		if !slices.Equal(m.Gone, []string{third.Key.String()}) || m.Comments != nil {
			t.Errorf("a deletion: %+v", m)
		}
	})

	if _, err := site.Articles.UpdateArticle(t.Context(), story.ID, site.Editor.ID, member.Request{}, func(a *article.Article) ([]event.Event, error) {
		a.Headline = "Harbour tunnel opens early"
		e, err := a.Edited(site.Editor.ID, "", site.Now())
		return []event.Event{e}, err
	}); err != nil {
		t.Fatal(err)
	}
	both(func(t *testing.T, m told) {
		if !m.Story || m.Comments != nil {
			t.Errorf("another story: %+v", m)
		}
	})

	choose := func(mode discussion.Mode) {
		t.Helper()
		if _, err := site.Discussions.UpdateThread(t.Context(), story.ID, func(th *discussion.Thread) (event.Event, error) {
			return th.Choose(mode, site.Moderator.ID, "", "", site.Now())
		}); err != nil {
			t.Fatal(err)
		}
	}
	choose(discussion.Premoderated)
	both(func(t *testing.T, m told) {
		if !m.Resync {
			t.Errorf("another mode: %+v", m)
		}
	})
	held := site.Comment(story, site.Reader, "May I?", 0)
	both(func(t *testing.T, m told) {
		if m.Count != "1 Comment" || m.Comments != nil || m.Gone != nil {
			t.Errorf("what waits for a moderator: %+v", m)
		}
	})
	do(t, site, discussion.Decide{Key: held.Key, By: site.Moderator.ID, Decision: discussion.Approve, At: site.Now()})
	both(func(t *testing.T, m told) {
		if m.Count != "2 Comments" || len(m.Comments) != 1 || m.Comments[0].Key != held.Key.String() {
			t.Errorf("approved: %+v", m)
		}
	})
	do(t, site, discussion.Edit{Key: held.Key, By: site.Reader.ID, Body: "May I not?", HTML: "<p>May I not?</p>", At: site.Now()})
	both(func(t *testing.T, m told) {
		if m.Count != "1 Comment" || m.Comments != nil || !slices.Equal(m.Gone, []string{held.Key.String()}) {
			t.Errorf("edited, and waits for a moderator again: %+v", m)
		}
	})

	choose(discussion.Closed)
	both(func(t *testing.T, m told) {
		if !m.Resync {
			t.Errorf("before the end: %+v", m)
		}
	})
	for _, s := range []*stream{one, two} {
		s.want("end")
		if e, ok := s.next(); ok {
			t.Errorf("after the end came %+v", e)
		}
	}
	for _, query := range []string{"", "?since=3", "?poll"} {
		site.Client().Get(story.Path() + "/live" + query).Want(http.StatusNoContent)
	}
}

// text is what a page shows of a node.
func text(n *html.Node) string {
	var b strings.Builder
	for n := range n.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func TestLiveRefused(t *testing.T) {
	site := open(t)
	withheld := site.Story("Withheld")
	if _, err := site.Articles.UpdateArticle(t.Context(), withheld.ID, site.Editor.ID, member.Request{}, func(a *article.Article) ([]event.Event, error) {
		e, err := a.Withhold(site.Editor.ID, "a doubt", site.Now())
		return []event.Event{e}, err
	}); err != nil {
		t.Fatal(err)
	}
	open, draft := site.Story("Open"), site.Draft("A draft")
	for path, want := range map[string]int{
		withheld.Path(): http.StatusGone, draft.Path(): http.StatusNotFound, "/news/nothing": http.StatusNotFound,
	} {
		site.Client().Get(path + "/live").Want(want)
		site.Client().Get(path + "/live?poll").Want(want)
	}
	site.Client().Send(http.MethodHead, open.Path()+"/live", "", nil).Want(http.StatusOK)

	// Too many, in all and from one network, and none at all.
	from := watch(t, site, open.Path()+"/live", "")
	from.want("hello")
	site.Streams.MostFrom = 1
	if a := site.Client().Get(open.Path() + "/live").Want(http.StatusTooManyRequests); a.Header.Get("Retry-After") == "" {
		t.Error("nobody says when to come back")
	}
	site.Streams.Most = 1
	site.Client().Get("/live").Want(http.StatusServiceUnavailable)
	from.close()
	for site.Streams.Count() > 0 {
		time.Sleep(time.Millisecond)
	}
	watch(t, site, "/live", "").want("hello")
	site.Streams.Most = 0
	site.Client().Get(open.Path() + "/live").Want(http.StatusNotImplemented)
	site.Client().Get(open.Path() + "/live?poll").Want(http.StatusOK)

	// Time closes it.
	site.Clock.Add(15 * 24 * time.Hour)
	site.Client().Get(open.Path() + "/live").Want(http.StatusNoContent)
}

// Where streams are blocked, the same is asked for from time to time.
func TestLivePoll(t *testing.T) {
	site := open(t)
	story := site.Story("Harbour tunnel opens")
	ask := func(query string) told {
		t.Helper()
		a := site.Client().Get(story.Path() + "/live?poll" + query).Want(http.StatusOK)
		if a.Header.Get("Content-Type") != "application/json" || !strings.Contains(a.Header.Get("Cache-Control"), "no-store") {
			t.Errorf("header %v", a.Header)
		}
		if strings.ContainsAny(string(a.Body), "<>&") {
			t.Errorf("a browser may take it for a page: %s", a.Body)
		}
		return read(t, string(a.Body))
	}
	start := ask("")
	if start.Version == 0 || start.Count != "No comments" {
		t.Errorf("got %+v", start)
	}
	c := site.Comment(story, site.Reader, "At <last> & least.", 0)
	since := "&since=" + strconv.FormatInt(start.Version, 10)
	after := ask(since)
	if len(after.Comments) != 1 || after.Comments[0].Key != c.Key.String() || after.Version != start.Version+1 || after.Count != "1 Comment" {
		t.Errorf("got %+v", after)
	}
	if again := ask("&since=" + strconv.FormatInt(after.Version, 10)); again.Version != after.Version || again.Comments != nil || again.Resync {
		t.Errorf("nothing happened, and it says %+v", again)
	}
	for range 20 {
		site.Clock.Add(time.Minute)
		site.Comment(story, site.Reader, strings.Repeat("It is a very long tunnel. ", 100), 0)
	}
	if much := ask(since); !much.Resync || much.Comments != nil || much.Count != "21 Comments" {
		t.Errorf("too much to tell: %d comments, %v, %q", len(much.Comments), much.Resync, much.Count)
	}
	if lost := ask("&since=1000000"); !lost.Resync {
		t.Errorf("of another age: %+v", lost)
	}
	if other := ask(since + "&story=" + strconv.FormatInt(story.Version+1, 10)); !other.Story {
		t.Errorf("of another story: %+v", other)
	}

	var front struct {
		Version int64
		Counts  map[string]string
		Latest  string
	}
	site.Client().Get("/live?poll").Want(http.StatusOK).Decode(&front)
	if front.Version == 0 || front.Counts[story.ID.String()] != "21 Comments" {
		t.Errorf("the front page: %+v", front)
	}
}

// The front page's counts and headlines move as well.
func TestLiveFront(t *testing.T) {
	site := open(t)
	for i := range 5 {
		site.Clock.Add(time.Minute)
		site.Story(fmt.Sprintf("Story %d", i))
	}
	story := site.Story("Harbour tunnel opens")
	s := watch(t, site, "/live", "")
	s.want("hello")
	type front struct {
		Counts map[string]string
		Latest string
	}
	next := func() (f front) {
		t.Helper()
		if err := json.Unmarshal([]byte(s.want("front").data), &f); err != nil {
			t.Fatal(err)
		}
		return f
	}
	now := next()
	if len(now.Counts) != 6 || now.Counts[story.ID.String()] != "" || strings.Count(now.Latest, "<li>") != 2 {
		t.Errorf("at first: %+v", now)
	}
	site.Comment(story, site.Reader, "At last.", 0)
	if now = next(); now.Counts[story.ID.String()] != "1 Comment" {
		t.Errorf("after a comment: %+v", now)
	}
	site.Clock.Add(time.Minute)
	site.Story("Newer")
	if now = next(); len(now.Counts) != 7 || strings.Count(now.Latest, "<li>") != 3 {
		t.Errorf("after a story: %+v", now)
	}
}

// A page that is kept up to date by what a stream tells is, after a storm of writes with cuts in it,
// the page that the server would make anew.
func TestLiveStorm(t *testing.T) {
	before := goroutines()
	t.Run("storm", func(t *testing.T) {
		site := open(t)
		story := site.Story("Harbour tunnel opens")
		const writers, writes = 6, 60
		var members []member.Member
		for i := range writers {
			members = append(members, site.Member("Member"+string(rune('A'+i)), member.Reader))
		}
		site.Comment(story, site.Reader, "The first.", 0)

		stop := make(chan struct{})
		var readers sync.WaitGroup
		finals := make([]map[string]string, 6)
		for i := range finals {
			readers.Go(func() { finals[i] = follow(t, site, story, stop, time.Duration(20+300*i)*time.Millisecond) })
		}
		var storm sync.WaitGroup
		for i, m := range members {
			storm.Go(func() {
				for j := range writes {
					if j%3 == 0 {
						site.Comment(story, m, fmt.Sprintf("Comment %d of %d", j, i), 0)
						time.Sleep(60 * time.Millisecond) // more at once would be too much to tell
						continue
					}
					key := discussion.Key{Article: story.ID, Number: 1 + (i+j)%10}
					site.Discussions.Do(t.Context(), discussion.Cast{Key: key, By: m.ID, Value: 1 - j%3, At: site.Now()}) // some are refused
				}
			})
		}
		storm.Wait()
		time.Sleep(600 * time.Millisecond)
		close(stop)
		readers.Wait()

		want := map[string]string{}
		load(t, site, story, want)
		for i, got := range finals {
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("reader %d (-server +reader):\n%s", i, diff)
			}
		}
	})
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	for end := time.Now().Add(10 * time.Second); goroutines() > before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, and %d before:\n%s", goroutines(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

func goroutines() int { return runtime.NumGoroutine() }

// follow does as the script does: it loads a page, then keeps it up to date by a stream that is cut
// again and again. It returns the tally of each comment by its key.
func follow(t *testing.T, site *webtest.Site, story article.Article, stop chan struct{}, cut time.Duration) map[string]string {
	have, last := map[string]string{}, int64(0)
	hear := func(data string) {
		m := read(t, data)
		if m.Version < last {
			t.Errorf("version %d came after %d", m.Version, last)
		}
		last = m.Version
		if m.Resync {
			clear(have)
			load(t, site, story, have)
		}
		apply(m, have)
	}
	poll := func() {
		a := site.Client().Get(fmt.Sprintf("%s/live?poll&since=%d", story.Path(), max(last, 1))) // 1 is the empty thread
		hear(string(a.Body))
	}
	poll()
	for {
		s := watch(t, site, story.Path()+"/live?since=1", strconv.FormatInt(last, 10))
		timer, again := time.After(cut), false
		for !again {
			select {
			case e, ok := <-s.events:
				if !ok {
					t.Error("the server ended the stream")
					return have
				}
				if e.kind == "change" {
					hear(e.data)
				}
			case <-timer:
				again = true
			case <-stop:
				s.close()
				poll()
				return have
			}
		}
		s.close()
	}
}

// load reads a whole thread.
func load(t *testing.T, site *webtest.Site, story article.Article, have map[string]string) {
	page, err := site.Discussions.Comments(t.Context(), discussion.Query{Article: story.ID, Limit: 10_000})
	if err != nil {
		t.Error(err)
	}
	for _, c := range page.Comments {
		have[c.Key.String()] = fmt.Sprintf("%d +%d -%d", c.Tally().Net(), c.Tally().Up, c.Tally().Down)
	}
}

// apply does to a page what a message says.
func apply(m told, have map[string]string) {
	for _, c := range m.Comments {
		node, err := html.Parse(strings.NewReader(c.HTML))
		if err != nil {
			panic(err)
		}
		_, tally, _ := strings.Cut(text(node), "Quote ")
		have[c.Key] = strings.NewReplacer(" ( ", " ", " / ", " ", " )", "").Replace(tally)
	}
	for number, tally := range m.Tallies {
		for key := range maps.Keys(have) {
			if strings.HasSuffix(key, "-"+number) {
				have[key] = fmt.Sprintf("%d +%d -%d", tally.Net, tally.Up, tally.Down)
			}
		}
	}
	for _, key := range m.Gone {
		delete(have, key)
	}
}
