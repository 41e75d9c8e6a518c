package newsroom

import (
	"cmp"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"gogai/article"
	"gogai/discussion"
	"gogai/fault"
	"gogai/markup"
	"gogai/media"
	"gogai/publication"
)

// A proposal is what a story's form asks for.
type proposal struct {
	story   article.Article // only the fields that the form holds
	picture media.Picture
	mode    discussion.Mode
	days    *int
	at      time.Time // when to publish; zero is at once
	note    string
	version int64
}

// typedFrom fills the form with a story as it is.
func typedFrom(a article.Article, t discussion.Thread, zone *time.Location) url.Values {
	v := url.Values{}
	for name, value := range map[string]string{
		"section": a.Section.Slug, "headline": a.Headline, "slug": a.Slug, "standfirst": a.Standfirst,
		"bylines": strings.Join(a.Bylines, "\n"), "dateline": a.Dateline, "body": a.Body,
		"tags": strings.Join(a.Tags, ", "), "language": a.Language, "provider": a.Provider,
		"rights": strings.Join(a.Rights, "\n"), "expires": formatLocal(a.ExpiresAt, zone),
		"mode": string(cmp.Or(t.Chosen, discussion.Open)), "version": strconv.FormatInt(a.Version, 10),
	} {
		v.Set(name, value)
	}
	if t.ClosingDays != nil {
		v.Set("closing_days", strconv.Itoa(*t.ClosingDays))
	}
	fillPicture(v, a.Picture)
	return v
}

// fillPicture fills the form with a picture; one without an ID is none.
func fillPicture(v url.Values, p media.Picture) {
	if p.ID == 0 {
		return
	}
	v.Set("picture", p.ID.String())
	v.Set("caption", p.Caption)
	v.Set("credit", p.CreditLine)
	v.Set("alt", p.Alt)
	v.Set("creator", p.Creator)
	v.Set("copyright", p.CopyrightNotice)
}

// propose reads the form. It returns the faults, joined, each naming its field; what the rules of
// a story say of the rest is article's to find.
func propose(v url.Values, sections []publication.Section, zone *time.Location, now time.Time) (proposal, error) {
	p := proposal{note: v.Get("correction")}
	p.story = article.Article{
		Headline: v.Get("headline"), Slug: v.Get("slug"), Standfirst: v.Get("standfirst"),
		Bylines: strings.Split(v.Get("bylines"), "\n"), Dateline: v.Get("dateline"), Body: v.Get("body"),
		Tags:     strings.FieldsFunc(v.Get("tags"), func(c rune) bool { return c == ',' || c == '、' || c == '\n' }),
		Language: strings.TrimSpace(v.Get("language")), Provider: v.Get("provider"), Rights: strings.Split(v.Get("rights"), "\n"),
	}
	for _, s := range sections {
		if s.Slug == v.Get("section") {
			p.story.Section = s
		}
	}
	var errs [6]error
	p.story.ExpiresAt, errs[0] = parseLocal("expires", v.Get("expires"), zone)
	p.at, errs[1] = parseLocal("publish_at", v.Get("publish_at"), zone)
	if errs[1] == nil && !p.at.IsZero() && !p.at.After(now) {
		errs[1] = fault.Field("publish_at", "This time has passed. Leave it empty to publish at once.")
	}
	p.mode, errs[2] = discussion.ParseMode(cmp.Or(v.Get("mode"), string(discussion.Open)))
	p.days, errs[3] = parseDays(v.Get("closing_days"))
	p.picture, errs[4] = proposePicture(v)
	p.version, errs[5] = strconv.ParseInt(cmp.Or(v.Get("version"), "0"), 10, 64)
	if errs[5] != nil {
		errs[5] = fault.New(fault.Malformed, "The form came without the version that it was made from. Open the story again.")
	}
	return p, errors.Join(errs[:]...)
}

// parseDays reads a number of days; "" inherits.
func parseDays(typed string) (*int, error) {
	if typed = strings.TrimSpace(typed); typed == "" {
		return nil, nil
	}
	days, err := strconv.Atoi(typed)
	if err != nil || days < 0 || days > publication.MaxDays {
		return nil, fault.Fieldf("closing_days", "Give a number of days from 0 (never closes) to %d, or nothing.", publication.MaxDays)
	}
	return &days, nil
}

// proposePicture reads what is typed about the picture; the zero Picture is none.
func proposePicture(v url.Values) (media.Picture, error) {
	if v.Get("picture") == "" || v.Get("remove_picture") != "" {
		return media.Picture{}, nil
	}
	id, err := media.ParseID(v.Get("picture"))
	if err != nil {
		return media.Picture{}, fault.Field("file", "This picture is not there any more. Send it again.")
	}
	p := media.Picture{ID: id}
	var errs []error
	for _, text := range []struct {
		name string
		to   *string
	}{
		{"caption", &p.Caption}, {"credit", &p.CreditLine}, {"alt", &p.Alt}, {"creator", &p.Creator}, {"copyright", &p.CopyrightNotice},
	} {
		clean, err := markup.Line(v.Get(text.name))
		if err != nil {
			err = fault.At(text.name, err)
		}
		*text.to = clean
		errs = append(errs, err)
	}
	return p, errors.Join(append(errs, p.Check())...)
}

// apply puts what was typed into a story.
func (p *proposal) apply(a *article.Article) {
	s := p.story
	a.Section, a.Headline, a.Slug, a.Standfirst, a.Bylines = s.Section, s.Headline, s.Slug, s.Standfirst, s.Bylines
	a.Dateline, a.Body, a.Tags, a.Language = s.Dateline, s.Body, s.Tags, s.Language
	a.Provider, a.Rights, a.ExpiresAt = s.Provider, s.Rights, s.ExpiresAt
	a.Picture = p.picture
}

// sameTexts tells whether both pictures say the same.
func sameTexts(p, other media.Picture) bool {
	return p.Caption == other.Caption && p.CreditLine == other.CreditLine && p.Alt == other.Alt &&
		p.Creator == other.Creator && p.CopyrightNotice == other.CopyrightNotice
}
