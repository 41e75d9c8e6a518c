// What is wrong with the page as it lies in the window, one line a fault. Rules with a number are
// those of WCAG 2.2, level AA.
(() => {
	const faults = [];
	const all = (selector) => [...document.querySelectorAll(selector)];
	const what = (e) => `<${e.tagName.toLowerCase()}${e.id && " id=" + e.id}${e.className && typeof e.className === "string" ? " class=" + e.className : ""}> ${JSON.stringify((e.textContent || e.name || "").trim().slice(0, 30))}`;
	const shown = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && e.getBoundingClientRect().width > 1;

	// The document.
	if (!document.documentElement.lang) faults.push("html has no language");
	if (!document.title) faults.push("no title");
	const ids = all("[id]").map((e) => e.id);
	for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) faults.push(`the id ${id} stands twice`);
	if (all("h1").length !== 1) faults.push(`${all("h1").length} h1, want 1`);
	let level = 0;
	for (const h of all("h1, h2, h3, h4, h5, h6").filter(shown)) {
		const its = Number(h.tagName[1]);
		if (its > level + 1 && level > 0) faults.push(`${what(h)} follows an h${level}`);
		level = its;
	}

	// Nothing sticks out sideways (1.4.10).
	const wide = document.documentElement.scrollWidth;
	if (wide > innerWidth) {
		const culprits = all("body *").filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5);
		faults.push(`${wide} px wide in a window of ${innerWidth}: ${culprits.slice(-3).map(what)}`);
	}

	// Pictures have a place before they come, and an alternative (1.1.1).
	for (const img of all("img")) {
		if (!img.hasAttribute("alt")) faults.push(`${img.src} has no alt`);
		if (!img.getAttribute("width") || !img.getAttribute("height")) faults.push(`${img.src} has no width and height`);
		if (img.loading !== "lazy" && img.complete && !img.naturalWidth) faults.push(`${img.src} shows nothing`);
	}

	// Everything that can be operated has a name (4.1.2) and a size (2.5.8).
	const named = (e) =>
		e.getAttribute("aria-label") || e.labels?.length || document.getElementById(e.getAttribute("aria-labelledby"))?.textContent.trim();
	for (const e of all("input:not([type=hidden]), select, textarea, button, summary, a[href]").filter(shown)) {
		if (e.closest("[aria-hidden=true]")) continue;
		const text = e.textContent.trim() || [...e.querySelectorAll("img")].some((img) => img.alt);
		if (!named(e) && !(text && e.matches("button, summary, a"))) faults.push(`${what(e)} has no name`);
		if (e.matches("a")) continue; // in a sentence, or as far apart as the rule asks
		const boxes = [e, ...(e.matches("[type=radio], [type=checkbox]") ? e.labels : [])].map((b) => b.getBoundingClientRect());
		if (!boxes.some((b) => b.width >= 24 && b.height >= 24)) faults.push(`${what(e)} is ${boxes[0].width} × ${boxes[0].height} px, too small for a thumb`);
	}

	// Text stands out from its ground (1.4.3).
	const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
	const colours = new Map();
	const rgba = (css) => {
		if (!colours.has(css)) {
			canvas.clearRect(0, 0, 1, 1);
			canvas.fillStyle = css;
			canvas.fillRect(0, 0, 1, 1);
			const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
			colours.set(css, [r, g, b, a / 255]);
		}
		return colours.get(css);
	};
	const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
	const ground = (e) => {
		if (!e) return rgba("Canvas");
		const colour = rgba(getComputedStyle(e).backgroundColor);
		return colour[3] === 1 ? colour : over(colour, ground(e.parentElement));
	};
	const luminance = (colour) => {
		const [r, g, b] = colour.slice(0, 3).map((c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const faint = new Set();
	for (const e of all("body *").filter(shown)) {
		if (![...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim())) continue;
		if (e.matches(":disabled") || e.closest("picture")) continue;
		const style = getComputedStyle(e);
		const size = parseFloat(style.fontSize);
		const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
		const back = ground(e);
		const [a, b] = [luminance(over(rgba(style.color), back)), luminance(back)];
		const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
		if (ratio >= (large ? 3 : 4.5)) continue;
		const fault = `contrast ${ratio.toFixed(2)} of ${style.color} on ${back.slice(0, 3).map(Math.round)}: ${e.tagName} ${e.className}`;
		if (!faint.has(fault)) faults.push(`${fault}, as in ${what(e)}`);
		faint.add(fault);
	}
	return faults;
})()
