package reader

import "gogai/web/layout"

// TextPage is a page of plain text: the comment policy, about the publication.
type TextPage struct {
	layout.Page
	Body string // HTML made by markup
}
