/* What is sent while the net comes and goes: kept in order in this tab until the server says that it has it, each once by its form key. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-outbox]");
  const list = document.querySelector("[data-outbox-list]");
  if (!form || !list || !window.fetch) return;
  const said = document.querySelector("[data-outbox-said]");
  const wait = document.querySelector("[data-outbox-wait]");
  const pattern = document.querySelector("template[data-outbox-item]");
  /* Session storage, never local: unsent words go with the tab and at sign-out, and the pages of the door empty it too. */
  const PLACE = "outbox:" + form.dataset.outbox;
  const FIRST_PAUSE = 3000;
  const LONGEST_PAUSE = 60000;
  const ENOUGH = 30000;
  const ENOUGH_WITH_PHOTOS = 120000;
  const WAITED = 60000;
  const files = new Map();
  const drawn = new Map();
  let waiting = JSON.parse(window.sessionStorage.getItem(PLACE) || "[]");
  let sending = false;
  let handed = false;
  let pause = FIRST_PAUSE;
  let timer = 0;

  const keep = () => window.sessionStorage.setItem(PLACE, JSON.stringify(waiting));
  function newKey() {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /* ---- What waits, shown as one's own bubble with a dashed edge ---- */
  function draw(entry) {
    const item = pattern.content.firstElementChild.cloneNode(true);
    item.querySelector("[data-text]").textContent = [entry.body, entry.caption].filter(Boolean).join("\n") || "…";
    item.querySelector("[data-again]").addEventListener("click", () => { pause = FIRST_PAUSE; flush(); });
    drawn.set(entry.key, item);
    list.append(item);
    list.hidden = false;
    item.scrollIntoView({ block: "nearest" });
  }
  function erase(key) {
    drawn.get(key)?.remove();
    drawn.delete(key);
    list.hidden = !list.children.length;
  }
  function tell(state) {
    for (const entry of waiting) {
      drawn.get(entry.key).dataset.state = state;
      drawn.get(entry.key).scrollIntoView({ block: "nearest" });
    }
    const words = state === "waiting" && waiting.length ? wait.dataset.words : "";
    if (wait.textContent !== words) wait.textContent = words;
  }

  /* ---- One at a time, the oldest first ---- */
  function fields(entry) {
    const data = new FormData();
    data.set("csrf_token", form.elements.csrf_token.value);
    data.set("form_key", entry.key);
    data.set("unit", entry.unit);
    data.set("body", entry.body);
    data.set("caption", entry.caption);
    if (Date.now() - Date.parse(entry.written) > WAITED) data.set("written_at", entry.written);
    for (const file of files.get(entry.key) || []) data.append("photo", file);
    return data;
  }
  async function post(entry) {
    const answer = await fetch(form.action, {
      method: "POST", body: fields(entry), credentials: "same-origin", redirect: "manual",
      headers: { "X-Egenvag-Outbox": "1" },
      signal: AbortSignal.timeout(files.has(entry.key) ? ENOUGH_WITH_PHOTOS : ENOUGH),
    });
    if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
    return answer.status === 200 ? answer.json() : null;
  }
  function taken(entry, answer) {
    waiting = waiting.filter((one) => one.key !== entry.key);
    keep();
    if (!waiting.length) wait.textContent = "";
    const lost = entry.photos && !files.has(entry.key) && !answer.again;
    files.delete(entry.key);
    if (new URL(answer.location, window.location.href).pathname !== window.location.pathname) {
      window.location.assign(answer.location);
      return;
    }
    said.textContent = answer.said || said.dataset.sent;
    document.dispatchEvent(new CustomEvent("egenvag:ask", { detail: () => {
      if (lost) drawn.get(entry.key).dataset.state = "lost";
      else erase(entry.key);
    } }));
  }
  /* The server says no, or that the sign-in has ended: its own page says why and shows what was typed. */
  function handOver() {
    if (handed) return;
    handed = true;
    const first = waiting[0];
    const photos = new DataTransfer();
    waiting.flatMap((one) => files.get(one.key) || []).forEach((file) => photos.items.add(file));
    form.elements.form_key.value = first.key;
    form.elements.body.value = waiting.map((one) => one.body).concat(form.elements.body.value).filter(Boolean).join("\n\n");
    form.elements.caption.value = first.caption;
    form.elements.photo.files = photos.files;
    waiting = [];
    keep();
    files.clear();
    HTMLFormElement.prototype.submit.call(form);
  }
  async function flush() {
    window.clearTimeout(timer);
    if (sending || handed || !waiting.length) return;
    if (!navigator.onLine) { tell("waiting"); return; }
    sending = true;
    try {
      while (waiting.length) {
        const answer = await post(waiting[0]);
        if (handed) return;
        if (!answer) { handOver(); return; }
        taken(waiting[0], answer);
      }
      pause = FIRST_PAUSE;
    } catch {
      tell("waiting");
      timer = window.setTimeout(flush, pause);
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    } finally {
      sending = false;
    }
  }

  /* ---- Sending: the box and the suggested answers alike ---- */
  function put(body, caption, photos) {
    const entry = { key: form.elements.form_key.value, unit: form.dataset.outbox, body, caption,
      photos: photos.length, written: new Date().toISOString() };
    form.elements.form_key.value = newKey();
    if (photos.length) files.set(entry.key, photos);
    waiting.push(entry);
    keep();
    draw(entry);
    said.textContent = "";
    flush();
  }
  async function fromBox() {
    const { body, caption, photo } = form.elements;
    await photo.ready;
    const photos = Array.from(photo.files);
    if (!body.value.trim() && !photos.length) { body.focus(); return; }
    const words = [body.value, photos.length ? caption.value : ""];
    form.dispatchEvent(new CustomEvent("egenvag:sent"));
    put(...words, photos);
  }
  document.addEventListener("submit", (event) => {
    const from = event.target;
    if (from !== form && !from.matches("form[data-quick]")) return;
    event.preventDefault();
    event.stopPropagation();
    if (from === form) { fromBox(); return; }
    const answer = event.submitter?.value;
    from.remove();
    if (answer) put(answer, "", []);
  }, true);

  window.addEventListener("online", () => { pause = FIRST_PAUSE; flush(); });
  window.addEventListener("offline", () => tell("waiting"));
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") flush(); });
  document.addEventListener("egenvag:ended", (event) => {
    if (!waiting.length && !handed) return;
    event.preventDefault();
    handOver();
  });
  window.addEventListener("beforeunload", (event) => { if (files.size) event.preventDefault(); });
  waiting.forEach(draw);
  flush();
})();
