package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"

	"gogai/key"
	"gogai/live"
	"gogai/publication"
	"gogai/web"
	"gogai/web/pagecache"
	"gogai/web/site"
)

type serveCommand struct {
	dataFlag
	Listen      string        `help:"Address to listen on; port 0 takes a free one." placeholder:"HOST:PORT" default:"localhost:8080" env:"GOGAI_LISTEN"`
	Metrics     string        `name:"metrics-listen" help:"Address for Prometheus, at /metrics; without one there are no metrics." placeholder:"HOST:PORT" env:"GOGAI_METRICS_LISTEN"`
	URL         string        `name:"url" help:"The address at which readers find the site, for links that leave it." placeholder:"https://HOST" env:"GOGAI_URL"`
	PageCache   byteSize      `help:"Memory for finished pages: a size such as 256MB, or off to make each page anew." placeholder:"SIZE" default:"256MB" env:"GOGAI_PAGE_CACHE"`
	LiveReaders int           `help:"How many may follow a discussion or the front page live at once; 0 is nobody." placeholder:"N" default:"20000" env:"GOGAI_LIVE_READERS"`
	Limits      string        `help:"Limits on how often somebody may do something: on, or off for load tests." enum:"on,off" default:"on" env:"GOGAI_LIMITS"`
	Limit       limitSettings `help:"Another limit than the usual one: ${limits}." placeholder:"ACT=N/TIME,..." env:"GOGAI_LIMIT"`
	TrustProxy  []network     `help:"Proxies whose X-Forwarded-For is believed." placeholder:"CIDR" env:"GOGAI_TRUST_PROXY"`
	LogLevel    string        `help:"debug, info, warn or error." enum:"debug,info,warn,error" default:"info" env:"GOGAI_LOG_LEVEL"`
	LogFormat   string        `help:"text or json." enum:"text,json" default:"text" env:"GOGAI_LOG_FORMAT"`
}

// Help is shown below the flags' own.
func (serveCommand) Help() string {
	return `The folder is made on first use and brought up to date after an upgrade. The log goes to
standard error. SIGTERM or Ctrl-C ends the requests under way, then the program; a second one ends it at once.

    gogai serve --data /var/lib/gogai --listen 127.0.0.1:8080 --url https://news.example --trust-proxy 127.0.0.1

The same as settings, in a file for --config:

    data = "/var/lib/gogai"
    url = "https://news.example"
    trust-proxy = ["127.0.0.1"]
    [limit]
    post = "20/1m"
    register = "100/1h"`
}

// Validate is called by kong with all settings in place.
func (c *serveCommand) Validate() error {
	if err := checkListen("--listen", c.Listen); err != nil {
		return err
	}
	if c.Metrics != "" {
		if err := checkListen("--metrics-listen", c.Metrics); err != nil {
			return err
		}
	}
	if c.LiveReaders < 0 {
		return fmt.Errorf("--live-readers: want a number from 0 on, not %d", c.LiveReaders)
	}
	if c.URL == "" {
		return nil
	}
	c.URL = strings.TrimSuffix(c.URL, "/")
	u, err := url.Parse(c.URL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || c.URL != u.Scheme+"://"+u.Host {
		return fmt.Errorf("--url: want a scheme and a host, for example https://news.example, not %q", c.URL)
	}
	return nil
}

// Run serves the folder until ctx ends.
func (c *serveCommand) Run(ctx context.Context) (err error) {
	log := newLog(c.LogLevel, c.LogFormat)
	f, err := openFolder(ctx, string(c.Data))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return err
	}
	defer listener.Close()

	collectRarely(c.PageCache)
	s := newSite(f, log, c.PageCache)
	here := address(c.Listen, listener)
	s.BaseURL = cmp.Or(c.URL, here)
	s.Secure = strings.HasPrefix(c.URL, "https:")
	for _, n := range c.TrustProxy {
		s.TrustedProxies = append(s.TrustedProxies, netip.Prefix(n))
	}
	s.Streams = newStreams(c.LiveReaders, c.Limits == "on", log)
	if c.Limits == "on" {
		s.Limits = web.NewLimits(c.Limit)
	} else {
		log.Warn("limits are off: anybody may do anything as often as they like")
	}
	handler := site.New(s)
	if c.Metrics != "" {
		end, err := serveMetrics(c.Metrics, measure(f, s), log)
		if err != nil {
			return err
		}
		defer end()
	}
	if err := warnOfReserved(ctx, f, log); err != nil {
		return err
	}
	staffed, err := f.HasPublisher(ctx)
	if err != nil {
		return err
	}
	if !staffed {
		fmt.Printf("Nobody can publish here yet. Make a publisher with:\n"+
			"  gogai member add --data %s --handle H --email E --role publisher\n", c.Data)
	}
	log.Info("serving", "data", c.Data, "url", s.BaseURL)
	return serve(ctx, listener, here, web.NewServer(handler, log), s.EndStreams, log)
}

// newSite puts a folder's parts together for its pages.
func newSite(f *folder, log *slog.Logger, cache byteSize) *web.Site {
	board := live.NewBoard()
	f.Watch(board.Hear)
	return &web.Site{
		Publications: f, Articles: f, Members: f, Discussions: f, Moderation: f, Pictures: f, Files: f.files,
		Live: f, Board: board,
		Cache: pagecache.New(pagecache.Options{
			Bytes: int64(cache), Lag: pagecache.Lag, LooseLag: pagecache.LooseLag, Now: now, Board: board, Versions: f.Versions,
		}),
		Keys: new(key.Source), Now: now, Log: log,
	}
}

// now is the program's clock. It tells what storage keeps, UTC in whole microseconds, so that an
// answer to a write gives the very instant that later answers will.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// newLog returns a log that writes to standard error.
func newLog(level, format string) *slog.Logger {
	var options slog.HandlerOptions
	var least slog.Level
	if err := least.UnmarshalText([]byte(level)); err == nil { // the flag allows nothing else
		options.Level = least
	}
	if format == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, &options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, &options))
}

// warnOfReserved tells of sections whose address became one of the site's own words since they were
// made: readers don't find them there any more.
func warnOfReserved(ctx context.Context, store publication.Store, log *slog.Logger) error {
	sections, err := store.Sections(ctx)
	for _, s := range sections {
		if publication.Reserved(s.Slug) {
			log.Warn("a section's address is one of the site's own words now: give it another one at /desk/sections", "section", s.Name, "address", "/"+s.Slug)
		}
	}
	return err
}
