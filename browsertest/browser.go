// Package browsertest drives a real Chromium through the pages of a server
// under test, as a reader would. It is used by tests only.
//
// A [Tab] watches what it shows: a script error, a breach of the
// Content-Security-Policy, a missing style sheet or picture, or one request to
// another origin fails the test when the tab closes, whatever it asserted.
package browsertest

import (
	"context"
	"os"
	"os/exec"
	"testing"

	"github.com/chromedp/chromedp"
)

// RequireSuites is the environment variable that turns a suite which cannot
// run on this machine from a skip into a failure. CI sets it.
const RequireSuites = "GOGAI_REQUIRE_SUITES"

// Browser is one running Chromium. Starting it takes about a second, so the
// subtests of a suite share one.
type Browser struct {
	ctx context.Context
}

// Start runs Chromium with an empty profile until the test ends. On a machine
// without Chromium the test is skipped, or fails where RequireSuites is set.
func Start(t testing.TB) *Browser {
	t.Helper()
	path := find()
	if path == "" {
		const missing = "Chromium is not installed, so no page is tried in a browser. Install it (Debian: apt-get install chromium fonts-noto-cjk fonts-noto-core) and run the test again."
		if os.Getenv(RequireSuites) != "" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.Flag("headless", "new"),
		chromedp.NoSandbox, // its sandbox needs rights that root in a container lacks
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		// No name but this machine's resolves, so neither a page nor the browser
		// itself can reach the network during a test.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"),
	)
	// Not t.Context(): it ends before the clean-up functions run, and those
	// close the tabs in order.
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, _ = chromedp.NewContext(ctx)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Logf("stop Chromium: %v", err)
		}
	})
	return &Browser{ctx: ctx}
}

// find returns the path of Chromium under any name it is installed by, or "".
func find() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}
