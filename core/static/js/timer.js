/* Counts down a rest in silence: the time left, a ring, and a few words for who listens; without this file the clock time is shown. */
(() => {
  "use strict";
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const written = (seconds) => Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");

  function run(timer) {
    const part = (name) => timer.querySelector("[data-timer-" + name + "]");
    const total = Number(timer.dataset.total);
    const ends = Date.now() + Number(timer.dataset.left) * 1000;
    const said = new Set();
    let beat = 0;

    /* Said once each, and only when the moment comes while the page is open. */
    function say(name, at, left) {
      if (left > at || said.has(name)) return;
      said.add(name);
      if (left > at - 5) part("live").textContent = timer.dataset[name];
    }
    function finish() {
      window.clearInterval(beat);
      part("until").textContent = timer.dataset.done;
      timer.classList.add("is-done");
      for (const on of document.querySelectorAll("[data-timer-on]")) {
        on.classList.replace("btn-secondary", "btn-primary");
      }
    }
    function show() {
      const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
      part("shown").textContent = written(left);
      if (!still.matches || left % 30 === 0) part("way").setAttribute("stroke-dashoffset", String(100 - (100 * left) / total));
      if (total > 120) {
        say("half", Math.floor(total / 2), left);
        say("minute", 60, left);
      }
      say("done", 0, left);
      if (left === 0) finish();
    }

    part("face").hidden = false;
    show();
    if (Date.now() < ends) beat = window.setInterval(show, 1000);
    document.addEventListener("visibilitychange", show);
    window.addEventListener("pageshow", (event) => { if (event.persisted) show(); });
  }
  document.querySelectorAll("[data-timer]").forEach(run);
})();
