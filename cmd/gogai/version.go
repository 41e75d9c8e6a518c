package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	sqlite "modernc.org/sqlite/lib"
)

type versionCommand struct{}

// Help is shown below the flags' own.
func (versionCommand) Help() string {
	return `Name it when you report a fault.

    gogai version`
}

// Run prints what the program was built from.
func (versionCommand) Run() error {
	version, revision := "unknown", "unknown"
	if build, ok := debug.ReadBuildInfo(); ok {
		version = build.Main.Version
		for _, s := range build.Settings {
			switch {
			case s.Key == "vcs.revision":
				revision = s.Value
			case s.Key == "vcs.modified" && s.Value == "true":
				revision += " and changes"
			}
		}
	}
	fmt.Printf("gogai    %s\nrevision %s\ngo       %s %s/%s\nsqlite   %s\n",
		version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH, sqlite.SQLITE_VERSION)
	return nil
}
