package layout

import (
	"strconv"

	"github.com/a-h/templ"
)

// A Field is one input of a form with everything that is said about it. What was typed stays in
// Value when the form comes back with a mistake; a password never does.
type Field struct {
	Name, Label  string
	ID           string // Name when empty; two fields of one page must differ
	Type         string // of the input; text when empty
	Value        string
	Hint         string // what is wanted, before anything is wrong
	Mistake      string // what is wrong with the value and what to do
	Autocomplete string
	Rows         int // of a text area; 0 is an input of one line
	MaxLength    int // in UTF-16 units, as browsers count; 0 is no limit
	Required     bool
	Lang         string
}

func (f *Field) id() string {
	if f.ID == "" {
		return f.Name
	}
	return f.ID
}

func (f *Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// describedBy lists the elements that a screen reader reads with the field.
func (f *Field) describedBy() string {
	switch {
	case f.Hint != "" && f.Mistake != "":
		return f.id() + "-hint " + f.id() + "-mistake"
	case f.Mistake != "":
		return f.id() + "-mistake"
	default:
		return f.id() + "-hint"
	}
}

// Tone is what a notice is about, which sets how loud it is.
type Tone string

const (
	Note    Tone = "note"    // a state of things
	Done    Tone = "done"    // what was asked for has happened
	Problem Tone = "problem" // it has not; read by screen readers at once
)

// fieldAttributes are those that an input and a text area share.
func fieldAttributes(f Field) templ.Attributes {
	a := templ.Attributes{"id": f.id(), "name": f.Name, "required": f.Required}
	if f.Autocomplete != "" {
		a["autocomplete"] = f.Autocomplete
	}
	if f.MaxLength > 0 {
		a["maxlength"] = strconv.Itoa(f.MaxLength)
	}
	if f.Lang != "" {
		a["lang"] = f.Lang
	}
	if f.Hint != "" || f.Mistake != "" {
		a["aria-describedby"] = f.describedBy()
	}
	if f.Mistake != "" {
		a["aria-invalid"] = "true"
	}
	return a
}
