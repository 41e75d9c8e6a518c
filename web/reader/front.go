package reader

import "gogai/web/layout"

// FrontPage is the page at /. Any part may be empty: a publication begins with no story.
type FrontPage struct {
	layout.Page
	Lead      *StoryLine
	Second    []StoryLine // the stories next to it, with pictures where they have some
	Latest    []StoryLine
	Discussed []StoryLine
	Sections  []SectionBlock
}

// A SectionBlock is a section's place on the front page.
type SectionBlock struct {
	Section layout.Link
	Lead    StoryLine
	More    []StoryLine
}
