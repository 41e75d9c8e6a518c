// Package crash kills the program in the middle of what it does and looks at what is left.
package crash

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"testing"
	"time"
)

var seedFlag = flag.Uint64("seed", 0, "storms and instants of an earlier run")

const (
	clients    = 64
	rounds     = 20
	roundsFast = 3

	// A kill comes in the course of this, from the first request on.
	stormMin = 200 * time.Millisecond
	stormMax = 2 * time.Second
)

// Killed at any instant of a storm of comments and votes, the server has kept whatever it
// acknowledged, once, and every number that is derived from it is right.
func TestKill(t *testing.T) {
	seed := *seedFlag
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("the same again: -seed %d", seed)
	dir, err := os.MkdirTemp("", "gogai-crash-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the folder is kept: %s", dir)
		} else {
			os.RemoveAll(dir)
		}
	})
	program := buildProgram(t)
	running := startServer(t, program, dir)
	p := openPublication(t, dir)
	members := p.addMembers(clients)
	p.close()

	n := rounds
	if testing.Short() {
		n = roundsFast
	}
	var storms []*storm
	comments, votes := 0, 0
	for round := range n {
		chance := rand.New(rand.NewPCG(seed, uint64(round)))
		p := openPublication(t, dir)
		stories := p.addStories(round)
		p.close() // nobody but the server has the file open when it is killed

		s := &storm{
			ledger: newLedger(), members: members, stories: stories, name: fmt.Sprintf("round-%d", round), seed: chance.Uint64(),
			http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}, Timeout: 30 * time.Second}, url: running.url,
		}
		storms = append(storms, s)
		instant := stormMin + time.Duration(chance.Int64N(int64(stormMax-stormMin)))
		kill := time.AfterFunc(instant, running.kill)
		if err := s.blow(t.Context()); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
		kill.Stop()
		running.kill()
		s.http.CloseIdleConnections()

		running = startServer(t, program, dir)
		p = openPublication(t, dir)
		for _, wrong := range s.ledger.compare(p.holds(stories, members)) {
			t.Errorf("round %d, after the kill: %s", round, wrong)
		}
		// Whoever got no answer sends the same again, and it is done once.
		s.url = running.url
		missing := s.ledger.unanswered()
		for _, c := range missing {
			if answered, err := s.post(t.Context(), c); err != nil || !answered {
				t.Errorf("round %d: sending %q again: answered %t, %v", round, c.text, answered, err)
			}
		}
		left := p.holds(stories, members)
		for _, wrong := range s.ledger.compare(left) {
			t.Errorf("round %d, after sending again: %s", round, wrong)
		}
		p.close()
		check(t, program, dir)

		t.Logf("round %d: killed after %v, %d comments, %d votes, %d unanswered",
			round, instant.Round(time.Millisecond), len(left.comments), len(left.votes), len(missing))
		comments, votes = comments+len(left.comments), votes+len(left.votes)
		if t.Failed() {
			return
		}
	}
	if comments == 0 || votes == 0 {
		t.Errorf("%d comments and %d votes were written in all: these were no storms", comments, votes)
	}

	// What survived one kill survived those after it.
	p = openPublication(t, dir)
	for round, s := range storms {
		for _, wrong := range s.ledger.compare(p.holds(s.stories, members)) {
			t.Errorf("round %d, at the end: %s", round, wrong)
		}
	}
	p.close()
}
