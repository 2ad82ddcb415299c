/* The box of a conversation: grows with the text, keeps it in this tab, sends with Ctrl and Enter; undo goes when its minute is over. */
(() => {
  "use strict";
  /* Session storage, never local: what is written about health goes with the tab, at sign-out (forms.js) and on the door's pages. */
  for (const area of document.querySelectorAll("[data-keep]")) {
    const key = "keep:" + area.dataset.keep;
    const grow = () => { area.rows = Math.min(8, Math.max(1, area.value.split("\n").length)); };
    if (!area.value) area.value = window.sessionStorage.getItem(key) || "";
    grow();
    area.addEventListener("input", () => { window.sessionStorage.setItem(key, area.value); grow(); });
    area.form?.addEventListener("egenvag:sent", () => { window.sessionStorage.removeItem(key); area.value = ""; grow(); });
    area.form?.addEventListener("submit", () => { window.sessionStorage.removeItem(key); });
    area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) area.form?.requestSubmit();
    });
  }
  for (const form of document.querySelectorAll("form[data-gone-after]")) {
    window.setTimeout(() => form.remove(), Number(form.dataset.goneAfter) * 1000);
  }
})();
