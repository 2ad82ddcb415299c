/* Photos before they are sent: made small in the phone, so that a slow net manages and where they were taken never leaves it. */
(() => {
  "use strict";
  const LONGEST = 1600;
  const SHOWN = 96;
  const fill = (text, places) => text.replace(/\{(\w+)\}/g, (_, name) => places[name]);

  function fit(width, height, longest) {
    const share = Math.min(1, longest / Math.max(width, height));
    return [Math.max(1, Math.round(width * share)), Math.max(1, Math.round(height * share))];
  }
  function draw(picture, longest) {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = fit(picture.width, picture.height, longest);
    const paper = canvas.getContext("2d");
    paper.fillStyle = "#fff";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  }
  /* A file that the phone itself cannot open goes as it is: the server says what is wrong and what to do. */
  async function shrink(file) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const blob = await new Promise((done) => draw(picture, LONGEST).toBlob(done, "image/jpeg", 0.85));
    const small = draw(picture, SHOWN);
    picture.close();
    return { file: blob ? new File([blob], "bild.jpg", { type: "image/jpeg" }) : file, small };
  }
  async function shrunk(file) {
    try { return await shrink(file); } catch { return { file, small: null }; }
  }

  for (const sheet of document.querySelectorAll("[data-attach]")) {
    const input = sheet.querySelector("input[type=file]");
    const list = sheet.querySelector("[data-attach-list]");
    const count = sheet.querySelector("[data-attach-count]");
    const said = sheet.querySelector("[data-attach-said]");
    const drop = sheet.querySelector("[data-attach-drop]");
    const most = Number(sheet.dataset.most);

    function show(found) {
      list.replaceChildren(...found.map((one) => {
        const item = document.createElement("li");
        item.append(one.small || document.createTextNode(one.file.name));
        return item;
      }));
      count.hidden = drop.hidden = !found.length;
      count.textContent = found.length || "";
    }
    async function take() {
      const chosen = Array.from(input.files);
      said.textContent = chosen.length > most ? fill(sheet.dataset.tooMany, {}) : "";
      const found = await Promise.all(chosen.slice(0, most).map(shrunk));
      const files = new DataTransfer();
      found.forEach((one) => files.items.add(one.file));
      input.files = files.files;
      show(found);
    }
    function empty() {
      input.value = "";
      sheet.querySelector("input[type=text]").value = "";
      said.textContent = "";
      show([]);
    }
    /* Whoever sends waits for this, so that what is sent is the small one. */
    input.addEventListener("change", (event) => { event.stopPropagation(); input.ready = take(); });
    drop.querySelector("button").addEventListener("click", () => { empty(); input.focus(); });
    input.form.addEventListener("egenvag:sent", () => { empty(); sheet.open = false; });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && sheet.open) { sheet.open = false; sheet.querySelector("summary").focus(); }
    });
  }
})();
