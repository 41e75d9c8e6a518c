package web

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Address returns where a request came from: the peer, or what a trusted proxy says. Of a chain
// in X-Forwarded-For the right-most address counts that is no trusted proxy: everything left of
// it is the sender's own word.
func (s *Site) Address(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{} // a test's request, or one that came by no network
	}
	address := peer.Addr().Unmap().WithZone("")
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !s.trusted(address) {
			break
		}
		next, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		address = next.Unmap().WithZone("")
	}
	return address
}

// Network returns what counts as one sender with the address that a request came from.
func (s *Site) Network(r *http.Request) netip.Prefix { return network(s.Address(r)) }

func (s *Site) trusted(a netip.Addr) bool {
	return slices.ContainsFunc(s.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

// network is what limits count as one sender: a whole /64 of IPv6, since a household has one,
// and can change within it at will.
func network(a netip.Addr) netip.Prefix { return masked(a, 32, 64) }

// neighbourhood is what the log tells of an address: enough to see where a storm comes from, not
// who someone is.
func neighbourhood(a netip.Addr) netip.Prefix { return masked(a, 24, 48) }

func masked(a netip.Addr, bits4, bits6 int) netip.Prefix {
	bits := bits6
	if a.Is4() {
		bits = bits4
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return netip.Prefix{} // no address
	}
	return p
}
