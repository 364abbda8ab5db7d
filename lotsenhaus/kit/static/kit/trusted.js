// Loaded first: htmx writes HTML that this server has sent; nothing else may (Trusted Types, CSP).
if (window.trustedTypes) {
  window.trustedTypes.createPolicy("default", { createHTML: (html) => html });
}
