package api

import (
	"net/http"
	"testing"
)

// A refusal is in the language that is asked for, which the readers' script does for its page; in
// English for all others.
func TestRefusalLanguage(t *testing.T) {
	s := newSite(t, describe(t))
	story := s.Story("A story")
	path := Prefix + "/comments/" + s.Comment(story, s.Reader, "Mine", 0).Key.String()
	const en, ja = "You can't vote on your own comment.", "自分のコメントには投票できません。"
	for _, c := range []struct{ wanted, detail string }{
		{"", en},
		{"ja", ja},
		{"en", en},
		{"ja-JP,ja;q=0.9,en;q=0.8", ja},
		{"en-US,en;q=0.9,ja;q=0.8", en},
		{"de", en},
		{"ja;q=0, en", en},
		{"???", en},
	} {
		t.Run(c.wanted, func(t *testing.T) {
			rita := s.As(s.Reader)
			rita.Header.Set("Accept-Language", c.wanted)
			var said problem
			rita.JSON("PUT", path+"/vote", map[string]int{"value": 1}).Want(http.StatusForbidden).Decode(&said)
			if said.Detail != c.detail {
				t.Errorf("detail %q, want %q", said.Detail, c.detail)
			}
		})
	}

	rita := s.As(s.Reader)
	rita.Header.Set("Accept-Language", "ja")
	var said problem
	rita.JSON("PATCH", path, map[string]string{"body": " "}).Want(http.StatusUnprocessableEntity).Decode(&said)
	if want := (mistake{"body", "コメントを入力してください。"}); len(said.Errors) != 1 || said.Errors[0] != want {
		t.Errorf("errors %v, want %v", said.Errors, want)
	}
}
