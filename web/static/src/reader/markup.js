// The policy of our pages lets no text become HTML unless it passes here: pages of this site only.
const own = globalThis.trustedTypes?.createPolicy("gogai", { createHTML: (page) => page }) ?? { createHTML: (page) => page };

/** Makes a document of HTML that this site has sent. */
export const parse = (html) => new DOMParser().parseFromString(own.createHTML(html), "text/html");
