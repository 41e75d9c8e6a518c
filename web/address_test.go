package web

import (
	"net/http/httptest"
	"net/netip"
	"testing"
)

// Who sent a request is what the network says, unless one of our own proxies says more.
func TestAddress(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8:1::/48")}
	for _, c := range []struct {
		name      string
		peer      string
		forwarded []string
		want      string
	}{
		{"no proxy", "203.0.113.7:1234", nil, "203.0.113.7"},
		{"a stranger claims to be another", "203.0.113.7:1234", []string{"198.51.100.1"}, "203.0.113.7"},
		{"our proxy tells", "10.0.0.1:1234", []string{"198.51.100.1"}, "198.51.100.1"},
		{"the sender wrote a first hop", "10.0.0.1:1234", []string{"192.0.2.66, 198.51.100.1"}, "198.51.100.1"},
		{"two of our proxies", "10.0.0.1:1234", []string{"198.51.100.1, 10.0.0.2"}, "198.51.100.1"},
		{"two headers", "10.0.0.1:1234", []string{"192.0.2.66", "198.51.100.1"}, "198.51.100.1"},
		{"nothing but our proxies", "10.0.0.1:1234", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
		{"our proxy tells nothing", "10.0.0.1:1234", nil, "10.0.0.1"},
		{"nonsense", "10.0.0.1:1234", []string{"198.51.100.1, unknown"}, "10.0.0.1"},
		{"IPv6", "[2001:db8:2::1]:1234", nil, "2001:db8:2::1"},
		{"IPv6 behind our proxy", "[2001:db8:1::1]:1234", []string{"2001:db8:2::1"}, "2001:db8:2::1"},
		{"IPv4 written as IPv6", "[::ffff:10.0.0.1]:1234", []string{"::ffff:198.51.100.1"}, "198.51.100.1"},
		{"with a zone", "[fe80::1%eth0]:1234", nil, "fe80::1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/", nil)
			r.RemoteAddr = c.peer
			for _, line := range c.forwarded {
				r.Header.Add("X-Forwarded-For", line)
			}
			s := &Site{TrustedProxies: trusted}
			if got := s.Address(r).String(); got != c.want {
				t.Errorf("Address = %s, want %s", got, c.want)
			}
		})
	}
}

// Limits count a household as one; the log tells a neighbourhood.
func TestNetworks(t *testing.T) {
	for _, c := range []struct{ address, network, neighbourhood string }{
		{"203.0.113.7", "203.0.113.7/32", "203.0.113.0/24"},
		{"2001:db8:2:3:4:5:6:7", "2001:db8:2:3::/64", "2001:db8:2::/48"},
	} {
		a := netip.MustParseAddr(c.address)
		if got := network(a).String(); got != c.network {
			t.Errorf("network(%s) = %s, want %s", a, got, c.network)
		}
		if got := neighbourhood(a).String(); got != c.neighbourhood {
			t.Errorf("neighbourhood(%s) = %s, want %s", a, got, c.neighbourhood)
		}
	}
}
