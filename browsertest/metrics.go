package browsertest

import (
	"slices"
	"time"
)

// Metrics are what the page of the last [Tab.Open] or [Tab.Reload] has cost its
// reader so far.
type Metrics struct {
	Requests     int
	Bytes        int64 // received over the wire, compressed, with headers
	PictureBytes int64 // those of Bytes that pictures took
	PageBytes    int64 // the page's own body, compressed, without headers; 0 where nothing had changed

	LayoutShift float64 // cumulative, as the Layout Instability API scores it; 0 is still

	// From the beginning of the navigation to the first and to the largest
	// contentful paint: when something is there to read, and when the most of it is.
	FirstPaint, LargestPaint time.Duration
}

// painted is what the browser has seen of the page: the shifts that no tap or key of
// the reader caused, added up, and when it was painted, in milliseconds.
const painted = `(async () => {
	const seen = {Shift: 0, First: 0, Largest: 0};
	const watch = (type, note) => new PerformanceObserver(list => list.getEntries().forEach(note)).observe({type, buffered: true});
	watch("layout-shift", e => { if (!e.hadRecentInput) seen.Shift += e.value });
	watch("paint", e => { if (e.name == "first-contentful-paint") seen.First = e.startTime });
	watch("largest-contentful-paint", e => { seen.Largest = e.startTime });
	await Promise.allSettled([...document.images].filter(i => i.complete).map(i => i.decode()));
	// A paint is told of some frames after it: when it has been on the screen.
	for (let frames = 0; frames < 5; frames++) await new Promise(requestAnimationFrame);
	return seen;
})()`

// Metrics needs a tab that runs scripts and is not hidden, since only a script can ask for
// what was painted, and only a page that is seen is.
func (tab *Tab) Metrics() Metrics {
	tab.t.Helper()
	seen := Eval[struct{ Shift, First, Largest float64 }](tab, painted)
	w := tab.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	m := w.cost
	m.LayoutShift = seen.Shift
	m.FirstPaint = time.Duration(seen.First * float64(time.Millisecond))
	m.LargestPaint = time.Duration(seen.Largest * float64(time.Millisecond))
	return m
}

// restart begins a new account of requests and bytes.
func (w *watch) restart() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cost = Metrics{}
}

// Problems returns what has gone wrong in the tab so far and forgets it, for a
// test that provokes a fault.
func (tab *Tab) Problems() []string {
	w := tab.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	problems := slices.Clone(w.problems)
	w.problems = nil
	return problems
}
