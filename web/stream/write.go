package stream

import (
	"errors"
	"net"
	"os"
	"time"
)

// soon is how long a write may take where a connection can't be asked what it takes at once.
const soon = 2 * time.Millisecond

// writeSoon is writeNow for such a connection.
func writeSoon(conn net.Conn, b []byte) (n int, err error) {
	if err := conn.SetWriteDeadline(time.Now().Add(soon)); err != nil {
		return 0, err
	}
	n, err = conn.Write(b)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return n, nil
	}
	return n, err
}
