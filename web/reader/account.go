package reader

import "gogai/web/layout"

// A FormPage is a page with one form: register, log in.
type FormPage struct {
	layout.Page
	Intro   string
	Action  string
	Fields  []layout.Field
	Keep    []Kept // what was typed elsewhere and comes back after log-in
	Problem string
	Submit  string
	Else    layout.Link // the other way in
	ElseAsk string
}

// Kept is a value that a form carries along.
type Kept struct{ Name, Value string }

// AccountPage is a member's own page. Only they ever see it.
type AccountPage struct {
	layout.Page
	Handle   string
	Role     string        // empty for a plain member
	Rooms    []layout.Link // the desk and the queue, for those who work there
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
	Key     string // names it in the form that ends it; not the secret
	Browser string
	Begun   layout.Moment
	Seen    layout.Moment
	This    bool
}
