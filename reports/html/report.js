"use strict";
// Only what the page can't do by itself: search, and the language in what a browser reads out. All else works without.
(() => {
  const root = document.documentElement;
  const list = document.getElementById("checks");
  const search = document.getElementById("search");
  const shown = list.querySelector("output b");
  const checks = [...list.querySelectorAll(".c")];
  const phases = [...list.querySelectorAll(".phase")];
  const english = document.getElementById("lang-en");

  function language() {
    root.lang = english.checked ? "en" : "zh-CN";
  }

  function words(check) {
    const other = english.checked ? "zh" : "en";
    const copy = check.cloneNode(true);
    copy.querySelectorAll(`[lang=${other}]`).forEach((part) => part.remove());
    return copy.textContent.toLowerCase();
  }

  const texts = new Map();
  function text(check) {
    const key = `${english.checked}`;
    if (!texts.has(key)) texts.set(key, new Map());
    const known = texts.get(key);
    if (!known.has(check)) known.set(check, words(check));
    return known.get(check);
  }

  function filter() {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const check of checks) {
      const said = wanted.length ? text(check) : "";
      check.classList.toggle("off", !wanted.every((word) => said.includes(word)));
    }
    list.classList.toggle("narrowed", wanted.length > 0);
    if (wanted.length) phases.forEach((phase) => { phase.open = true; });
    count();
  }

  function count() {
    for (const phase of phases) phase.classList.remove("empty");
    const seen = checks.filter((check) => getComputedStyle(check).display !== "none");
    const kept = new Set(seen.map((check) => check.parentElement).filter((phase) => getComputedStyle(phase).display !== "none"));
    for (const phase of phases) phase.classList.toggle("empty", !kept.has(phase));
    shown.textContent = seen.filter((check) => kept.has(check.parentElement)).length;
  }

  function narrow() {
    const narrowed = [...list.querySelectorAll("fieldset input:checked")].some((radio) => !radio.id.endsWith("-any"));
    if (narrowed) phases.forEach((phase) => { phase.open = true; });
    count();
  }

  // Older browsers follow a link into a closed part without opening it.
  function open() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let part = target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    target.scrollIntoView();
  }

  list.querySelector(".search").hidden = false;
  search.addEventListener("input", filter);
  list.querySelectorAll("fieldset input").forEach((radio) => radio.addEventListener("change", narrow));
  document.querySelectorAll("input[name=lang]").forEach((radio) => radio.addEventListener("change", () => { language(); filter(); }));
  addEventListener("hashchange", open);
  language();
  count();
  if (location.hash) open();
})();
