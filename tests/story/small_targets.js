// What a finger should hit on a patient's page and that is lower than 44 pixels; links inside a sentence are exempt.
() => {
  const shown = (element) => element.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const inSentence = (element) => {
    if (element.tagName !== "A" || getComputedStyle(element).display !== "inline") return false;
    const around = element.parentElement.textContent.trim();
    return around.length > element.textContent.trim().length;
  };
  const box = (element) => {
    const label = element.labels && element.labels[0];
    const own = element.getBoundingClientRect();
    const outer = label ? label.getBoundingClientRect() : own;
    return /radio|checkbox/.test(element.type || "") && outer.height > own.height ? outer : own;
  };
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((element) => (shown(element) || /radio|checkbox/.test(element.type || "")) && !element.closest(".demobar"))
    .filter((element) => !element.matches(".skip, .vh, [aria-hidden=true]") && !inSentence(element))
    .map((element) => [box(element), element])
    .filter(([area]) => area.height > 0 && area.height < 43.5)
    .map(([area, element]) => `${Math.round(area.height)} px: ${element.outerHTML.slice(0, 110)}`);
}
