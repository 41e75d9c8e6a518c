package reader

import "gogai/web/layout"

// SectionPage is a section with its stories, newest first.
type SectionPage struct {
	layout.Page
	Name    string
	Stories []StoryLine // the first one is set larger when First
	First   bool        // whether this is the section's first page
	Older   string      // address of the stories before these; empty at the end
}
