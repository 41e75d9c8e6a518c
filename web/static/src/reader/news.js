import { thread, reading, element } from "./thread.js";

const sayEvery = 20_000; // milliseconds

/** The button that says how many comments came, where they will appear, and a voice that says so once
 * in a while. Nothing moves for either. */
export function newsButton(show) {
	const bar = element("div", { className: "news" });
	const button = element("button", { type: "button", hidden: true, onclick: show });
	const voice = element("p", { role: "status" });
	bar.append(button, voice);
	let said = -Infinity;
	let timer;

	function say() {
		clearTimeout(timer);
		const wait = said + sayEvery - performance.now();
		if (button.hidden) voice.textContent = "";
		else if (wait > 0) timer = setTimeout(say, wait);
		else {
			said = performance.now();
			voice.textContent = button.textContent;
		}
	}

	return {
		/** Says that n comments wait to be shown. */
		count(n) {
			button.hidden = n === 0;
			const { newComment, newComments } = thread.dataset;
			if (n) button.textContent = n === 1 ? newComment : newComments.replace("{n}", n.toLocaleString(document.documentElement.lang));
			say();
		},
		/** Stands at that end of the comments where new ones come. */
		stand() {
			thread.querySelector(".comments")[reading().order === "latest" ? "before" : "after"](bar);
		},
	};
}
