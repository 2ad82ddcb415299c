/* Files to send: says at once that one is too large, instead of after minutes. The server says it too. */
(() => {
  "use strict";
  function tell(input) {
    const most = Number(input.dataset.mostBytes);
    const file = input.files[0];
    const text = file && file.size > most ? input.dataset.tooLarge : "";
    let note = input.parentElement.querySelector("[data-file-note]");
    if (!note) {
      note = document.createElement("p");
      note.className = "field-err";
      note.dataset.fileNote = "";
      note.setAttribute("role", "alert");
      input.after(note);
    }
    note.textContent = text;
    note.hidden = !text;
    if (text) input.value = "";
  }

  document.addEventListener("change", (event) => {
    if (event.target.dataset && event.target.dataset.mostBytes) tell(event.target);
  });
})();
