package stream

import (
	"net"
	"net/netip"
	"time"

	"gogai/live"
)

// How far a reader may be behind before it is let go: it comes back and says what it has.
const (
	maxPending = 64 << 10         // bytes, beside those that the system keeps
	maxDelay   = 10 * time.Second // since it was up to date
)

// Conn is a stream to one reader; it is a live.Reader.
type Conn struct {
	conn    net.Conn
	streams *Streams
	from    netip.Prefix
	one     [1]byte // what Follow reads into

	// What the connection did not take yet. The frames are everybody's; only the places in
	// them are its own.
	pending [][]byte
	bytes   int
	behind  time.Time // since when; zero when nothing is pending
}

// Send implements live.Reader.
func (c *Conn) Send(frame []byte) live.State {
	if len(frame) > 0 && len(c.pending) == 0 { // as nearly always
		n, err := writeNow(c.conn, frame)
		if err != nil {
			return live.Lost
		}
		frame = frame[n:]
	}
	if len(frame) > 0 {
		c.pending = append(c.pending, frame)
		c.bytes += len(frame)
	}
	if len(c.pending) == 0 {
		return live.Fine
	}
	if c.behind.IsZero() {
		c.behind = time.Now()
	} else if !c.catchUp() {
		return live.Lost
	}
	switch {
	case len(c.pending) == 0:
		c.pending, c.behind = nil, time.Time{}
		return live.Fine
	case c.bytes > maxPending, time.Since(c.behind) > maxDelay:
		return live.Lost
	}
	return live.Behind
}

// catchUp writes what is pending, as far as the connection takes it; false when it is broken.
func (c *Conn) catchUp() bool {
	for len(c.pending) > 0 {
		n, err := writeNow(c.conn, c.pending[0])
		if err != nil {
			return false
		}
		c.bytes -= n
		if n < len(c.pending[0]) {
			c.pending[0] = c.pending[0][n:]
			return true
		}
		c.pending = c.pending[1:]
	}
	return true
}

// Close implements live.Reader.
func (c *Conn) Close() { c.conn.Close() }

// Follow waits, in a goroutine of its own, for the stream to end, from either side, and calls
// left then.
func (c *Conn) Follow(left func()) {
	go func() { // Streams.Close waits for it
		c.conn.Read(c.one[:]) // who listens has nothing to say: whatever comes is the end
		left()
		c.conn.Close()
		c.streams.leave(c.from)
	}()
}
