// The newsroom's script. Every page works without it: it shows a text as readers will see it while
// it is written, warns before unsaved work is lost, and lets moderators decide by keyboard.
import { proof, unsaved } from "./newsroom/editor.js";
import { queue } from "./newsroom/queue.js";

const editor = document.querySelector("form.editor");
if (editor) {
	proof(editor);
	unsaved(editor);
}
const cases = document.querySelector(".cases");
if (cases) queue(cases);
