package reader

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gogai/fault"
	"gogai/key"
	"gogai/member"
	"gogai/web"
	"gogai/web/layout"
)

// A FormPage is a page with one form: register, log in, go on after it.
type FormPage struct {
	layout.Page
	Intro   string
	Action  string
	Fields  []layout.Field
	Keep    []Kept // what was typed elsewhere and is carried along
	Problem string
	Submit  string
	ElseAsk string
	Else    layout.Link // the other way in
}

// Kept is a value that a form carries along.
type Kept struct{ Name, Value string }

// Names in the log-in form of what it carries along from another form: where that was sent to,
// and the prefix of each of its fields.
const (
	sentTo = "sent_to"
	typed  = "typed."
)

// logInForm serves GET /login. ?next= says where to go from there; otherwise it is back.
func (rd *reader) logInForm(w http.ResponseWriter, r *http.Request) error {
	web.NoStore(w)
	next := web.Local(r.URL.Query().Get("next"), "")
	if from := referer(r); next == "" && from != "" && !web.Fixed(from) {
		next = from
	}
	p, err := rd.logInPage(r, "", []Kept{{"next", next}})
	if err != nil {
		return err
	}
	return rd.Render(w, r, http.StatusOK, Form(p))
}

// LogInPage answers a form that was sent without a session: it asks to log in first, and carries
// what was typed along.
func LogInPage(s *web.Site) func(http.ResponseWriter, *http.Request, url.Values) error {
	rd := &reader{s}
	return func(w http.ResponseWriter, r *http.Request, form url.Values) error {
		keep := []Kept{{sentTo, r.URL.RequestURI()}}
		for _, name := range slices.Sorted(maps.Keys(form)) {
			if !strings.Contains(name, "password") { // no page holds one; it is typed anew
				keep = append(keep, Kept{typed + name, form.Get(name)})
			}
		}
		p, err := rd.logInPage(r, "", keep)
		if err != nil {
			return err
		}
		p.Intro = p.W.LogInFirst
		return rd.Render(w, r, http.StatusUnauthorized, Form(p))
	}
}

func (rd *reader) logInPage(r *http.Request, login string, keep []Kept) (*FormPage, error) {
	s, err := rd.in(r.Context(), layout.Sheet, func(w *layout.Words) string { return w.LogIn })
	if err != nil {
		return nil, err
	}
	return &FormPage{
		Page: s.Page, Action: "/login", Submit: s.W.LogIn, Keep: keep,
		Fields: []layout.Field{
			{Name: "login", Label: s.W.HandleOrEmail, Value: login, Autocomplete: "username", Required: true},
			{Name: "password", Label: s.W.Password, Type: "password", Autocomplete: "current-password", Required: true},
		},
		ElseAsk: s.W.NoAccount, Else: layout.Link{Text: s.W.Register, Href: "/register"},
	}, nil
}

// logIn serves POST /login: login, password, and next or what is carried along.
func (rd *reader) logIn(w http.ResponseWriter, r *http.Request) error {
	web.NoStore(w)
	form, err := web.Form(r)
	if err != nil {
		return err
	}
	m, err := rd.CheckPassword(r, form.Get("login"), form.Get("password"))
	if err != nil {
		return rd.refused(w, r, form, err)
	}
	if err := rd.SignIn(w, r, m); err != nil {
		return err
	}
	if form.Get(sentTo) != "" {
		return rd.resume(w, r, form)
	}
	web.SeeOther(w, r, web.Local(form.Get("next"), "/"))
	return nil
}

// refused shows the log-in form again.
func (rd *reader) refused(w http.ResponseWriter, r *http.Request, form url.Values, err error) error {
	if !correctable(err) {
		return err
	}
	p, pageErr := rd.logInPage(r, form.Get("login"), carried(form))
	if pageErr != nil {
		return pageErr
	}
	p.Problem = p.Sentence(fault.Of(err))
	return rd.wrong(w, r, err, Form(p))
}

// carried is what a log-in form carries along, to be carried on.
func carried(form url.Values) []Kept {
	var keep []Kept
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if name == "next" || name == sentTo || strings.HasPrefix(name, typed) {
			keep = append(keep, Kept{name, form.Get(name)})
		}
	}
	return keep
}

// resume shows the form that was sent before the log-in once more, to be sent for good.
func (rd *reader) resume(w http.ResponseWriter, r *http.Request, form url.Values) error {
	s, err := rd.in(r.Context(), layout.Sheet, func(w *layout.Words) string { return w.LoggedIn })
	if err != nil {
		return err
	}
	p := FormPage{Page: s.Page, Intro: s.W.OneMoreTap, Action: web.Local(form.Get(sentTo), "/"), Submit: s.W.Continue}
	for _, k := range carried(form) {
		name, ok := strings.CutPrefix(k.Name, typed)
		switch {
		case ok && name == "body" && !strings.HasPrefix(p.Action, "/desk/"): // a story's text is no comment
			text := s.commentText()
			text.Value = k.Value
			p.Intro, p.Fields, p.Submit = s.W.TextKept, []layout.Field{text}, s.W.Post
		case ok:
			p.Keep = append(p.Keep, Kept{name, k.Value})
		}
	}
	return rd.Render(w, r, http.StatusOK, Form(&p))
}

// registerForm serves GET /register.
func (rd *reader) registerForm(w http.ResponseWriter, r *http.Request) error {
	web.NoStore(w)
	p, err := rd.registerPage(r, nil, nil)
	if err != nil {
		return err
	}
	return rd.Render(w, r, http.StatusOK, Form(p))
}

// register serves POST /register: handle, email, password. Who registers is logged in at once.
func (rd *reader) register(w http.ResponseWriter, r *http.Request) error {
	web.NoStore(w)
	form, err := web.Form(r)
	if err != nil {
		return err
	}
	m, err := rd.enrol(r, form)
	if err != nil {
		if !correctable(err) {
			return err
		}
		p, pageErr := rd.registerPage(r, form, err)
		if pageErr != nil {
			return pageErr
		}
		return rd.wrong(w, r, err, Form(p))
	}
	if err := rd.SignIn(w, r, m); err != nil {
		return err
	}
	web.SeeOther(w, r, web.Local(form.Get("next"), "/account"))
	return nil
}

// enrol makes the account that a form asks for.
func (rd *reader) enrol(r *http.Request, form url.Values) (member.Member, error) {
	m, err := member.Register(form.Get("handle"), form.Get("email"), form.Get("password"), member.Reader, rd.Now())
	if err != nil {
		return m, err
	}
	if err := rd.LimitAddress(r, web.Register); err != nil {
		return m, err
	}
	m.ID = key.New[member.Member](rd.Keys, rd.Now())
	if m.PasswordHash, err = hash(r, form.Get("password")); err != nil {
		return m, err
	}
	return m, rd.Members.CreateMember(r.Context(), m)
}

// hash makes the hash of a password, when its turn has come.
func hash(r *http.Request, password string) (hash string, err error) {
	turnErr := web.Hashing(r, func() { hash, err = member.HashPassword(rand.Reader, password) })
	if err = cmp.Or(turnErr, err); err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return hash, nil
}

// registerPage makes the form, with what was typed and what is wrong with it.
func (rd *reader) registerPage(r *http.Request, form url.Values, err error) (*FormPage, error) {
	s, pageErr := rd.in(r.Context(), layout.Sheet, func(w *layout.Words) string { return w.Register })
	if pageErr != nil {
		return nil, pageErr
	}
	p := &FormPage{
		Page: s.Page, Intro: s.W.RegisterIntro, Action: "/register", Submit: s.W.Register,
		Fields: []layout.Field{
			{Name: "handle", Label: s.W.Handle, Hint: s.W.HandleHint, Autocomplete: "nickname", Required: true},
			{Name: "email", Label: s.W.Email, Hint: s.W.EmailHint, Type: "email", Autocomplete: "email", Required: true},
			{Name: "password", Label: s.W.Password, Hint: s.W.PasswordHint, Type: "password", Autocomplete: "new-password", Required: true},
		},
		ElseAsk: s.W.HaveAccount, Else: layout.Link{Text: s.W.LogIn, Href: "/login"},
	}
	p.Problem = mark(&p.Page, p.Fields, form, err)
	return p, nil
}

// mark puts what was typed, and what is wrong with it, into fields of a page; it returns what is
// wrong and belongs to none of them. Passwords are typed anew.
func mark(p *layout.Page, fields []layout.Field, form url.Values, err error) (problem string) {
	mistakes := fault.ByField(err)
	for i := range fields {
		f := &fields[i]
		if f.Type != "password" && form.Has(f.Name) {
			f.Value = form.Get(f.Name)
		}
		if mistake, ok := mistakes[f.Name]; ok {
			f.Mistake = p.Sentence(mistake)
			delete(mistakes, f.Name)
		}
	}
	if err != nil && fault.KindOf(err) != fault.Invalid {
		return p.Sentence(fault.Of(err))
	}
	for _, mistake := range mistakes {
		problem = p.Sentence(mistake)
	}
	return problem
}

// logOut serves POST /logout.
func (rd *reader) logOut(w http.ResponseWriter, r *http.Request) error {
	if err := rd.SignOut(w, r); err != nil {
		return err
	}
	web.SeeOther(w, r, "/")
	return nil
}
