package main

import (
	"fmt"
	"net/netip"
)

// network is a CIDR prefix; an address alone stands for itself.
type network netip.Prefix

// UnmarshalText reads "10.0.0.0/8" or "10.0.0.7".
func (n *network) UnmarshalText(text []byte) error {
	if a, err := netip.ParseAddr(string(text)); err == nil {
		*n = network(netip.PrefixFrom(a, a.BitLen()))
		return nil
	}
	p, err := netip.ParsePrefix(string(text))
	if err != nil {
		return fmt.Errorf("want a network such as 10.0.0.0/8 or an address, not %q", text)
	}
	*n = network(p.Masked())
	return nil
}
