package layout

import (
	"strconv"
	"strings"
	"time"

	"gogai/fault"
)

// Words is everything the interface says, in one language. What depends on a number or a name is
// a function, since languages differ in more than the word.
type Words struct {
	Lang       string // BCP 47 tag
	TitleBreak string // between a page's title and the publication's name

	// Around every page.
	Skip, Sections, Foot, Account, LogIn, LogOut, Register string
	About, Policy, LatestComments, FeedLink, Pages         string

	// Stories.
	Latest, MostDiscussed, NoStories, OlderStories string
	Updated, Correction, Expired, Tags, Preview    string
	Byline                                         func(names []string) string
	Comments                                       func(n int) string

	// Threads.
	Order, Oldest, LatestFirst, Popular, Controversial        string
	EarlierComments, LaterComments, OlderComments, NoComments string
	Reply, Quote, Edit, Delete, Flag, Moderate, Edited        string
	Imported, SeeInContext, PostedIn                          string
	Removed                                                   func(reason string) string
	DeletedByAuthor, Closed, PreModerated, Pending            string
	PendingOthers                                             string // of somebody else's, for moderators
	InReplyTo                                                 Around // around the handle
	Replies                                                   func(n int) string
	VoteUp, VoteDown                                          func(number int) string
	TallySpoken, Minus                                        string // with {net}, {up} and {down}; before a net below zero
	CommentTitle                                              func(number int) string
	Live, NewComment, NewComments                             string // the switch; what came while one reads, with {n}
	StoryUpdated, ShowUpdate                                  string

	// Threads as trees.
	View, Flat, Threaded, AllComments, Above, NotShown string
	EarlierReplies, LaterReplies                       string
	MoreReplies                                        func(n int) string

	// Writing a comment.
	AddComment, YourComment, Post, Save, Cancel, MarkupHint string
	GuestHint, Offline                                      string
	ReplyToMember                                           func(handle string) string

	// A comment's page.
	EditComment, DeleteExplained, DeleteForGood           string
	FlagReason, FlagNote, FlagSend, FlagDone, Flags       string
	FlagReasons                                           map[string]string // by the reason's key
	Remove, Restore, Approve, Dismiss, History, Moderated string
	Reason, ReasonHint, BanHint, LogHint, BanUntil        string
	OpenThread, ReadFirst, CloseThread                    string
	Ban                                                   func(handle string) string

	// Members and their accounts.
	MemberSince, YourComments, SessionsTitle, ThisSession      string
	SessionBegun, SessionSeen, EndSession                      string
	Handle, Email, Password, NewPassword, CurrentPassword      string
	HandleHint, EmailHint, PasswordHint                        string
	ChangeHandle, ChangeEmail, ChangePassword, Change          string
	HandleChanged, EmailChanged, PasswordChanged, SessionEnded string
	RegisterIntro, HaveAccount, NoAccount                      string
	HandleOrEmail, LogInFirst                                  string
	LoggedIn, TextKept, OneMoreTap, Continue                   string
	Roles                                                      map[string]string // by the role's key
	Desk, Queue                                                string

	// When something goes wrong; by status code.
	Errors        map[int]ErrorWords
	RequestNumber string
	FrontPage     string
	Sentence      func(f *fault.Fault, zone *time.Location) string // what a fault says; see Page.Sentence

	// Days and hours, of a time in the publication's zone.
	LongDay, Date, ShortDate, ShortDay, Hour, DateTime func(time.Time) string
}

// Around is a phrase with something in its middle.
type Around struct{ Before, After string }

// ErrorWords is what an error page says: what happened, and what to do.
type ErrorWords struct{ Title, Text, Advice string }

// In returns the words of a language; English for those that there are none for.
func In(lang string) *Words {
	if base, _, _ := strings.Cut(strings.ToLower(lang), "-"); base == "ja" {
		return &japanese
	}
	return &english
}

// Moment shows t, which is in the publication's zone already, with one of the words' formats.
func (w *Words) Moment(t time.Time, format func(time.Time) string) Moment {
	return Moment{Machine: t.Format(time.RFC3339), Text: format(t)}
}

// TallyName spells a tally out for those who hear it.
func (w *Words) TallyName(t Tally) string {
	net := strconv.Itoa(t.Net)
	if t.Net < 0 {
		net = w.Minus + strconv.Itoa(-t.Net)
	}
	spoken := strings.Replace(w.TallySpoken, "{net}", net, 1)
	spoken = strings.Replace(spoken, "{up}", strconv.Itoa(t.Up), 1)
	return strings.Replace(spoken, "{down}", strconv.Itoa(t.Down), 1)
}
