// What the other parts need to know of a thread's markup (web/reader/thread.templ).

/** The thread of a story's page. */
export const thread = document.getElementById("comments");

/** A comment's key is ARTICLE-NUMBER and its element's id c-ARTICLE-NUMBER. */
export const keyOf = (comment) => comment.id.slice(2);
export const numberOf = (comment) => comment.id.slice(comment.id.lastIndexOf("-") + 1);
export const handleOf = (comment) => comment.querySelector("h3 .handle")?.textContent ?? "";

/** Says what went wrong at the end of an element, for eyes and ears; without a text it falls silent. */
export function complain(where, text) {
	let line = where.querySelector(":scope > .mistake");
	if (!text) return line?.remove();
	if (!line) {
		line = document.createElement("p");
		line.className = "mistake";
		line.setAttribute("role", "alert");
		where.append(line);
	}
	line.textContent = text;
}
