package crash

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
)

// storm is clients that write as fast as they are answered.
type storm struct {
	ledger  *ledger
	http    *http.Client
	url     string
	members []writer
	stories []string // keys
	name    string   // begins every text, so that no two rounds write the same
	seed    uint64
}

// blow lets all members write until ctx ends or the server is gone.
func (s *storm) blow(ctx context.Context) error {
	errs := make([]error, len(s.members))
	var wg sync.WaitGroup
	for i, w := range s.members {
		wg.Go(func() {
			chance := rand.New(rand.NewPCG(s.seed, uint64(i)))
			for n := 0; errs[i] == nil && ctx.Err() == nil; n++ {
				var answered bool
				if chance.IntN(3) > 0 {
					answered, errs[i] = s.post(ctx, claim{
						by: w, story: s.stories[chance.IntN(len(s.stories))], text: fmt.Sprintf("%s-%s-%d", s.name, w.handle, n),
					})
				} else if key, ok := s.ledger.target(w, chance.IntN); ok {
					answered, errs[i] = s.vote(ctx, w, key, chance.IntN(3)-1)
				} else {
					continue
				}
				if !answered {
					return
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// post sends a comment; its text is its Idempotency-Key too. It isn't answered when the server
// goes away.
func (s *storm) post(ctx context.Context, c claim) (answered bool, err error) {
	s.ledger.posting(c)
	var comment struct{ Key string }
	answered, err = s.send(ctx, c.by, http.MethodPost, "/articles/"+c.story+"/comments", c.text, map[string]any{"body": c.text}, &comment)
	if answered && err == nil {
		s.ledger.posted(c, comment.Key)
	}
	return answered, err
}

// vote sends a vote. It isn't answered when the server goes away.
func (s *storm) vote(ctx context.Context, w writer, key string, value int) (answered bool, err error) {
	b := ballot{w.handle, key}
	s.ledger.voting(b, value)
	answered, err = s.send(ctx, w, http.MethodPut, "/comments/"+key+"/vote", "", map[string]any{"value": value}, nil)
	if answered && err == nil {
		s.ledger.voted(b, value)
	}
	return answered, err
}

// send does one request. An answer that is no success is an error: nothing here may be refused.
func (s *storm) send(ctx context.Context, w writer, method, path, once string, body, answer any) (answered bool, err error) {
	text, err := json.Marshal(body)
	if err != nil {
		return false, err
	}
	r, err := http.NewRequestWithContext(ctx, method, s.url+"/api/v1"+path, bytes.NewReader(text))
	if err != nil {
		return false, err
	}
	r.Header.Set("Authorization", "Bearer "+w.token)
	r.Header.Set("Content-Type", "application/json")
	if once != "" {
		r.Header.Set("Idempotency-Key", once)
	}
	response, err := s.http.Do(r)
	if err != nil {
		return false, nil // the server is gone
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	if err != nil {
		return false, nil // gone in the middle of its answer
	}
	if response.StatusCode/100 != 2 {
		return true, fmt.Errorf("%s %s: %s: %s", method, path, response.Status, got)
	}
	if answer == nil {
		return true, nil
	}
	return true, json.Unmarshal(got, answer)
}
