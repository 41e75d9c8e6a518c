package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// idle is how long a server is left alone before its memory is read.
const idle = 5 * time.Second

// measureStart measures how long the program takes to its first page, and what it holds when idle.
func measureStart(ctx context.Context, b *bench) error {
	const times = 7
	var took durations
	var memory int
	for i := range times {
		first, err := b.start(ctx, i == times-1, &memory)
		if err != nil {
			return err
		}
		took = append(took, first)
	}
	middle := took.at(50)
	b.report.compare(fmt.Sprintf("start to first page, the middle of %d", times), millis(middle), "≤ 150 ms", middle <= 150*time.Millisecond)
	b.report.compare(fmt.Sprintf("memory %v after the first page", idle), fmt.Sprintf("%.1f MB", float64(memory)/1000), "≤ 60 MB", memory <= 60_000)
	return nil
}

// start starts the program and returns how long its first page took; then, if it is the last time, it
// waits and notes the memory.
func (b *bench) start(ctx context.Context, last bool, memory *int) (took time.Duration, err error) {
	begun := time.Now()
	s, err := serve(ctx, b.program, b.data)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	c, err := dial(s.address)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	status, err := c.do(get(s.address, b.p.page))
	took = time.Since(begun)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("first page: status %d", status)
	}
	if err == nil && last {
		time.Sleep(idle)
		*memory = s.residentKB()
	}
	return took, err
}
