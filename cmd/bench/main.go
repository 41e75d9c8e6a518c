// Command bench measures speed and size of gogai on this machine and prints them as a table
// beside the figures that the design asks for. Nothing fails when they are missed: they say as
// much about the machine as about the program.
//
// It builds the program as it is released, makes folders, serves them on loopback and loads them
// from the same machine, so that generator and servers share its cores. What a figure is compared
// with (nginx, a bare handler) runs in the same minute, in turn.
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
	"slices"
	"strings"
	"syscall"
	"time"
)

// clients is how many connections work at once, where nothing else is said.
const clients = 64

// parts are what can be measured, in the order in which they are.
var parts = []part{
	{"size", "size of the program", measureSize},
	{"start", "start and memory", measureStart},
	{"page", "article page from the cache, beside nginx and a bare handler", measurePage},
	{"again", "article page for who has it", measureAgain},
	{"anew", "pages made anew", measureAnew},
	{"writes", "comments and votes", measureWrites},
	{"storm", "a storm of votes", measureStorm},
	{"import", "import of a page", measureImport},
	{"threads", "long threads", measureThreads},
	{"live", "live readers", measureLive},
	{"archive", "a large archive", measureArchive},
}

type part struct {
	name, what string
	measure    func(context.Context, *bench) error
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("bench: ")
	var b bench
	out := flag.String("out", "", "write the table to this `file` too")
	only := flag.String("only", "", "measure nothing but these `parts`: "+strings.Join(partNames(), ","))
	flag.DurationVar(&b.each, "for", 6*time.Second, "how long each load lasts")
	flag.BoolVar(&b.quick, "quick", false, "shorter loads, a hundredth of the archive, a tenth of the live readers")
	flag.StringVar(&b.keep, "keep", "", "keep the archive in this `folder`, and take the one that is there")
	bare := flag.Bool("bare", false, "be the bare handler that pages are compared with (the program starts itself so)")
	readers := flag.Bool("readers", false, "be the live readers (the program starts itself so)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var err error
	switch {
	case *bare:
		err = serveBare(ctx, os.Stdin, os.Stdout)
	case *readers:
		err = readLive(ctx, os.Stdin, os.Stdout)
	default:
		err = b.run(ctx, *only, *out)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func partNames() []string {
	var names []string
	for _, p := range parts {
		names = append(names, p.name)
	}
	return names
}

// bench is one run of the program.
type bench struct {
	each  time.Duration // of a load
	quick bool
	keep  string

	dir     string // temporary
	program string // gogai, built
	data    string // a folder with p in it
	p       *publication
	report  *report
}

// run measures the parts, all when only is empty, and prints the report.
func (b *bench) run(ctx context.Context, only, out string) (err error) {
	chosen := parts
	if only != "" {
		if chosen, err = choose(strings.Split(only, ",")); err != nil {
			return err
		}
	}
	if b.quick {
		b.each /= 3
	}
	if b.dir, err = os.MkdirTemp("", "gogai-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	if err := b.prepare(ctx); err != nil {
		return err
	}
	for _, p := range chosen {
		log.Print("measuring: " + p.what)
		if err := p.measure(ctx, b); err != nil {
			return fmt.Errorf("%s: %w", p.what, err)
		}
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
	_, err = io.WriteString(to, b.report.String())
	return err
}

func choose(names []string) (chosen []part, err error) {
	for _, name := range names {
		i := slices.IndexFunc(parts, func(p part) bool { return p.name == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no part %q; the parts are %s", name, strings.Join(partNames(), ", "))
		}
		chosen = append(chosen, parts[i])
	}
	return chosen, nil
}

// prepare builds the program and fills a folder.
func (b *bench) prepare(ctx context.Context) (err error) {
	log.Print("building the program")
	if b.program, err = build(ctx, b.dir); err != nil {
		return err
	}
	version, err := versionOf(ctx, b.program)
	if err != nil {
		return err
	}
	b.report = newReport(b.dir, version)
	log.Print("making a folder")
	b.data = filepath.Join(b.dir, "data")
	b.p, err = makePublication(ctx, b.program, b.data)
	return err
}

func measureSize(_ context.Context, b *bench) error {
	size, err := os.Stat(b.program)
	if err != nil {
		return err
	}
	b.report.compare("binary, stripped", fmt.Sprintf("%.1f MB", float64(size.Size())/1e6), "≤ 45 MB", size.Size() <= 45e6)
	return nil
}
