// What this browser remembers of who is logged in: the handle, or "" while only the log-in form
// was sent. The session itself is a cookie that no script sees. Who never logged in here costs no
// request for what is personal, and the name stands on pages that ask for nothing either.
const key = "gogai.handle";

export const mayBeMember = () => localStorage.getItem(key) !== null;
export const forget = () => localStorage.removeItem(key);

export function remember(handle) {
	localStorage.setItem(key, handle);
	show(handle);
}

/** Shows the name that is known, and watches the forms that change who is logged in. */
export function watchName() {
	const account = document.querySelector("form[action='/logout']");
	if (account && !mayBeMember()) localStorage.setItem(key, "");
	show(localStorage.getItem(key));
	document.addEventListener("submit", (event) => {
		const action = event.target.getAttribute("action");
		if (action === "/logout") forget();
		if (action === "/login" || action === "/register") localStorage.setItem(key, "");
	});
}

function show(handle) {
	const link = document.querySelector(".who a");
	if (!handle || !link) return;
	link.href = "/member/" + encodeURIComponent(handle);
	link.textContent = handle;
}
