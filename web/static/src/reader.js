// The readers' script. Every page is complete without it: each thing done here is also a link or
// a plain form. It paints what is personal over pages that are the same for everyone, spares a
// member the way through another page, and shows what happens while one reads.
import { turning } from "./reader/fragment.js";
import { frontPage } from "./reader/front.js";
import { living } from "./reader/live.js";
import { watchName } from "./reader/name.js";
import { overlay } from "./reader/overlay.js";
import { voting } from "./reader/vote.js";
import { writing } from "./reader/write.js";

watchName();

if (document.body.dataset.article) {
	const me = overlay(document.body.dataset.article);
	voting(me);
	const form = writing(me);
	living(me, form, turning(form));
}
if (document.body.matches(".front")) frontPage();
