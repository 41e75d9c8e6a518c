// A browser keeps one line open to the server, however many of its tabs are in sight: over HTTP/1.1
// six would leave none for anything else. The tab that has the lock has the line; it tells what it
// hears to those that show the same. Tabs that show something else ask from time to time.
const name = "gogai.live";
const pollEvery = 15_000;
const patience = 10_000; // until the server has said its first word
const again = 3_000; // after the network went
const blockedFor = 20; // polls, before a stream is tried again where none came through
const maxFailures = 3;

const sleep = (ms, signal) =>
	new Promise((done) => {
		if (signal.aborted) return done();
		setTimeout(done, ms);
		signal.addEventListener("abort", done);
	});

/** Whether the reader wants to see what happens, rather than a still page; want changes it for all tabs. */
export const wanted = () => localStorage.getItem(name) !== "off";
export function want(yes) {
	if (yes) localStorage.removeItem(name);
	else localStorage.setItem(name, "off");
}

/**
 * Hears what happens at an address for as long as the page is in sight, and then from where it
 * left off: since() is the version that the page shows, hear(message) takes each, and ended() is
 * told that no more will come. story is the version of the story on the page. Returns what looks
 * again whether it is wanted, and what asks for what has happened.
 */
export function listen({ address, event, since, story = 0, hear, ended }) {
	let line; // ends it
	let holds = false; // the line is this tab's
	let over = false;
	let channel;
	let heard = 0; // when another tab told something, in milliseconds

	const from = () => `${address}?since=${since()}&story=${story}`;

	function attend() {
		const wants = !over && wanted() && document.visibilityState === "visible";
		if (wants && !line) begin();
		if (!wants) leave();
	}

	function leave() {
		line?.abort();
		line = undefined;
	}

	function finish() {
		if (over) return;
		channel?.postMessage({ address, over: true });
		over = true;
		leave();
		ended?.();
	}

	function begin() {
		line = new AbortController();
		const { signal } = line;
		channel = new BroadcastChannel(name);
		channel.addEventListener("message", told);
		const timers = [setTimeout(overhear, 500), setInterval(overhear, pollEvery)];
		signal.addEventListener("abort", () => {
			channel.close();
			channel = undefined;
			holds = false;
			timers.forEach(clearTimeout);
		});
		const hold = async () => {
			holds = true;
			while (!signal.aborted) {
				const reached = await stream(signal);
				for (let polls = 0; reached && polls < blockedFor && !signal.aborted; polls++) {
					await sleep(pollEvery, signal);
					if (!signal.aborted) await poll();
				}
				if (!reached) await sleep(again, signal);
			}
		};
		// Without a secure context there are no locks, and each tab has a line of its own.
		if (navigator.locks) navigator.locks.request(name, { signal }, hold).catch(() => {});
		else hold();
	}

	/** Has a stream until it is of no use; tells whether the server can be reached without. */
	function stream(signal) {
		return new Promise((done) => {
			const source = new EventSource(from());
			let failures = 0;
			let timer;
			const close = (reached) => {
				clearTimeout(timer);
				source.close();
				done(reached);
			};
			const doubt = async () => close(await poll());
			const wait = () => {
				clearTimeout(timer);
				timer = setTimeout(doubt, patience);
			};
			wait();
			signal.addEventListener("abort", () => close(false));
			source.addEventListener("hello", () => {
				failures = 0;
				clearTimeout(timer);
			});
			source.addEventListener(event, ({ data }) => got(JSON.parse(data)));
			source.addEventListener("end", finish);
			source.addEventListener("error", () => {
				if (signal.aborted) return;
				// The browser comes again by itself, unless the answer was a refusal or the end.
				if (source.readyState === EventSource.CLOSED || ++failures >= maxFailures) doubt();
				else wait();
			});
		});
	}

	/** Asks what has happened. Tells whether there was an answer. */
	async function poll() {
		const cut = new AbortController();
		setTimeout(() => cut.abort(), patience);
		line?.signal.addEventListener("abort", () => cut.abort());
		try {
			const answer = await fetch(from() + "&poll", { cache: "no-store", signal: cut.signal });
			if ([204, 404, 410].includes(answer.status)) finish();
			else if (answer.ok) got(await answer.json());
			return true;
		} catch {
			return false;
		}
	}

	function got(message) {
		const from = since();
		hear(message);
		if (holds) channel?.postMessage({ address, from, message });
	}

	/** Asks the tab that has the line where it stands, and the server when none shows the same or can tell. */
	async function overhear() {
		if (holds) return;
		channel.postMessage({ address, asks: true });
		await sleep(again / 3, line.signal);
		if (line && !holds && (!since() || Date.now() - heard > again)) poll();
	}

	function told({ data }) {
		if (data.address !== address) return;
		if (data.asks) {
			if (holds) channel.postMessage({ address, from: since() });
			return;
		}
		heard = Date.now();
		if (data.over) finish();
		else if (data.from > since()) poll(); // it heard something that this tab has not
		else if (data.message) hear(data.message);
	}

	document.addEventListener("visibilitychange", attend);
	addEventListener("pagehide", leave);
	addEventListener("pageshow", attend);
	addEventListener("storage", attend);
	attend();
	return { attend, poll };
}
