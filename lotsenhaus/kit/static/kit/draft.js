// Keeps what is typed: <form data-draft-url="…"> posts each changed field (name=value, field=name) at once.
// The server answers 204, or 200 with a JSON {"url": …} when the draft has got an address of its own.
(() => {
  "use strict";
  const start = (form) => {
    const status = form.querySelector("[data-draft-status]") || document.querySelector("[data-draft-status]");
    const say = (text) => { if (status) status.textContent = text || ""; };
    const sent = new Map();
    let queue = Promise.resolve();

    const valuesOf = (name) => new FormData(form).getAll(name).filter((value) => typeof value === "string");
    const changed = (name) => JSON.stringify(valuesOf(name)) !== sent.get(name);

    const store = async (name) => {
      if (!changed(name)) return;
      const values = valuesOf(name);
      const body = new FormData();
      body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      body.append("field", name);
      values.forEach((value) => body.append(name, value));
      try {
        const response = await fetch(form.dataset.draftUrl, { method: "POST", body, credentials: "same-origin" });
        if (!response.ok) throw new Error(String(response.status));
        sent.set(name, JSON.stringify(values));
        if (response.status === 200) adopt(await response.json());
        say(status && status.dataset.saved);
      } catch {
        say(status && status.dataset.failed);
      }
    };
    const adopt = (answer) => {
      if (!answer.url) return;
      form.dataset.draftUrl = answer.url;
      if (answer.page) history.replaceState(null, "", answer.page);
    };
    const later = (event) => {
      const name = event.target.name;
      if (!name || name === "csrfmiddlewaretoken" || event.target.type === "file") return;
      queue = queue.then(() => store(name));
    };

    new Set(Array.from(form.elements, (one) => one.name)).forEach((name) => {
      if (name) sent.set(name, JSON.stringify(valuesOf(name)));
    });
    form.addEventListener("change", later);
    form.addEventListener("focusout", later);
  };
  document.querySelectorAll("form[data-draft-url]").forEach(start);
})();
