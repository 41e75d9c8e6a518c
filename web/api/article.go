package api

import (
	"net/http"
	"time"

	"gogai/article"
	"gogai/desk"
	"gogai/markup"
	"gogai/media"
	"gogai/web"
)

const articlesPerPage = 20

// story is an article as JSON.
type story struct {
	Key          string        `json:"key"`
	Section      string        `json:"section"`
	Slug         string        `json:"slug"`
	URL          string        `json:"url"`
	Headline     string        `json:"headline"`
	Standfirst   string        `json:"standfirst"`
	Bylines      []string      `json:"bylines"`
	Dateline     string        `json:"dateline"`
	Provider     string        `json:"provider"`
	Rights       []string      `json:"rights"`
	BodyHTML     markup.HTML   `json:"body_html"`
	Language     string        `json:"language"`
	Tags         []string      `json:"tags"`
	Picture      *picture      `json:"picture"`
	Corrections  []correction  `json:"corrections"`
	Published    *time.Time    `json:"published"`
	Updated      *time.Time    `json:"updated"`
	Expires      *time.Time    `json:"expires"`
	State        article.State `json:"state"`
	CommentCount int           `json:"comment_count"`
	Body         *string       `json:"body,omitempty"` // Markdown, for editors
}

type picture struct {
	Caption string  `json:"caption"`
	Credit  string  `json:"credit"`
	Src     *string `json:"src"` // null for one that came without its file
	Width   *int    `json:"width"`
	Height  *int    `json:"height"`
	Alt     string  `json:"alt"`
}

type correction struct {
	At   time.Time `json:"at"`
	Note string    `json:"note"`
}

// story shows an article as readers may see it now: an expired one has lost its text and the file
// of its picture, which were licensed.
func (a *api) story(from article.Article) story {
	s := a.wholeStory(from)
	if s.State == article.Expired {
		s.BodyHTML, s.Dateline = "", ""
		if s.Picture != nil {
			s.Picture.Src, s.Picture.Width, s.Picture.Height = nil, nil, nil
		}
	}
	return s
}

// editable shows an article as editors see it.
func (a *api) editable(from article.Article) story {
	s := a.wholeStory(from)
	s.Body = &from.Body
	return s
}

func (a *api) wholeStory(from article.Article) story {
	s := story{
		Key: from.ID.String(), Section: from.Section.Slug, Slug: from.Slug, URL: a.BaseURL + from.Path(),
		Headline: from.Headline, Standfirst: from.Standfirst, Bylines: texts(from.Bylines), Dateline: from.Dateline,
		Provider: from.Provider, Rights: texts(from.Rights), BodyHTML: from.BodyHTML, Language: from.Language,
		Tags: texts(from.Tags), Picture: a.picture(from.Picture), Corrections: []correction{},
		Published: instant(from.PublishedAt), Updated: instant(from.UpdatedAt), Expires: instant(from.ExpiresAt),
		State: from.State(a.Now()), CommentCount: from.Comments,
	}
	for _, c := range from.Corrections {
		s.Corrections = append(s.Corrections, correction{c.At.UTC(), c.Note})
	}
	return s
}

// picture shows a picture; nil for a story that has none.
func (a *api) picture(from media.Picture) *picture {
	if !from.HasFile() && from.Caption == "" && from.CreditLine == "" {
		return nil
	}
	p := &picture{Caption: from.Caption, Credit: from.CreditLine, Alt: from.Alt}
	if from.HasFile() {
		file := from.Default()
		src := a.BaseURL + web.MediaURL(file)
		p.Src, p.Width, p.Height = &src, &file.WidthPx, &file.HeightPx
	}
	return p
}

// articles serves GET /articles: the stories that readers may see, newest first.
func (a *api) articles(r *request) (answer, error) {
	q := article.Query{Now: a.Now()}
	var err error
	if q.Limit, err = r.limit(articlesPerPage); err != nil {
		return answer{}, err
	}
	after, err := r.query("after")
	if err != nil {
		return answer{}, err
	}
	if q.After, err = article.ParsePosition(after); err != nil {
		return answer{}, err
	}
	slug, err := r.query("section")
	if err != nil {
		return answer{}, err
	}
	if slug != "" {
		section, err := a.Publications.SectionBySlug(r.Context(), slug)
		if err != nil {
			return answer{}, err
		}
		q.Section = section.ID
	}
	stories, more, err := a.Articles.Articles(r.Context(), q)
	if err != nil {
		return answer{}, err
	}
	page := list[story]{Items: []story{}}
	for _, s := range stories {
		page.Items = append(page.Items, a.story(s))
	}
	if more {
		next := stories[len(stories)-1].Position().String()
		page.Next = &next
	}
	return answer{body: page}, nil
}

// article serves GET /articles/{key}. Editors see a story in any state, and its Markdown.
func (a *api) article(r *request) (answer, error) {
	id, err := web.ArticleID(r.Request)
	if err != nil {
		return answer{}, err
	}
	found, err := a.Articles.Article(r.Context(), id)
	if err != nil {
		return answer{}, err
	}
	if r.known && desk.MayWrite(r.by, a.Now()) && found.Stage != article.Incoming {
		return answer{body: a.editable(found), personal: true}, nil
	}
	return answer{body: a.story(found)}, found.Readable(a.Now())
}

// stored answers with a story that an editor made or changed.
func (a *api) stored(s article.Article, status int) answer {
	given := answer{status: status, body: a.editable(s)}
	if status == http.StatusCreated {
		given.location = Prefix + "/articles/" + s.ID.String()
	}
	return given
}
