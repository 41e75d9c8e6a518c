import { thread, lead } from "./thread.js";
import { parse } from "./markup.js";

/** Fetches the thread as the page of an address has it, its query given. */
export async function fetchThread(search) {
	// Asked each time: a copy that may be shown while a newer one is on its way would be too old.
	const answer = await fetch(`${location.pathname}/thread${search}`, { cache: "no-cache" });
	const fresh = answer.ok && parse(await answer.text()).getElementById("comments");
	if (!fresh) throw new Error(`the thread is answered ${answer.status}`);
	return fresh;
}

/** Puts a fresh thread in the place of the one on the page. The form goes along as it is. */
export function replace(fresh, form) {
	const writing = document.activeElement?.closest("form.compose") && document.activeElement;
	form?.carry(fresh);
	for (const name of Object.keys(thread.dataset)) delete thread.dataset[name];
	Object.assign(thread.dataset, fresh.dataset);
	thread.replaceChildren(...fresh.childNodes);
	writing?.focus({ preventScroll: true });
	thread.dispatchEvent(new Event("turned"));
}

/** Turns the pages of the thread, its orders and views, without loading the story around it. */
export function turning(form) {
	let shown = location.search;
	let turn = 0; // counts; only the last one asked for is shown
	let busy = false;

	// The browser knows where an entry of its history was scrolled to, but comes back to it before
	// its comments have.
	let entry = history.state?.entry;
	const places = new Map();
	addEventListener("scroll", () => busy || places.set(entry, scrollY), { passive: true });

	// In the orders by votes a comment may be on one page and, after a vote, on the next again.
	const seen = new Set();
	const entries = (list) => [...list.querySelectorAll(".comments > *")];
	const idOf = (entry) => entry.id || entry.querySelector("[id]")?.id;
	const see = () => entries(thread).forEach((entry) => seen.add(idOf(entry)));
	see();

	async function show(search, onward) {
		const its = ++turn;
		busy = true;
		thread.ariaBusy = "true";
		try {
			const fresh = await fetchThread(search);
			if (its !== turn) return false;
			if (!onward) seen.clear();
			if (/popular|controversial/.test(search)) entries(fresh).forEach((entry) => seen.has(idOf(entry)) && entry.remove());
			shown = search;
			replace(fresh, form);
			see();
			return true;
		} finally {
			if (its === turn) {
				busy = false;
				thread.ariaBusy = null;
			}
		}
	}

	/** Shows the page of the thread at a URL, as following a link there does. */
	async function go(to, onward) {
		try {
			if (!(await show(to.search, onward))) return;
		} catch {
			return location.assign(to.href);
		}
		entry = Date.now();
		history.pushState(null, "", to.pathname + to.search);
		if (to.hash) location.replace(to.hash); // so that what it names is :target, and in sight
		history.replaceState({ entry }, "");
		lead(document.getElementById(to.hash.slice(1)) ?? thread);
	}

	thread.addEventListener("click", (event) => {
		const link = event.target.closest("a");
		if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
		if (link.origin !== location.origin || link.pathname !== location.pathname || !link.search || link.search === shown) return;
		event.preventDefault();
		go(link, link.rel === "next");
	});

	addEventListener("popstate", async () => {
		entry = history.state?.entry;
		if (location.search === shown) return;
		try {
			if (!(await show(location.search))) return;
		} catch {
			return location.reload();
		}
		if (places.has(entry)) scrollTo(0, places.get(entry));
		else (document.getElementById(location.hash.slice(1)) ?? thread).scrollIntoView();
	});
	return { go };
}
