package newsroom

import (
	"fmt"
	"net/http"
)

// queuePage is what waits for a moderator: flagged comments first, then those that nobody has
// read yet.
type queuePage struct {
	room
	Waiting int // how many wait in all
	Cards   []caseCard
	More    bool // wait than are shown
}

const casesPerPage = 25

// queue serves GET /queue.
func (n newsroom) queue(w http.ResponseWriter, r *http.Request) error {
	m, err := n.moderator(w, r)
	if err != nil {
		return err
	}
	around, err := n.room(r, m, "The queue", "/queue")
	if err != nil {
		return err
	}
	cases, waiting, err := n.Moderation.Queue(r.Context(), casesPerPage)
	if err != nil {
		return err
	}
	p := queuePage{room: around, Waiting: waiting, More: waiting > len(cases)}
	for _, c := range cases {
		card, err := n.cardOf(r.Context(), &around.Page, c.Placed, c.Flags, "/queue")
		if err != nil {
			return err
		}
		p.Cards = append(p.Cards, card)
	}
	return n.Render(w, r, http.StatusOK, queueView(&p))
}

func waitingWords(n int) string {
	if n == 1 {
		return "1 comment waits"
	}
	return fmt.Sprintf("%d comments wait", n)
}
