/* An open conversation, on either face: asks for what is new every fifth second while it is looked at, and adds it to the log. */
(() => {
  "use strict";
  const PAUSE = 5000;
  const log = document.querySelector("[data-poll]");
  if (!log) return;
  const scrollsItself = Boolean(log.closest("[data-scrolls]"));
  let pause = PAUSE;
  let timer = 0;
  let asking = null;

  /* ---- What came: articles that carry data-message; an older question has no answers to choose from any more ---- */
  function nearEnd() {
    return window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 160;
  }
  function add(html) {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const known = new Set(Array.from(log.querySelectorAll("[data-message]"), (item) => item.dataset.message));
    const fresh = Array.from(parsed.querySelectorAll("[data-message]")).filter((item) => !known.has(item.dataset.message));
    if (!fresh.length) return;
    const follow = !scrollsItself && nearEnd();
    log.querySelectorAll("form[data-quick]").forEach((form) => form.remove());
    log.querySelector("[data-none]")?.remove();
    document.querySelector(".chat-empty")?.remove();
    for (const item of fresh) {
      const line = lineOf(item);
      if (line && line.dataset.day !== lastDay()) log.append(document.importNode(line, true));
      log.append(document.adoptNode(item));
    }
    if (follow) fresh[fresh.length - 1].scrollIntoView({ block: "end" });
    const writing = Array.from(document.querySelectorAll("textarea.draft")).some((area) => area.value.trim());
    const shown = fresh[fresh.length - 1].dataset.number;
    /* Who is writing is told by the server what came meanwhile, before the answer is sent (reliability.md H1, H3). */
    if (shown && !writing) document.querySelectorAll("input[name=last]").forEach((input) => { input.value = shown; });
  }
  /* ---- The line with the day: drawn by the server with whatever is new, and added when the page has not come to that day ---- */
  function lineOf(item) {
    let before = item;
    while (before && !(before.dataset && before.dataset.day)) before = before.previousElementSibling;
    return before;
  }
  function lastDay() {
    const lines = log.querySelectorAll("[data-day]");
    return lines.length ? lines[lines.length - 1].dataset.day : "";
  }
  function lastId() {
    const items = log.querySelectorAll("[data-message]");
    return items.length ? items[items.length - 1].dataset.message : "";
  }

  /* ---- Asking: 204 means nothing new; a door that has closed means that the sign-in has ended ---- */
  async function ask() {
    const url = new URL(log.dataset.poll, window.location.href);
    url.searchParams.set("after", lastId());
    const answer = await fetch(url, { headers: { "X-Egenvag-Poll": "1" }, credentials: "same-origin", cache: "no-store", redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 401) { end(); return; }
    if (answer.status === 403 || answer.status === 404) { pause = 0; return; }
    if (answer.status >= 400) throw new Error(String(answer.status));
    if (answer.status === 200) add(await answer.text());
    pause = PAUSE;
  }
  /* Nothing that was written here may stay on a shared phone; what waits to be sent is shown once more (outbox.js). */
  function end() {
    pause = 0;
    const ended = new CustomEvent("egenvag:ended", { cancelable: true });
    if (!document.dispatchEvent(ended)) return;
    window.sessionStorage.clear();
    if (log.dataset.ended) window.location.replace(log.dataset.ended);
  }
  function now() {
    asking ??= ask().finally(() => { asking = null; });
    return asking;
  }
  async function turn() {
    window.clearTimeout(timer);
    if (document.visibilityState === "visible" && navigator.onLine) {
      try {
        await now();
      } catch {
        pause = Math.min(60000, pause * 2);
      }
    }
    if (pause) timer = window.setTimeout(turn, pause);
  }
  timer = window.setTimeout(turn, PAUSE);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && pause) turn(); });
  window.addEventListener("online", () => { if (pause) { pause = PAUSE; turn(); } });
  document.addEventListener("egenvag:ask", async (event) => {
    try { await now(); } catch { /* the next turn asks again */ } finally { event.detail(); }
  });
  if (!scrollsItself && !window.location.hash && lastId()) document.scrollingElement.scrollTop = document.scrollingElement.scrollHeight;
})();
