package reader

import "gogai/web/layout"

// MemberPage is what everyone sees of a member: their comments, newest first.
type MemberPage struct {
	layout.Page
	Handle   string
	Role     string // empty for a plain member
	Since    layout.Moment
	Count    string // "12 Comments"
	Comments []Posted
	Older    string
}

// CommentsPage is the latest comments everywhere.
type CommentsPage struct {
	layout.Page
	Comments []Posted
	Older    string
}

// Posted is a comment away from its thread, with the way back to it.
type Posted struct {
	Comment
	Story   layout.Link
	Context string
}
