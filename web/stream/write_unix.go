//go:build unix

package stream

import (
	"net"
	"syscall"
)

// writeNow writes what a connection takes at once, in one system call: Write itself would wait
// for a slow reader, or arm a timer for each.
func writeNow(conn net.Conn, b []byte) (n int, err error) {
	socket, ok := conn.(syscall.Conn)
	if !ok {
		return writeSoon(conn, b)
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return 0, err
	}
	controlErr := raw.Write(func(fd uintptr) bool {
		for {
			n, err = syscall.Write(int(fd), b)
			if err != syscall.EINTR {
				return true // done, whatever came of it
			}
		}
	})
	if controlErr != nil {
		return 0, controlErr
	}
	if err == syscall.EAGAIN {
		return 0, nil
	}
	return max(n, 0), err
}
