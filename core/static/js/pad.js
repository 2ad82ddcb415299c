/* The number pad for readings: own large keys that fill the ordinary fields; without this file the fields are typed in. */
(() => {
  "use strict";
  function fit(pad) {
    const inputs = Array.from(pad.querySelectorAll("[data-readout] input"));
    const keys = pad.querySelector("[data-pad-keys]");
    const ask = pad.querySelector("[data-pad-ask]");
    const rows = Array.from(pad.querySelectorAll("[data-monitor-row]"));
    let at = Math.max(0, inputs.findIndex((input) => !input.value || input.getAttribute("aria-invalid")));

    function show() {
      inputs.forEach((input, index) => input.closest("[data-readout]").classList.toggle("now", index === at));
      rows.forEach((row, index) => row.classList.toggle("now", index === at));
      ask.hidden = !inputs[at].dataset.ask;
      ask.querySelector("[data-ask-text]").textContent = inputs[at].dataset.ask || "";
      ask.querySelector("[data-where-text]").textContent = inputs[at].dataset.where || "";
    }
    function go(index) {
      at = Math.min(inputs.length - 1, Math.max(0, index));
      show();
    }
    function changed(input) {
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    /* Whole when it has all its digits, or when one more digit would be beyond what can be true. */
    function whole(input) {
      const digits = input.value.replace(/\D/g, "");
      if ("decimal" in input.dataset) return digits.length >= Number(input.dataset.max);
      return digits.length >= Number(input.dataset.max) || Number(digits) * 10 > Number(input.dataset.high || Infinity);
    }
    function type(digit) {
      const input = inputs[at];
      if (digit === "," && (!("decimal" in input.dataset) || !input.value || input.value.includes(","))) return;
      if (digit !== "," && whole(input)) return;
      input.value += digit;
      changed(input);
      if (whole(input)) go(at + 1);
    }
    function erase() {
      if (!inputs[at].value && at > 0) at -= 1;
      inputs[at].value = inputs[at].value.slice(0, -1);
      changed(inputs[at]);
      show();
    }

    keys.addEventListener("click", (event) => {
      const key = event.target.closest("button");
      if (!key) return;
      if (key.dataset.digit !== undefined) type(key.dataset.digit);
      else if ("erase" in key.dataset) erase();
      else if ("next" in key.dataset) go((at + 1) % inputs.length);
    });
    inputs.forEach((input, index) => {
      input.addEventListener("focus", () => go(index));
      input.closest("[data-readout]").addEventListener("click", () => go(index));
      /* A finger uses our keys; a keyboard still types in the field. */
      if (window.matchMedia("(pointer: coarse)").matches) input.setAttribute("inputmode", "none");
    });
    keys.hidden = false;
    show();
  }
  document.querySelectorAll("[data-pad]").forEach(fit);
})();
