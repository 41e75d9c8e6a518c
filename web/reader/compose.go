package reader

import "gogai/web/layout"

// ComposePage is where a comment is written without the thread around it: after log-in, after a
// mistake, or from a link. It is made for its viewer.
type ComposePage struct {
	layout.Page
	Story  layout.Link
	Parent *Comment // what is answered; nil for nothing
	Notice string
	Form   Compose
}
