// What a machine can see of accessibility: names, labels, headings, ids, contrast, width.
() => {
  const problems = [];
  const visible = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".hidden, .skip, svg");
  const named = (e) => (e.getAttribute("aria-label") || e.textContent || e.title || "").trim()
    || (e.querySelector("img")?.alt ?? "");
  if (!document.documentElement.lang) problems.push("no language");
  if (!document.title.trim()) problems.push("no title");
  if (document.querySelectorAll("main").length !== 1) problems.push("not one main");
  if (document.querySelectorAll("h1").length !== 1) problems.push("not one h1");
  let level = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) problems.push(`h${level} then h${next}: ${heading.textContent.trim()}`);
    level = next;
  }
  for (const input of document.querySelectorAll("input:not([type=hidden]), select")) {
    if (!input.labels?.length && !input.getAttribute("aria-label")) problems.push(`no label: ${input.name}`);
  }
  for (const e of document.querySelectorAll("a[href], button, summary")) {
    if (!named(e)) problems.push(`no name: ${e.outerHTML.slice(0, 80)}`);
  }
  for (const e of document.querySelectorAll("img")) if (!e.hasAttribute("alt")) problems.push("no alt");
  for (const e of document.querySelectorAll(".chart > svg, svg.bars")) {
    if (!e.getAttribute("aria-label") && !e.querySelector("[aria-label]")) problems.push("chart without a text");
  }
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of new Set(ids)) if (ids.filter((i) => i === id).length > 1) problems.push(`id twice: ${id}`);
  for (const e of document.querySelectorAll("[aria-describedby], [aria-labelledby]")) {
    const refs = `${e.getAttribute("aria-describedby") ?? ""} ${e.getAttribute("aria-labelledby") ?? ""}`;
    for (const id of refs.split(/\s+/).filter(Boolean)) {
      if (!document.getElementById(id)) problems.push(`refers to nothing: ${id}`);
    }
  }
  for (const e of document.querySelectorAll("table")) if (!e.querySelector("th[scope]")) problems.push("table without headings");

  // contrast (WCAG 2.2, 1.4.3) of every element with text of its own
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] > 250) return colour;
    }
    return rgba(getComputedStyle(document.documentElement).backgroundColor);
  };
  const low = new Map();
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !visible(e) || e.matches("script, style, option, noscript")) continue;
    const style = getComputedStyle(e);
    const [a, b] = [luminance(rgba(style.color)), luminance(ground(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const large = parseFloat(style.fontSize) >= 24;
    if (ratio < (large ? 3 : 4.5)) low.set(`${e.tagName} .${e.className} ${style.color}`, ratio.toFixed(2));
  }
  for (const [what, ratio] of low) problems.push(`contrast ${ratio}: ${what}`);
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) problems.push(`${wide} px wider than the window`);
  return problems;
}
