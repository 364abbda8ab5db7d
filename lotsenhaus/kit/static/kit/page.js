// Small helps on every page; each page also works without them.
(() => {
  "use strict";
  const openBoxes = () => document.querySelectorAll("details[data-popover][open]");

  // Popovers are <details>: a click elsewhere or Escape closes them.
  document.addEventListener("click", (event) => {
    openBoxes().forEach((box) => { if (!box.contains(event.target)) box.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openBoxes().forEach((box) => {
      box.open = false;
      box.querySelector("summary").focus();
    });
  });

  const print = (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  };

  const copy = (button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
      const note = button.parentElement.querySelector("[data-copied-text]");
      note.textContent = note.dataset.copiedText;
    });
  };

  // "Rückgängig" shows how long it can still be pressed.
  const countDown = (box) => {
    const left = box.querySelector("[data-countdown-left]");
    const end = Date.now() + Number(box.dataset.countdown) * 1000;
    const tick = () => {
      const seconds = Math.ceil((end - Date.now()) / 1000);
      if (seconds <= 0) return box.querySelector("form").remove();
      left.textContent = String(seconds);
      setTimeout(tick, 250);
    };
    tick();
  };

  // What has been fetched later is prepared like what came with the page.
  const ready = new WeakSet();
  const prepare = (root) => {
    const each = (selector, action) => root.querySelectorAll(selector).forEach((element) => {
      if (ready.has(element)) return;
      ready.add(element);
      action(element);
    });
    each("[data-print]", print);
    each("[data-copy]", copy);
    each("[data-countdown]", countDown);
    each("[data-focus]", (box) => box.focus()); // what is wrong is read first
  };
  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.target.parentNode || document));

  // A passkey dialog that was closed or failed (allauth tells by this event) is answered in words.
  document.addEventListener("allauth.error", (event) => {
    const note = document.querySelector("[data-passkey-problem]");
    if (!note) return;
    event.preventDefault();
    note.hidden = false;
  });

  // A form that sends itself when a choice changes; its button stays for those without script.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-send-on-change]");
    if (form) form.requestSubmit();
  });
})();
