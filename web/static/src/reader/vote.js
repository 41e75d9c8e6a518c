import { thread, keyOf, numberOf, complain } from "./thread.js";
import { press } from "./overlay.js";

const settles = 1_000; // milliseconds in which what others did before one's own vote may still arrive

// By the key of a comment, since what stands on the page for it may change meanwhile: its last
// vote under way, and the tally that the server told meanwhile.
const turns = new Map();
const meanwhile = new Map();

/** Sends votes without leaving the page. The tally moves at once, and then to what the server says. */
export function voting(me) {
	thread?.addEventListener("submit", (event) => {
		const form = event.target;
		if (!form.matches("form.vote") || !me.member) return; // a guest's vote leads to the log-in page
		event.preventDefault();
		const comment = form.closest(".comment");
		const key = keyOf(comment);
		const before = standing(comment);
		const vote = Number(event.submitter.value);
		complain(comment);
		press(comment, vote);
		me.votes[numberOf(comment)] = vote;
		show(comment, shifted(read(comment), before, vote));
		// One after the other, so that the last press is the last word; it alone shows its answer.
		const turn = (turns.get(key) ?? Promise.resolve()).then(() => send(key, vote, me, () => turns.get(key) === turn));
		turns.set(key, turn);
	});
}

async function send(key, vote, me, isLast) {
	const comment = () => document.getElementById("c-" + key);
	try {
		const answer = await fetch(`/api/v1/comments/${key}/vote`, {
			method: "PUT",
			// A refusal is shown, so it has to be in the page's language and not in the browser's.
			headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
			body: JSON.stringify({ value: vote }),
			keepalive: true, // who votes and reads on at once has voted
		});
		if (answer.status === 401) { // logged out meanwhile
			return location.assign(`/login?next=${encodeURIComponent(`${location.pathname}${location.search}#c-${key}`)}`);
		}
		const said = await answer.json();
		if (!answer.ok) throw new Error(said.detail);
		if (isLast() && comment()) show(comment(), said.tally);
	} catch (error) {
		if (!isLast() || !comment()) return;
		// Without an answer nobody knows whether it counted: ask.
		complain(comment(), error instanceof TypeError ? thread.dataset.offline : error.message);
		const shown = standing(comment());
		await me.repaint();
		show(comment(), shifted(read(comment()), shown, standing(comment())));
	} finally {
		setTimeout(() => {
			if (!isLast()) return;
			turns.delete(key);
			const told = meanwhile.get(key);
			meanwhile.delete(key);
			if (told && comment()) show(comment(), told);
		}, settles);
	}
}

/** Shows the tally that the server told of a comment, once no vote of one's own is newer. */
export function tallied(comment, tally) {
	if (turns.has(keyOf(comment))) meanwhile.set(keyOf(comment), tally);
	else show(comment, tally);
}

/** The vote that a comment's buttons show. */
function standing(comment) {
	const down = comment.querySelector(".vote [aria-pressed=true]");
	return !down ? 0 : down.classList.contains("up") ? 1 : -1;
}

/** The tally that a comment shows. */
export function read(comment) {
	const [, up, down] = comment.querySelector(".tally").textContent.match(/\+(\d+) \/ -(\d+)/).map(Number);
	return { net: up - down, up, down };
}

function shifted({ up, down }, before, after) {
	up += (after === 1) - (before === 1);
	down += (after === -1) - (before === -1);
	return { net: up - down, up, down };
}

/** Writes a tally as the server does (layout.Tally) and spells it out for those who hear it. */
function show(comment, { net, up, down }) {
	const tally = comment.querySelector(".tally");
	if (!tally) return; // removed meanwhile
	tally.textContent = `${net} ( +${up} / -${down} )`;
	const values = { net: net < 0 ? thread.dataset.minus + -net : net, up, down };
	tally.setAttribute("aria-label", thread.dataset.tally.replace(/\{(\w+)\}/g, (_, name) => values[name]));
}
