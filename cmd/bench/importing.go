package main

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"gogai/sample/century"
)

// imported is how many comments the page has that is imported.
const imported = 100_000

// measureImport measures how fast a long page comes in.
func measureImport(ctx context.Context, b *bench) error {
	page := filepath.Join(b.dir, "page.txt")
	if err := writePage(page); err != nil {
		return err
	}
	begun := time.Now()
	if out, err := exec.CommandContext(ctx, b.program, "import", "page", "--data", b.data, page).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	rate := imported / time.Since(begun).Seconds()
	b.report.compare(fmt.Sprintf("import of a page with %d comments", imported), fmt.Sprintf("%.0f comments/s", rate), "≥ 20,000 /s", rate >= 20_000)
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
	lot := rand.New(rand.NewPCG(1, 0))
	for i := range imported {
		fmt.Fprintf(w, "Comment %d. %s\n\n%d ( +%d / -%d )\n\n", i+1, century.English(lot, remarkLength), i%7-i%3, i%7, i%3)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
