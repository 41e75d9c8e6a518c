// The readers' script. Every page is complete without it: each thing done here is also a link or
// a plain form. It paints what is personal over pages that are the same for everyone, and spares
// a member the way through another page.
import { watchName } from "./reader/name.js";
import { overlay } from "./reader/overlay.js";
import { voting } from "./reader/vote.js";
import { writing } from "./reader/write.js";

watchName();

if (document.body.dataset.article) {
	const me = overlay(document.body.dataset.article);
	voting(me);
	writing(me);
}
