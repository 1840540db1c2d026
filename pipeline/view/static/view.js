"use strict";
// Everything works without this file; it adds Escape, "/", j and k, and keeps tips in the window.
(() => {
  const narrow = matchMedia("(max-width: 45rem)");
  const filters = document.querySelector("details.filters:not([data-used])");
  if (filters && narrow.matches) filters.open = false;

  const clamp = (event) => {
    const mark = event.target.closest?.(".m");
    if (!mark) return;
    document.body.classList.remove("no-tips");
    const tip = mark.querySelector(":scope > .tip");
    if (!tip || narrow.matches) return;
    const box = mark.getBoundingClientRect();
    tip.classList.toggle("left", box.left + 340 > innerWidth);
    tip.classList.toggle("above", box.bottom + 150 > innerHeight && box.top > 150);
  };
  document.addEventListener("pointerover", clamp);
  document.addEventListener("focusin", clamp);

  const step = (by) => {
    const links = [...document.querySelectorAll(".hits h3 a, .hits .meta a")];
    const next = links[links.indexOf(document.activeElement) + by] ?? links[by > 0 ? 0 : links.length - 1];
    next?.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.body.classList.add("no-tips");
      document.querySelectorAll("details.download[open]").forEach((menu) => { menu.open = false; });
      return;
    }
    const typing = event.target.matches?.("input, select, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = document.querySelector("input[type=search]");
    if (event.key === "/" && box) { event.preventDefault(); box.focus(); }
    if (event.key === "j") step(1);
    if (event.key === "k") step(-1);
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.download[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
})();
