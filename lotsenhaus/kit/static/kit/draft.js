// Keeps what is typed: <form data-draft-url="…"> posts each changed field (name=value, field=name) at once.
// The server answers 204, or 200 with a JSON {"url": …, "page": …} when the draft has got an address of its own.
(() => {
  "use strict";
  const PAUSE = 1000; // ms without typing after which a field is stored though it still has the focus

  const start = (form) => {
    const status = form.querySelector("[data-draft-status]") || document.querySelector("[data-draft-status]");
    const say = (text) => { if (status) status.textContent = text || ""; };
    const stored = new Map();
    let queue = Promise.resolve();
    let timer = 0;

    const valuesOf = (name) => new FormData(form).getAll(name).filter((value) => typeof value === "string");
    const store = async (name) => {
      const values = valuesOf(name);
      if (JSON.stringify(values) === stored.get(name)) return;
      const body = new FormData();
      body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      body.append("field", name);
      values.forEach((value) => body.append(name, value));
      try {
        const request = { method: "POST", body, credentials: "same-origin", keepalive: true };
        const response = await fetch(form.dataset.draftUrl, request);
        if (!response.ok || response.redirected) throw new Error(String(response.status));
        stored.set(name, JSON.stringify(values));
        if (response.status === 200) adopt(await response.json());
        say(status && status.dataset.saved);
      } catch {
        say(status && status.dataset.failed);
      }
    };
    const adopt = (answer) => {
      if (answer.url) form.dataset.draftUrl = answer.url;
      if (answer.page) history.replaceState(null, "", answer.page);
    };
    const isKept = (field) => field.name && field.name !== "csrfmiddlewaretoken" && field.type !== "file";
    const keep = (field) => {
      clearTimeout(timer);
      if (isKept(field)) queue = queue.then(() => store(field.name));
    };

    Array.from(form.elements).filter(isKept).forEach(({ name }) => stored.set(name, JSON.stringify(valuesOf(name))));
    form.addEventListener("change", (event) => keep(event.target));
    form.addEventListener("focusout", (event) => keep(event.target));
    form.addEventListener("input", (event) => {
      clearTimeout(timer);
      timer = setTimeout(keep, PAUSE, event.target);
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && form.contains(document.activeElement)) keep(document.activeElement);
    });
  };
  document.querySelectorAll("form[data-draft-url]").forEach(start);
})();
