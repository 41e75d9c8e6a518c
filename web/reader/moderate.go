package reader

import (
	"context"
	"net/url"

	"gogai/discussion"
	"gogai/markup"
	"gogai/web/layout"
)

// A ModerateForm is what a moderator sees of a comment beyond others, and may do with it, its
// author and its thread. The newsroom takes these forms.
type ModerateForm struct {
	Flags     []string    // what readers said about it
	Hidden    markup.HTML // the text that readers don't see
	Decisions []DecisionForm
	Case      string // the comment's page in the queue, with its history
	BanAction string // empty when the author is imported
	Author    string // whom to ban
	BanUntil  layout.Field
	BanReason layout.Field
	Thread    string // where a change of the thread's mode is sent to
	Modes     []ModeButton
	Reason    layout.Field
}

// A DecisionForm is one decision that fits the comment's state; without a Reason's name it
// asks for none.
type DecisionForm struct {
	Decision, Text string
	Reason         layout.Field
	Grave          bool
}

// A ModeButton sets the thread to a mode.
type ModeButton struct{ Mode, Text string }

// moderating makes a moderator's forms.
func (rd *reader) moderating(ctx context.Context, s *setting, c discussion.Placed, t discussion.Thread) (*ModerateForm, error) {
	flags, err := rd.Moderation.OpenFlags(ctx, c.Key)
	if err != nil {
		return nil, err
	}
	reason := layout.Field{Name: "reason", Label: s.W.Reason, MaxLength: discussion.MaxReason, Required: true}
	f := &ModerateForm{
		Case: "/queue/comments/" + c.Key.String(), Thread: "/queue/threads/" + c.Article.String(), Author: c.Handle,
		BanUntil:  layout.Field{Name: "until", Type: "date", Label: s.W.BanUntil, Required: true},
		BanReason: identified(reason, "ban-reason", s.W.BanHint), Reason: identified(reason, "thread-reason", s.W.LogHint),
	}
	if c.Handle != "" {
		f.BanAction = "/queue/members/" + url.PathEscape(c.Handle) + "/ban"
	}
	for _, flag := range flags {
		text := s.W.FlagReasons[string(flag.Reason)]
		if flag.Note != "" {
			text += ": " + flag.Note
		}
		f.Flags = append(f.Flags, text+" ("+flag.Handle+")")
	}
	remove := DecisionForm{Text: s.W.Remove, Grave: true, Reason: identified(reason, "decision-reason", s.W.ReasonHint)}
	switch c.State {
	case discussion.Visible:
		remove.Decision = string(discussion.Remove)
		f.Decisions = []DecisionForm{remove}
	case discussion.Held:
		remove.Decision = string(discussion.Reject)
		f.Decisions = []DecisionForm{{Decision: string(discussion.Approve), Text: s.W.Approve}, remove}
	case discussion.Removed, discussion.Rejected:
		f.Hidden = c.HTML
		f.Decisions = []DecisionForm{{Decision: string(discussion.Restore), Text: s.W.Restore}}
	}
	if len(flags) > 0 {
		f.Decisions = append(f.Decisions, DecisionForm{Decision: string(discussion.Dismiss), Text: s.W.Dismiss})
	}
	for _, m := range []ModeButton{
		{string(discussion.Open), s.W.OpenThread}, {string(discussion.Premoderated), s.W.ReadFirst}, {string(discussion.Closed), s.W.CloseThread},
	} {
		if m.Mode != string(t.Mode(s.now)) {
			f.Modes = append(f.Modes, m)
		}
	}
	return f, nil
}

func identified(f layout.Field, id, hint string) layout.Field {
	f.ID, f.Hint = id, hint
	return f
}
