package browsertest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// patience is how long a tab waits for what a test expects to see. It is
// generous because a busy machine is no fault of the page.
const patience = 20 * time.Second

// Tab is one visitor with cookies and a cache of their own, or one more tab of
// such a visitor ([Tab.Sibling]). Its methods end the test when what they ask
// for does not come about. Selectors are CSS.
type Tab struct {
	t        testing.TB
	browser  *Browser
	profile  cdp.BrowserContextID // where its cookies and cache are
	ctx      context.Context
	close    func()
	base     *url.URL
	watch    *watch
	settings settings
}

type settings struct {
	width, height int64
	phone         bool
	noScript      bool
	dark          bool
	lang          string
}

// An Option changes what kind of visitor a tab is. Without one it is a reader
// at a desk of 1280 × 800 pixels, in English and daylight, with scripts, who
// has asked for still pages.
type Option func(*settings)

// WithScript says whether the pages' scripts run.
func WithScript(on bool) Option { return func(s *settings) { s.noScript = !on } }

// Phone is a touch screen of 390 × 844 pixels, held upright.
func Phone() Option {
	return func(s *settings) { s.width, s.height, s.phone = 390, 844, true }
}

// Viewport sets the size of the page in CSS pixels.
func Viewport(widthPx, heightPx int64) Option {
	return func(s *settings) { s.width, s.height, s.phone = widthPx, heightPx, false }
}

// Dark prefers dark colours.
func Dark() Option { return func(s *settings) { s.dark = true } }

// Light prefers light ones, as a tab does without an option.
func Light() Option { return func(s *settings) { s.dark = false } }

// Lang prefers a language, such as "ja".
func Lang(tag string) Option { return func(s *settings) { s.lang = tag } }

// NewTab opens an empty tab for the server at base (http://HOST:PORT). When
// the test ends it closes, and reports whatever [Tab.Problems] has not.
func (b *Browser) NewTab(t testing.TB, base string, options ...Option) *Tab {
	t.Helper()
	s := settings{width: 1280, height: 800, lang: "en"}
	for _, option := range options {
		option(&s)
	}
	origin, err := url.Parse(base)
	if err != nil || origin.Host == "" {
		t.Fatalf("NewTab: %q is not the address of a server", base)
	}
	made, err := cdp.Call(b.ctx, chromedp.FromContext(b.ctx).Browser, target.CreateBrowserContext, target.CreateBrowserContextParams{})
	if err != nil {
		t.Fatalf("make a profile: %v", err)
	}
	profile := made.BrowserContextID
	t.Cleanup(func() {
		_, err := cdp.Call(b.ctx, chromedp.FromContext(b.ctx).Browser, target.DisposeBrowserContext,
			target.DisposeBrowserContextParams{BrowserContextID: profile})
		if err != nil {
			t.Errorf("dispose of a profile: %v", err)
		}
	})
	return b.open(t, profile, origin, s)
}

// Sibling opens one more empty tab of the same visitor, in a window of its own,
// so that both can be seen. t is the test at whose end it closes, which must not
// be later than that of the first.
func (tab *Tab) Sibling(t testing.TB) *Tab {
	t.Helper()
	return tab.browser.open(t, tab.profile, tab.base, tab.settings)
}

func (b *Browser) open(t testing.TB, profile cdp.BrowserContextID, origin *url.URL, s settings) *Tab {
	t.Helper()
	w := newWatch(origin)
	ctx, closeTab := chromedp.NewContext(b.ctx, chromedp.WithExistingBrowserContext(profile), chromedp.WithListener(w.see))
	tab := &Tab{t: t, browser: b, profile: profile, ctx: ctx, close: closeTab, base: origin, watch: w, settings: s}
	t.Cleanup(func() {
		if t.Failed() {
			tab.saveFailure()
		}
		tab.close()
		for _, p := range tab.Problems() {
			t.Error(p)
		}
	})
	if err := chromedp.Do(ctx, s.apply); err != nil { // opens the tab, so without a deadline
		t.Fatalf("open a tab: %v", err)
	}
	return tab
}

// Close closes the tab before its test ends. Nothing but [Tab.Problems] works
// after that.
func (tab *Tab) Close() { tab.close() }

// Hide puts the tab out of its visitor's sight: they have minimised its window.
func (tab *Tab) Hide() {
	tab.t.Helper()
	tab.window(browser.WindowStateMinimized)
}

// Show brings a hidden tab back.
func (tab *Tab) Show() {
	tab.t.Helper()
	tab.window(browser.WindowStateNormal)
}

func (tab *Tab) window(state browser.WindowState) {
	tab.t.Helper()
	run(tab, "window "+state.String(), chromedp.Func(func(ctx context.Context, page *chromedp.Target) error {
		window, err := cdp.Call(ctx, page, browser.GetWindowForTarget, browser.GetWindowForTargetParams{})
		if err != nil {
			return err
		}
		_, err = cdp.Call(ctx, page, browser.SetWindowBounds,
			browser.SetWindowBoundsParams{WindowID: window.WindowID, Bounds: &browser.Bounds{WindowState: state}})
		return err
	}))
}

// Change makes the tab another kind of visitor, in what the options say, while
// its page stays.
func (tab *Tab) Change(options ...Option) {
	tab.t.Helper()
	for _, option := range options {
		option(&tab.settings)
	}
	run(tab, "change the tab", chromedp.Action[chromedp.Void](tab.settings.apply))
}

// apply makes the target the visitor that s describes.
func (s settings) apply(ctx context.Context, page *chromedp.Target) (chromedp.Void, error) {
	var device []chromedp.EmulateViewportOption
	if s.phone {
		device = append(device, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulatePortrait)
	}
	scheme := "light"
	if s.dark {
		scheme = "dark"
	}
	agent, err := chromedp.Evaluate[string]("navigator.userAgent")(ctx, page)
	if err != nil {
		return chromedp.Void{}, err
	}
	return chromedp.Steps(
		chromedp.EmulateViewport(s.width, s.height, device...),
		command(emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: agent, AcceptLanguage: s.lang}),
		command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{
				{Name: "prefers-color-scheme", Value: scheme},
				{Name: "prefers-reduced-motion", Value: "reduce"}, // a page that glides slips away under a click
			},
		}),
		command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: s.noScript}),
	)(ctx, page)
}

// command is one call of the protocol as an action.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, page *chromedp.Target) error {
		_, err := cdp.Call(ctx, page, c, params)
		return err
	})
}

// run carries out one action and returns its value, or ends the test with the
// page and the thing that was asked for.
func run[T any](tab *Tab, what string, action chromedp.Action[T]) T {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, action)
	if err != nil {
		where, _ := chromedp.Run(tab.ctx, chromedp.Location())
		tab.t.Fatalf("%s on %s: %v", what, where, err)
	}
	return value
}

// Open goes to a path of the server and returns the status it answered with.
func (tab *Tab) Open(path string) int {
	tab.t.Helper()
	to, err := tab.base.Parse(path)
	if err != nil {
		tab.t.Fatalf("open %q: %v", path, err)
	}
	tab.watch.restart()
	return tab.load("open "+path, chromedp.Navigate(to.String()))
}

// Reload asks for the page that is open again, as the browser's button does, and
// returns the status it was answered with.
func (tab *Tab) Reload() int {
	tab.t.Helper()
	tab.watch.restart()
	return tab.load("reload", chromedp.Reload())
}

// Follow clicks what leads to another page, a link or a form's button, waits
// until that page is there and returns the status it answered with.
func (tab *Tab) Follow(selector string) int {
	tab.t.Helper()
	return tab.load("follow "+selector, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

func (tab *Tab) load(what string, step chromedp.Action[chromedp.Void]) int {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	answer, err := chromedp.RunResponse(ctx, step)
	if err != nil {
		tab.t.Fatalf("%s: %v", what, err)
	}
	return int(answer.Status)
}

// Click presses what does not lead to another page.
func (tab *Tab) Click(selector string) {
	tab.t.Helper()
	run(tab, "click "+selector, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// Hover rests the pointer on an element.
func (tab *Tab) Hover(selector string) {
	tab.t.Helper()
	tab.WaitFor(selector)
	at := Eval[struct{ X, Y float64 }](tab, fmt.Sprintf(`(e => {
		e.scrollIntoView({block: "center"});
		const [box] = e.getClientRects(); // of a link that wraps, the first line
		return {X: box.x + box.width / 2, Y: box.y + box.height / 2};
	})(document.querySelector(%q))`, selector))
	run(tab, "hover over "+selector, command(input.DispatchMouseEvent,
		input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: at.X, Y: at.Y}))
}

// Press sends keys to whatever has the focus; those of chromedp's package kb
// have names.
func (tab *Tab) Press(keys string) {
	tab.t.Helper()
	run(tab, "press keys", chromedp.KeyEvent(keys))
}

// Fill replaces the text of a field, as typing or an input method would over
// what is marked. (chromedp.Clear takes an empty text area for an error.)
func (tab *Tab) Fill(selector, text string) {
	tab.t.Helper()
	field := chromedp.CSS(selector)
	run(tab, "fill "+selector, chromedp.Steps(
		chromedp.Focus(field, chromedp.NodeVisible),
		command(input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Commands: []string{"selectAll", "delete"}}),
		command(input.InsertText, input.InsertTextParams{Text: text}),
	))
}

// Upload chooses files for a file field.
func (tab *Tab) Upload(selector string, paths ...string) {
	tab.t.Helper()
	run(tab, "upload to "+selector, chromedp.SetUploadFiles(chromedp.CSS(selector), paths))
}

// Text waits for an element and returns its visible text without outer space.
func (tab *Tab) Text(selector string) string {
	tab.t.Helper()
	return strings.TrimSpace(run(tab, "text of "+selector, chromedp.Text(chromedp.CSS(selector))))
}

// Value waits for a field and returns what is in it.
func (tab *Tab) Value(selector string) string {
	tab.t.Helper()
	return run(tab, "value of "+selector, chromedp.Value(chromedp.CSS(selector)))
}

// Attr waits for an element and returns an attribute, "" when it has none.
func (tab *Tab) Attr(selector, name string) string {
	tab.t.Helper()
	return run(tab, name+" of "+selector, chromedp.AttributeValue(chromedp.CSS(selector), name)).Value
}

// Count returns how many elements match now, without waiting.
func (tab *Tab) Count(selector string) int {
	tab.t.Helper()
	ids := run(tab, "count "+selector, chromedp.QueryNodeIDs(chromedp.CSSAll(selector), chromedp.AtLeast(0)))
	return len(ids)
}

// Exists reports whether an element matches now, without waiting.
func (tab *Tab) Exists(selector string) bool {
	tab.t.Helper()
	return tab.Count(selector) > 0
}

// WaitFor waits until an element can be seen.
func (tab *Tab) WaitFor(selector string) {
	tab.t.Helper()
	run(tab, "wait for "+selector, chromedp.WaitVisible(chromedp.CSS(selector)))
}

// WaitForText waits until the visible text of an element contains want.
func (tab *Tab) WaitForText(selector, want string) {
	tab.t.Helper()
	var got string
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if got = tab.Text(selector); strings.Contains(got, want) {
			return
		}
	}
	tab.t.Fatalf("%s reads %q, want it to contain %q", selector, got, want)
}

// URL returns the address that the tab shows.
func (tab *Tab) URL() string {
	tab.t.Helper()
	return run(tab, "address", chromedp.Location())
}

// Eval runs a script expression in the page and returns its value; a promise is
// awaited. It works under any Content-Security-Policy.
func Eval[T any](tab *Tab, expression string) T {
	tab.t.Helper()
	return run(tab, "script "+expression, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Screenshot saves what the tab shows as a PNG file and makes its folder.
func (tab *Tab) Screenshot(path string) {
	tab.t.Helper()
	png := run(tab, "screenshot", chromedp.CaptureScreenshot())
	if err := save(path, png); err != nil {
		tab.t.Fatalf("screenshot: %v", err)
	}
}

// saveFailure keeps a picture of a failed test for `go test -artifacts`.
func (tab *Tab) saveFailure() {
	ctx, cancel := context.WithTimeout(tab.ctx, 5*time.Second)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return // the browser itself is what failed, and the test says so
	}
	path := filepath.Join(tab.t.ArtifactDir(), "failure.png")
	if err := save(path, png); err != nil {
		tab.t.Logf("picture of the failure: %v", err)
	}
}

func save(path string, png []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, png, 0o644)
}
