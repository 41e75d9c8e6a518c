package browsertest

import (
	"fmt"
	"net/url"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// watch notes what a page does beside what the test looks at. The browser's
// events reach it from a goroutine of the protocol client.
type watch struct {
	origin *url.URL

	mu       sync.Mutex
	problems []string
	cost     Metrics                                    // but what only a script can tell
	kinds    map[network.RequestID]network.ResourceType // of the requests under way
	document network.RequestID                          // of the page itself
	head     int64                                      // bytes of the document's status line and headers
}

func newWatch(origin *url.URL) *watch {
	return &watch{origin: origin, kinds: map[network.RequestID]network.ResourceType{}}
}

// see takes one event of the browser, in the order they happened.
func (w *watch) see(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if thrown := e.ExceptionDetails.Exception; thrown != nil {
			text += " " + thrown.Description
		}
		w.problem("script error: %s", text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			w.problem("console: %s", consoleText(e.Args))
		}
	case *log.EventEntryAdded:
		// Refusals of the Content-Security-Policy come as entries. Those about
		// the network are judged by the answer itself, below: a page that is
		// meant to be 404 is no fault.
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			w.problem("%s: %s", e.Entry.Source, e.Entry.Text)
		}
	case *network.EventRequestWillBeSent:
		to, err := url.Parse(e.Request.URL)
		switch {
		case err == nil && !strings.HasPrefix(to.Scheme, "http"):
			// data:, blob: and about: leave nothing behind and cost nothing.
		case err != nil || to.Scheme != w.origin.Scheme || to.Host != w.origin.Host:
			w.problem("request to another origin: %s", e.Request.URL)
		default:
			w.cost.Requests++
			w.kinds[e.RequestID] = e.Type
		}
	case *network.EventResponseReceived:
		if e.Type == network.ResourceTypeDocument {
			w.document, w.head = e.RequestID, int64(e.Response.EncodedDataLength)
		}
		// A document's status is the test's to judge, a fetch's the script's.
		judged := e.Type == network.ResourceTypeDocument || e.Type == network.ResourceTypeFetch
		if e.Response.Status >= 400 && !judged {
			w.problem("%s: %s answered %d", e.Type, e.Response.URL, e.Response.Status)
		}
	case *network.EventLoadingFinished:
		received := int64(e.EncodedDataLength)
		w.cost.Bytes += received
		if w.kinds[e.RequestID] == network.ResourceTypeImage {
			w.cost.PictureBytes += received
		}
		if e.RequestID == w.document {
			w.cost.PageBytes = max(0, received-w.head)
		}
		delete(w.kinds, e.RequestID)
	}
}

func (w *watch) problem(format string, args ...any) {
	w.problems = append(w.problems, fmt.Sprintf(format, args...))
}

// consoleText is what a script gave to the console, as the console shows it.
func consoleText(args []*runtime.RemoteObject) string {
	words := make([]string, len(args))
	for i, a := range args {
		if words[i] = a.Description; words[i] == "" {
			words[i] = string(a.Value)
		}
	}
	return strings.Join(words, " ")
}
