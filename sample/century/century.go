// Package century fills a new publication with a long past: as many stories and comments as are
// asked for, the same from the same seed. It is for measuring and for trying what moves whole
// publications; nobody should have to read it.
//
// What makes an archive slow or large is like in life: most stories have a handful of comments or
// none and a few have very many (Zipf's law), comments come soon after their story and answer each
// other, members write most soon after they joined, and texts are long and short and in several
// languages. The texts themselves are drawn from a few thousand that are made first.
package century

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"gogai/article"
	"gogai/discussion"
	"gogai/event"
	"gogai/member"
	"gogai/publication"
)

// Store is what the archive is written through.
type Store interface {
	publication.Store
	CreateMember(context.Context, member.Member) error
	// ImportStories saves new stories with their comments in one transaction.
	ImportStories(context.Context, []article.Article, []discussion.Comment) error
	// AppendComments adds comments to a story's.
	AppendComments(context.Context, article.ID, []discussion.Comment) error
}

// Size is how much there is of everything; at least one of each.
type Size struct {
	Stories  int // their keys count up from 1
	Comments int
	Members  int // likewise
}

const (
	// years lie between the first story and the last.
	years = 10
	// storiesAtOnce and commentsAtOnce are how much a transaction writes at most. More would change
	// more pages of the indexes than the database keeps at hand, and write those twice.
	storiesAtOnce  = 1_000
	commentsAtOnce = 5_000
	// membersAtOnce wait together for the disk.
	membersAtOnce = 256
)

// Fill writes an archive whose last story came out just before until. progress is told how much is
// there: when the members are, then after each transaction.
func Fill(ctx context.Context, store Store, size Size, seed uint64, until time.Time, progress func(stories, comments int)) error {
	if size.Stories < 1 || size.Comments < 1 || size.Members < 1 {
		return fmt.Errorf("an archive needs a story, a comment and a member; asked for %+v", size)
	}
	a, err := newArchive(size, seed, until)
	if err != nil {
		return err
	}
	if a.sections, err = openSections(ctx, store, a.from); err != nil {
		return fmt.Errorf("sections: %w", err)
	}
	if err := a.addMembers(ctx, store); err != nil {
		return fmt.Errorf("members: %w", err)
	}
	progress(0, 0)
	// One makes the next batch while the other writes.
	batches := make(chan batch, 1)
	work, ctx := errgroup.WithContext(ctx)
	work.Go(func() error {
		defer close(batches)
		return a.write(func(b batch) error {
			select {
			case batches <- b:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
	work.Go(func() error {
		stories, comments := 0, 0
		for b := range batches {
			if err := b.save(ctx, store); err != nil {
				return err
			}
			stories += len(b.stories)
			comments += len(b.comments)
			progress(stories, comments)
		}
		return nil
	})
	return work.Wait()
}

// archive is one run of Fill.
type archive struct {
	size        Size
	from, until time.Time
	lot         *rand.Rand
	texts       map[string]*texts // by language
	sections    []publication.Section
}

func newArchive(size Size, seed uint64, until time.Time) (*archive, error) {
	until = until.UTC().Truncate(time.Second)
	a := &archive{
		size: size, from: until.AddDate(-years, 0, 0), until: until,
		lot: rand.New(rand.NewPCG(seed, 0)), texts: map[string]*texts{},
	}
	for _, l := range languages {
		var err error
		if a.texts[l.tag], err = makeTexts(a.lot, l); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// batch is what one transaction writes: new stories, or more of the comments of one.
type batch struct {
	stories  []article.Article
	comments []discussion.Comment
}

func (b batch) save(ctx context.Context, store Store) error {
	if len(b.stories) == 0 {
		return store.AppendComments(ctx, b.comments[0].Article, b.comments)
	}
	return store.ImportStories(ctx, b.stories, b.comments)
}

// write makes all stories in the order of their publication and hands them to save.
func (a *archive) write(save func(batch) error) error {
	var b batch
	for i, count := range a.activity() {
		story := a.story(i)
		comments := a.thread(story, count)
		fits := min(len(comments), commentsAtOnce-len(b.comments))
		b.stories = append(b.stories, story)
		b.comments = append(b.comments, comments[:fits]...)
		if len(b.stories) < storiesAtOnce && len(b.comments) < commentsAtOnce && i < a.size.Stories-1 {
			continue
		}
		if err := save(b); err != nil {
			return err
		}
		b = batch{}
		for more := range slices.Chunk(comments[fits:], commentsAtOnce) {
			if err := save(batch{comments: more}); err != nil {
				return err
			}
		}
	}
	return nil
}

// activity returns how many comments each story has: by Zipf's law, whose steep top is rounded off
// (Mandelbrot), dealt to the stories by lot.
func (a *archive) activity() []int {
	const rounded = 10
	weight := func(rank int) float64 { return 1 / float64(rank+rounded) }
	sum := 0.0
	for rank := range a.size.Stories {
		sum += weight(rank)
	}
	counts := make([]int, a.size.Stories)
	dealt, due := 0, 0.0
	for i, rank := range a.lot.Perm(a.size.Stories) {
		due += weight(rank) / sum * float64(a.size.Comments)
		counts[i] = max(int(due)-dealt, 0)
		dealt += counts[i]
	}
	counts[len(counts)-1] += a.size.Comments - dealt // what floating point lost
	return counts
}

// openSections returns the publication's sections, and adds ours.
func openSections(ctx context.Context, store Store, at time.Time) ([]publication.Section, error) {
	for i, name := range []string{"World", "Business", "Science", "Culture", "Sport"} {
		s := publication.Section{ID: publication.SectionID(101 + i), Slug: article.MakeSlug(name, 0), Name: name, Position: 2 + i}
		if err := store.CreateSection(ctx, s, event.Event{Kind: event.SectionAdded, At: at, Subject: s.Slug, About: s.Name}); err != nil {
			return nil, err
		}
	}
	return store.Sections(ctx)
}
