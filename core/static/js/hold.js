/* A form of values that is sent without net waits on its page and goes by itself when the net is back; the form key makes it one. */
(() => {
  "use strict";
  const LATE = 120000;
  const two = (number) => String(number).padStart(2, "0");

  /* What was measured before the wait says so, as if it had been filled in under "Mätte du tidigare än nu?". */
  function note(form, then) {
    const { taken_day: day, taken_time: time } = form.elements;
    if (Date.now() - then < LATE || !day || !time || day.value || time.value) return;
    const at = new Date(then);
    day.value = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
    time.value = two(at.getHours()) + ":" + two(at.getMinutes());
  }

  for (const form of document.querySelectorAll("form[data-hold]")) {
    const said = form.querySelector("[data-hold-said]");
    let held = null;
    form.addEventListener("submit", (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      held = { button: event.submitter, then: held?.then || Date.now() };
      said.hidden = false;
      said.scrollIntoView({ block: "nearest" });
    });
    window.addEventListener("online", () => {
      if (!held) return;
      const { button, then } = held;
      held = null;
      said.hidden = true;
      note(form, then);
      form.requestSubmit(button);
    });
  }
})();
