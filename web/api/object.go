package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"gogai/fault"
	"gogai/web"
)

// An object is what a request sent: the members of one JSON object, still to be read.
type object map[string]json.RawMessage

// object reads the body. Nothing at all is an empty object; what isn't declared as JSON is
// refused, what isn't JSON is Malformed.
func (r *request) object() (object, error) {
	var err error
	if r.sent, err = io.ReadAll(r.Body); err != nil {
		return nil, web.BodyFault(err)
	}
	declared := r.Header.Get("Content-Type")
	if declared == "" && len(r.sent) == 0 {
		return nil, nil
	}
	kind, with, err := mime.ParseMediaType(declared)
	if charset := with["charset"]; err != nil || kind != "application/json" || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return nil, refusal{http.StatusUnsupportedMediaType, "Send JSON in UTF-8, as Content-Type: application/json."}
	}
	return parseObject(r.sent)
}

// parseObject is stricter than encoding/json, which other readers of the same text might not
// agree with: each name stands once, and text is UTF-8 without halves of characters.
func parseObject(data []byte) (object, error) {
	if !utf8.Valid(data) || !json.Valid(data) || hasLoneSurrogate(data) {
		return nil, fault.New(fault.Malformed, "The body is not JSON in UTF-8.")
	}
	in := json.NewDecoder(bytes.NewReader(data)) // can't fail on what is valid
	if start, _ := in.Token(); start != json.Delim('{') {
		return nil, fault.New(fault.Malformed, "The body has to be a JSON object.")
	}
	o := object{}
	for in.More() {
		token, _ := in.Token()
		name := token.(string)
		if _, twice := o[name]; twice {
			return nil, fault.Newf(fault.Malformed, "The member %q stands in the body twice.", fault.Excerpt(name))
		}
		var value json.RawMessage
		if err := in.Decode(&value); err != nil {
			return nil, err
		}
		o[name] = value
	}
	return o, nil
}

// hasLoneSurrogate tells whether valid JSON escapes half of a character ("\ud800"), which
// encoding/json would quietly replace.
func hasLoneSurrogate(data []byte) bool {
	for {
		at := bytes.IndexByte(data, '\\')
		switch {
		case at < 0:
			return false
		case data[at+1] != 'u':
			data = data[at+2:]
			continue
		}
		first := escaped(data[at:])
		data = data[at+6:]
		if !utf16.IsSurrogate(first) {
			continue
		}
		if !bytes.HasPrefix(data, []byte(`\u`)) || utf16.DecodeRune(first, escaped(data)) == utf8.RuneError {
			return true
		}
		data = data[6:]
	}
}

// escaped returns the code unit of the \uXXXX that data begins with.
func escaped(data []byte) rune {
	unit, _ := strconv.ParseUint(string(data[2:6]), 16, 16) // valid JSON has four digits there
	return rune(unit)
}

// into reads the members into the fields of the same names. A member without a field, and one of
// another type than its field's, are Invalid. Only an instant may be null, which is none, and raw
// JSON, which the caller reads.
func (o object) into(fields map[string]any) error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(o)) {
		field, known := fields[name]
		if !known {
			errs = append(errs, fault.Fieldf(fault.Excerpt(name), "There is no member %q here.", fault.Excerpt(name)))
			continue
		}
		_, raw := field.(*json.RawMessage)
		_, instant := field.(**time.Time)
		null := string(o[name]) == "null" && !raw && !instant
		if err := json.Unmarshal(o[name], field); err != nil || null {
			errs = append(errs, fault.Field(name, wanted(field)))
		}
	}
	return errors.Join(errs...)
}

// wanted says what a field takes.
func wanted(field any) string {
	switch field.(type) {
	case **int:
		return "This has to be a whole number."
	case **[]string:
		return "This has to be a list of texts."
	case **time.Time:
		return "This has to be an instant such as 2026-03-02T09:00:00Z, or null."
	}
	return "This has to be a text."
}
