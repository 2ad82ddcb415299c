/* Films that are drawn: play, pause, seek, one scene at a time, captions that follow. Without this file: a picture and the words. */
(() => {
  "use strict";
  const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");
  const STEP = 5; /* seconds that an arrow key moves */
  const EDGE = 0.05; /* a scene's still is taken just before the next one begins */
  const fill = (text, places) => text.replace(/\{(\w+)\}/g, (_, name) => places[name]);
  const clock = (time) => Math.floor(time / 60) + ":" + String(Math.floor(time % 60)).padStart(2, "0");

  function fit(film) {
    const part = (name) => film.querySelector("[data-film-" + name + "]");
    const [stage, picture, caption, panel, seek] = ["stage", "picture", "caption", "panel", "seek"].map(part);
    const play = part("play");
    const all = Number(film.dataset.seconds);
    const scenes = Array.from(film.querySelectorAll("[data-film-scene]"), (line) => ({
      from: Number(line.dataset.from), to: Number(line.dataset.to), words: line.textContent.trim(),
    }));
    let svg = null;
    let playing = false;
    let started = false; /* before that the poster stands, whatever the time */
    let stills = STILL.matches;
    let at = 0;

    function stop() {
      playing = false;
      svg.pauseAnimations();
    }
    function now() {
      return Math.min(all, svg.getCurrentTime());
    }
    function sceneAt(time) {
      return Math.max(0, scenes.findLastIndex((scene) => scene.from <= time));
    }
    function say(words) {
      if (caption.textContent !== words) caption.textContent = words;
    }
    function off(button, is) {
      if (is) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
    function show() {
      const time = started ? now() : 0;
      const ended = started && time >= all;
      at = sceneAt(time);
      film.dataset.state = playing ? "playing" : stills ? "stills" : ended ? "ended" : "paused";
      film.dataset.scene = String(at + 1);
      say(scenes[at].words);
      if (Number(seek.value) !== Math.floor(time)) seek.value = String(Math.floor(time));
      seek.setAttribute("aria-valuetext", fill(seek.dataset.said, { now: Math.floor(time), all }));
      part("time").textContent = clock(time) + " / " + clock(all);
      part("place").textContent = fill(part("place").dataset.said, { now: at + 1, all: scenes.length });
      part("play-text").textContent = playing ? play.dataset.pause : ended ? play.dataset.again : play.dataset.play;
      part("cover").hidden = playing || stills || (started && !ended);
      off(part("before"), stills && at === 0);
      off(part("after"), at === scenes.length - 1);
    }
    function go(time) {
      started = true;
      svg.setCurrentTime(Math.min(all, Math.max(0, time)));
      show();
    }
    function toScene(number) {
      const scene = scenes[Math.min(scenes.length - 1, Math.max(0, number))];
      go(stills ? scene.to - EDGE : scene.from);
    }
    function before() {
      /* Back to the beginning of this scene first, as every player does. */
      toScene(!stills && started && now() - scenes[at].from > 1.5 ? at : at - 1);
    }
    function follow() {
      if (!playing) return;
      if (now() >= all) {
        stop();
        svg.setCurrentTime(all);
      }
      show();
      window.requestAnimationFrame(follow);
    }
    function toggle() {
      if (stills) return;
      if (playing) {
        stop();
        show();
        return;
      }
      if (!started || now() >= all) go(0);
      playing = true;
      part("buttons").scrollIntoView({ block: "nearest" }); /* picture, words and buttons in one view */
      svg.unpauseAnimations();
      follow();
    }
    function again() {
      if (stills) toScene(0);
      else go(0);
    }
    function choose(isStill) {
      stills = isStill;
      stop();
      part("line").hidden = play.hidden = stills;
      part("place").hidden = part("motion").hidden = !stills;
      if (stills) toScene(at);
      else rest();
    }
    function rest() {
      started = false;
      svg.setCurrentTime(Number(film.dataset.poster));
      show();
    }

    film.addEventListener("keydown", (event) => {
      const onSlider = event.target === seek;
      if (event.altKey || event.ctrlKey || event.metaKey || (!onSlider && !event.target.closest(".film-panel"))) return;
      if (event.key === " " && onSlider) toggle();
      else if (event.key === "ArrowLeft" && stills) before();
      else if (event.key === "ArrowRight" && stills) toScene(at + 1);
      else if (event.key === "ArrowLeft" && !onSlider) go(now() - STEP);
      else if (event.key === "ArrowRight" && !onSlider) go((started ? now() : 0) + STEP);
      else return;
      event.preventDefault();
    });
    play.addEventListener("click", toggle);
    stage.addEventListener("click", () => (stills ? toScene((at + 1) % scenes.length) : toggle()));
    part("again").addEventListener("click", again);
    part("before").addEventListener("click", before);
    part("after").addEventListener("click", () => toScene(at + 1));
    part("motion").addEventListener("click", () => {
      choose(false);
      play.focus();
    });
    seek.addEventListener("input", () => go(Number(seek.value)));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && playing) toggle();
    });
    window.addEventListener("pagehide", () => {
      if (playing) toggle();
    });
    STILL.addEventListener("change", () => choose(STILL.matches));

    picture.replaceChildren(part("drawing").content.cloneNode(true));
    svg = picture.querySelector("svg");
    svg.pauseAnimations();
    caption.hidden = panel.hidden = false;
    part("words").open = false;
    choose(stills);
  }
  document.querySelectorAll("[data-film]").forEach(fit);
})();
