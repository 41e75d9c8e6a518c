package reader

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/live"
	"gogai/web"
	"gogai/web/layout"
	"gogai/web/pagecache"
)

// changes is what those who have a thread open are told of it. Whatever is told twice, or is on
// their page already, changes nothing.
type changes struct {
	Version  int64              `json:"version"`
	Count    string             `json:"count"` // "5 Comments"
	Comments []writtenComment   `json:"comments,omitempty"`
	Gone     []string           `json:"gone,omitempty"` // keys of those that readers don't find any more
	Tallies  map[int]votesTally `json:"tallies,omitempty"`
	Story    bool               `json:"story,omitempty"`  // the story was updated
	Resync   bool               `json:"resync,omitempty"` // what happened is too much to tell, or nobody knows: ask anew
}

// writtenComment is a comment that is new or reads otherwise than before, as pages have it.
type writtenComment struct {
	Key    string `json:"key"`
	Number int    `json:"number"`
	HTML   string `json:"html"`
}

type votesTally struct {
	Net  int `json:"net"`
	Up   int `json:"up"`
	Down int `json:"down"`
}

// frontNews is what those who have the front page open are told: all that may have changed on it.
type frontNews struct {
	Version int64             `json:"version,omitempty"` // for those who poll
	Counts  map[string]string `json:"counts"`            // "5 Comments", by the story's key
	Latest  string            `json:"latest"`
}

// Where telling what happened costs more than showing it anew.
const (
	mostTold     = 100      // comments
	mostTallied  = 1000     // comments with other votes
	mostTellable = 48 << 10 // bytes: a reader who doesn't take so much is behind already
)

// keepInformed gives the site the hub that tells readers what happens, unless it has one.
func (rd *reader) keepInformed() {
	if rd.Hub != nil {
		return
	}
	rd.Hub = live.NewHub(live.Parts{
		Source: rd, Store: rd.Live, Board: rd.Board, Now: rd.Now, Cores: runtime.GOMAXPROCS(0),
		Failed: func(err error) { rd.Log.Error("live", "error", err) },
	})
	rd.Live.Watch(rd.Hub.Hear)
}

// liveThread serves GET /{section}/{slug}/live?since=VERSION: what happens in a story's discussion
// from then on, as server-sent events; with ?poll what happened until now, as JSON. ?story= is the
// version of the story on the page. A closed discussion is 204, which ends a browser's attempts.
func (rd *reader) liveThread(w http.ResponseWriter, r *http.Request) error {
	web.NoStore(w)
	if err := rd.LimitAddress(r, web.Follow); err != nil {
		return err
	}
	a, err := rd.Articles.ArticleAt(r.Context(), r.PathValue("section"), r.PathValue("slug"))
	if err == nil {
		err = a.Readable(rd.Now())
	}
	if err != nil {
		return err
	}
	t, err := rd.Discussions.Thread(r.Context(), a.ID)
	if err != nil {
		return err
	}
	if t.Mode(rd.Now()) == discussion.Closed {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	asked := r.URL.Query()
	story := version(asked.Get("story"))
	if asked.Has("poll") {
		news, err := rd.Hub.Catch(a.ID, version(asked.Get("since")), story)
		if err != nil {
			return err
		}
		return tell(w, news)
	}
	since := version(cmp.Or(r.Header.Get("Last-Event-ID"), asked.Get("since")))
	rd.follow(w, r, live.Subject{Kind: live.Thread, ID: int64(a.ID)}, cmp.Or(since, t.Version), story)
	return nil
}

// liveFront serves GET /live: what changes on the front page, likewise.
func (rd *reader) liveFront(w http.ResponseWriter, r *http.Request) error {
	web.NoStore(w)
	if err := rd.LimitAddress(r, web.Follow); err != nil {
		return err
	}
	if r.URL.Query().Has("poll") {
		page, err := rd.Cache.Page(r.Context(), frontNewsKey, nil, rd.keptFrontNews)
		if err == nil {
			page.Serve(w, r)
		}
		return err
	}
	rd.follow(w, r, live.Front, version(r.Header.Get("Last-Event-ID")), 0)
	return nil
}

// frontNewsKey is where the news for those who poll is kept. No address is spelled like it, so that
// nobody gets it without being counted.
const frontNewsKey = "front news"

// keptFrontNews makes the news for those who poll, once a second at most.
func (rd *reader) keptFrontNews(ctx context.Context) (*pagecache.Content, error) {
	told, until, err := rd.newsOfFront(ctx)
	if err != nil {
		return nil, err
	}
	told.Version = rd.Now().UnixMilli()
	data, err := line(told)
	header := http.Header{"Content-Type": {"application/json"}}
	return &pagecache.Content{Body: data, Header: header, Loose: true, Until: until}, err
}

// version reads the version that somebody has; 0 for none.
func version(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// tell answers somebody who polls.
func tell(w http.ResponseWriter, news live.News) error {
	if news.Closed {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	var b bytes.Buffer
	json.HTMLEscape(&b, news.Data)
	w.Header().Set("Content-Type", "application/json")
	w.Write(b.Bytes()) // a reader who left is no error of ours
	return nil
}

// follow opens a stream. It says at once which version its reader has, who comes back with that
// when the next message is lost.
func (rd *reader) follow(w http.ResponseWriter, r *http.Request, topic live.Subject, since, story int64) {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("X-Accel-Buffering", "no") // nginx would wait for more
	if r.Method == http.MethodHead {
		return
	}
	first := fmt.Appendf(nil, "retry: 3000\n\nid: %d\nevent: hello\ndata: {}\n\n", since)
	conn := rd.Streams.Open(w, r, rd.Network(r), first)
	if conn == nil {
		return
	}
	if !rd.Hub.Join(topic, conn, since, story) {
		conn.Close()
	}
	hub := rd.Hub // the goroutine keeps no more than it needs
	conn.Follow(func() { hub.Leave(topic, conn) })
}

// News implements live.Source.
func (rd *reader) News(ctx context.Context, topic live.Subject, missed live.Missed) (live.News, error) {
	if topic == live.Front {
		told, until, err := rd.newsOfFront(ctx)
		if err != nil {
			return live.News{}, err
		}
		data, err := line(told)
		return live.News{Data: data, Until: until}, err
	}
	asked := slices.Concat(missed.Written, missed.Tallied)
	resync := missed.Unknown || len(missed.Written) > mostTold || len(missed.Tallied) > mostTallied
	if resync {
		asked = nil
	}
	t, comments, err := rd.Discussions.Numbered(ctx, article.ID(topic.ID), asked)
	if err != nil {
		return live.News{}, err
	}
	s, err := rd.set(ctx, layout.Story, "")
	if err != nil {
		return live.News{}, err
	}
	news := live.News{Version: missed.Version, Until: t.ClosesAt(), Closed: t.Mode(s.now) == discussion.Closed}
	if missed.Unknown {
		news.Version = t.Version
	}
	message := changes{Version: news.Version, Count: s.W.Comments(t.Count), Story: missed.Story, Resync: resync}
	for _, c := range comments {
		_, written := slices.BinarySearch(missed.Written, c.Number)
		if err := message.add(ctx, s, c, written, !news.Closed); err != nil {
			return live.News{}, err
		}
	}
	if news.Data, err = line(message); err != nil {
		return live.News{}, err
	}
	if len(news.Data) > mostTellable {
		message = changes{Version: message.Version, Count: message.Count, Story: message.Story, Resync: true}
		news.Data, err = line(message)
	}
	return news, err
}

// add tells of a comment that was written, or only voted on.
func (m *changes) add(ctx context.Context, s *setting, c discussion.Comment, written, open bool) error {
	switch {
	case !written:
		if c.State == discussion.Visible {
			if m.Tallies == nil {
				m.Tallies = map[int]votesTally{}
			}
			t := tally(c.Tally())
			m.Tallies[c.Number] = votesTally(t)
		}
	case c.Shown():
		var b strings.Builder
		shown := s.comment(c, open, nil)
		if err := CommentOf(s.W, &shown).Render(ctx, &b); err != nil {
			return err
		}
		m.Comments = append(m.Comments, writtenComment{shown.Key, c.Number, b.String()})
	// Of what waits for a moderator nobody knows, unless they read it before it was edited.
	case c.State == discussion.Deleted, !c.EditedAt.IsZero():
		m.Gone = append(m.Gone, c.Key.String())
	}
	return nil
}

// newsOfFront tells how the front page stands, and until when it does.
func (rd *reader) newsOfFront(ctx context.Context) (told frontNews, until time.Time, err error) {
	p, s, err := rd.frontPage(ctx)
	if err != nil {
		return told, until, err
	}
	told.Counts = map[string]string{}
	for _, story := range p.stories() {
		told.Counts[story.Key] = story.Comments
	}
	var b strings.Builder
	err = latest(p.Latest).Render(ctx, &b)
	told.Latest = b.String()
	return told, s.until, err
}

// line writes JSON as a stream takes it, where no element has to be hidden from a browser.
func line(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}
