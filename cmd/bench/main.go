// Command bench measures speed and size of gogai on this machine and prints them as a table
// beside the figures that the design asks for. Nothing fails when they are missed: they say as
// much about the machine as about the program.
//
// It builds the program as it is released, makes a folder, serves it on loopback and loads it
// from the same machine, so that generator and server share its cores.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

// clients is how many connections work at once.
const clients = 64

func main() {
	log.SetFlags(0)
	log.SetPrefix("bench: ")
	out := flag.String("out", "", "write the table to this `file` too")
	each := flag.Duration("for", 6*time.Second, "how long each load lasts")
	bare := flag.Bool("bare", false, "be the bare handler that pages are compared with (the program starts itself so)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if *bare {
		if err := serveBare(os.Stdin, os.Stdout); err != nil {
			log.Fatal(err)
		}
		return
	}
	if err := run(ctx, *each, *out); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, each time.Duration, out string) error {
	dir, err := os.MkdirTemp("", "gogai-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	r, err := measure(ctx, dir, each)
	if err != nil {
		return err
	}
	to := io.Writer(os.Stdout)
	if out != "" {
		f, err := os.Create(out)
		if err != nil {
			return err
		}
		defer f.Close()
		to = io.MultiWriter(to, f)
	}
	_, err = io.WriteString(to, r.String())
	return err
}

// measure does everything once, in a temporary folder.
func measure(ctx context.Context, dir string, each time.Duration) (*report, error) {
	log.Print("building the program")
	program, err := build(ctx, dir)
	if err != nil {
		return nil, err
	}
	version, err := versionOf(ctx, program)
	if err != nil {
		return nil, err
	}
	r := newReport(dir, version)
	size, err := os.Stat(program)
	if err != nil {
		return nil, err
	}
	log.Print("making a folder")
	data := filepath.Join(dir, "data")
	p, err := makePublication(ctx, program, data)
	if err != nil {
		return nil, err
	}
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"start and memory", func() error { return measureStart(ctx, r, program, data, p) }},
		{"article page", func() error { return measurePage(ctx, r, program, data, p, each) }},
		{"comments and votes", func() error { return measureWrites(ctx, r, program, data, p, each) }},
		{"import", func() error { return measureImport(ctx, r, program, data, dir) }},
	} {
		log.Print("measuring: " + step.name)
		if err := step.do(); err != nil {
			return nil, fmt.Errorf("%s: %w", step.name, err)
		}
	}
	r.add("binary, stripped", fmt.Sprintf("%.1f MB", float64(size.Size())/1e6), "≤ 45 MB")
	return r, nil
}
