// Package reader holds the pages that everyone reads and the forms of members: front page,
// sections, stories with their threads, comments, members and accounts.
//
// A page is a pair: a struct of ready values (front.go) and the component that sets them
// (front.templ). No struct of a page that is served to everyone holds its viewer.
package reader

import "gogai/web/layout"

// A StoryLine is a story as front page, sections and lists show it.
type StoryLine struct {
	Key            string
	Href, Headline string
	Standfirst     string
	Lang           string      // of headline and standfirst, only where it is not the publication's
	Section        layout.Link // without text where it goes without saying
	Published      layout.Moment
	Comments       string          // "5 Comments"; empty when there are none
	Picture        *layout.Picture // nil when it has none, or none with a file
}

// thread is where the story's discussion begins.
func (s *StoryLine) thread() string { return s.Href + "#comments" }
