// Draws the charts and sorts the tables. Runs without eval: Vega interprets its expressions.
const specs = JSON.parse(document.getElementById("specs").textContent);
for (const [id, spec] of Object.entries(specs)) {
  const place = document.getElementById(`chart-${id}`);
  place.replaceChildren();
  spec.description = place.dataset.alt;
  window.vegaEmbed(place, spec, {
    mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false,
    tooltip: { disableDefaultStyle: true, theme: "report" },
    loader: { http: { credentials: "omit" } },
  }).catch((error) => { place.textContent = `This chart could not be drawn: ${error.message}`; });
}

const status = document.getElementById("status");
const key = (row, index) => {
  const cell = row.cells[index];
  return cell.dataset.value === undefined ? cell.textContent : Number(cell.dataset.value);
};
const compare = (a, b) => {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a !== typeof b) return typeof a === "number" ? 1 : -1; // nothing is less than a number
  return a.localeCompare(b, "en", { numeric: true });
};
const sort = (head) => {
  const table = head.closest("table"), body = table.tBodies[0];
  const downFirst = head.matches(".number, .percent, .date");
  const now = head.getAttribute("aria-sort");
  const down = now === null ? downFirst : now === "ascending";
  const rows = [...body.rows].sort((a, b) => compare(key(a, head.cellIndex), key(b, head.cellIndex)));
  body.append(...(down ? rows.reverse() : rows));
  for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  status.textContent = `sorted by ${head.textContent}, ${down ? "descending" : "ascending"}`;
};
for (const head of document.querySelectorAll("th[data-sortable]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => sort(head));
}
