// Keys for the desk: / search, n new inquiry, 1–9 candidate, t telephone, ? this list. Each is data-key on an element.
// With data-key-focus the element is only focused, not pressed.
// Only while no field has the focus, and never when switched off (WCAG 2.1.4).
(() => {
  "use strict";
  const list = document.getElementById("kit-shortcuts");
  document.querySelectorAll("[data-show-keys]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => list.showModal());
  });
  if (document.body.hasAttribute("data-keys-off")) return;

  const isTyping = (element) =>
    element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") return list && list.showModal();
    if (!/^[/a-z1-9]$/.test(event.key)) return;
    const meant = `[data-key="${event.key}"]`;
    const chosen = document.activeElement.closest(".kit-candidate"); // t dials the person one has chosen
    const target = (chosen && chosen.querySelector(meant)) || document.querySelector(meant);
    if (!target) return;
    event.preventDefault();
    target.focus();
    if (target.tagName === "INPUT") target.select();
    else if (!("keyFocus" in target.dataset)) target.click();
  });
})();
