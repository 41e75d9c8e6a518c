// Command gogai runs a news publication with its readers' discussion: one program, one data
// folder. `gogai --help` lists what it can do.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // a publication's zone, also where the system knows none

	"github.com/alecthomas/kong"
)

// commandLine is everything that can be asked of the program.
type commandLine struct {
	Config settingsFile `help:"Read settings from a TOML file; the command line and the environment win over it." placeholder:"FILE" env:"GOGAI_CONFIG"`

	Serve  serveCommand `cmd:"" help:"Run a publication."`
	Demo   demoCommand  `cmd:"" help:"Try a temporary publication full of sample stories."`
	Member struct {
		Add   memberAddCommand   `cmd:"" help:"Add a member, or staff."`
		Token memberTokenCommand `cmd:"" help:"Make an API token for a member's scripts, or end them all."`
	} `cmd:"" help:"Members and their tokens."`
	Import struct {
		Page importPageCommand `cmd:"" help:"Bring in the texts of article pages with their comments."`
	} `cmd:"" help:"Bring in what another system published."`
	Check   checkCommand   `cmd:"" help:"Count every tally again and compare."`
	Version versionCommand `cmd:"" help:"Tell which version this is."`
}

const description = "A news publication and its readers' discussion: one program, one folder of data."

// Exit codes: a command that failed, and one that was written wrong.
const (
	exitFailed = 1
	exitMisuse = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // from then on a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:]))
}

// run does what the arguments ask for and returns the exit code.
func run(ctx context.Context, args []string) int {
	parser := kong.Must(&commandLine{}, kong.Name("gogai"), kong.Description(description), kong.Vars{"limits": usualLimits()},
		kong.BindTo(ctx, (*context.Context)(nil)), kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}))
	command, err := parser.Parse(args)
	if err != nil {
		return misuse(parser, err)
	}
	if err := command.Run(); err != nil {
		if errors.Is(err, context.Canceled) {
			err = errors.New("interrupted; the same command does the rest")
		}
		parser.Errorf("%s", explain(err))
		return exitFailed
	}
	return 0
}

// misuse says what is wrong with a command line and where its help is.
func misuse(parser *kong.Kong, err error) int {
	parser.Errorf("%s", err)
	command := parser.Model.Name
	if wrong, ok := errors.AsType[*kong.ParseError](err); ok && wrong.Context != nil {
		if selected := wrong.Context.Selected(); selected != nil {
			command = selected.FullPath()
		}
	}
	fmt.Fprintf(os.Stderr, "%s --help shows how it is used.\n", command)
	return exitMisuse
}
