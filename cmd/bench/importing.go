package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// imported is how many comments the page has that is imported.
const imported = 100_000

// measureImport measures how fast a long page comes in.
func measureImport(ctx context.Context, r *report, program, data, dir string) error {
	page := filepath.Join(dir, "page.txt")
	if err := writePage(page); err != nil {
		return err
	}
	begun := time.Now()
	if out, err := exec.CommandContext(ctx, program, "import", "page", "--data", data, page).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	took := time.Since(begun)
	r.add(fmt.Sprintf("import of a page with %d comments", imported), fmt.Sprintf("%.0f comments/s", imported/took.Seconds()), "≥ 20,000 /s")
	return nil
}

func writePage(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	fmt.Fprintf(w, " date 2021-04-02  The Harbour Post\nlocal\n\nFerry resumes after the storm\n\n%d Comments\nPORT ELLERY\n\n"+
		"The ferry sailed again on Wednesday.\n\n©2021 Harbour Post Ltd.\n\n", imported)
	for i := range imported {
		fmt.Fprintf(w, "Comment %d. %s\n\n%d ( +%d / -%d )\n\n", i+1, prose(remarkLength), i%7-i%3, i%7, i%3)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
