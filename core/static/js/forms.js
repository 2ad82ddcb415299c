/* Forms: busy buttons, one submit only, minus and plus, counters, drafts that save themselves. Every form works without this file. */
(() => {
  "use strict";
  const all = (root, selector) => Array.from(root.querySelectorAll(selector));
  const fill = (text, places) => text.replace(/\{(\w+)\}/g, (_, name) => places[name]);
  const clock = () => new Date().toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });

  /* ---- Busy buttons: the words change, the second press does nothing ---- */
  function showBusy(form, button) {
    form.dataset.sent = "yes";
    if (!button) return;
    const words = button.querySelector(".btn-t");
    button.setAttribute("aria-disabled", "true");
    if (!words || !button.dataset.busy) return;
    button.dataset.idle = words.textContent;
    button.classList.add("is-busy");
    words.textContent = button.dataset.busy;
  }

  function showIdle(form) {
    delete form.dataset.sent;
    const owned = all(document, "button[data-idle], button[aria-disabled]").filter((b) => b.form === form);
    for (const button of owned) {
      button.removeAttribute("aria-disabled");
      button.classList.remove("is-busy");
      const words = button.querySelector(".btn-t");
      if (words && button.dataset.idle) words.textContent = button.dataset.idle;
      delete button.dataset.idle;
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    window.setTimeout(() => showBusy(form, event.submitter), 0);
  });

  document.addEventListener("click", (event) => {
    const blocked = event.target.closest("button[aria-disabled=true]");
    if (blocked) event.preventDefault();
  }, true);

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) all(document, "form[data-sent]").forEach(showIdle);
  });

  /* ---- Minus and plus: typing is always allowed ---- */
  function readTime(text) {
    const found = /^\s*([01]?\d|2[0-3])[.:,\s]?([0-5]\d)\s*$/.exec(text);
    return found ? Number(found[1]) * 60 + Number(found[2]) : null;
  }

  function writeTime(minutes) {
    const day = ((minutes % 1440) + 1440) % 1440;
    return String(Math.floor(day / 60)).padStart(2, "0") + ":" + String(day % 60).padStart(2, "0");
  }

  function steppedTime(text, step, by) {
    const now = readTime(text);
    if (now === null) return writeTime(22 * 60);
    const grid = by > 0 ? Math.floor(now / step) + 1 : Math.ceil(now / step) - 1;
    return writeTime(grid * step);
  }

  function steppedNumber(text, step, by, low, high) {
    const now = Number(text.replace(",", ".")) || 0;
    const decimals = (String(step).split(".")[1] || "").length;
    const next = text.trim() === "" ? low ?? 0 : now + by * step;
    return Math.min(high ?? Infinity, Math.max(low ?? 0, next)).toFixed(decimals).replace(".", ",");
  }

  function press(box, by) {
    const input = box.querySelector("input");
    const step = Number(box.dataset.step);
    const edge = (name) => (name in box.dataset ? Number(box.dataset[name]) : undefined);
    input.value = box.dataset.stepper === "time"
      ? steppedTime(input.value, step, by)
      : steppedNumber(input.value, step, by, edge("min"), edge("max"));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  for (const box of all(document, "[data-stepper]")) {
    for (const button of all(box, "button[data-step-by]")) {
      button.hidden = false;
      button.addEventListener("click", () => press(box, Number(button.dataset.stepBy)));
    }
  }

  /* ---- The chosen stop of a scale, repeated in words ---- */
  for (const group of all(document, "[data-scale]")) {
    group.addEventListener("change", (event) => {
      const { value, dataset } = event.target;
      const words = dataset.word ? value + ", " + dataset.word : value;
      group.querySelector("[data-scale-out]").textContent = fill(group.dataset.said, { n: words });
    });
  }

  /* ---- Counter: says how much is left, politely and not at every key ---- */
  for (const group of all(document, "[data-counter]")) {
    const area = group.querySelector("textarea");
    const shown = group.querySelector("[data-count]");
    const spoken = group.querySelector("[data-count-live]");
    let pause = 0;
    const tell = () => {
      const left = Number(group.dataset.counter) - area.value.length;
      const text = left < 0 ? group.dataset.counterOver : group.dataset.counterLeft;
      shown.textContent = fill(text, { n: Math.abs(left) });
      shown.classList.toggle("is-over", left < 0);
      window.clearTimeout(pause);
      if (left < 40) pause = window.setTimeout(() => { spoken.textContent = shown.textContent; }, 1200);
    };
    area.addEventListener("input", tell);
    if (area.value) tell();
  }

  /* ---- Drafts: saved a moment after the last key, told in words, tried again when the net is back ---- */
  function words(form) {
    const data = new FormData(form);
    for (const [name, value] of Array.from(data)) if (value instanceof File) data.delete(name);
    return data;
  }

  function autosave(form) {
    const line = form.querySelector("[data-save-status]") || document.querySelector("[data-save-status]");
    let timer = 0;
    let sending = false;
    let dirty = false;
    const say = (kind) => {
      if (!line) return;
      line.hidden = false;
      line.dataset.state = kind;
      line.querySelector("[data-save-text]").textContent = fill(line.dataset[kind], { time: clock() });
    };
    const later = (wait) => {
      window.clearTimeout(timer);
      timer = window.setTimeout(save, wait);
    };
    async function save() {
      if (sending || !dirty || form.dataset.sent) return;
      if (!navigator.onLine) { say("offline"); return; }
      sending = true;
      dirty = false;
      try {
        const answer = await fetch(form.dataset.autosave, {
          method: "POST", body: words(form), credentials: "same-origin", redirect: "error",
          headers: { "X-Requested-With": "autosave" },
        });
        if (!answer.ok) throw new Error(String(answer.status));
        say("saved");
      } catch {
        dirty = true;
        say(navigator.onLine ? "failed" : "offline");
        later(15000);
      } finally {
        sending = false;
        if (dirty && line?.dataset.state === "saved") later(1200);
      }
    }
    form.addEventListener("input", () => { dirty = true; later(1200); });
    form.addEventListener("change", () => { dirty = true; later(400); });
    form.addEventListener("egenvag:sent", () => { dirty = false; window.clearTimeout(timer); if (line) line.hidden = true; });
    window.addEventListener("online", () => later(200));
    window.addEventListener("offline", () => { if (dirty) say("offline"); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
    window.addEventListener("beforeunload", (event) => {
      if (dirty && !form.dataset.sent && line?.dataset.state !== "saved" && line?.dataset.state) event.preventDefault();
    });
  }
  all(document, "form[data-autosave]").forEach(autosave);

  /* ---- Printing: the button is there when it works ---- */
  for (const button of all(document, "[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  /* ---- The list of errors takes focus; signing out, and the door itself, empty what this tab kept ---- */
  document.querySelector("[data-error-summary]")?.focus();
  if (document.querySelector("[data-door]")) window.sessionStorage.clear();
  for (const form of all(document, "form[data-sign-out]")) {
    form.addEventListener("submit", () => window.sessionStorage.clear());
  }
})();
