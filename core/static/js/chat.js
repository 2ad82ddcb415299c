/* The conversation: asks for new messages every fifth second, adds them to the log, and keeps what is being written. */
(() => {
  "use strict";
  const PAUSE = 5000;
  const log = document.querySelector("[data-poll]");

  /* ---- New messages: 204 and 304 mean nothing new; an answer is HTML with articles carrying data-message ---- */
  let mark = "";
  let pause = PAUSE;
  function nearEnd() {
    return window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 160;
  }
  function add(html) {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const known = new Set(Array.from(log.querySelectorAll("[data-message]"), (item) => item.dataset.message));
    const fresh = Array.from(parsed.querySelectorAll("[data-message]")).filter((item) => !known.has(item.dataset.message));
    const follow = nearEnd();
    for (const item of fresh) log.append(document.adoptNode(item));
    if (follow && fresh.length) fresh[fresh.length - 1].scrollIntoView({ block: "end" });
  }
  function lastId() {
    const items = log.querySelectorAll("[data-message]");
    return items.length ? items[items.length - 1].dataset.message : "";
  }
  async function ask() {
    if (document.visibilityState === "hidden" || !navigator.onLine) return;
    const headers = { "X-Egenvag-Poll": "1" };
    if (mark) headers["If-None-Match"] = mark;
    const url = new URL(log.dataset.poll, window.location.href);
    url.searchParams.set("after", lastId());
    const answer = await fetch(url, { headers, credentials: "same-origin", cache: "no-store", redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403 || answer.status === 404) {
      pause = 0;
      return;
    }
    if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
    mark = answer.headers.get("ETag") || mark;
    if (answer.status === 200) add(await answer.text());
    pause = PAUSE;
  }
  async function turn() {
    try {
      await ask();
    } catch {
      pause = Math.min(60000, pause * 2);
    }
    if (pause) window.setTimeout(turn, pause);
  }
  if (log) {
    window.setTimeout(turn, PAUSE);
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && pause) ask().catch(() => {}); });
    if (!window.location.hash) log.lastElementChild?.scrollIntoView({ block: "end" });
  }

  /* ---- What is being written stays in this tab until it is sent ---- */
  for (const area of document.querySelectorAll("[data-keep]")) {
    const key = "keep:" + area.dataset.keep;
    const grow = () => { area.rows = Math.min(8, Math.max(1, area.value.split("\n").length)); };
    if (!area.value) area.value = window.sessionStorage.getItem(key) || "";
    grow();
    area.addEventListener("input", () => { window.sessionStorage.setItem(key, area.value); grow(); });
    area.form?.addEventListener("submit", (event) => {
      if (area.value.trim()) window.sessionStorage.removeItem(key);
      else event.preventDefault();
    });
    area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) area.form?.requestSubmit();
    });
  }
})();
