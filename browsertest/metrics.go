package browsertest

import "slices"

// Metrics are what the page of the last [Tab.Open] has cost its reader so far.
type Metrics struct {
	Requests    int
	Bytes       int64   // received over the wire, compressed, with headers
	LayoutShift float64 // cumulative, as the Layout Instability API scores it; 0 is still
}

// layoutShift adds up the shifts that no tap or key of the reader caused.
const layoutShift = `new Promise(done => {
	let sum = 0;
	new PerformanceObserver(list => {
		for (const e of list.getEntries()) if (!e.hadRecentInput) sum += e.value;
	}).observe({type: "layout-shift", buffered: true});
	// Two frames: the first delivers the buffered entries.
	requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})`

// Metrics needs scripts to be on, since only a script can ask for the shifts.
func (tab *Tab) Metrics() Metrics {
	tab.t.Helper()
	shift := Eval[float64](tab, layoutShift)
	w := tab.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	return Metrics{Requests: w.requests, Bytes: w.bytes, LayoutShift: shift}
}

// restart begins a new account of requests and bytes.
func (w *watch) restart() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.requests, w.bytes = 0, 0
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
