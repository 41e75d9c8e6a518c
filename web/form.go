package web

import (
	"errors"
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
	maxForm  = 256 << 10
	maxText  = 4 << 20                  // the newsroom's long texts
	maxStory = maxText + media.MaxBytes // a story's form, with its picture
)

// maxBody returns the most bytes that a request to the path may bring.
func maxBody(path string) int64 {
	switch {
	case strings.HasPrefix(path, "/desk/articles"):
		return maxStory
	case strings.HasPrefix(path, "/desk/"), strings.HasPrefix(path, "/api/v1/articles"):
		return maxText
	}
	return maxForm
}

// Form returns what a form sent in the body; what stands in the address doesn't count. A body
// past the limit is TooLarge, one that is no form is Malformed. Pictures come by
// http.Request.MultipartReader instead.
func Form(r *http.Request) (url.Values, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if r.Header.Get("Content-Type") == "" {
		kind, err = "application/x-www-form-urlencoded", nil // a POST without a body
	}
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, fault.New(fault.Malformed, "Send the form as application/x-www-form-urlencoded.")
	}
	if err := r.ParseForm(); err != nil {
		return nil, BodyFault(err)
	}
	return r.PostForm, nil
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
