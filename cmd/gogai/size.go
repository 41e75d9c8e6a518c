package main

import (
	"fmt"
	"strconv"
	"strings"
)

// byteSize is an amount of memory in bytes; off is 0.
type byteSize int64

// units are what a size may be given in.
var units = []struct {
	name  string
	bytes int64
}{{"KB", 1 << 10}, {"MB", 1 << 20}, {"GB", 1 << 30}}

// UnmarshalText reads a size such as 256MB, or "off".
func (s *byteSize) UnmarshalText(text []byte) error {
	typed := strings.ToUpper(strings.TrimSpace(string(text)))
	if typed == "OFF" {
		*s = 0
		return nil
	}
	for _, unit := range units {
		number, ok := strings.CutSuffix(typed, unit.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
		if err == nil && n > 0 && n <= 1<<50/unit.bytes {
			*s = byteSize(n * unit.bytes)
			return nil
		}
	}
	return fmt.Errorf("%q: want a size such as 256MB or 2GB, or off", text)
}
