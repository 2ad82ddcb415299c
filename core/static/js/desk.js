/* The desk: keys with a visible button each, the filter of the list, new rows collected in one bar. */
(() => {
  "use strict";
  const SWITCH = "egenvag.keys";
  const find = (selector) => document.querySelector(selector);
  const rows = () => Array.from(document.querySelectorAll("[data-row]")).filter((row) => !row.hidden);
  const fill = (text, places) => text.replace(/\{(\w+)\}/g, (_, name) => places[name]);
  const lettersOn = () => document.body.dataset.keys !== "off" && window.localStorage.getItem(SWITCH) !== "off";
  const isTyping = (target) => target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable=true]");

  /* ---- Keys: data-key on the button or link that does it ---- */
  function move(by) {
    const list = rows();
    if (!list.length) return;
    const at = list.findIndex((row) => row === document.activeElement);
    const start = at >= 0 ? at : list.findIndex((row) => row.getAttribute("aria-current"));
    const next = list[Math.min(list.length - 1, Math.max(0, start + by))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
  function act(key) {
    const goal = Array.from(document.querySelectorAll("[data-key]")).find((item) => item.dataset.key === key && !item.closest("[hidden]"));
    if (!goal) return false;
    if (goal.matches("input, textarea")) goal.focus();
    else goal.click();
    return true;
  }
  function send(target) {
    const form = target.closest("form");
    if (!form) return false;
    const main = form.querySelector("[data-send]:not([aria-disabled=true])") || form.querySelector("button[type=submit]:not([aria-disabled=true])");
    if (main) form.requestSubmit(main);
    return Boolean(main);
  }
  function onCtrl(event) {
    if (event.key === "Enter") return send(event.target);
    const goal = find(`[data-key-ctrl="${CSS.escape(event.key.toLowerCase())}"]`);
    goal?.focus();
    goal?.select?.();
    return Boolean(goal);
  }
  function onLetter(event) {
    const key = event.key.toLowerCase();
    if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (event.key === "?") openKeys();
    else return act(key);
    return true;
  }
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.defaultPrevented || find("dialog[open]")) return;
    let done = false;
    if (event.ctrlKey || event.metaKey) done = onCtrl(event);
    else if (event.key === "Escape") closeMenus();
    else if (lettersOn() && !isTyping(event.target)) done = onLetter(event);
    if (done) event.preventDefault();
  });

  /* ---- All keys, and the switch for single letters ---- */
  const dialog = find("#keys");
  function openKeys() { dialog?.showModal(); }
  for (const button of document.querySelectorAll("[data-open-keys]")) {
    button.hidden = false;
    button.addEventListener("click", openKeys);
  }
  const letters = find("[data-keys-switch]");
  if (letters) {
    letters.checked = lettersOn();
    letters.addEventListener("change", () => window.localStorage.setItem(SWITCH, letters.checked ? "on" : "off"));
  }
  function closeMenus() { document.querySelectorAll("details.me[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); }); }
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.me[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  /* ---- Filter: every word must be in the row; empty groups hide their heading ---- */
  function sift(input) {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const row of document.querySelectorAll("[data-row]")) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) left += 1;
    }
    for (const title of document.querySelectorAll(".rows h2")) {
      let next = title.nextElementSibling;
      while (next && next.matches("[data-row][hidden]")) next = next.nextElementSibling;
      title.hidden = !next || !next.matches("[data-row]");
    }
    const said = find("[data-filter-said]");
    if (said) said.textContent = words.length ? (left ? fill(said.dataset.some, { n: left }) : said.dataset.none) : "";
  }
  for (const input of document.querySelectorAll("[data-filter]")) {
    input.addEventListener("input", () => sift(input));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { input.value = ""; sift(input); input.blur(); }
      if (event.key === "Enter") { event.preventDefault(); rows()[0]?.focus(); }
    });
  }

  /* ---- New rows: told in one bar, inserted when asked for; the time of the last contact when it is lost ---- */
  function watch(box) {
    const bar = box.querySelector("[data-news-bar]");
    const offline = box.querySelector("[data-offline-bar]");
    const shown = box.querySelector("[data-news-text]");
    let mark = "";
    let pause = 15000;
    let lastContact = new Date();
    const tell = (text) => {
      if (shown.textContent === text) return;
      shown.textContent = text;
      box.querySelector("[data-news-said]").textContent = text;
      bar.hidden = !text;
    };
    async function ask() {
      const headers = { "X-Egenvag-Poll": "1", Accept: "text/plain" };
      if (mark) headers["If-None-Match"] = mark;
      const answer = await fetch(box.dataset.news, { headers, credentials: "same-origin", cache: "no-store", redirect: "manual" });
      if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) return false;
      if (answer.status >= 400) throw new Error(String(answer.status));
      mark = answer.headers.get("ETag") || mark;
      if (answer.status === 200) tell((await answer.text()).trim());
      if (answer.status === 204) tell("");
      return true;
    }
    async function turn() {
      let go = true;
      if (document.visibilityState === "visible") {
        try {
          go = await ask();
          lastContact = new Date();
          offline.hidden = true;
          pause = 15000;
        } catch {
          const time = lastContact.toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });
          offline.textContent = fill(offline.dataset.text, { time });
          offline.hidden = false;
          pause = Math.min(60000, pause * 2);
        }
      }
      if (go) window.setTimeout(turn, pause);
    }
    window.setTimeout(turn, pause);
  }
  document.querySelectorAll("[data-news]").forEach(watch);
})();
