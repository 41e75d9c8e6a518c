import { thread, keyOf, numberOf, handleOf } from "./thread.js";
import { mayBeMember, remember, forget } from "./name.js";

/** Fetches what the article's viewer may do and paints it. The result changes with each repaint, and
 * with each vote. */
export function overlay(article) {
	const me = { member: null, rights: {}, votes: {}, editable: {}, repaint };
	async function repaint() {
		try {
			const answer = await fetch(`/api/v1/articles/${article}/me`, { headers: { Accept: "application/json" } });
			if (!answer.ok) return;
			Object.assign(me, await answer.json());
		} catch {
			return; // offline: the page stays what it is for everyone
		}
		if (!me.member) return forget();
		remember(me.member.handle);
		if (thread) paintAll();
	}
	function paintAll() {
		if (!me.member) return;
		thread.querySelectorAll(".guest").forEach((line) => (line.hidden = true));
		if (me.rights.moderate) wayToThread();
		paint(me, thread.querySelectorAll(".comment"));
	}
	thread?.addEventListener("turned", paintAll);
	if (mayBeMember()) repaint();
	return me;
}

/** Shows in comments what is known of the member: votes and what may be done. */
export function paint(me, comments) {
	for (const comment of comments) {
		if (!comment.matches(".comment:not(.stub)")) continue;
		const number = numberOf(comment);
		const own = handleOf(comment) === me.member.handle;
		press(comment, me.votes[number] ?? 0);
		for (const button of comment.querySelectorAll(".vote button")) button.disabled = own || me.rights.vote === false;
		const until = me.editable[number];
		if (own) tools(comment, "own", (what) => what !== "edit" || Date.parse(until) > Date.now());
		if (me.rights.moderate) tools(comment, "staff", () => true);
	}
}

/** Leads a moderator from the head of the thread to where it is opened and closed. */
function wayToThread() {
	const head = thread.querySelector(".thread-head");
	if (head.querySelector("[data-tool]")) return;
	const link = document.getElementById("staff").content.firstElementChild.cloneNode(true);
	link.href = `/queue/threads/${document.body.dataset.article}?next=${encodeURIComponent(location.pathname)}`;
	link.dataset.tool = "staff";
	head.append(link);
}

/** Shows a vote as standing: 1, 0 or -1. Pressing a button that is down takes its vote back. */
export function press(comment, vote) {
	for (const button of comment.querySelectorAll(".vote button")) {
		const its = button.classList.contains("up") ? 1 : -1;
		button.value = its === vote ? 0 : its;
		button.setAttribute("aria-pressed", its === vote);
	}
}

/** Puts the links of a template into a comment's foot, each to its panel of the comment's page. In
 * one's own comment they take the place of reply and quote, so that nothing moves. */
function tools(comment, template, allowed) {
	const foot = comment.querySelector("footer");
	foot.querySelectorAll(`[data-tool=${template}]`).forEach((link) => link.remove());
	if (template === "own") foot.querySelectorAll("a:not([data-tool])").forEach((link) => (link.hidden = true));
	for (const link of [...document.getElementById(template).content.cloneNode(true).children]) {
		const what = link.getAttribute("href");
		if (!allowed(what)) continue;
		link.href = `/c/${keyOf(comment)}?${what}#${what}`;
		link.dataset.tool = template;
		foot.insertBefore(link, foot.querySelector(".vote"));
	}
}
