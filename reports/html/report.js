"use strict";
// Only what the page can't do by itself: search, and the language in what a browser reads out. All else works without.
// Nothing here asks how a part is shown: with thousands of checks each such question costs the browser a second.
(() => {
  const list = document.getElementById("checks");
  const search = document.getElementById("search");
  const shown = list.querySelector("output b");
  const checks = [...list.querySelectorAll(".c")];
  const phases = [...list.querySelectorAll(".phase")];
  const english = document.getElementById("lang-en");
  const texts = new Map();

  function language() {
    document.documentElement.lang = english.checked ? "en" : "zh-CN";
  }

  function text(check) {
    if (!texts.has(check)) texts.set(check, check.textContent.toLowerCase());
    return texts.get(check);
  }

  // What a group of choices asks for, empty where it is all: the same that the style hides the others by.
  function chosen(group) {
    const radio = list.querySelector(`input[name=${group}]:checked`);
    const choice = radio ? radio.id.slice(group.length + 1) : "any";
    return choice === "any" ? "" : choice;
  }

  function narrow() {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const [state, phase, owner] = ["state", "phase", "owner"].map(chosen);
    const classes = [state === "open" ? "x" : state, owner && `o${owner}`].filter(Boolean);
    const kept = new Map(phases.map((part) => [part, 0]));
    for (const check of checks) {
      const found = wanted.every((word) => text(check).includes(word));
      check.classList.toggle("off", !found);
      const part = check.parentElement;
      if (found && classes.every((name) => check.classList.contains(name)) && (!phase || part.id === `p-${phase}`)) {
        kept.set(part, kept.get(part) + 1);
      }
    }
    const narrowed = wanted.length || state || phase || owner;
    for (const [part, count] of kept) {
      part.classList.toggle("empty", count === 0);
      if (narrowed && count) part.open = true;
    }
    shown.textContent = [...kept.values()].reduce((sum, count) => sum + count, 0).toLocaleString("en");
  }

  // Older browsers follow a link into a closed part without opening it.
  function open() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let part = target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    target.scrollIntoView();
  }

  list.querySelector(".search").hidden = false;
  search.addEventListener("input", narrow);
  list.querySelectorAll("fieldset input").forEach((radio) => radio.addEventListener("change", narrow));
  document.querySelectorAll("input[name=lang]").forEach((radio) => radio.addEventListener("change", language));
  addEventListener("hashchange", open);
  language();
  narrow();
  if (location.hash) open();
})();
