package main

import (
	"bytes"
	"database/sql"
	"errors"
	"flag"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"gogai": main})
}

// The program as a person at a terminal meets it. Each file of testdata/script is a session;
// besides testscript's own commands it may use those below.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			jar, err := cookiejar.New(nil)
			if err != nil {
				return err
			}
			env.Values[sessionKey{}] = &session{browser: &http.Client{
				Jar: jar, Timeout: 30 * time.Second,
				CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			}}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "field": field, "sql": runSQL, "http": browse,
			"start": start, "signal": signalServer, "ended": ended, "half": half, "rest": rest, "deaf": deaf,
			"follow": follow, "followed": followed,
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// session is what the commands of one script share.
type session struct {
	browser *http.Client
	server  *exec.Cmd
	url     string
	log     bytes.Buffer

	rest   func()      // sends the other half of a request
	status chan string // of its answer, or what went wrong
	stream io.Reader   // what follow opened
}

type sessionKey struct{}

func sessionOf(ts *testscript.TestScript) *session { return ts.Value(sessionKey{}).(*session) }

// exits CODE PROGRAM ARGS… runs a program, which has to end with the exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS…")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	if failure, ok := errors.AsType[*exec.ExitError](err); ok {
		got = failure.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

// field NAME PATTERN keeps what the last output has at the pattern's parentheses in a variable.
func field(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: field NAME PATTERN")
	}
	pattern, err := regexp.Compile("(?m)" + args[1])
	ts.Check(err)
	found := pattern.FindStringSubmatch(ts.ReadFile("stdout"))
	if len(found) != 2 {
		ts.Fatalf("%s is not in the output, or has no parentheses", args[1])
	}
	ts.Setenv(args[0], found[1])
}

// sql FILE STATEMENT changes a database behind the program's back.
func runSQL(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sql FILE STATEMENT")
	}
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	result, err := db.Exec(args[1])
	ts.Check(err)
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		ts.Fatalf("%s: changed nothing (%v)", args[1], err)
	}
}

// http [-status N] [-token T] [-form F] [-json J] METHOD PATH asks the server that was started, or
// with a URL in place of the path another, and prints the answer's body; cookies are kept.
func browse(ts *testscript.TestScript, neg bool, args []string) {
	flags := flag.NewFlagSet("http", flag.ContinueOnError)
	status := flags.Int("status", http.StatusOK, "")
	token := flags.String("token", "", "")
	form := flags.String("form", "", "")
	json := flags.String("json", "", "")
	ts.Check(flags.Parse(args))
	if neg || flags.NArg() != 2 {
		ts.Fatalf("usage: http [flags] METHOD PATH")
	}
	s := sessionOf(ts)
	address := flags.Arg(1)
	if strings.HasPrefix(address, "/") {
		address = s.url + address
	}
	r, err := http.NewRequest(flags.Arg(0), address, strings.NewReader(*form+*json))
	ts.Check(err)
	if *token != "" {
		r.Header.Set("Authorization", "Bearer "+*token)
	}
	if *form != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	} else if *json != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	response, err := s.browser.Do(r)
	ts.Check(err)
	defer response.Body.Close()
	_, err = io.Copy(ts.Stdout(), response.Body)
	ts.Check(err)
	if response.StatusCode != *status {
		ts.Fatalf("%s %s: %s, want %d", flags.Arg(0), flags.Arg(1), response.Status, *status)
	}
}
