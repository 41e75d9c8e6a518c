package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"time"

	"gogai/member"
	"gogai/sample"
	"gogai/web"
	"gogai/web/site"
)

type demoCommand struct {
	Listen string `help:"Address to listen on; without it, the first free port of localhost from 8080 on." placeholder:"HOST:PORT"`
	Limits string `help:"Limits on how often somebody may do something: on or off." enum:"on,off" default:"on"`
}

// Help is shown below the flags' own.
func (demoCommand) Help() string {
	return `The publication lies in a temporary folder, which is removed at the end.

    gogai demo`
}

// Validate is called by kong.
func (c *demoCommand) Validate() error {
	if c.Listen == "" {
		return nil
	}
	return checkListen("--listen", c.Listen)
}

// Run serves the sample until ctx ends.
func (c *demoCommand) Run(ctx context.Context) (err error) {
	listener, err := c.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	dir, err := os.MkdirTemp("", "gogai-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	f, err := openFolder(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	logins, err := sample.Load(ctx, f, f.files, time.Now())
	if err != nil {
		return fmt.Errorf("fill the folder with the sample: %w", err)
	}

	log := newLog("warn", "text") // a line for each request would push the log-ins off the screen
	s := newSite(f, log, 64<<20)
	s.BaseURL = address(c.host(), listener)
	s.Streams = newStreams(1000, c.Limits == "on", log)
	if c.Limits == "on" {
		s.Limits = web.NewLimits(nil)
	}
	fmt.Printf("A sample publication to try; what is written there is gone when it ends (Ctrl-C).\n\n")
	fmt.Printf("%-10s  %-18s  %s\n", "role", "log-in", "password")
	slices.SortFunc(logins, func(a, b sample.Login) int {
		return cmp.Compare(slices.Index(member.Roles[:], a.Role), slices.Index(member.Roles[:], b.Role))
	})
	for _, l := range logins {
		fmt.Printf("%-10s  %-18s  %s\n", l.Role, l.Handle, l.Password)
	}
	fmt.Println()
	return serve(ctx, listener, s.BaseURL, web.NewServer(site.New(s), log), s.EndStreams, log)
}

func (c *demoCommand) listen() (net.Listener, error) {
	if c.Listen == "" {
		return listenNear()
	}
	return net.Listen("tcp", c.Listen)
}

// host is the name that the listener goes by.
func (c *demoCommand) host() string { return cmp.Or(c.Listen, "localhost:") }
