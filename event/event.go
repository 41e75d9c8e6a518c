// Package event holds the facts that outlive the request that made them: who did what, to
// what, when and why. Storage saves an Event in the transaction of the change that it tells
// of, so the audit log can neither miss a change nor tell of one that did not happen.
package event

import "time"

// Kind names what happened, as noun and past participle.
type Kind string

// The kinds, by what they are about. Texts are stored: never rename one.
const (
	ArticlePublished   Kind = "article.published"
	ArticleScheduled   Kind = "article.scheduled"
	ArticleEdited      Kind = "article.edited"
	ArticleCorrected   Kind = "article.corrected"
	ArticleWithheld    Kind = "article.withheld"
	CommentRemoved     Kind = "comment.removed"
	CommentRestored    Kind = "comment.restored"
	CommentApproved    Kind = "comment.approved"
	CommentRejected    Kind = "comment.rejected"
	FlagsDismissed     Kind = "flags.dismissed"
	ThreadOpened       Kind = "thread.opened"
	ThreadPremoderated Kind = "thread.premoderated"
	ThreadClosed       Kind = "thread.closed"
	ThreadTimed        Kind = "thread.timed"
	MemberBanned       Kind = "member.banned"
	MemberUnbanned     Kind = "member.unbanned"
	MemberRoleChanged  Kind = "member.role-changed"
	SectionAdded       Kind = "section.added"
	SectionChanged     Kind = "section.changed"
	SettingsChanged    Kind = "settings.changed"
)

// Event is one entry of the audit log. Entries are only ever added.
type Event struct {
	Kind    Kind
	At      time.Time
	Actor   int64  // the key of the member who did it; 0 for the program itself
	Subject string // the public key of what it was done to (an article's, a comment's) or a handle
	About   string // what staff know it by: a headline, a handle; as it was then
	Reason  string // why, in the actor's words; what changed, where no reason is asked for
}
