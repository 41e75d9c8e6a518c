// Package web is the kit that all pages and the API are built with: who asks, what they may send
// and how often, how errors become answers, and what every answer carries. The pages themselves
// are in web/reader and web/newsroom, the API in web/api; web/site puts them together.
//
// An answer passes, from the outside in: compression, the log line and the recovery from
// panics, security headers, the body's limit, the check for cross-site requests (Site.Wrap),
// then a mux (Routes) and a Handler, whose error becomes a page (Site.Pages).
package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"sync/atomic"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/fault"
	"gogai/key"
	"gogai/live"
	"gogai/markup"
	"gogai/media"
	"gogai/member"
	"gogai/moderation"
	"gogai/publication"
	"gogai/web/layout"
	"gogai/web/pagecache"
	"gogai/web/stream"
)

// Site is what handlers work with. It is filled once, by the program, and not changed after the
// first request.
type Site struct {
	Publications publication.Store
	Articles     article.Store
	Members      member.Store
	Discussions  discussion.Store
	Moderation   moderation.Store
	Pictures     media.Store
	Files        media.Files
	Live         live.Store
	Board        *live.Board // hears what Live tells
	Streams      *stream.Streams
	Cache        *pagecache.Cache

	Keys    *key.Source
	Now     func() time.Time
	Log     *slog.Logger
	Limits  *Limits // nil lifts all
	BaseURL string  // for canonical addresses and feeds, without a slash at the end
	Secure  bool    // readers come by HTTPS

	// Hub tells those who follow something what happens. The reader's pages make it.
	Hub *live.Hub

	// TrustedProxies are the networks whose X-Forwarded-For is believed; nobody else's is.
	TrustedProxies []netip.Prefix

	// Observe hears of every answer: the pattern that led to it ("" for none), its status, and how
	// long it took. It is called by many at once and must be quick. nil is off.
	Observe func(route string, status int, took time.Duration)

	// Problem answers for the API where the kit itself fails a request, with a fault or nil.
	// Without one, pages do.
	Problem func(w http.ResponseWriter, r *http.Request, status int, f *fault.Fault)

	// LogInPage answers a POST that came without a session: it asks to log in and keeps what
	// was typed. Without one, the answer leads to /login.
	LogInPage func(w http.ResponseWriter, r *http.Request, typed url.Values) error

	// Preview shows the desk a story, in any state, as readers will see it.
	Preview func(w http.ResponseWriter, r *http.Request, a article.Article) error

	paper atomic.Pointer[Paper] // as it was read last
}

// EndStreams sends everybody away who follows something, to come back in a moment, and takes no more
// of them. It returns when all are gone.
func (s *Site) EndStreams() {
	if s.Hub != nil {
		s.Hub.Close()
	}
	s.Streams.Close()
}

// A Paper is what all pages have around them, as it stands at one moment. Nobody changes it.
type Paper struct {
	publication.Publication
	Sections []publication.Section
	epoch    int64 // of the board, when this was read
}

// From are the versions that a page is made from which shows nothing but the paper itself, and,
// with sections, those of all their stories.
func (p *Paper) From(sections ...publication.Section) []live.Version {
	from := []live.Version{{Subject: live.Subject{Kind: live.Publication, ID: 1}, Number: p.Version}}
	for _, s := range sections {
		from = append(from, live.Version{Subject: live.Subject{Kind: live.Section, ID: int64(s.ID)}, Number: s.Version})
	}
	return from
}

// Paper returns the publication with its sections. It is read anew once something changed that
// members don't.
func (s *Site) Paper(ctx context.Context) (*Paper, error) {
	epoch := s.Board.Epoch()
	if p := s.paper.Load(); p != nil && p.epoch == epoch {
		return p, nil
	}
	p := Paper{epoch: epoch}
	var err error
	if p.Publication, err = s.Publications.Publication(ctx); err != nil {
		return nil, fmt.Errorf("read publication: %w", err)
	}
	if p.Sections, err = s.Publications.Sections(ctx); err != nil {
		return nil, fmt.Errorf("read sections: %w", err)
	}
	s.paper.Store(&p)
	return &p, nil
}

// Page returns what the shell of a page needs: a Sheet of today that nobody should share. The
// caller sets what else it is (Kind, Day, Canonical, …).
func (s *Site) Page(ctx context.Context, title string) (layout.Page, error) {
	p, err := s.Paper(ctx)
	if err != nil {
		return layout.Page{}, err
	}
	return s.PageOf(p, title), nil
}

// PageOf is Page for a paper that was read already.
func (s *Site) PageOf(p *Paper, title string) layout.Page {
	site := layout.Site{
		Name: p.Title(), Tagline: p.Tagline, Copyright: p.CopyrightLine, Lang: p.Language, Zone: p.Location(),
	}
	for _, section := range p.Sections {
		site.Sections = append(site.Sections, layout.Link{
			Text: section.Name, Href: "/" + section.Slug, Slug: section.Slug,
		})
	}
	return layout.NewPage(site, layout.Sheet, title, s.Now())
}

// Compose cleans and renders what a member typed as a comment; discussion.Compose says what
// comes of it.
func (s *Site) Compose(ctx context.Context, typed string) (body string, html markup.HTML, err error) {
	body, err = discussion.CleanBody(typed)
	if err != nil {
		return "", "", err
	}
	known, err := s.Members.KnownHandles(ctx, markup.Mentions(body))
	if err != nil {
		return "", "", fmt.Errorf("find who is mentioned: %w", err)
	}
	return discussion.Compose(body, known)
}
