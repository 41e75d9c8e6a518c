import { thread, keyOf, numberOf, handleOf, relink, reading, belongs, place, lead, showCount } from "./thread.js";
import { fetchThread, replace } from "./fragment.js";
import { listen, wanted, want } from "./line.js";
import { newsButton } from "./news.js";
import { paint } from "./overlay.js";
import { parse } from "./markup.js";
import { read, tallied } from "./vote.js";

/** Shows what happens in the thread while it is read. New comments wait until they are asked for. */
export function living(me, form, pages) {
	if (!thread.dataset.live) return;
	let version = Number(thread.dataset.version);
	const story = Number(thread.dataset.storyVersion);
	let newest = Number(thread.dataset.newest);
	let lost = false; // something happened that can't be told, and is not on the page yet
	const waiting = new Map(); // by id: new comments
	const ties = new Map(); // by id: comments that are only answered anew, by one that waits
	const news = newsButton(show);
	const line = listen({ address: thread.dataset.live, event: "change", since: () => version, story, hear, ended: () => refresh() });

	function hear(message) {
		if (message.story) updated();
		lost ||= message.resync === true;
		if (lost) return refresh(message.version);
		if (message.version <= version) return;
		version = message.version;
		if (message.count) showCount(message.count);
		const fresh = (message.comments ?? []).map(({ html }) => relink(parse(html).body.firstElementChild));
		const known = fresh.filter((comment) => {
			if (document.getElementById(comment.id)) return true;
			if (comment.matches(".stub")) waiting.delete(comment.id);
			else if (waiting.has(comment.id) || isNew(comment)) waiting.set(comment.id, comment);
			return false;
		});
		for (const comment of fresh) newest = Math.max(newest, numberOf(comment));
		known.forEach(change);
		for (const [number, tally] of Object.entries(message.tallies ?? {})) {
			const id = `c-${document.body.dataset.article}-${number}`;
			for (const comment of [document.getElementById(id), waiting.get(id), ties.get(id)]) if (comment?.matches(".comment")) tallied(comment, tally);
		}
		if ((message.gone ?? []).map(vanish).includes(false)) refresh();
		announce();
	}

	/** Whether a comment that the page does not have came since, rather than stands on another page. */
	function isNew(comment) {
		if (comment.matches(".stub")) return false;
		return numberOf(comment) > newest || (!reading().threaded && belongs(comment)) || onlyPage();
	}

	/** Changes a comment on the page in place. Being answered shows once the answer does. */
	function change(fresh) {
		const here = document.getElementById(fresh.id);
		if (here.matches(".absent")) here.replaceWith(fresh);
		else if (waiting.size && sameBut(here, fresh)) return ties.set(fresh.id, fresh);
		else if (renew(here, fresh)) glow(here);
		ties.delete(fresh.id);
		paintAnew([document.getElementById(fresh.id)]);
	}

	/** Takes a comment off the page; false when that leaves a gap that only the server can fill. */
	function vanish(key) {
		waiting.delete("c-" + key);
		ties.delete("c-" + key);
		const here = document.getElementById("c-" + key);
		if (!here?.matches(".comment")) return true;
		const branch = here.closest(".branch");
		if (branch?.querySelector(":scope > .replies") || here.closest(".above")) return false;
		form?.leave(here);
		if (here.contains(document.activeElement)) lead(thread);
		(branch ?? here).remove();
		return true;
	}

	/** Shows the comments that wait and belong on this page, or leads to the first of the others. */
	function show() {
		const list = [...waiting.values()].sort((a, b) => numberOf(a) - numberOf(b));
		const placed = list.filter(place);
		tie();
		if (!placed.length) {
			const to = new URL(location.pathname, location.origin);
			const { order, threaded } = reading();
			to.searchParams.set("c", keyOf(list[0]));
			to.searchParams.set("comments", order);
			if (threaded) to.searchParams.set("view", "threaded");
			to.hash = list[0].id;
			waiting.clear();
			return pages.go(to);
		}
		placed.forEach(relink);
		paintAnew(placed);
		announce();
		placed.forEach(glow);
		lead(reading().order === "latest" ? placed.at(-1) : placed[0], "start");
	}

	/** Shows of those that were answered that they are. */
	function tie() {
		for (const comment of ties.values()) renew(document.getElementById(comment.id), comment);
		ties.clear();
	}

	function announce() {
		for (const id of waiting.keys()) if (document.getElementById(id)) waiting.delete(id);
		if (!waiting.size) tie();
		// One's own is shown by who posts it.
		const others = [...waiting.values()].filter((comment) => !me.posting || handleOf(comment) !== me.member.handle);
		news.count(others.length);
	}

	function paintAnew(comments) {
		if (!me.member) return;
		paint(me, comments);
		if (comments.some((c) => handleOf(c) === me.member.handle && !me.editable[numberOf(c)])) me.repaint();
	}

	/** Fetches what is shown, since it can't be told what has changed. What is in sight stays where it is. */
	async function refresh(target = 0) {
		const { search } = location;
		let fresh;
		try {
			fresh = await fetchThread(search);
		} catch {
			return; // the next message tries again
		}
		if (search !== location.search) return; // the page was turned, to a fresh one
		if (!reading().threaded) {
			for (const comment of fresh.querySelectorAll(".comments > .comment")) {
				if (document.getElementById(comment.id) || !isNew(comment)) continue;
				waiting.set(comment.id, comment);
				comment.remove();
			}
		}
		const focused = thread.contains(document.activeElement) && nameOf(document.activeElement);
		const inSight = [...thread.querySelectorAll(".comment")].find((comment) => comment.getBoundingClientRect().bottom > 0);
		const top = inSight?.getBoundingClientRect().top;
		replace(fresh, form);
		const again = inSight && document.getElementById(inSight.id);
		if (again) scrollBy(0, again.getBoundingClientRect().top - top);
		if (focused) thread.querySelector(focused)?.focus({ preventScroll: true });
		lost = false;
		version = Number(thread.dataset.version);
		if (version < target) line.poll(); // the server's copy was older
	}

	function updated() {
		const line = document.getElementById("updated")?.content.firstElementChild.cloneNode(true);
		if (!line || document.querySelector("body > .updated")) return;
		line.querySelector("a").href = location.pathname + location.search;
		document.body.append(line);
	}

	function paintSwitch() {
		thread.querySelector(".live")?.setAttribute("aria-pressed", wanted());
	}

	thread.addEventListener("click", (event) => {
		if (!event.target.closest("button.live")) return;
		want(!wanted());
		paintSwitch();
		line.attend();
	});
	addEventListener("storage", paintSwitch);
	thread.addEventListener("posted", announce);
	thread.addEventListener("turned", () => {
		const shown = Number(thread.dataset.version);
		news.stand();
		paintSwitch();
		ties.clear();
		announce();
		if (Number(thread.dataset.storyVersion) !== story) updated();
		if (shown >= version) return;
		version = shown; // the server's copy was older than what was heard meanwhile
		if (wanted()) line.poll();
	});
	news.stand();
	paintSwitch();
}

/** Whether the page has the whole thread. */
function onlyPage() {
	const { earlier, later } = reading();
	return !earlier && !later && !new URLSearchParams(location.search).has("c");
}

const part = (comment, name) => comment.querySelector(`:scope > ${name}`);

/** Whether two states of a comment say the same, but for who answers it. */
function sameBut(here, fresh) {
	const without = (comment) => {
		const head = part(comment, "header").cloneNode(true);
		head.querySelector(".ties")?.remove();
		return head.textContent.replace(/\s+/g, " ") + part(comment, ".text").textContent;
	};
	return here.matches(".stub") === fresh.matches(".stub") && without(here) === without(fresh);
}

/** Brings a comment on the page up to date, part by part, so that what else is in it stays: an open form,
 * a vote under way. Tells whether it says something else than before. */
function renew(here, fresh) {
	const other = part(here, ".text").textContent !== part(fresh, ".text").textContent;
	here.className = fresh.className;
	for (const name of ["header", ".text", "footer"]) {
		const [old, now] = [part(here, name), part(fresh, name)?.cloneNode(true)];
		const votable = (footer) => footer?.querySelector("form.vote") !== null;
		if (name === "footer" && old && now && votable(old) === votable(now)) tallied(here, read(now));
		else if (!now) old?.remove();
		else if (!old) part(here, ".text").after(now);
		else if (!old.isEqualNode(now)) {
			const focused = old.contains(document.activeElement) && document.activeElement.className;
			old.replaceWith(now);
			if (focused !== false) ((focused && now.querySelector("." + CSS.escape(focused))) || now.querySelector("a"))?.focus({ preventScroll: true });
		}
	}
	return other;
}

/** Marks what has just changed; the style sheet lets the mark fade. */
function glow(comment) {
	comment.classList.add("changed");
	comment.addEventListener("animationend", () => comment.classList.remove("changed"), { once: true });
}

/** A selector for the same control in a thread that takes the place of this one. */
function nameOf(control) {
	const comment = control.closest(".comment");
	const its = control.getAttribute("href") ? `a[href=${JSON.stringify(control.getAttribute("href"))}]` : control.className && `.${CSS.escape(control.classList[0])}`;
	return [comment && "#" + CSS.escape(comment.id), comment === control ? "" : its].filter(Boolean).join(" ") || null;
}
