// The server made this HTML and cleaned it; the policy lets nothing else in.
const policy = window.trustedTypes?.createPolicy("proof", { createHTML: (html) => html }) ?? { createHTML: (html) => html };

/** Shows the text as readers will see it, half a second after the last key. */
export function proof(form) {
	const pane = form.querySelector(".proof");
	const page = pane.querySelector(".prose");
	const { body, dateline } = form.elements;
	let timer, running;
	async function show() {
		running?.abort();
		running = new AbortController();
		try {
			const answer = await fetch(form.dataset.preview, {
				method: "POST",
				body: new URLSearchParams({ body: body.value, dateline: dateline.value }),
				signal: running.signal,
			});
			if (!answer.ok) return;
			page.innerHTML = policy.createHTML(await answer.text());
			pane.hidden = body.value.trim() === "";
		} catch {
			// offline, or a newer text is on its way: what is shown stays
		}
	}
	form.addEventListener("input", (event) => {
		if (event.target !== body && event.target !== dateline) return;
		clearTimeout(timer);
		timer = setTimeout(show, 500);
	});
	form.querySelector("[value=preview]").hidden = true;
	show();
}

/** Asks before a page with unsaved work is left, and saves by Ctrl+S. */
export function unsaved(form) {
	let changed = document.querySelector(".notice.problem") !== null;
	form.addEventListener("input", () => (changed = true));
	form.addEventListener("submit", () => (changed = false));
	window.addEventListener("beforeunload", (event) => {
		if (changed) event.preventDefault();
	});
	document.addEventListener("keydown", (event) => {
		if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
		event.preventDefault();
		form.requestSubmit(form.querySelector("[value=save]"));
	});
}
