package article

import (
	"context"
	"time"

	"gogai/event"
	"gogai/member"
	"gogai/publication"
)

// Query asks for a page of stories that readers may see, newest publication first.
type Query struct {
	Section publication.SectionID // 0 for all
	After   Position              // the last story of the page before; zero for the first page
	Limit   int
	Brief   bool // leave out the bodies
	Now     time.Time
}

// Position returns where the story stands in lists.
func (a Article) Position() Position { return Position{a.PublishedAt, a.ID} }

// DeskPosition returns where the story stands on the desk: last changed first, ties by key.
func (a Article) DeskPosition() Position { return Position{a.ChangedAt, a.ID} }

// DeskQuery asks for a page of stories as the desk sees them, the last changed first.
type DeskQuery struct {
	State State    // "" for all
	Text  string   // part of a headline; "" for all
	After Position // the DeskPosition of the last story of the page before
	Limit int
	Now   time.Time
}

// Revision is a story as it was after one change.
type Revision struct {
	Version    int64
	At         time.Time
	By         member.ID // 0 for an import
	Headline   string
	Standfirst string
	Body       string
	Note       string // the correction note that came with it
}

// Store keeps stories. All reads of one call see one instant.
type Store interface {
	// CreateArticle saves a new story with the key that it carries and a thread for it. Its
	// slug gets a number when another story of the section has or had it. A request that
	// was done before returns the story that it made.
	CreateArticle(context.Context, Article, member.Request) (Article, error)
	// UpdateArticle lets change alter the story and saves it, the revision and the events.
	// Its version rises, its earlier addresses keep finding it. change may run again after a
	// conflict, so it must have no other effect. A missing story is NotFound.
	UpdateArticle(ctx context.Context, id ID, by member.ID, request member.Request,
		change func(*Article) ([]event.Event, error)) (Article, error)
	// Article finds a story in any state by key; NotFound otherwise.
	Article(context.Context, ID) (Article, error)
	// ArticleAt finds a story in any state by an address that it has or had: compare its
	// Path. NotFound otherwise.
	ArticleAt(ctx context.Context, section, slug string) (Article, error)
	// Articles returns published and expired stories, and whether there are more.
	Articles(context.Context, Query) (list []Article, more bool, err error)
	// NextRelease returns when the next story comes out after now; zero when none is scheduled.
	NextRelease(ctx context.Context, now time.Time) (time.Time, error)
	// MostDiscussed returns the public stories published since an instant that have the most
	// comments, most first, without bodies.
	MostDiscussed(ctx context.Context, since, now time.Time, limit int) ([]Article, error)
	// DeskArticles returns stories in any state, without bodies, and whether there are more.
	DeskArticles(context.Context, DeskQuery) (list []Article, more bool, err error)
	// Revisions returns what the story was after each change, the last first.
	Revisions(context.Context, ID) ([]Revision, error)
}
