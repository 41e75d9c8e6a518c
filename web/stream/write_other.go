//go:build !unix

package stream

import "net"

// writeNow writes what a connection takes at once.
func writeNow(conn net.Conn, b []byte) (n int, err error) { return writeSoon(conn, b) }
