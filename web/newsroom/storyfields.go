package newsroom

import (
	"gogai/article"
	"gogai/media"
	"gogai/web/layout"
)

// storyFields are the fields of a story's form, by name. The lengths are what browsers enforce;
// they are generous, since a browser counts in UTF-16 and the rules in what a reader sees.
var storyFields = byName(
	layout.Field{Name: "headline", Label: "Headline", MaxLength: 4 * article.MaxHeadline, Required: true},
	layout.Field{Name: "standfirst", Label: "Standfirst", Rows: 2, MaxLength: 4 * article.MaxStandfirst, Hint: "The summary between headline and text."},
	layout.Field{Name: "slug", Label: "Slug", MaxLength: 400, Hint: "Last part of the address; empty makes one of the headline."},
	layout.Field{Name: "bylines", Label: "Bylines", Rows: 2, Hint: "One name a line."},
	layout.Field{Name: "dateline", Label: "Dateline", MaxLength: 4 * article.MaxDateline, Hint: "The place that opens the story: TOKYO."},
	layout.Field{Name: "body", Label: "Text", Rows: 18, Hint: "Markdown: an empty line between paragraphs, ## heading, > quote, *emphasis*, [words](address)."},
	layout.Field{Name: "provider", Label: "Provider", MaxLength: 4 * article.MaxProvider, Hint: "The agency; empty for our own stories."},
	layout.Field{Name: "expires", Label: "Expires", Type: "datetime-local", Hint: "The end of the agency's licence: the text goes, headline and comments stay."},
	layout.Field{Name: "rights", Label: "Rights lines", Rows: 2, Hint: "One a line, agency first: © KYODO."},
	layout.Field{Name: "tags", Label: "Tags", Hint: "With commas between them."},
	layout.Field{Name: "language", Label: "Language", MaxLength: 35, Hint: "Only where it is not the publication's: ja, pt-BR."},
	layout.Field{Name: "closing_days", Label: "Days until the discussion closes", Type: "number", Hint: "Empty: as in the section. 0: never."},
	layout.Field{Name: "caption", Label: "Caption", Rows: 2, MaxLength: media.MaxCaption, Hint: "Names the people by position: left, right."},
	layout.Field{Name: "credit", Label: "Credit line", MaxLength: media.MaxCredit, Hint: "Photographer, agency, pool, via the distributor."},
	layout.Field{Name: "alt", Label: "Alternative text", MaxLength: media.MaxAlt, Hint: "What it says to those who can't see it."},
	layout.Field{Name: "creator", Label: "Creator", MaxLength: media.MaxCredit},
	layout.Field{Name: "copyright", Label: "Copyright notice", MaxLength: media.MaxCredit},
	layout.Field{Name: "correction", Label: "Correction", Rows: 2, MaxLength: 4 * article.MaxNote, Hint: "What was wrong, for readers to see. Empty for what changes no fact."},
)

func byName(fields ...layout.Field) map[string]layout.Field {
	named := make(map[string]layout.Field, len(fields))
	for _, f := range fields {
		named[f.Name] = f
	}
	return named
}

// storyLanguage are the fields that are written in the story's language.
var storyLanguage = map[string]bool{"headline": true, "standfirst": true, "body": true, "caption": true, "alt": true}

func (p *editorPage) field(name string) layout.Field {
	f := p.fill(storyFields[name])
	if storyLanguage[name] {
		f.Lang = p.Lang
	}
	return f
}

func (p *editorPage) publishAt() layout.Field {
	return p.fill(layout.Field{
		Name: "publish_at", Label: "When", Type: "datetime-local",
		Hint: "Empty is at once. Times are those of " + p.Site.Zone.String() + ".",
	})
}

func (p *editorPage) withholdReason() layout.Field {
	return p.WithholdForm.fill(layout.Field{
		Name: "reason", Label: "Reason", Rows: 2, Required: true, Hint: "Your colleagues see it; readers are told only that the story was withdrawn.",
	})
}

func (p *editorPage) whenWord() string {
	if p.State == article.Scheduled {
		return "Appears"
	}
	return "Published"
}
