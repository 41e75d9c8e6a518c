// The readers' script. Every page is complete without it: each thing done here is also a link or
// a plain form. It paints what is personal over pages that are the same for everyone, and spares
// a member the way through another page.
import { overlay, rememberedName, forgetName } from "./reader/overlay.js";
import { voting } from "./reader/vote.js";
import { writing } from "./reader/write.js";

rememberedName();
document.addEventListener("submit", (event) => {
	if (event.target.getAttribute("action") === "/logout") forgetName();
});

if (document.body.dataset.article) {
	const me = overlay(document.body.dataset.article);
	voting(me);
	writing(me);
}
