// Package fault sorts errors into the few kinds that a caller may act on. Each carries one
// sentence that is fit for a reader; everything that is not a Fault is Internal, logged in
// full and shown as "Something went wrong."
package fault

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Kind says what a caller can do about an error.
type Kind int

const (
	Internal        Kind = iota // a defect or a broken part; nothing the caller did
	Malformed                   // what came can't be read at all (broken JSON, a wrong parameter)
	Invalid                     // read and understood, but against a rule; Field says where
	Unauthenticated             // nobody is signed in
	Forbidden                   // signed in, but not allowed
	NotFound                    // there is no such thing, or none for this caller
	Gone                        // there was
	Conflict                    // not in the present state
	TooLarge                    // more bytes than are taken
	TooMany                     // too often; After says when to come back
	Unavailable                 // can't be done just now; worth trying again
)

// A Fault is an error with a kind and a sentence for whoever caused it.
type Fault struct {
	Kind     Kind
	Sentence string
	Format   string        // what Sentence was made with; empty when it holds nothing that changes
	Args     []any         // what Sentence was made from
	Field    string        // the form field or JSON member at fault; empty when there is none
	After    time.Duration // for TooMany and Unavailable: how long to wait
}

// Message is which of the program's sentences this is, whatever it was made from: what a
// translation is found by.
func (f *Fault) Message() string { return cmp.Or(f.Format, f.Sentence) }

func (f *Fault) Error() string { return f.Sentence }

// New returns a fault of a kind with a sentence fit for a reader.
func New(kind Kind, sentence string) error { return &Fault{Kind: kind, Sentence: sentence} }

// Newf is New with a format.
func Newf(kind Kind, format string, args ...any) error {
	return &Fault{Kind: kind, Sentence: fmt.Sprintf(format, args...), Format: format, Args: args}
}

// Field returns an Invalid fault that belongs beside one field of a form.
func Field(field, sentence string) error {
	return &Fault{Kind: Invalid, Field: field, Sentence: sentence}
}

// Fieldf is Field with a format.
func Fieldf(field, format string, args ...any) error {
	return &Fault{Kind: Invalid, Sentence: fmt.Sprintf(format, args...), Format: format, Args: args, Field: field}
}

// At returns what err says as an Invalid fault that belongs beside one field of a form.
func At(field string, err error) error {
	f := *Of(err)
	f.Kind, f.Field, f.After = Invalid, field, 0
	return &f
}

// Wait returns a TooMany fault that says when to come back.
func Wait(after time.Duration, sentence string) error {
	return &Fault{Kind: TooMany, Sentence: sentence, After: after}
}

// Waitf is Wait with a format.
func Waitf(after time.Duration, format string, args ...any) error {
	return &Fault{Kind: TooMany, Sentence: fmt.Sprintf(format, args...), Format: format, Args: args, After: after}
}

// An Instant is a time among what a sentence is made from. Where nobody knows better it is said
// in English and UTC; pages have a language and a zone.
type Instant time.Time

func (i Instant) String() string { return time.Time(i).UTC().Format("2 January 2006, 15:04 MST") }

// A Delay is how long to wait, among what a sentence is made from; roughly, since nobody comes
// back by the second.
type Delay time.Duration

func (d Delay) String() string {
	switch wait := time.Duration(d); {
	case wait > time.Hour:
		return "in a few hours"
	case wait > time.Minute:
		return "in some minutes"
	}
	return "in a minute"
}

// Of returns the first Fault in err's chain, or an Internal one that hides err's text.
// Of nil is nil.
func Of(err error) *Fault {
	if err == nil {
		return nil
	}
	if f, ok := errors.AsType[*Fault](err); ok {
		return f
	}
	return &Fault{Kind: Internal, Sentence: "Something went wrong."}
}

// KindOf returns the kind of err; Internal for what is no Fault. Don't ask it of nil.
func KindOf(err error) Kind {
	if f := Of(err); f != nil {
		return f.Kind
	}
	return Internal
}

// Is tells whether err is a fault of the kind; never of nil.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// Fields returns the sentences of ByField.
func Fields(err error) map[string]string {
	sentences := map[string]string{}
	for field, f := range ByField(err) {
		sentences[field] = f.Sentence
	}
	return sentences
}

// ByField returns the Invalid faults among the errors that were joined into err, by field; the
// first one wins. Errors without a field stand under "".
func ByField(err error) map[string]*Fault {
	found := map[string]*Fault{}
	var walk func(error)
	walk = func(err error) {
		switch wrapper := err.(type) {
		case interface{ Unwrap() []error }:
			for _, e := range wrapper.Unwrap() {
				walk(e)
			}
			return
		case interface{ Unwrap() error }:
			walk(wrapper.Unwrap())
			return
		}
		if f := Of(err); f != nil && f.Kind == Invalid {
			if _, taken := found[f.Field]; !taken {
				found[f.Field] = f
			}
		}
	}
	walk(err)
	return found
}

// Excerpt cuts a stranger's text to what fits into a message: 60 bytes at most, on a
// character's edge, without control characters.
func Excerpt(text string) string {
	const most = 60
	cut := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, text[:min(len(text), most)])
	if len(text) > most {
		cut += "…"
	}
	return cut
}
