package api

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"gogai/web"
	"gogai/web/webtest"
)

// Requests hold what is listed, once, in one encoding.
func strict(t *testing.T, d *description) {
	s := newSite(t, d)
	c := s.Comment(s.Story("A story"), s.Reader, "x", 0)
	path := "/comments/" + c.Key.String()
	for name, c := range map[string]struct {
		sent   string
		status int
	}{
		"fine":                     {`{"body":"a"}`, 200},
		"an escaped emoji":         {`{"body":"\ud83d\ude00 \\ud800 \n"}`, 200},
		"white space":              {" \r\n\t{ \"body\" : \"b\" } ", 200},
		"empty":                    {``, 400},
		"cut short":                {`{"body":"a"`, 400},
		"more after it":            {`{"body":"a"}{}`, 400},
		"a comma":                  {`{"body":"a",}`, 400},
		"a comment":                {`{"body":"a"/**/}`, 400},
		"a byte order mark":        {"\ufeff" + `{"body":"a"}`, 400},
		"twice":                    {`{"body":"a","body":"b"}`, 400},
		"twice, once escaped":      {`{"body":"a","bod\u0079":"b"}`, 400},
		"no UTF-8":                 {"{\"body\":\"\xff\"}", 400},
		"half a character":         {`{"body":"\ud83d"}`, 400},
		"the other half":           {`{"body":"\ude00"}`, 400},
		"two first halves":         {`{"body":"\ud83d\ud83d"}`, 400},
		"a half in a name":         {`{"body":"a","\ud800":1}`, 400},
		"half, then another thing": {`{"body":"\ud83d\n"}`, 400},
		"a list":                   {`["body"]`, 400},
		"null":                     {`null`, 400},
		"a text":                   {`"body"`, 400},
		"a NaN":                    {`{"body":NaN}`, 400},
		"UTF-16":                   {"\xff\xfe{\x00}\x00", 400},
		"very deep":                {`{"body":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `}`, 400},
		"deep":                     {`{"body":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`, 422},
		"a stranger":               {`{"body":"a","state":"visible"}`, 422},
		"its own fields":           {`{"body":"a","author":{"handle":"Pia"},"number":1,"base":{"up":9}}`, 422},
		"another case":             {`{"BODY":"a"}`, 422},
		"a number":                 {`{"body":1}`, 422},
		"null text":                {`{"body":null}`, 422},
		"a huge number":            {`{"body":"a","x":1e999}`, 422},
		"a control character":      {`{"body":"a\u0000"}`, 422},
		"a noncharacter":           {`{"body":"\ufffe"}`, 422},
	} {
		s.Clock.Add(time.Second)
		answer := s.with(s.Reader).ask("PATCH", path, c.sent)
		if answer.Status != c.status {
			t.Errorf("%s: status %d, want %d: %s", name, answer.Status, c.status, answer.Body)
		}
	}
	var after map[string]any
	s.nobody().ask("GET", path, nil).Decode(&after)
	if after["state"] != "visible" || after["author"].(map[string]any)["handle"] != "Rita" {
		t.Errorf("a stranger's member was taken: %v", after)
	}
	for declared, status := range map[string]int{
		"application/json; charset=utf-8": 200, "Application/JSON": 200, "application/json; charset=latin1": 415, "text/json": 415, "text/plain": 415,
		"application/x-www-form-urlencoded": 415, "application/merge-patch+json": 415, "": 415, ";": 415,
	} {
		s.Clock.Add(time.Second)
		answer := s.with(s.Reader).Send("PATCH", Prefix+path, declared, strings.NewReader(`{"body":"declared"}`))
		if s.described("PATCH", path, answer); answer.Status != status {
			t.Errorf("%q: status %d, want %d", declared, answer.Status, status)
		}
	}
}

// What every route does alike, asked of each.
func everywhere(t *testing.T, d *description) {
	s := newSite(t, d)
	draft := s.Draft("A draft")
	comment := s.Comment(s.Story("A story"), s.Publisher, "x", 0)
	pia := s.with(s.Publisher)
	large := `{"body":"` + strings.Repeat("a", 5<<20) + `"}`
	good := map[string]any{
		"PATCH /articles/{key}": map[string]any{"headline": "h"}, "POST /articles/{key}/publish": map[string]any{}, "POST /articles/{key}/withhold": map[string]any{"reason": "r"},
		"POST /articles/{key}/comments": map[string]any{"body": "b"}, "PATCH /comments/{key}": map[string]any{"body": "b"}, "PUT /comments/{key}/vote": map[string]any{"value": 1},
	}
	for _, rt := range routes {
		method, pattern, _ := strings.Cut(rt.pattern, " ")
		key, missing := draft.ID.String(), "0000000000001"
		if strings.HasPrefix(pattern, "/comments") {
			key, missing = comment.Key.String(), draft.ID.String()+"-7"
		}
		path := strings.Replace(pattern, "{key}", key, 1)

		wrong := s.nobody()
		wrong.Header.Set("Authorization", "Bearer gogai_wrong")
		wrong.ask(method, path, nil).Want(http.StatusUnauthorized)
		if rt.who != anyone {
			s.nobody().ask(method, path, nil).Want(http.StatusUnauthorized)
		}
		if path != pattern {
			pia.ask(method, strings.Replace(pattern, "{key}", missing, 1), good[rt.pattern]).Want(http.StatusNotFound)
			pia.ask(method, strings.Replace(pattern, "{key}", "nonsense", 1), good[rt.pattern]).Want(http.StatusNotFound)
		}
		if _, operation := d.operation(rt); operation["requestBody"] != nil {
			pia.ask(method, path, `{"body":`).Want(http.StatusBadRequest)
			pia.ask(method, path, large).Want(http.StatusRequestEntityTooLarge)
			pia.ask(method, path, `{"stranger":1}`).Want(http.StatusUnprocessableEntity)
			answer := pia.Send(method, Prefix+path, "text/plain", strings.NewReader("body=x"))
			s.described(method, path, answer.Want(http.StatusUnsupportedMediaType))
		}
		answer := pia.Send("OPTIONS", Prefix+path, "", nil).Want(http.StatusMethodNotAllowed)
		if allow := answer.Header.Get("Allow"); !slices.Contains(strings.Split(allow, ", "), method) {
			t.Errorf("%s: Allow %q", rt.pattern, allow)
		}
		problemOf(t, answer)
	}
	for _, path := range []string{"/api/", "/api/v1", "/api/v1/", "/api/v1/articles/", "/api/v1/nothing", "/api/v2/articles", "/api/v1/articles.json", "/api/v1/comments", "/api/v1/articles/" + draft.ID.String() + "/publish/x"} {
		answer := pia.Get(path).Want(http.StatusNotFound)
		if p, _ := problemOf(t, answer); answer.Header.Get("Content-Type") != "application/problem+json" || p.Title != "Not Found" {
			t.Errorf("%s: %s", path, answer.Body)
		}
	}

	// Too often: by address for nobody, by member for somebody, and of some things less often.
	s.Limits = web.NewLimits(map[web.Act]web.Allowance{web.API: {Many: 40, In: time.Hour}, web.Post: {Many: 3, In: time.Hour}, web.Vote: {Many: 5, In: time.Hour}})
	edda := s.with(s.Editor)
	most := func(what string, want int, ask func(i int) *webtest.Answer) {
		t.Helper()
		for i := range want {
			if answer := ask(i); answer.Status >= 300 {
				t.Fatalf("%s %d of %d: status %d", what, i+1, want, answer.Status)
			}
		}
		if answer := ask(want).Want(http.StatusTooManyRequests); answer.Header.Get("Retry-After") == "" {
			t.Errorf("%s: no Retry-After", what)
		}
	}
	most("vote", 5, func(i int) *webtest.Answer {
		return edda.ask("PUT", "/comments/"+comment.Key.String()+"/vote", map[string]any{"value": i % 2})
	})
	most("comment", 3, func(i int) *webtest.Answer {
		return edda.ask("POST", "/articles/"+comment.Article.String()+"/comments", map[string]any{"body": fmt.Sprint(i)})
	})
	most("request", 40, func(int) *webtest.Answer { return pia.ask("GET", "/articles", nil) })
	for _, rt := range routes {
		method, pattern, _ := strings.Cut(rt.pattern, " ")
		pia.ask(method, strings.Replace(pattern, "{key}", comment.Key.String(), 1), nil).Want(http.StatusTooManyRequests)
	}
	most("request of nobody", 40, func(int) *webtest.Answer { return s.nobody().ask("GET", "/articles", nil) })
	wrong := s.nobody()
	wrong.Header.Set("Authorization", "Bearer gogai_wrong")
	wrong.ask("GET", "/articles", nil).Want(http.StatusTooManyRequests)
	edda.ask("GET", "/articles", nil).Want(http.StatusOK)
}
