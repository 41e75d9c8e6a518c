package webtest

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"gogai/member"
)

// A Client is a browser without scripts that follows no redirect. Its forms come from the site
// itself unless the test says otherwise.
type Client struct {
	http *http.Client
	base string
	t    testing.TB

	// Header is sent with every request.
	Header http.Header
}

// Client returns a client that nobody is signed in to.
func (s *Site) Client() *Client {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	must(s.t, err)
	return &Client{
		http: &http.Client{
			Jar:           jar,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		base: s.server.URL, t: s.t, Header: http.Header{"Sec-Fetch-Site": {"same-origin"}},
	}
}

// As returns a client that m is signed in to, by a session made directly.
func (s *Site) As(m member.Member) *Client {
	s.t.Helper()
	session, secret, err := member.NewSession(rand.Reader, m.ID, "webtest", s.Now())
	must(s.t, err)
	must(s.t, s.Members.CreateSession(s.ctx(), session))
	c := s.Client()
	base, err := url.Parse(c.base)
	must(s.t, err)
	c.http.Jar.SetCookies(base, []*http.Cookie{{Name: "gogai", Value: secret, Path: "/"}})
	return c
}

// An Answer is what came back, whole.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte

	t    testing.TB
	what string
}

// Get asks for a page.
func (c *Client) Get(path string) *Answer {
	c.t.Helper()
	return c.Send(http.MethodGet, path, "", nil)
}

// PostForm sends a form of names and values in turn.
func (c *Client) PostForm(path string, fields ...string) *Answer {
	c.t.Helper()
	values := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		values.Add(fields[i], fields[i+1])
	}
	return c.Send(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()))
}

// JSON sends a body as JSON; nil sends none.
func (c *Client) JSON(method, path string, body any) *Answer {
	c.t.Helper()
	if body == nil {
		return c.Send(method, path, "", nil)
	}
	data, err := json.Marshal(body)
	must(c.t, err)
	return c.Send(method, path, "application/json", bytes.NewReader(data))
}

// Send sends any request.
func (c *Client) Send(method, path, contentType string, body io.Reader) *Answer {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, body)
	must(c.t, err)
	for name, values := range c.Header {
		r.Header[name] = values
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	resp, err := c.http.Do(r)
	must(c.t, err)
	defer resp.Body.Close()
	content, err := io.ReadAll(resp.Body)
	must(c.t, err)
	return &Answer{Status: resp.StatusCode, Header: resp.Header, Body: content, t: c.t, what: method + " " + path}
}

// Want ends the test unless the answer has the status. It returns the answer.
func (a *Answer) Want(status int) *Answer {
	a.t.Helper()
	if a.Status != status {
		a.t.Fatalf("%s: status %d, want %d\n%s", a.what, a.Status, status, a.excerpt())
	}
	return a
}

// WantRedirect ends the test unless the answer leads on, to an address with the prefix.
func (a *Answer) WantRedirect(to string) *Answer {
	a.t.Helper()
	if location := a.Header.Get("Location"); a.Status/100 != 3 || !strings.HasPrefix(location, to) {
		a.t.Fatalf("%s: status %d to %q, want a redirect to %q\n%s", a.what, a.Status, location, to, a.excerpt())
	}
	return a
}

// Decode reads the answer as JSON into v.
func (a *Answer) Decode(v any) {
	a.t.Helper()
	if err := json.Unmarshal(a.Body, v); err != nil {
		a.t.Fatalf("%s: %v\n%s", a.what, err, a.excerpt())
	}
}

// excerpt is what of a page helps to see why it came: its main part, without markup.
func (a *Answer) excerpt() string {
	if strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
		if main := a.Doc().Find("main"); len(main) > 0 {
			return main[0].Text()
		}
	}
	return string(a.Body[:min(len(a.Body), 2000)])
}
