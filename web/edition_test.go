package web

import (
	"net/http/httptest"
	"testing"
)

// What a page is kept under says all that it is made from, and nothing else does.
func TestKeyOf(t *testing.T) {
	parameters := []string{"after", "comments"}
	tests := []struct{ name, asked, want string }{
		{"a path", "/news/ferry", "/news/ferry"},
		{"in its own order", "/news/ferry?comments=latest&after=5", "/news/ferry?after=5&comments=latest"},
		{"what means nothing", "/news/ferry?utm_source=x&comments=latest&y", "/news/ferry?comments=latest"},
		{"empty", "/news/ferry?comments=&after", "/news/ferry"},
		{"twice, of which the first counts", "/news/ferry?comments=latest&comments=oldest", "/news/ferry?comments=latest"},
		{"twice, the first empty", "/news/ferry?comments=&comments=oldest", "/news/ferry"},
		{"letters beyond ASCII", "/news/%E5%8F%B7", "/news/%E5%8F%B7"},
		{"a question mark in the path", "/news/ferry%3Fcomments=latest", "/news/ferry%3Fcomments=latest"},
		{"a slash in a name", "/news%2Fferry", "/news%2Fferry"},
		{"letters spelled otherwise", "/n%65ws/ferry", "/n%65ws/ferry"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := keyOf(impersonal(httptest.NewRequest("GET", tt.asked, nil), parameters).URL); got != tt.want {
				t.Errorf("%s is kept under %s, want %s", tt.asked, got, tt.want)
			}
			if own := httptest.NewRequest("GET", tt.want, nil).URL; keyOf(own) != tt.want {
				t.Errorf("%s is looked for under %s", own, keyOf(own))
			}
		})
	}
}
