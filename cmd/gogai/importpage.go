package main

import (
	"context"
	"errors"
	"os"

	"gogai/archive"
	"gogai/key"
)

type importPageCommand struct {
	dataFlag
	Lenient bool     `help:"Warn of wrong arithmetic and wrong numbers of comments instead of refusing the file."`
	Files   []string `arg:"" name:"file" help:"Texts of pages; a folder stands for the .txt files in it, - for standard input."`
}

// Help is shown below the flags' own.
func (importPageCommand) Help() string {
	return `Each file is the text of one article page with its comments, as a reader saw it. A file with a mistake is
refused as a whole, the others come in, and the exit code is 1. The same file again changes nothing; one that has grown
adds what is new. The server may be running.

    gogai import page --data /var/lib/gogai page.txt archive/2024`
}

// Run brings the files in, one after the other.
func (c *importPageCommand) Run(ctx context.Context) (err error) {
	db, err := c.openOrMake(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	files, err := archive.FindFiles(c.Files)
	if err != nil {
		return err
	}
	bar := newProgress()
	defer bar.hide()
	importer := archive.Importer{Store: db, Keys: new(key.Source), Now: now, Progress: func(file string, done, total int) {
		bar.show(done, total, "comments of "+file)
	}}
	return importer.Files(ctx, files, os.Stdin, archive.PageOptions{Lenient: c.Lenient}, bar.above(os.Stdout), bar.above(os.Stderr))
}
