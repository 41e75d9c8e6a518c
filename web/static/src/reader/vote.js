import { thread, keyOf, complain } from "./thread.js";
import { press } from "./overlay.js";

/** Sends votes without leaving the page. The tally moves at once, and then to what the server says. */
export function voting(me) {
	thread?.addEventListener("submit", (event) => {
		const form = event.target;
		if (!form.matches("form.vote") || !me.member) return; // a guest's vote leads to the log-in page
		event.preventDefault();
		const comment = form.closest(".comment");
		const before = standing(form);
		const vote = Number(event.submitter.value);
		complain(comment);
		press(comment, vote);
		show(form, shifted(read(form), before, vote));
		// One after the other, so that the last press is the last word; it alone shows its answer.
		const turn = (form.last ?? Promise.resolve()).then(() => send(comment, form, vote, me, () => form.last === turn));
		form.last = turn;
	});
}

async function send(comment, form, vote, me, isLast) {
	try {
		const answer = await fetch(`/api/v1/comments/${keyOf(comment)}/vote`, {
			method: "PUT",
			// A refusal is shown, so it has to be in the page's language and not in the browser's.
			headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
			body: JSON.stringify({ value: vote }),
			keepalive: true, // who votes and reads on at once has voted
		});
		if (answer.status === 401) { // logged out meanwhile
			return location.assign(`/login?next=${encodeURIComponent(`${location.pathname}${location.search}#${comment.id}`)}`);
		}
		const said = await answer.json();
		if (!answer.ok) throw new Error(said.detail);
		if (isLast()) show(form, said.tally);
	} catch (error) {
		if (!isLast()) return;
		// Without an answer nobody knows whether it counted: ask.
		complain(comment, error instanceof TypeError ? thread.dataset.offline : error.message);
		const shown = standing(form);
		await me.repaint();
		show(form, shifted(read(form), shown, standing(form)));
	}
}

/** The vote that the buttons show. */
function standing(form) {
	const down = form.querySelector("[aria-pressed=true]");
	return !down ? 0 : down.classList.contains("up") ? 1 : -1;
}

function read(form) {
	const [, up, down] = form.querySelector(".tally").textContent.match(/\+(\d+) \/ -(\d+)/).map(Number);
	return { up, down };
}

function shifted({ up, down }, before, after) {
	up += (after === 1) - (before === 1);
	down += (after === -1) - (before === -1);
	return { net: up - down, up, down };
}

/** Writes a tally as the server does (layout.Tally) and spells it out for those who hear it. */
function show(form, { net, up, down }) {
	const tally = form.querySelector(".tally");
	tally.textContent = `${net} ( +${up} / -${down} )`;
	const values = { net: net < 0 ? thread.dataset.minus + -net : net, up, down };
	tally.setAttribute("aria-label", thread.dataset.tally.replace(/\{(\w+)\}/g, (_, name) => values[name]));
}
