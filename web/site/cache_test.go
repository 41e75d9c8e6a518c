package site

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"gogai/web/webtest"
)

// strangeHeaders are what caches don't look at and programs like to believe.
var strangeHeaders = strings.Fields(`X-Forwarded-Host X-Forwarded-Proto X-Forwarded-Scheme X-Forwarded-Server X-Forwarded-Port X-Forwarded-Prefix X-Forwarded-For Forwarded
	X-Host X-HTTP-Host-Override X-Original-Host X-Original-URL X-Rewrite-URL X-Original-URI X-Request-URI X-Real-IP X-Client-IP True-Client-IP CF-Connecting-IP
	CF-Visitor Fastly-Client-IP X-Cluster-Client-IP Via X-HTTP-Method X-HTTP-Method-Override X-Method-Override Front-End-Https X-Url-Scheme X-Wap-Profile Profile
	Accept-Language Accept-Charset Accept User-Agent Referer Origin From DNT Sec-GPC Save-Data Purpose Sec-Purpose X-Requested-With X-Correlation-ID X-Request-ID Traceparent
	Baggage X-Amz-Date Content-Type Content-Language Pragma Upgrade-Insecure-Requests If-None-Match If-Modified-Since If-Range Trailer TE Max-Forwards X-Debug`)

// An answer that caches may keep is the same for everybody, whoever asks and whatever they send
// along; what differs, no cache may keep.
func TestCaches(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, New)
	for _, headline := range []string{"First", "Second"} {
		story := s.Story(headline)
		s.Comment(story, s.Publisher, "By the publisher.", s.Comment(story, s.Reader, "By Rita.", 0).Number)
	}
	s.Draft("A draft")
	nobody := walk(t, s.Client())
	for path, a := range nobody {
		if keeps(a) && len(a.Header.Values("Set-Cookie")) > 0 {
			t.Errorf("%s: a cookie for all caches", path)
		}
	}
	garbage := s.Client()
	garbage.Header.Set("Cookie", "gogai=canary; __Host-gogai=canary; session=canary; lang=ja")
	poisoned := s.Client()
	for _, name := range strangeHeaders {
		poisoned.Header.Set(name, "canary.example")
	}
	kept := 0
	for who, c := range map[string]*webtest.Client{
		"a member": s.As(s.Reader), "the publisher": s.As(s.Publisher), "a bad cookie": garbage, "strange headers": poisoned,
	} {
		for path, a := range walk(t, c) {
			same := nobody[path]
			if same == nil {
				same = s.Client().Get(path)
			}
			differs := a.Status != same.Status || string(a.Body) != string(same.Body) || a.Header.Get("Location") != same.Header.Get("Location")
			if differs && keeps(a) {
				t.Errorf("%s for %s: differs, and caches may keep it: %s", path, who, a.Header.Get("Cache-Control"))
			}
			if keeps(same) && a.Status == http.StatusOK && !keeps(a) && !strings.HasPrefix(path, "/api/") {
				t.Errorf("%s for %s: Cache-Control %q tells who asks", path, who, a.Header.Get("Cache-Control"))
			}
			if keeps(a) {
				kept++
			}
			for name, values := range a.Header {
				if slices.ContainsFunc(values, func(v string) bool { return strings.Contains(v, "canary") }) && name != "Set-Cookie" {
					t.Errorf("%s for %s: %s holds what was sent", path, who, name)
				}
			}
			if who == "strange headers" && strings.Contains(string(a.Body), "canary") {
				t.Errorf("%s: shows a header that caches don't look at", path)
			}
		}
	}
	if kept < 40 {
		t.Errorf("only %d answers may be kept: is anything public?", kept)
	}
}

// keeps tells whether a cache may keep an answer.
func keeps(a *webtest.Answer) bool {
	return !strings.Contains(a.Header.Get("Cache-Control"), "no-store")
}

// Addresses that leave the site come from its settings, never from a request.
func TestHost(t *testing.T) {
	s := webtest.New(t, New)
	story := s.Story("First")
	handler := New(s.Site)
	for _, host := range []string{"evil.example", "paper.example:99", "paper.example.evil.example", "paper.example@evil.example", "", "evil.example, paper.example"} {
		for _, path := range []string{"/", story.Path(), "/feed.xml", "/login", "/api/v1/articles", "/account", "/./news", "/nothing"} {
			r := httptest.NewRequest("GET", path, nil)
			r.Host = host
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			if strings.Contains(w.Body.String(), "evil.example") || strings.Contains(w.Body.String(), ":99") {
				t.Errorf("%s asked of %q: the answer names it", path, host)
			}
			if to := w.Header().Get("Location"); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//")) {
				t.Errorf("%s asked of %q: leads to %q", path, host, to)
			}
		}
	}
}

// Nothing that is only read changes anything that is kept.
func TestReadingWritesNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	clients := []*webtest.Client{s.Client(), s.As(s.Reader), s.As(s.Publisher)}
	for _, c := range clients {
		c.Get("/account") // a session's last use is noted to the minute
	}
	before := contents(t, s.Site)
	for _, c := range clients {
		for path := range walk(t, c, s.paths...) {
			for _, method := range []string{http.MethodHead, http.MethodOptions} {
				if a := c.Send(method, path, "", nil); len(a.Body) > 0 && method == http.MethodHead {
					t.Errorf("HEAD %s: %d bytes", path, len(a.Body))
				}
			}
			c.Header.Set("X-HTTP-Method-Override", "POST")
			c.Get(path + map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "_method=POST&do=publish&decision=remove&value=1&body=x&reason=spam")
		}
	}
	if contents(t, s.Site) != before {
		t.Error("reading changed what is kept")
	}
}
