/* The desk's forms of judgement: counts words and ticks, and shows which parts of an assessment are answered. Each works without this file. */
(() => {
  "use strict";
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const fill = (text, places) => text.replace(/\{(\w+)\}/g, (_, name) => places[name]);

  for (const shown of all("[data-words]")) {
    const area = document.getElementById(shown.dataset.words);
    const tell = () => { shown.textContent = fill(shown.dataset.wordsText, { n: area.value.split(/\s+/).filter(Boolean).length }); };
    area.addEventListener("input", tell);
    tell();
  }

  for (const shown of all("[data-ticks]")) {
    const boxes = all("[data-tick]");
    const tell = () => { shown.textContent = fill(shown.dataset.ticks, { n: boxes.filter((box) => box.checked).length, all: boxes.length }); };
    boxes.forEach((box) => box.addEventListener("change", tell));
    tell();
  }

  /* An assessment: the list of steps, the mark in place and the line in the footer follow the answers. */
  const form = document.querySelector("form[data-assessment]");
  if (!form) return;
  const parts = all("[data-part]").map((part) => ({ part, step: document.querySelector(`[data-step-of="${part.dataset.part}"]`) }));
  const count = document.querySelector("[data-answered]");
  const left = document.querySelector("[data-left]");
  const sign = document.querySelector("[data-sign]");
  const isAnswered = (part) => Boolean(part.querySelector("input:checked"));
  function show() {
    const missing = parts.filter(({ part }) => !isAnswered(part));
    for (const { part, step } of parts) {
      const done = isAnswered(part);
      step.classList.toggle("is-done", done);
      step.querySelector("[data-state]").textContent = done ? form.dataset.done : form.dataset.notDone;
      if (done) {
        part.classList.remove("miss");
        part.querySelectorAll(".ql small").forEach((words) => { words.hidden = true; });
        step.classList.remove("miss");
      }
    }
    count.textContent = fill(form.dataset.count, { n: parts.length - missing.length, all: parts.length });
    left.hidden = missing.length === 0;
    if (missing.length) {
      left.querySelector("[data-left-text]").textContent = fill(missing.length === 1 ? form.dataset.leftOne : form.dataset.leftMany, { n: missing.length });
      const link = left.querySelector("a");
      link.href = "#" + missing[0].part.dataset.part;
      link.textContent = fill(form.dataset.goTo, { part: missing[0].part.dataset.name });
    }
    sign.setAttribute("aria-disabled", missing.length ? "true" : "false");
  }
  form.addEventListener("change", show);
  show();
})();
