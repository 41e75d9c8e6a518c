package reader

import (
	"net/http"
	"net/url"
	"strings"

	"gogai/desk"
	"gogai/discussion"
	"gogai/event"
	"gogai/fault"
	"gogai/member"
	"gogai/web"
	"gogai/web/layout"
)

// AccountPage is a member's own page. Only they ever see it.
type AccountPage struct {
	layout.Page
	Handle   string
	Role     string        // empty for a plain member
	Rooms    []layout.Link // the desk and the queue, for those who work there
	Banned   string        // until when and why; empty for who isn't
	Notice   string        // what has just been changed
	Forms    []AccountForm
	Sessions []Session
}

// An AccountForm changes one thing of an account.
type AccountForm struct {
	Title, Action, Submit string
	Fields                []layout.Field
	Problem               string
}

// A Session is one browser in which the member is logged in.
type Session struct {
	Key     string // names it in the form that ends it; not its secret
	Browser string
	Begun   layout.Moment
	Seen    layout.Moment
	This    bool
}

// account serves GET /account.
func (rd *reader) account(w http.ResponseWriter, r *http.Request) error {
	m, session, err := rd.own(w, r)
	if err != nil {
		return err
	}
	p, err := rd.accountPage(r, m, session)
	if err != nil {
		return err
	}
	p.Notice = map[string]string{
		"handle": p.W.HandleChanged, "email": p.W.EmailChanged, "password": p.W.PasswordChanged, "session": p.W.SessionEnded,
	}[r.URL.Query().Get("changed")]
	return rd.Render(w, r, http.StatusOK, Account(p))
}

// own returns who is logged in, and in which session.
func (rd *reader) own(w http.ResponseWriter, r *http.Request) (member.Member, member.Session, error) {
	web.NoStore(w)
	m, session, ok, err := rd.Viewer(r)
	if err == nil && !ok {
		err = fault.New(fault.Unauthenticated, "Log in first.")
	}
	return m, session, err
}

func (rd *reader) accountPage(r *http.Request, m member.Member, session member.Session) (*AccountPage, error) {
	s, err := rd.in(r.Context(), layout.Sheet, func(w *layout.Words) string { return w.Account })
	if err != nil {
		return nil, err
	}
	sessions, err := rd.Members.Sessions(r.Context(), m.ID, s.now)
	if err != nil {
		return nil, err
	}
	p := &AccountPage{Page: s.Page, Handle: m.Handle, Role: s.W.Roles[string(m.Role)], Forms: s.accountForms(m)}
	if banned := discussion.MayWrite(m, s.now); banned != nil {
		p.Banned = s.Sentence(fault.Of(banned))
	}
	if desk.MayWrite(m, s.now) {
		p.Rooms = append(p.Rooms, layout.Link{Text: s.W.Desk, Href: "/desk"})
	}
	if discussion.MayModerate(m, s.now) {
		p.Rooms = append(p.Rooms, layout.Link{Text: s.W.Queue, Href: "/queue"})
	}
	for _, one := range sessions {
		p.Sessions = append(p.Sessions, Session{
			Key: one.ID, Browser: browser(one.Agent), Begun: s.DateTime(one.CreatedAt), Seen: s.DateTime(one.SeenAt),
			This: one.ID == session.ID,
		})
	}
	return p, nil
}

func (s *setting) accountForms(m member.Member) []AccountForm {
	current := layout.Field{Name: "password", Label: s.W.CurrentPassword, Type: "password", Autocomplete: "current-password", Required: true}
	forEmail, forPassword := current, current
	forEmail.ID, forPassword.ID = "email-password", "old-password"
	return []AccountForm{
		{Title: s.W.ChangeHandle, Action: "/account/handle", Submit: s.W.Change, Fields: []layout.Field{
			{Name: "handle", Label: s.W.Handle, Value: m.Handle, Hint: s.W.HandleHint, Autocomplete: "nickname", Required: true},
		}},
		{Title: s.W.ChangeEmail, Action: "/account/email", Submit: s.W.Change, Fields: []layout.Field{
			{Name: "email", Label: s.W.Email, Value: m.Email, Hint: s.W.EmailHint, Type: "email", Autocomplete: "email", Required: true},
			forEmail,
		}},
		{Title: s.W.ChangePassword, Action: "/account/password", Submit: s.W.Change, Fields: []layout.Field{
			forPassword,
			{Name: "new_password", Label: s.W.NewPassword, Hint: s.W.PasswordHint, Type: "password", Autocomplete: "new-password", Required: true},
		}},
	}
}

// changeHandle serves POST /account/handle.
func (rd *reader) changeHandle(w http.ResponseWriter, r *http.Request) error {
	return rd.change(w, r, "handle", func(m member.Member, _ member.Session, form url.Values) error {
		return rd.update(r, m, func(m *member.Member) error { return m.ChangeHandle(form.Get("handle"), rd.Now()) })
	})
}

// changeEmail serves POST /account/email: the address takes the password too, since whoever has
// the address has the account.
func (rd *reader) changeEmail(w http.ResponseWriter, r *http.Request) error {
	return rd.change(w, r, "email", func(m member.Member, _ member.Session, form url.Values) error {
		email, err := member.CheckEmail(form.Get("email"))
		if err != nil {
			return err
		}
		if err := rd.ConfirmPassword(r, m, form.Get("password")); err != nil {
			return err
		}
		return rd.update(r, m, func(m *member.Member) error {
			m.Email = email
			return nil
		})
	})
}

// changePassword serves POST /account/password. All other sessions end, and this one gets a new
// secret: whoever knew the old ones is out.
func (rd *reader) changePassword(w http.ResponseWriter, r *http.Request) error {
	return rd.change(w, r, "password", func(m member.Member, session member.Session, form url.Values) error {
		password := form.Get("new_password")
		if err := member.CheckPassword(password, m); err != nil {
			return fault.At("new_password", err)
		}
		if err := rd.ConfirmPassword(r, m, form.Get("password")); err != nil {
			return err
		}
		hashed, err := hash(r, password)
		if err != nil {
			return err
		}
		err = rd.update(r, m, func(m *member.Member) error {
			m.PasswordHash = hashed
			return nil
		})
		if err != nil {
			return err
		}
		if err := rd.Members.EndSessions(r.Context(), m.ID, session.ID); err != nil {
			return err
		}
		return rd.SignIn(w, r, m)
	})
}

// endSession serves POST /account/sessions: session says which one ends.
func (rd *reader) endSession(w http.ResponseWriter, r *http.Request) error {
	return rd.change(w, r, "session", func(m member.Member, _ member.Session, form url.Values) error {
		return rd.Members.EndSession(r.Context(), m.ID, form.Get("session"))
	})
}

func (rd *reader) update(r *http.Request, m member.Member, change func(*member.Member) error) error {
	_, err := rd.Members.UpdateMember(r.Context(), m.ID, func(m *member.Member) ([]event.Event, error) {
		return nil, change(m)
	})
	return err
}

// change does one thing to the viewer's account and leads back to its page, or shows the form
// again with the mistake. what names the form: /account/what.
func (rd *reader) change(w http.ResponseWriter, r *http.Request, what string, do func(member.Member, member.Session, url.Values) error) error {
	m, session, err := rd.own(w, r)
	if err != nil {
		return err
	}
	form, err := web.Form(r)
	if err != nil {
		return err
	}
	err = do(m, session, form)
	if err == nil {
		web.SeeOther(w, r, "/account?changed="+what)
		return nil
	}
	if !correctable(err) {
		return err
	}
	p, pageErr := rd.accountPage(r, m, session)
	if pageErr != nil {
		return pageErr
	}
	for i := range p.Forms {
		if p.Forms[i].Action == "/account/"+what {
			p.Forms[i].Problem = mark(&p.Page, p.Forms[i].Fields, form, err)
		}
	}
	return rd.wrong(w, r, err, Account(p))
}

// browser is what people call the browser that named itself in a session: "Firefox, Windows". A
// name that holds nothing known is shown as it is.
func browser(agent string) string {
	// Each names also those before it that it wants to be taken for.
	known := func(marks ...[2]string) string {
		for _, mark := range marks {
			if strings.Contains(agent, mark[0]) {
				return mark[1]
			}
		}
		return ""
	}
	name := known([2]string{"Firefox/", "Firefox"}, [2]string{"Edg", "Edge"}, [2]string{"OPR/", "Opera"},
		[2]string{"Chrome/", "Chrome"}, [2]string{"Safari/", "Safari"})
	system := known([2]string{"iPhone", "iPhone"}, [2]string{"iPad", "iPad"}, [2]string{"Android", "Android"},
		[2]string{"Windows", "Windows"}, [2]string{"Mac OS X", "Mac"}, [2]string{"Linux", "Linux"})
	switch {
	case name == "":
		return agent
	case system == "":
		return name
	}
	return name + ", " + system
}
