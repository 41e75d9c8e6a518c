// Package api serves /api/v1: what the pages show and do, as JSON, for scripts and for the
// readers' own script. openapi.json describes it, and a test holds the two together.
//
// Who asks is known by a bearer token or by the session of the browser. An answer that depends
// on who asks is never stored by a cache; all others carry an ETag. Errors are problem details
// (RFC 9457). What a request may send is listed member by member; a member that isn't is refused.
package api

import (
	"net/http"
	"slices"
	"strings"

	"gogai/web"
)

// Prefix begins the path of every route.
const Prefix = "/api/v1"

// api answers requests; web.Site is what it works with.
type api struct{ *web.Site }

// access says who may come to a route at all; what they may do there, the rules decide.
type access int

const (
	anyone access = iota
	members
	editors
)

// A route is one thing that can be asked for.
type route struct {
	pattern string // method and path below Prefix
	who     access
	act     web.Act // what is limited besides the number of requests; "" for nothing
	answer  func(*api, *request) (answer, error)
}

// routes is the table of contents. Who posts, edits and votes is limited as on the pages.
var routes = []route{
	{"GET /openapi.json", anyone, "", (*api).description},

	{"GET /articles", anyone, "", (*api).articles},
	{"GET /articles/{key}", anyone, "", (*api).article},
	{"GET /articles/{key}/me", anyone, "", (*api).overlay},
	{"POST /articles", editors, "", (*api).createArticle},
	{"PATCH /articles/{key}", editors, "", (*api).editArticle},
	{"POST /articles/{key}/publish", editors, "", (*api).publish},
	{"POST /articles/{key}/withhold", editors, "", (*api).withhold},

	{"GET /articles/{key}/comments", anyone, "", (*api).comments},
	{"POST /articles/{key}/comments", members, web.Post, (*api).postComment},
	{"GET /comments/{key}", anyone, "", (*api).comment},
	{"PATCH /comments/{key}", members, web.Post, (*api).editComment},
	{"DELETE /comments/{key}", members, "", (*api).deleteComment},
	{"PUT /comments/{key}/vote", members, web.Vote, (*api).vote},
}

// Handler returns the handler of everything below /api/, and has the kit fail requests there in
// the API's manner.
func Handler(s *web.Site) http.Handler {
	a, mux := &api{s}, http.NewServeMux()
	s.Problem = a.fail
	methods := map[string][]string{}
	for _, rt := range routes {
		method, path, _ := strings.Cut(rt.pattern, " ")
		mux.Handle(method+" "+Prefix+path, a.serve(rt))
		methods[path] = append(methods[path], method)
		if method == http.MethodGet {
			methods[path] = append(methods[path], http.MethodHead)
		}
	}
	for path, known := range methods {
		slices.Sort(known)
		allow := strings.Join(known, ", ")
		mux.HandleFunc(Prefix+path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Allow", allow)
			a.refuse(w, r, refusal{http.StatusMethodNotAllowed, "This address takes " + allow + "."})
		})
	}
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		a.refuse(w, r, refusal{http.StatusNotFound, "There is nothing at this address; " + Prefix + "/openapi.json says what there is."})
	})
	return mux
}

// serve answers a route's requests.
func (a *api) serve(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked, err := a.admit(rt, r)
		var given answer
		if err == nil {
			given, err = rt.answer(a, asked)
		}
		if err == nil {
			err = a.give(w, asked, given)
		}
		if err != nil {
			a.refuse(w, r, err)
		}
	})
}
