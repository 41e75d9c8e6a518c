package layout

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"gogai/fault"
)

var english = Words{
	Lang:       "en",
	TitleBreak: " | ",

	Skip: "Skip to the page", Sections: "Sections", Foot: "About this publication",
	Account: "Account", LogIn: "Log in", LogOut: "Log out", Register: "Register",
	About: "About", Policy: "Comment policy", LatestComments: "Latest comments",
	FeedLink: "RSS feed", Pages: "Pages",

	Latest: "Latest", MostDiscussed: "Most discussed",
	NoStories: "No story has been published here yet.", OlderStories: "Older stories",
	Updated: "Updated", Correction: "Correction", Tags: "Tags",
	Preview: "This is a preview. The discussion begins when the story is published.",
	Expired: "The requested article has expired, and is no longer available.",
	Byline:  func(names []string) string { return "By " + enumerate(names) },
	Comments: func(n int) string {
		switch n {
		case 0:
			return "No comments"
		case 1:
			return "1 Comment"
		}
		return fmt.Sprintf("%s Comments", grouped(n))
	},

	Order: "Order of the comments", Oldest: "Oldest", LatestFirst: "Latest",
	Popular: "Popular", Controversial: "Controversial",
	EarlierComments: "Earlier comments", LaterComments: "More comments",
	OlderComments: "Older comments", NoComments: "No comments yet.",
	Reply: "Reply", Quote: "Quote", Edit: "Edit", Delete: "Delete", Flag: "Report",
	Moderate: "Moderate", Edited: "edited", Imported: "imported",
	SeeInContext: "See in context", PostedIn: "Posted in:",
	Removed: func(reason string) string {
		if reason == "" {
			return "Removed by a moderator."
		}
		return "Removed by a moderator: " + reason
	},
	DeletedByAuthor: "Deleted by its author.",
	Closed:          "This discussion is closed.",
	PreModerated:    "A moderator reads each comment on this story before it appears.",
	Pending:         "Only you can see this comment until a moderator has read it.",
	PendingOthers:   "This comment waits for a moderator; besides you and your colleagues only its author can see it.",
	InReplyTo:       Around{Before: "in reply to "},
	Replies: func(n int) string {
		if n == 1 {
			return "1 reply"
		}
		return grouped(n) + " replies"
	},
	VoteUp:      func(number int) string { return fmt.Sprintf("Vote comment %d up", number) },
	VoteDown:    func(number int) string { return fmt.Sprintf("Vote comment %d down", number) },
	TallySpoken: "Score {net}: {up} up, {down} down", Minus: "minus ",
	CommentTitle: func(number int) string { return fmt.Sprintf("Comment #%d", number) },
	Live:         "Live", NewComment: "1 new comment", NewComments: "{n} new comments",
	StoryUpdated: "The story was updated.", ShowUpdate: "Show it",

	View: "View", Flat: "Flat", Threaded: "Threaded", AllComments: "All comments", Above: "What was said before",
	NotShown: "This comment can't be seen at present.", EarlierReplies: "Earlier replies", LaterReplies: "More replies",
	MoreReplies: func(n int) string {
		if n == 1 {
			return "Show 1 more reply"
		}
		return "Show " + grouped(n) + " more replies"
	},

	AddComment: "Add a comment", YourComment: "Your comment", Post: "Post comment",
	Save: "Save changes", Cancel: "Cancel",
	MarkupHint:    "> quotes, *emphasis*, **strong**, `code`, - lists. Links become links.",
	GuestHint:     "You will be asked to log in. Your text is kept.",
	Offline:       "This did not reach us. Your text is kept here; please try again.",
	ReplyToMember: func(handle string) string { return "Reply to " + handle },

	EditComment:     "Edit your comment",
	DeleteExplained: "Your comment goes at once and can't be brought back. Where others answered it, a line says that it was deleted.",
	DeleteForGood:   "Delete this comment",
	FlagReason:      "What is wrong with it?", FlagNote: "Anything a moderator should know",
	FlagSend: "Report to the moderators",
	FlagDone: "Thank you. A moderator will look at this comment.", Flags: "Reports",
	FlagReasons: map[string]string{
		"abuse":     "It attacks or threatens someone",
		"spam":      "It advertises",
		"off-topic": "It is not about the story",
		"illegal":   "It breaks the law",
		"other":     "Something else",
	},
	Remove: "Remove this comment", Restore: "Restore this comment",
	Approve: "Show this comment", Dismiss: "Leave it as it is, and close the reports",
	Moderated: "Done. It stands in the log.", History: "This comment in the queue", Reason: "Reason", ReasonHint: "Readers and the author will see it.", BanHint: "They will see it.", LogHint: "Moderators will see it, in the log.",
	BanUntil: "Barred until", OpenThread: "Open the discussion",
	ReadFirst: "Read each comment first", CloseThread: "Close the discussion",
	Ban: func(handle string) string { return "Ban " + handle },

	MemberSince: "Member since", YourComments: "Your comments",
	SessionsTitle: "Where you are logged in", ThisSession: "This browser",
	SessionBegun: "since", SessionSeen: "last seen", EndSession: "Log out there",
	Handle: "Handle", Email: "E-mail address", Password: "Password",
	NewPassword: "New password", CurrentPassword: "Current password",
	HandleHint:     "3 to 24 letters, digits, - or _. Everyone sees it.",
	EmailHint:      "Nobody sees it.",
	PasswordHint:   "At least 8 characters; a few words make a good one.",
	ChangeHandle:   "Change your handle",
	ChangeEmail:    "Change your e-mail address",
	ChangePassword: "Change your password", Change: "Change",
	HandleChanged:   "Your handle has been changed.",
	EmailChanged:    "Your e-mail address has been changed.",
	PasswordChanged: "Your password has been changed, and every other session has been ended.",
	SessionEnded:    "That session has been ended.",
	RegisterIntro:   "Reading needs no account. With one you can comment and vote.",
	HaveAccount:     "Registered already?", NoAccount: "New here?",
	HandleOrEmail: "Handle or e-mail address",
	LogInFirst:    "Log in first. What you wrote comes along.",
	LoggedIn:      "You are logged in", TextKept: "Your text is still here. Read it once more, then post it.",
	OneMoreTap: "One more tap, and what you wanted is done.", Continue: "Continue",
	Roles: map[string]string{
		"member": "", "moderator": "Moderator", "editor": "Editor", "publisher": "Publisher",
	},
	Desk: "The desk", Queue: "The queue",

	Errors: map[int]ErrorWords{
		http.StatusBadRequest:            {"We could not read that", "Something in the address or the form is not as it should be.", "Go back, check what you entered and try again."},
		http.StatusForbidden:             {"Not for you", "This is only for people with another role here.", "If you think that you should see it, log in with the right account."},
		http.StatusNotFound:              {"No such page", "There is nothing at this address, and nothing was ever published here.", "Check the address for a slip, or start again from the front page."},
		http.StatusMethodNotAllowed:      {"Not possible here", "This page can't do what was asked of it.", "Go back and try another way."},
		http.StatusConflict:              {"That has changed meanwhile", "What you wanted to change is no longer as you saw it.", "Look at it again, then decide."},
		http.StatusGone:                  {"Withdrawn", "There was something at this address. It is no longer available.", "The front page has today's stories."},
		http.StatusRequestEntityTooLarge: {"Too much at once", "What was sent is larger than we accept.", "Make it shorter or smaller and try again."},
		http.StatusUnprocessableEntity:   {"Something is missing", "What was entered can't be accepted as it is.", "Go back, correct it and try again."},
		http.StatusTooManyRequests:       {"A little slower, please", "Too many requests came from your address in a short time.", "Wait a minute, then load the page again."},
		http.StatusInternalServerError:   {"Something went wrong", "This is our fault, and it has been written down.", "Try again in a moment. If it goes on, tell us the number below."},
		http.StatusServiceUnavailable:    {"Back in a moment", "We can't answer just now.", "Load the page again in a minute."},
	},
	RequestNumber: "Request",
	FrontPage:     "Front page",
	Sentence:      func(f *fault.Fault, _ *time.Location) string { return f.Sentence },

	LongDay:   func(t time.Time) string { return t.Format("Monday, 2 January 2006") },
	Date:      func(t time.Time) string { return t.Format("2 January 2006") },
	ShortDate: func(t time.Time) string { return t.Format("2 Jan 2006") },
	ShortDay:  func(t time.Time) string { return t.Format("2 Jan") },
	Hour:      func(t time.Time) string { return t.Format("15:04") },
	DateTime:  func(t time.Time) string { return t.Format("2 January 2006, 15:04 MST") },
}

// enumerate joins names as a sentence does: A, B and C.
func enumerate(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// grouped writes a count with a comma between thousands.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
