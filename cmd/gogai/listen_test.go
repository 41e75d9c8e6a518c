package main

import (
	"net"
	"testing"
)

type listenerAt string

func (l listenerAt) Addr() net.Addr {
	a, _ := net.ResolveTCPAddr("tcp", string(l))
	return a
}
func (listenerAt) Accept() (net.Conn, error) { return nil, net.ErrClosed }
func (listenerAt) Close() error              { return nil }

func TestAddress(t *testing.T) {
	for _, c := range []struct {
		name, asked string
		got         listenerAt
		want        string
	}{
		{"a name", "localhost:8080", "127.0.0.1:8080", "http://localhost:8080"},
		{"a free port", "127.0.0.1:0", "127.0.0.1:40123", "http://127.0.0.1:40123"},
		{"everywhere", ":8080", "[::]:8080", "http://localhost:8080"},
		{"everywhere in four numbers", "0.0.0.0:8080", "0.0.0.0:8080", "http://localhost:8080"},
		{"version 6", "[::1]:8080", "[::1]:8080", "http://[::1]:8080"},
		{"only a name", "localhost:", "127.0.0.1:8081", "http://localhost:8081"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := address(c.asked, c.got); got != c.want {
				t.Errorf("address(%q) = %q, want %q", c.asked, got, c.want)
			}
		})
	}
}
