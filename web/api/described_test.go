package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"gogai/member"
	"gogai/web"
	"gogai/web/webtest"
)

// A description is openapi.json, ready to hold answers against it.
type description struct {
	schemas *jsonschema.Compiler
	root    map[string]any
	seen    map[string]bool // "GET /articles 200"
}

func describe(t *testing.T) *description {
	t.Helper()
	root, err := jsonschema.UnmarshalJSON(bytes.NewReader(openapi))
	if err != nil {
		t.Fatalf("openapi.json: %v", err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource("openapi.json", root); err != nil {
		t.Fatal(err)
	}
	return &description{c, root.(map[string]any), map[string]bool{}}
}

// at follows a path into the description; nil where there is nothing.
func at(in any, path ...string) any {
	for _, name := range path {
		object, _ := in.(map[string]any)
		in = object[name]
	}
	return in
}

// operation returns where a route is described, as a JSON pointer and the thing itself.
func (d *description) operation(rt route) (string, map[string]any) {
	method, path, _ := strings.Cut(rt.pattern, " ")
	method = strings.ToLower(method)
	found, _ := at(d.root, "paths", path, method).(map[string]any)
	return "/paths/" + strings.ReplaceAll(path, "/", "~1") + "/" + method, found
}

// operations lists what the description knows, as routes do.
func (d *description) operations() []string {
	var found []string
	for path, item := range at(d.root, "paths").(map[string]any) {
		for method := range item.(map[string]any) {
			if method != "parameters" {
				found = append(found, strings.ToUpper(method)+" "+path)
			}
		}
	}
	slices.Sort(found)
	return found
}

// statuses lists the status codes that the description knows for a route.
func (d *description) statuses(rt route) []string {
	_, operation := d.operation(rt)
	var found []string
	for status := range at(operation, "responses").(map[string]any) {
		if status != "default" {
			found = append(found, status)
		}
	}
	slices.Sort(found)
	return found
}

// resolve follows a reference within the description.
func (d *description) resolve(pointer string, what any) (string, any) {
	to, ok := at(what, "$ref").(string)
	if !ok {
		return pointer, what
	}
	pointer = strings.TrimPrefix(to, "#")
	return pointer, at(d.root, strings.Split(strings.TrimPrefix(pointer, "/"), "/")...)
}

// check holds an answer to a route's request against the description.
func (d *description) check(rt route, a *webtest.Answer) error {
	pointer, operation := d.operation(rt)
	status := strconv.Itoa(a.Status)
	if a.Status >= http.StatusInternalServerError {
		status = "default"
	}
	pointer, response := d.resolve(pointer+"/responses/"+status, at(operation, "responses", status))
	if response == nil {
		return fmt.Errorf("status %d is not described", a.Status)
	}
	d.seen[rt.pattern+" "+status] = true
	headers, _ := at(response, "headers").(map[string]any)
	for name := range headers {
		if a.Header.Get(name) == "" && name != "ETag" {
			return fmt.Errorf("status %d without %s", a.Status, name)
		}
	}
	if _, described := headers["ETag"]; !described && a.Header.Get("ETag") != "" && a.Status != http.StatusNotModified {
		return fmt.Errorf("status %d with an ETag", a.Status)
	}
	content, _ := at(response, "content").(map[string]any)
	if len(content) == 0 {
		if len(a.Body) > 0 {
			return fmt.Errorf("status %d with a body: %s", a.Status, a.Body)
		}
		return nil
	}
	kind := a.Header.Get("Content-Type")
	if content[kind] == nil {
		return fmt.Errorf("status %d as %q", a.Status, kind)
	}
	return d.holds(pointer+"/content/"+strings.ReplaceAll(kind, "/", "~1")+"/schema", a.Body)
}

// holds validates JSON against the schema at a pointer.
func (d *description) holds(pointer string, body []byte) error {
	schema, err := d.schemas.Compile("openapi.json#" + pointer)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// A site is one under test, whose every answer is held against the description.
type site struct {
	*webtest.Site
	*description
	t *testing.T
}

func newSite(t *testing.T, d *description) *site {
	t.Helper()
	return &site{webtest.New(t, func(s *web.Site) http.Handler { return s.Wrap(Handler(s)) }), d, t}
}

// A client asks a site as one member, or as nobody.
type client struct {
	*webtest.Client
	site *site
}

func (s *site) nobody() *client              { return &client{s.Client(), s} }
func (s *site) with(m member.Member) *client { return &client{s.As(m), s} }

// ask sends a request below Prefix and checks the answer. A string is sent as it is, declared as
// JSON; anything else but nil as its JSON.
func (c *client) ask(method, path string, body any) *webtest.Answer {
	c.site.t.Helper()
	var answer *webtest.Answer
	if text, ok := body.(string); ok {
		answer = c.Send(method, Prefix+path, "application/json", strings.NewReader(text))
	} else {
		answer = c.JSON(method, Prefix+path, body)
	}
	c.site.described(method, path, answer)
	return answer
}

func (s *site) described(method, path string, answer *webtest.Answer) {
	s.t.Helper()
	bare, _, _ := strings.Cut(path, "?")
	for _, rt := range routes {
		if itsMethod, pattern, _ := strings.Cut(rt.pattern, " "); itsMethod == method && fits(pattern, bare) {
			if err := s.check(rt, answer); err != nil {
				s.t.Errorf("%s %s: %v\n%s", method, path, err, answer.Body)
			}
			return
		}
	}
	s.t.Errorf("%s %s: no such route", method, path)
}

func fits(pattern, path string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	return len(want) == len(got) && !slices.ContainsFunc(want, func(part string) bool {
		its := got[slices.Index(want, part)]
		return part != its && part != "{key}"
	})
}

// problemOf reads a problem and its fields.
func problemOf(t *testing.T, a *webtest.Answer) (problem, []string) {
	t.Helper()
	var p problem
	a.Decode(&p)
	var fields []string
	for _, e := range p.Errors {
		fields = append(fields, e.Field)
	}
	if p.Status != a.Status || p.Detail == "" {
		t.Errorf("status %d with problem %+v", a.Status, p)
	}
	return p, fields
}

// TestAPI runs the scenarios and then asks whether each status code that is described was met.
func TestAPI(t *testing.T) {
	d := describe(t)
	for _, scenario := range []struct {
		name string
		run  func(*testing.T, *description)
	}{
		{"reading", reading}, {"paging", paging}, {"states", states}, {"commenting", commenting}, {"refusals", refusals},
		{"voting", voting}, {"stubs", stubs}, {"held", held}, {"once", once}, {"personal", personal},
		{"newsroom", newsroom}, {"rights", whoMay}, {"strict", strict}, {"everywhere", everywhere}, {"failing", failing},
	} {
		t.Run(scenario.name, func(t *testing.T) { scenario.run(t, d) })
	}
	if strings.Contains(runs(), "/") {
		return // only some scenarios were asked for
	}
	for _, rt := range routes {
		for _, status := range d.statuses(rt) {
			if !d.seen[rt.pattern+" "+status] {
				t.Errorf("%s is described as answering %s, and never did", rt.pattern, status)
			}
		}
	}
}

// The description and the table of routes name the same, and say the same about who may come.
func TestDescriptionNamesTheRoutes(t *testing.T) {
	d := describe(t)
	var served []string
	for _, rt := range routes {
		served = append(served, rt.pattern)
		_, operation := d.operation(rt)
		security, _ := json.Marshal(operation["security"])
		open := bytes.HasPrefix(security, []byte(`[{},`))
		if open != (rt.who == anyone) {
			t.Errorf("%s: described as open to anyone: %v", rt.pattern, open)
		}
		if text, _ := operation["description"].(string); strings.HasPrefix(text, "For editors.") != (rt.who == editors) {
			t.Errorf("%s: described as %q", rt.pattern, text)
		}
	}
	slices.Sort(served)
	if described := d.operations(); !slices.Equal(served, described) {
		t.Errorf("routes    %q\ndescribed %q", served, described)
	}
}

// The description lists the members that requests may hold, which the code does a second time.
func TestDescriptionNamesTheMembers(t *testing.T) {
	d, s := describe(t), newSite(t, describe(t))
	draft := s.Draft("A")
	c := s.Comment(s.Story("B"), s.Reader, "c", 0)
	for _, rt := range routes {
		_, operation := d.operation(rt)
		_, schema := d.resolve("", at(operation, "requestBody", "content", "application/json", "schema"))
		if schema == nil {
			continue
		}
		path := strings.Replace(rt.pattern, "{key}", draft.ID.String(), 1)
		if strings.Contains(path, "/comments/") {
			path = strings.Replace(rt.pattern, "{key}", c.Key.String(), 1)
		}
		method, path, _ := strings.Cut(path, " ")
		sent := map[string]any{"stranger": 1}
		for name := range at(schema, "properties").(map[string]any) {
			sent[name] = map[string]any{} // of no member's type
		}
		_, refused := problemOf(t, s.with(s.Publisher).ask(method, path, sent).Want(http.StatusUnprocessableEntity))
		for name := range sent {
			if !slices.Contains(refused, name) {
				t.Errorf("%s: the member %s was not read: %q", rt.pattern, name, refused)
			}
		}
	}
}
