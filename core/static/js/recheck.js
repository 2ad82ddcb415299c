/* Says that it is time to measure again when the minutes are up; without it the page shows the clock time. */
"use strict";
{
  const waits = document.querySelector("[data-recheck]");
  const due = waits ? Date.now() + Number(waits.dataset.recheck) * 1000 : 0;
  const show = () => {
    if (!waits || Date.now() < due) return;
    waits.firstElementChild.hidden = true;
    waits.lastElementChild.hidden = false;
  };
  if (waits) {
    setTimeout(show, Number(waits.dataset.recheck) * 1000 + 200);
    document.addEventListener("visibilitychange", show);
  }
}
