package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"gogai/article"
	"gogai/discussion"
	"gogai/fault"
	"gogai/media"
)

// The most bytes of a request's body, by what it is for. Percent-encoding writes a Japanese
// character, three bytes, in nine.
const (
	maxForm  = 512 << 10
	maxText  = 4 << 20                  // the newsroom's long texts
	maxStory = maxText + media.MaxBytes // a story's form, with its picture
)

// maxFields is how many fields a form may have: some dozens are the most that ours have, and a page
// that carries them along needs ten times the bytes that they came in.
const maxFields = 1000

var tooManyFields = fault.Newf(fault.TooLarge, "A form has at most %d fields.", maxFields)

// maxBody returns the most bytes that a request to the path may bring.
func maxBody(path string) int64 {
	switch {
	case strings.HasPrefix(path, "/desk/articles"):
		return maxStory
	case path == "/login", // which carries along what was typed elsewhere
		strings.HasPrefix(path, "/desk/"), strings.HasPrefix(path, "/api/v1/articles"):
		return maxText
	}
	return maxForm
}

// Form returns what a form sent in the body; what stands in the address doesn't count. A body
// past the limit is TooLarge, one that is no form is Malformed.
func Form(r *http.Request) (url.Values, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if r.Header.Get("Content-Type") == "" {
		kind, err = "application/x-www-form-urlencoded", nil // a POST without a body
	}
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, fault.New(fault.Malformed, "Send the form as application/x-www-form-urlencoded.")
	}
	if r.Body != nil {
		r.Body = http.MaxBytesReader(nil, r.Body, maxText) // what may be more is for files
	}
	if err := r.ParseForm(); err != nil {
		return nil, BodyFault(err)
	}
	if len(r.PostForm) > maxFields {
		return nil, tooManyFields
	}
	return r.PostForm, nil
}

// FormWithFile returns what a form sent that may bring a file, and the first file's bytes: at most
// one more than most, so that it shows when there are too many. A most of 0 skips files. Faults
// are those of Form; on one, typed holds what came before it.
func FormWithFile(r *http.Request, most int64) (typed url.Values, file []byte, err error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "multipart/form-data" {
		typed, err = Form(r)
		return typed, nil, err
	}
	typed = url.Values{}
	parts, err := r.MultipartReader()
	if err != nil {
		return typed, nil, BodyFault(err)
	}
	left := int64(maxText)
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return typed, file, nil
		case err != nil:
			return typed, nil, BodyFault(err)
		case n == maxFields:
			return typed, nil, tooManyFields
		}
		isFile := part.FileName() != ""
		if isFile && (most == 0 || file != nil) {
			continue
		}
		limit := left
		if isFile {
			limit = most + 1
		}
		content, err := io.ReadAll(io.LimitReader(part, limit))
		switch {
		case err != nil:
			return typed, nil, BodyFault(err)
		case isFile:
			file = content
		default:
			if left -= int64(len(content)); left <= 0 {
				return typed, nil, fault.New(fault.TooLarge, "The texts of this form are too long altogether.")
			}
			typed.Add(part.FormName(), string(content))
		}
	}
}

// BodyFault returns the fault behind an error of reading a request's body.
func BodyFault(err error) error {
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.Newf(fault.TooLarge, "That is too much at once: at most %d KB are accepted here.", tooLarge.Limit>>10)
	}
	return fault.New(fault.Malformed, "What was sent can't be read. Go back and try again.")
}

// Local returns next when it is an address of this site, and otherwise instead: nobody is
// led elsewhere by a link to us.
func Local(next, instead string) string {
	// Browsers take a backslash for a slash and drop control characters: "/\evil", "/\t/evil".
	strange := strings.ContainsFunc(next, func(c rune) bool { return c <= ' ' || c == '\\' || c == 0x7f })
	if strange || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") {
		return instead
	}
	u, err := url.Parse(next)
	if err != nil || u.Host != "" || u.Scheme != "" || u.User != nil || strings.HasPrefix(u.Path, "//") || strings.Contains(u.Path, `\`) {
		return instead
	}
	return next
}

// ArticleID returns the story that {key} in the request's path names; NotFound for no key.
func ArticleID(r *http.Request) (article.ID, error) { return article.ParseID(r.PathValue("key")) }

// CommentKey returns the comment that {key} in the request's path names; NotFound for no key.
func CommentKey(r *http.Request) (discussion.Key, error) {
	return discussion.ParseKey(r.PathValue("key"))
}
