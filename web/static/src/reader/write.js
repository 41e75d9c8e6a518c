import { thread, numberOf, handleOf, place, append, relink, lead, showCount, complain } from "./thread.js";
import { parse } from "./markup.js";

/** Brings the form to the comment that is answered, quotes what is marked, keeps a draft until the
 * server has the text, and shows the posted comment where it belongs. Returns how the form stays
 * when the thread around it changes. */
export function writing(me) {
	const form = thread?.querySelector("form.compose");
	if (!form) return;
	const text = form.elements.body;
	const answered = form.elements.reply_to;
	const title = form.querySelector("h3");
	const home = document.createComment("");
	form.before(home);
	const plainTitle = title.textContent;
	const draft = "gogai.draft." + document.body.dataset.article;
	let addressed = ""; // what address put into the text

	const cancel = document.createElement("button");
	cancel.type = "button";
	cancel.textContent = form.dataset.cancel;
	cancel.addEventListener("click", () => {
		const from = form.closest(".comment");
		goHome();
		from?.querySelector("footer a")?.focus();
	});

	function goHome() {
		home.after(form);
		address("");
		title.textContent = plainTitle;
		answered.value = "";
		cancel.remove();
		keep();
	}

	function goTo(comment) {
		comment.append(form);
		answered.value = numberOf(comment);
		const handle = handleOf(comment);
		title.textContent = form.dataset.reply.replace("@", handle ? "@" + handle : "#" + numberOf(comment));
		address(handle ? `@${handle} ` : "");
		form.querySelector(".buttons").append(cancel);
		form.scrollIntoView({ block: "nearest" });
		keep();
		setTimeout(() => { // the Enter that pressed the link is not for the text
			text.focus();
			text.setSelectionRange(text.value.length, text.value.length);
		});
	}

	/** Begins an answer with whom it is for, where nothing else was begun. */
	function address(to) {
		if (!text.value.trim() || text.value === addressed) text.value = to;
		addressed = to;
	}

	function keep() {
		if (text.value.trim() && text.value !== addressed) localStorage.setItem(draft, JSON.stringify([text.value, answered.value]));
		else localStorage.removeItem(draft);
	}

	thread.addEventListener("click", (event) => {
		const link = event.target.closest(".comment > footer > a:not([data-tool])");
		if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
		event.preventDefault();
		const comment = link.closest(".comment");
		const quoting = link.search === "?quote";
		const quoted = quoting && quote(comment);
		goTo(comment);
		if (quoted) {
			text.value = text.value.trim() && text.value !== addressed ? `${text.value.trimEnd()}\n\n${quoted}` : quoted;
			text.dispatchEvent(new Event("input"));
		}
	});

	text.addEventListener("input", () => {
		mistake("");
		keep();
	});

	form.addEventListener("submit", async (event) => {
		if (!me.member) return localStorage.removeItem(draft); // a guest's text goes through the log-in page, which carries it along
		event.preventDefault();
		const button = form.querySelector("button.primary");
		button.disabled = true;
		me.posting = true;
		try {
			const answer = await fetch(form.action + "?fragment", { method: "POST", body: new URLSearchParams(new FormData(form)) });
			await answeredWith(answer);
		} catch {
			mistake(form.dataset.offline);
		} finally {
			button.disabled = false;
			me.posting = false;
			thread.dispatchEvent(new Event("posted"));
		}
	});

	async function answeredWith(answer) {
		if (answer.status === 401) return form.submit(); // logged out meanwhile
		const page = parse(await answer.text());
		if (!answer.ok) {
			const said = page.querySelector(".compose .mistake, .compose .notice, .error-page .standfirst, .notice");
			return mistake(said?.textContent || form.dataset.offline);
		}
		mistake("");
		text.value = "";
		goHome(); // and with the empty text the draft goes
		const key = new URL(answer.url).searchParams.get("c");
		const posted = page.getElementById("c-" + key);
		if (!posted) return location.assign(answer.url);
		document.getElementById(posted.id)?.remove(); // a double tap makes one
		if (!place(posted)) append(posted);
		relink(posted);
		showCount(page.getElementById("thread-title").textContent);
		lead(posted, "center");
		me.repaint();
	}

	function mistake(said) {
		complain(text.closest(".field"), said);
		if (said) text.setAttribute("aria-invalid", "true");
		else text.removeAttribute("aria-invalid");
		if (said) text.focus();
	}

	/** Goes along to a thread that takes the place of this one, with the comment that it answers if
	 * that is there, too. What was being written stays even where no form is any more. */
	function carry(to) {
		const blank = to.querySelector(":scope > form.compose");
		if (blank) blank.replaceWith(home, form);
		else if (text.value.trim()) to.append(home, form);
		const comment = to.querySelector(`#c-${document.body.dataset.article}-${answered.value || 0}`);
		if (comment?.querySelector("footer a")) comment.append(form);
	}

	/** Goes home from what leaves the page. */
	function leave(element) {
		if (element.contains(form)) goHome();
	}

	// What was being written when the page was left. What the server sent back counts for more.
	const left = JSON.parse(localStorage.getItem(draft) ?? "null");
	if (left && !text.value.trim()) {
		text.value = left[0];
		const comment = document.getElementById(`c-${document.body.dataset.article}-${left[1]}`);
		if (comment?.querySelector("footer a")) {
			comment.append(form);
			answered.value = left[1];
			title.textContent = form.dataset.reply.replace("@", "@" + handleOf(comment));
			form.querySelector(".buttons").append(cancel);
		}
	}
	return { carry, leave };
}

// A tap on a link may drop the selection before the click arrives, so the last one is remembered.
let marked = { text: "", node: null, at: 0 };
document.addEventListener("selectionchange", () => {
	const selection = getSelection();
	const text = selection.toString().trim();
	if (text) marked = { text, node: selection.getRangeAt(0).commonAncestorContainer, at: Date.now() };
});

/** The marked part of a comment as a quotation, or all of it but what it quotes itself. */
function quote(comment) {
	const said = comment.querySelector(".text");
	const selected = getSelection().toString().trim() || Date.now() - marked.at < 1500;
	const text =
		selected && marked.text && said.contains(marked.node)
			? marked.text
			: [...said.children].filter((block) => !block.matches("blockquote")).map((block) => block.innerText.trim()).join("\n\n");
	return text.replace(/^/gm, "> ").replace(/ +$/gm, "") + "\n\n";
}
