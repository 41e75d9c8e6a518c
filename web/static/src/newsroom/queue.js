/** Decides by keyboard, and without loading the page anew for each decision. */
export function queue(cases) {
	const all = () => [...cases.querySelectorAll(".case")];
	const current = () => document.activeElement?.closest(".case");
	document.querySelector(".keys")?.removeAttribute("hidden");

	function move(step) {
		const list = all();
		const at = list.indexOf(current());
		list[Math.max(0, Math.min(list.length - 1, at + step))]?.focus();
	}

	const keys = {
		j: () => move(1),
		k: () => move(current() ? -1 : 1),
		a: (card) => card?.querySelector("[data-key=a]")?.click(),
		r: (card) => card?.querySelector("[name=reason]:not(button)")?.focus(),
		o: (card) => card?.querySelector("header a")?.click(),
	};
	document.addEventListener("keydown", (event) => {
		const typing = event.target.closest("input, textarea, select");
		if (typing && event.key === "Escape") return current()?.focus();
		if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
		event.preventDefault();
		keys[event.key](current());
	});

	// Only in the queue itself: elsewhere the answer is another page.
	const waiting = document.querySelector(".waiting");
	if (!waiting) return;
	cases.addEventListener("submit", async (event) => {
		const form = event.target;
		const card = form.closest(".case");
		event.preventDefault();
		const body = new URLSearchParams(new FormData(form, event.submitter));
		card.inert = true;
		try {
			const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
			if (answer.type !== "opaqueredirect") throw new Error("refused");
		} catch {
			card.inert = false;
			// The server says on a page of its own what is wrong; what was typed goes along.
			const field = document.createElement("input");
			Object.assign(field, { type: "hidden", name: event.submitter?.name ?? "", value: event.submitter?.value ?? "" });
			form.append(field);
			return form.submit();
		}
		const list = all();
		const next = list[list.indexOf(card) + 1] ?? list[list.indexOf(card) - 1];
		card.remove();
		if (!next) return location.reload();
		const left = --waiting.dataset.waiting;
		waiting.textContent = left === 1 ? "1 comment waits" : `${left} comments wait`;
		next.focus();
	});
}
