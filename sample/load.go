package sample

import (
	"context"
	"crypto/rand"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"gogai/article"
	"gogai/discussion"
	"gogai/event"
	"gogai/key"
	"gogai/media"
	"gogai/member"
	"gogai/moderation"
	"gogai/publication"
)

// Store is what the sample is filled in through: what the rules ask of storage, and two ways to
// bring in what was written and voted before.
type Store interface {
	publication.Store
	article.Store
	member.Store
	discussion.Store
	moderation.Store
	media.Store
	AppendComments(context.Context, article.ID, []discussion.Comment) error
	ImportVotes(context.Context, []discussion.Vote) error
}

// Login is an account that a visitor of the demo can use.
type Login struct {
	Handle   string
	Password string
	Role     member.Role
}

// writersAtOnce is how many stories are filled in side by side: storage commits what comes in a
// moment together, so that waiting for the disk is shared.
const writersAtOnce = 8

// Load fills a new publication as if it had been run for years until now, and returns a log-in
// of each role, whose passwords are new each time. What storage refuses ends it half-way.
func Load(ctx context.Context, store Store, pictures media.Files, now time.Time) ([]Login, error) {
	l := &loader{Store: store, pictures: pictures}
	sections, err := l.openPaper(ctx, now)
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	now = now.In(l.zone)
	stories, err := readStories(now)
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	logins, err := l.addPeople(ctx, now)
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(writersAtOnce)
	for _, s := range stories {
		s.Section = sections[s.Section.Slug]
		work.Go(func() error {
			if err := l.addStory(ctx, s, now); err != nil {
				return fmt.Errorf("sample: %s: %w", s.Slug, err)
			}
			return nil
		})
	}
	return logins, work.Wait()
}

// loader is one run of Load.
type loader struct {
	Store
	pictures media.Files
	keys     key.Source
	zone     *time.Location
	people   map[string]member.Member // by handle
	voters   []member.ID              // all of them, in the order of the file
	known    map[string]string        // handles, for mentions
	staff    map[member.Role]member.Member
}

// openPaper sets the publication up and returns its sections by slug. The section that a new
// folder has becomes the sample's first.
func (l *loader) openPaper(ctx context.Context, now time.Time) (map[string]publication.Section, error) {
	changed := event.Event{Kind: event.SettingsChanged, At: now, Reason: "the demonstration's sample"}
	p, err := l.UpdatePublication(ctx, func(p *publication.Publication) (event.Event, error) {
		fill(p, now)
		return changed, p.Clean()
	})
	if err != nil {
		return nil, err
	}
	l.zone = p.Location()
	there, err := l.Sections(ctx)
	if err != nil {
		return nil, err
	}
	bySlug := map[string]publication.Section{}
	for i, s := range sections {
		s.Position = i + 1
		e := event.Event{Kind: event.SectionAdded, At: now, Subject: s.Slug, About: s.Name}
		if i < len(there) {
			e.Kind = event.SectionChanged
			s, err = l.UpdateSection(ctx, there[i].ID, func(old *publication.Section) (event.Event, error) {
				old.Slug, old.Name, old.Position = s.Slug, s.Name, s.Position
				return e, old.Clean()
			})
		} else {
			s.ID = key.New[publication.Section](&l.keys, now)
			err = l.CreateSection(ctx, s, e)
		}
		if err != nil {
			return nil, err
		}
		bySlug[s.Slug] = s
	}
	return bySlug, nil
}

// addPeople makes the members. Only those that visitors sign in as have a password: a hash
// takes tens of milliseconds on purpose.
func (l *loader) addPeople(ctx context.Context, now time.Time) ([]Login, error) {
	people, err := readPeople(now)
	if err != nil {
		return nil, err
	}
	l.people, l.known = map[string]member.Member{}, map[string]string{}
	l.staff = map[member.Role]member.Member{}
	var logins []Login
	work, ctx := errgroup.WithContext(ctx)
	for i, p := range people {
		m := member.Member{
			ID: key.New[member.Member](&l.keys, p.Joined), Handle: p.Handle, Role: p.Role, CreatedAt: p.Joined,
			Email: fmt.Sprintf("member%02d@kazahama.example", i+1), // RFC 2606: reaches nobody
		}
		if p.Login {
			password := strings.ToLower(rand.Text()[:12])
			if m.PasswordHash, err = member.HashPassword(rand.Reader, password); err != nil {
				return nil, err
			}
			logins = append(logins, Login{p.Handle, password, p.Role})
		}
		if p.Role != member.Reader {
			l.staff[p.Role] = m
		}
		l.people[p.Handle], l.known[p.Handle] = m, p.Handle
		l.voters = append(l.voters, m.ID)
		work.Go(func() error { return l.CreateMember(ctx, m) })
	}
	return logins, work.Wait()
}

// addStory takes a story through its life: written, published, corrected, discussed, withheld.
func (l *loader) addStory(ctx context.Context, s story, now time.Time) error {
	editor := l.staff[member.Editor].ID
	published := s.PublishedAt
	made := published.Add(-2 * time.Hour)
	if published.IsZero() || published.After(now) {
		made = now.Add(-5 * time.Hour)
	}

	a := s.Article
	a.ID = key.New[article.Article](&l.keys, made)
	a.Stage, a.PublishedAt = article.InDraft, time.Time{}
	a.CreatedAt, a.CreatedBy = made, int64(editor)
	if s.wrong != "" {
		a.Headline = strings.ReplaceAll(a.Headline, s.right, s.wrong)
		a.Body = strings.ReplaceAll(a.Body, s.right, s.wrong)
	}
	var err error
	if s.picture != "" {
		if a.Picture, err = l.addPicture(ctx, s, made); err != nil {
			return err
		}
	}
	if err := a.Clean(); err != nil {
		return err
	}
	if a, err = l.CreateArticle(ctx, a, member.Request{}); err != nil || s.fate == article.Draft {
		return err
	}
	change := func(do func(*article.Article) (event.Event, error)) error {
		_, err := l.UpdateArticle(ctx, a.ID, editor, member.Request{}, func(a *article.Article) ([]event.Event, error) {
			e, err := do(a)
			return []event.Event{e}, err
		})
		return err
	}

	released := published
	if published.After(now) {
		released = now // and waits
	}
	if err := change(func(a *article.Article) (event.Event, error) {
		return a.Release(editor, published, released)
	}); err != nil {
		return err
	}
	if s.correction != "" {
		if err := change(func(a *article.Article) (event.Event, error) {
			a.Headline, a.Body = s.Headline, s.Body
			return a.Edited(editor, s.correction, s.correctedAt)
		}); err != nil {
			return err
		}
	}
	if err := l.addThread(ctx, a.ID, s, now); err != nil {
		return err
	}
	if s.fate == article.Withheld {
		return change(func(a *article.Article) (event.Event, error) {
			return a.Withhold(editor, s.reason, a.PublishedAt.Add(time.Hour))
		})
	}
	return nil
}

// addPicture saves the renditions of a story's drawing and the picture that shows them.
func (l *loader) addPicture(ctx context.Context, s story, made time.Time) (media.Picture, error) {
	p := s.Picture
	p.ID, p.CreatedAt = key.New[media.Picture](&l.keys, made), made
	p.WidthPx, p.HeightPx = WidthPx, HeightPx
	names, err := fs.Glob(files, "pictures/"+s.picture+"-*")
	if err != nil {
		return p, err
	}
	var renditions []media.Rendition
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			return p, err
		}
		width, format, _ := strings.Cut(strings.TrimPrefix(path.Base(name), s.picture+"-"), ".")
		widthPx, err := strconv.Atoi(width)
		if err != nil {
			return p, fmt.Errorf("%s: %w", name, err)
		}
		heightPx := (HeightPx*widthPx + WidthPx/2) / WidthPx
		renditions = append(renditions, media.Rendition{Format: format, WidthPx: widthPx, HeightPx: heightPx, Data: data})
	}
	if p.Files, err = media.SaveRenditions(ctx, l.pictures, p.ID, renditions); err != nil {
		return p, err
	}
	if err := p.Check(); err != nil {
		return p, err
	}
	return p, l.CreatePicture(ctx, p)
}

// addThread brings in what readers wrote and voted, then does to it what became of it, by the
// rules that members and moderators are bound to.
func (l *loader) addThread(ctx context.Context, id article.ID, s story, now time.Time) error {
	if len(s.Thread) == 0 {
		return nil
	}
	end := s.PublishedAt.AddDate(0, 0, publication.DefaultClosingDays)
	if end.After(now) {
		end = now
	}
	comments := make([]discussion.Comment, len(s.Thread))
	var votes []discussion.Vote
	for i, c := range s.Thread {
		text := c.Body
		if c.Fate == "edited" {
			text = c.Reason
		}
		body, html, err := discussion.Compose(text, l.known)
		if err != nil {
			return fmt.Errorf("comment %d: %w", i+1, err)
		}
		comments[i] = discussion.Comment{
			Key: discussion.Key{Article: id, Number: i + 1}, Author: l.people[c.Handle].ID, Parent: c.Parent,
			Body: body, HTML: html, CreatedAt: c.At, State: discussion.Visible,
		}
		votes = append(votes, dealVotes(comments[i], c.Votes, l.voters, s.Slug, end)...)
	}
	if err := l.AppendComments(ctx, id, comments); err != nil {
		return err
	}
	if err := l.ImportVotes(ctx, votes); err != nil {
		return err
	}
	for i, c := range s.Thread {
		if err := l.decide(ctx, comments[i], c); err != nil {
			return fmt.Errorf("comment %d: %w", i+1, err)
		}
	}
	return nil
}

// decide does to a comment what its file says became of it, a few minutes after it was written.
func (l *loader) decide(ctx context.Context, c discussion.Comment, text comment) (err error) {
	soon := c.CreatedAt.Add(4 * time.Minute)
	switch text.Fate {
	case "edited":
		e := discussion.Edit{Key: c.Key, By: c.Author, At: soon}
		if e.Body, e.HTML, err = discussion.Compose(text.Body, l.known); err == nil {
			_, err = l.Do(ctx, e)
		}
	case "deleted":
		_, err = l.Do(ctx, discussion.Delete{Key: c.Key, By: c.Author, At: soon})
	case "removed":
		by := l.staff[member.Moderator].ID
		_, err = l.Do(ctx, discussion.Decide{Key: c.Key, By: by, Decision: discussion.Remove, Reason: text.Reason, At: soon})
	case "flagged":
		var f moderation.Flag
		if f, err = moderation.NewFlag(l.people[text.By], c, text.Flag, text.Reason, soon); err == nil {
			err = l.AddFlag(ctx, f)
		}
	}
	return err
}
