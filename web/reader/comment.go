package reader

import "gogai/web/layout"

// CommentPage is one comment and what its viewer may do with it. It is made for its viewer and
// never shared; without a script it is where everything about a comment is done.
type CommentPage struct {
	layout.Page
	Story    layout.Link
	Context  string // address of the comment among the others
	Parent   *Comment
	Comment  Comment
	Replies  []Comment
	Viewer   string   // handle; empty for those who are not logged in
	Notice   string   // what has just happened, or why something may not
	Reply    *Compose // nil when it may not be answered
	Edit     *Compose // nil when the viewer may not
	Delete   bool
	Flag     *FlagForm // nil when the viewer may not
	Moderate *ModerateForm
	Open     Panel // the one to show open
}

// A Panel is one of the things that can be done on a comment's page.
type Panel string

const (
	ReplyPanel    Panel = "reply"
	EditPanel     Panel = "edit"
	DeletePanel   Panel = "delete"
	FlagPanel     Panel = "flag"
	ModeratePanel Panel = "moderate"
)

// A FlagForm reports a comment to the moderators.
type FlagForm struct {
	Reasons []Choice
	Note    layout.Field
	Problem string
}

// A ModerateForm is what a moderator may do with the comment, its author and its thread.
type ModerateForm struct {
	Removed      bool     // then it can be restored, and not removed
	Text         string   // HTML of the removed text, which only moderators see
	Flags        []string // what readers said about it
	RemoveReason layout.Field
	Author       string // whom to ban; empty when the author is imported or staff
	BanUntil     layout.Field
	BanReason    layout.Field
	ThreadClosed bool
	ThreadReason layout.Field
	Problem      string
}

// A Choice is one of several.
type Choice struct {
	Value, Text string
	Chosen      bool
}
