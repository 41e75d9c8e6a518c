// What the other parts need to know of a thread's markup (web/reader/thread.templ, threaded.templ).

/** The thread of a story's page. Its children change ("turned" tells), the element stays. */
export const thread = document.getElementById("comments");

/** A comment's key is ARTICLE-NUMBER and its element's id c-ARTICLE-NUMBER. */
export const keyOf = (comment) => comment.id.slice(2);
export const numberOf = (comment) => Number(comment.id.slice(comment.id.lastIndexOf("-") + 1));
export const handleOf = (comment) => comment.querySelector("h3 .handle")?.textContent ?? "";

/** The comment on the page that an element answers; null when it answers none of these. */
export function parentOf(comment) {
	const link = comment.querySelector(".parent");
	return link && document.getElementById(link.hash.slice(1) || "c-" + link.pathname.split("/").pop());
}

/** Leads from an answer to what it answers, where that is on the page. */
export function relink(comment) {
	const parent = parentOf(comment);
	if (parent) comment.querySelector(".parent").href = "#" + parent.id;
	return comment;
}

/** Which page of the thread is shown: its order, and whether comments come before or after it. */
export function reading() {
	const asked = new URLSearchParams(location.search);
	return {
		order: asked.get("comments") || "oldest",
		threaded: asked.get("view") === "threaded",
		earlier: thread.querySelector(":scope > .pager .earlier") !== null,
		later: thread.querySelector(":scope > .pager .later") !== null,
	};
}

/** Whether the page would have a comment among those that answer nobody, or in a flat list. */
export function belongs(comment) {
	const { order, earlier, later } = reading();
	if (!earlier && !later) return order === "oldest" || order === "latest";
	const edge = [...thread.querySelectorAll(".comments > .comment, .comments > .branch > .comment")].at(order === "oldest" ? 0 : -1);
	return ((order === "oldest" && !later) || (order === "latest" && !earlier)) && edge !== undefined && numberOf(comment) > numberOf(edge);
}

/** Puts a comment where the page would have it, which false says is nowhere. */
export function place(comment) {
	const list = thread.querySelector(".comments");
	const { order, threaded } = reading();
	const parent = threaded && comment.querySelector(".parent") && parentOf(comment)?.closest(".branch");
	if (parent) {
		const replies = parent.querySelector(":scope > .replies") ?? parent.appendChild(element("div", { className: "replies", role: "list" }));
		replies.insertBefore(branch(comment, { role: "listitem" }), replies.querySelector(":scope > .more"));
		return true;
	}
	if ((threaded && comment.querySelector(".parent")) || !belongs(comment)) return false;
	const later = [...list.children].find((entry) => {
		const other = entry.matches(".comment") ? entry : entry.querySelector(":scope > [id]");
		return other && (order === "latest" ? numberOf(other) < numberOf(comment) : numberOf(other) > numberOf(comment));
	});
	list.insertBefore(threaded ? branch(comment) : comment, later ?? null);
	return true;
}

/** Puts a comment at the new end of the page, whatever the page is. */
export function append(comment) {
	const { order, threaded } = reading();
	thread.querySelector(".comments")[order === "latest" ? "prepend" : "append"](threaded ? branch(comment) : comment);
}

function branch(comment, attributes) {
	const branch = element("div", { className: "branch", ...attributes });
	branch.append(comment);
	return branch;
}

/** Makes an element. */
export const element = (name, properties) => Object.assign(document.createElement(name), properties);

/** Brings the focus to an element that is no control, and into sight. */
export function lead(to, block) {
	to.tabIndex = -1;
	to.focus({ preventScroll: true });
	if (block) to.scrollIntoView({ block });
}

/** Writes the number of comments wherever the page says it. */
export function showCount(text) {
	for (const place of document.querySelectorAll("#thread-title, .story-meta .count")) place.textContent = text;
}

/** Says what went wrong at the end of an element, for eyes and ears; without a text it falls silent. */
export function complain(where, text) {
	let line = where.querySelector(":scope > .mistake");
	if (!text) return line?.remove();
	if (!line) {
		line = element("p", { className: "mistake", role: "alert" });
		where.append(line);
	}
	line.textContent = text;
}
