import { listen } from "./line.js";
import { parse } from "./markup.js";
import { element } from "./thread.js";

/** Keeps the counts and the newest headlines of the front page up to date. */
export function frontPage() {
	const latest = document.querySelector(".latest ol");
	let held; // newer headlines, while somebody is about to follow one

	function hear({ counts, latest: html }) {
		for (const [story, count] of Object.entries(counts ?? {})) {
			for (const line of document.querySelectorAll(`[data-story="${story}"]`)) show(line, count);
		}
		if (!html || !latest) return;
		held = [...parse(`<ol>${html}</ol>`).querySelectorAll("li")];
		list();
	}

	function show(line, count) {
		let link = line.querySelector("a");
		if (!count) return link?.remove();
		if (!link) {
			link = element("a", { href: line.parentElement.querySelector(".headline a").href + "#comments" });
			line.append(link);
		}
		if (link.textContent !== count) link.textContent = count;
	}

	function list() {
		if (!held || latest.matches(":hover, :focus-within")) return;
		const text = (items) => [...items].map((item) => item.textContent.trim());
		const before = text(latest.querySelectorAll(".headline"));
		if (String(text(held)) !== String(text(latest.children))) {
			for (const item of held) if (!before.includes(item.querySelector(".headline").textContent.trim())) item.classList.add("changed");
			latest.replaceChildren(...held);
		}
		held = undefined;
	}

	for (const left of ["pointerleave", "focusout"]) latest?.addEventListener(left, () => setTimeout(list));
	listen({ address: "/live", event: "front", since: () => 0, hear });
}
