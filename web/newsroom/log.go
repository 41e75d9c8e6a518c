package newsroom

import (
	"net/http"
	"strconv"
	"strings"

	"gogai/desk"
	"gogai/event"
	"gogai/fault"
	"gogai/member"
	"gogai/moderation"
	"gogai/web/layout"
)

// logPage is the audit log: who did what, when and why, the newest first.
type logPage struct {
	room
	Entries []logRow
	Older   string
}

type logRow struct {
	At     layout.Moment
	Actor  string // empty for the program
	Record string // of the actor
	What   string
	About  string
	Href   string // of what it was about; empty where the viewer has no page of it
	Reason string
}

const entriesPerPage = 100

// deeds are the kinds of event as the log says them.
var deeds = map[event.Kind]string{
	event.ArticlePublished: "published", event.ArticleScheduled: "scheduled", event.ArticleEdited: "edited",
	event.ArticleCorrected: "corrected", event.ArticleWithheld: "withheld",
	event.CommentRemoved: "removed a comment by", event.CommentRestored: "restored a comment by",
	event.CommentApproved: "approved a comment by", event.CommentRejected: "rejected a comment by",
	event.FlagsDismissed: "kept a reported comment by",
	event.ThreadOpened:   "opened the discussion of", event.ThreadPremoderated: "pre-moderated the discussion of",
	event.ThreadClosed: "closed the discussion of", event.ThreadTimed: "set when the discussion closes of",
	event.MemberBanned: "banned", event.MemberUnbanned: "ended the ban of", event.MemberRoleChanged: "changed the role of",
	event.SectionAdded: "added the section", event.SectionChanged: "changed the section",
	event.SettingsChanged: "changed the settings of",
}

// log serves GET /queue/log.
func (n newsroom) log(w http.ResponseWriter, r *http.Request) error {
	m, err := n.moderator(w, r)
	if err != nil {
		return err
	}
	around, err := n.room(r, m, "The log", "/queue/log")
	if err != nil {
		return err
	}
	var before int64
	if text := r.URL.Query().Get("before"); text != "" {
		if before, err = strconv.ParseInt(text, 10, 64); err != nil || before < 1 {
			return fault.New(fault.Malformed, "The place in the log can't be read; start again from its beginning.")
		}
	}
	entries, more, err := n.Moderation.Log(r.Context(), before, entriesPerPage)
	if err != nil {
		return err
	}
	p := logPage{room: around}
	for _, e := range entries {
		p.Entries = append(p.Entries, n.logRowOf(&around.Page, m, e))
	}
	if more {
		p.Older = "/queue/log?before=" + strconv.FormatInt(entries[len(entries)-1].ID, 10)
	}
	return n.Render(w, r, http.StatusOK, logView(&p))
}

func (n newsroom) logRowOf(p *layout.Page, m member.Member, e moderation.Entry) logRow {
	row := logRow{At: p.DateTime(e.At), Actor: e.Actor, What: deeds[e.Kind], About: e.About, Reason: e.Reason}
	if row.What == "" {
		row.What = string(e.Kind)
	}
	if e.Actor != "" {
		row.Record = recordPath(e.Actor)
	}
	switch what, _, _ := strings.Cut(string(e.Kind), "."); {
	case what == "comment" || what == "flags":
		row.Href = "/queue/comments/" + e.Subject
		if row.About == "" {
			row.About = "a reader" // imported
		}
	case what == "thread":
		row.Href = "/queue/threads/" + e.Subject
	case what == "member":
		row.Href = recordPath(e.Subject)
	case what == "article" && desk.MayWrite(m, n.Now()):
		row.Href = "/desk/articles/" + e.Subject
	}
	return row
}
