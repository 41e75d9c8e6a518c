package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"time"
	"unicode"

	"gogai/article"
	"gogai/event"
	"gogai/fault"
	"gogai/key"
	"gogai/markup"
	"gogai/media"
	"gogai/publication"
)

// story makes the story of the page: a plain text, published when the page's day began.
func (p Page) story(pub publication.Publication, section publication.Section, keys *key.Source, now time.Time) (article.Article, error) {
	a := article.Article{
		ID: key.New[article.Article](keys, now), Section: section,
		Headline: p.Headline, Dateline: p.Dateline, Body: markdown(p.Body), Language: p.language(pub.Language),
		Rights: p.Rights, Provider: p.provider(),
		CreatedAt: now, ChangedAt: now,
	}
	if p.Publication != pub.Name {
		a.Source = p.Publication
	}
	if p.HasPicture {
		a.Picture = media.Picture{
			ID: key.New[media.Picture](keys, now), Caption: p.Caption, CreditLine: p.Credit, CreatedAt: now,
		}
	}
	a.PublishedAt = p.Date.In(pub.Location())
	if a.PublishedAt.Unix() == 0 {
		a.PublishedAt = a.PublishedAt.Add(time.Second) // storage keeps the first instant of 1970 for "none"
	}
	a.UpdatedAt = a.PublishedAt
	if p.Expired {
		a.ExpiresAt = now // at the latest; the page does not say when
	}
	return a, a.Clean()
}

// markdown writes plain paragraphs as Markdown that says the same.
func markdown(paragraphs []string) string {
	body, _ := markup.Plain(paragraphs)
	return body
}

// language is "ja" for a page in Japanese, so that it is set in Japanese letters where the
// publication's language is another; else "", the publication's.
func (p Page) language(publication string) string {
	kana, latin := 0, 0
	for _, r := range p.Headline + strings.Join(p.Body, "") {
		switch {
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			kana++
		case unicode.Is(unicode.Latin, r):
			latin++
		}
	}
	if kana > latin && publication != "ja" {
		return "ja"
	}
	return ""
}

var agencyForm = regexp.MustCompile(`^(?i:©|\(c\)|copyright|[,\s]|\d{4})+([^\d\s.][^.]*)`)

// provider is the agency whose rights come before the publisher's.
func (p Page) provider() string {
	if len(p.Rights) < 2 {
		return ""
	}
	m := agencyForm.FindStringSubmatch(p.Rights[0])
	if m == nil || longer(m[1], article.MaxProvider) {
		return ""
	}
	return strings.TrimSpace(m[1])
}

// section finds the page's section, by its name or address, or makes it.
func (r *run) section(ctx context.Context) (publication.Section, error) {
	sections, err := r.Store.Sections(ctx)
	if err != nil {
		return publication.Section{}, err
	}
	position := 0
	for _, s := range sections {
		if strings.EqualFold(s.Name, r.page.Section) {
			return s, nil
		}
		position = max(position, s.Position)
	}
	s := publication.Section{
		ID: key.New[publication.Section](r.Keys, r.now), Name: r.page.Section,
		Slug: sectionSlug(r.page.Section), Position: position + 1,
	}
	if err := s.Clean(); err != nil {
		return s, err
	}
	found, err := r.Store.SectionBySlug(ctx, s.Slug)
	if !fault.Is(err, fault.NotFound) {
		return found, err
	}
	err = r.Store.CreateSection(ctx, s, event.Event{
		Kind: event.SectionAdded, At: r.now, Subject: s.Slug, About: s.Name, Reason: "for an imported page",
	})
	if fault.Is(err, fault.Invalid) { // somebody else made it in the same moment
		return r.Store.SectionBySlug(ctx, s.Slug)
	}
	return s, err
}

const maxSectionSlug = 40

// sectionSlug makes an address of a section's name. Addresses of sections are ASCII; a name
// in another script gets one that is the same in every import.
func sectionSlug(name string) string {
	slug := article.MakeSlug(name, 0)
	ascii := !strings.ContainsFunc(slug, func(r rune) bool { return r > unicode.MaxASCII })
	if !ascii || slug == article.MakeSlug("", 0) {
		sum := sha256.Sum256([]byte(strings.ToLower(name)))
		return "section-" + hex.EncodeToString(sum[:4])
	}
	slug = strings.TrimRight(slug[:min(len(slug), maxSectionSlug)], "-")
	if publication.Reserved(slug) {
		slug += "-news"
	}
	return slug
}
