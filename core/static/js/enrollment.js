/* Enrolment: the chosen program's questions at once, how many are answered, and the SMS as it will be. Works without. */
(() => {
  "use strict";
  const form = document.querySelector("[data-enrol]");
  if (!form) return;
  const place = form.querySelector("[data-gates]");
  const kept = new Map();

  function gateOf(program) {
    if (kept.has(program)) return kept.get(program);
    const source = form.querySelector(`template[data-gate-of="${CSS.escape(program)}"]`);
    return source ? source.content.firstElementChild.cloneNode(true) : null;
  }

  function showGate(program) {
    const shown = place.querySelector("[data-gate]");
    if (shown) kept.set(shown.dataset.gate, shown);
    const next = gateOf(program);
    place.replaceChildren(...(next ? [next] : []));
  }

  function tellAnswered() {
    const questions = Array.from(form.querySelectorAll("fieldset.yn"));
    const answered = questions.filter((one) => one.querySelector(":checked")).length;
    const line = form.querySelector("[data-answered]");
    line.textContent = line.dataset.text.replace("{n}", answered).replace("{all}", questions.length);
  }

  function showPreview() {
    const language = form.querySelector("[name=language]:checked")?.value || "sv";
    const wanted = form.querySelector("[name=phone_only]").checked ? `${language}-phone` : language;
    for (const one of form.querySelectorAll("[data-preview]")) one.hidden = one.dataset.preview !== wanted;
  }

  form.querySelector("[data-show-questions]")?.setAttribute("hidden", "");
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-program]")) showGate(event.target.value);
    const question = event.target.closest("fieldset.yn");
    if (question) question.classList.remove("miss");
    tellAnswered();
    showPreview();
  });
  const chosen = form.querySelector("[data-program]:checked");
  if (chosen && !place.querySelector("[data-gate]")) showGate(chosen.value);
  tellAnswered();
})();
