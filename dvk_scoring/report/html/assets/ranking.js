// The ranking was written with the report; here it becomes something to filter, sort and follow.

const boards = [...document.querySelectorAll(".board")];
const rows = boards.flatMap((board) => [...board.querySelectorAll("tbody tr")]);
const unitOf = (row) => data.units[row.dataset.unit];
const filters = { search: "", cluster: "", class: "", title: "" };
const sorting = { key: "rank", part: null, down: false };

const folded = (text) =>
  text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
const searched = data.units.map((unit) => folded(`${unit.name} ${unit.id}`));

function linkNames() {
  for (const row of rows) {
    const name = row.querySelector(".name");
    const link = element("a", { href: `#/unit/${encodeURIComponent(unitOf(row).id)}`, class: "name" }, name.textContent);
    name.replaceWith(link);
  }
}

function makeHeadsButtons() {
  for (const head of document.querySelectorAll("th[data-sort]")) {
    const button = element("button", { type: "button", class: "sort", onclick: () => sortBy(head) });
    button.append(...head.childNodes);
    head.append(button);
  }
  markSorted();
}

// Each row is given what it is sorted by as a number or a text; what is missing comes last in either direction.
function sortKey(row) {
  const unit = unitOf(row);
  const cells = { part: () => partOf(row, sorting.part), bonus: () => unit.bonus, penalty: () => unit.penalty };
  const number = (text) => (text === null || text === "" ? null : Number(text));
  if (sorting.key === "rank") return Number(row.dataset.unit);
  if (sorting.key === "name") return unit.name;
  if (sorting.key === "cluster") return unit.cluster;
  if (sorting.key === "class") return unit.class < 0 ? null : unit.class;
  if (sorting.key === "total") return number(unit.total);
  return number(cells[sorting.key]());
}

const partCells = new Map();

function partOf(row, part) {
  if (!partCells.has(row)) partCells.set(row, row.querySelectorAll("td[data-points]"));
  return partCells.get(row)[part].dataset.points;
}

function keepParts() {
  // The points of the parts stand only in the cells; they are kept with a point before the language is ever changed.
  for (const row of rows) {
    const cells = [...row.querySelectorAll("td.n.wide")].slice(0, partCount());
    for (const cell of cells) {
      const text = cell.querySelector(".unseen") ? "" : cell.textContent;
      cell.dataset.points = (data.language === "vi" ? exchange(text) : text).replace(/,/g, "");
    }
  }
}

const partCount = () => boards.length && boards[0].querySelectorAll('th[data-sort="part"]').length;

function sortBy(head) {
  const part = head.dataset.part === undefined ? null : Number(head.dataset.part);
  const same = sorting.key === head.dataset.sort && sorting.part === part;
  const rising = ["rank", "name", "cluster", "class", ...(data.low ? ["total"] : [])];
  const high = !rising.includes(head.dataset.sort);
  Object.assign(sorting, { key: head.dataset.sort, part, down: same ? !sorting.down : high });
  const order = new Intl.Collator("vi", { numeric: true });
  for (const board of boards) {
    const body = board.querySelector("tbody");
    const keyed = [...body.rows].map((row) => [sortKey(row), Number(row.dataset.unit), row]);
    keyed.sort(([a, i], [b, j]) => {
      if (a === null || b === null) return (a === null) - (b === null) || i - j;
      const way = typeof a === "string" ? order.compare(a, b) : a - b;
      return (sorting.down ? -way : way) || i - j;
    });
    body.append(...keyed.map(([, , row]) => row));
  }
  markSorted();
}

function markSorted() {
  for (const head of document.querySelectorAll("th[data-sort]")) {
    const part = head.dataset.part === undefined ? null : Number(head.dataset.part);
    const here = head.dataset.sort === sorting.key && part === sorting.part;
    if (here) head.setAttribute("aria-sort", sorting.down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  }
}

function passes(index) {
  const unit = data.units[index];
  if (filters.search && !searched[index].includes(folded(filters.search))) return false;
  if (filters.cluster !== "" && unit.cluster !== Number(filters.cluster)) return false;
  if (filters.class !== "" && unit.class !== Number(filters.class)) return false;
  return filters.title === "" || unit.titles[filters.title] !== "no";
}

function applyFilter() {
  let shown = 0;
  for (const board of boards) {
    let here = 0;
    for (const row of board.querySelectorAll("tbody tr")) {
      row.hidden = !passes(Number(row.dataset.unit));
      here += !row.hidden;
    }
    board.hidden = here === 0;
    shown += here;
  }
  const numbers = { shown: showPlain(String(shown)), all: showPlain(String(data.units.length)) };
  byId("shown").textContent = shown ? say("shown", numbers) : say("none_shown");
  byId("clear").hidden = Object.values(filters).every((one) => one === "");
}

function drawFilter() {
  const place = byId("filter");
  const all = ["", say("all")];
  const listed = (texts) => [all, ...texts.map((text, index) => [index, both(text)])];
  const change = (key) => (value) => {
    filters[key] = value;
    applyFilter();
  };
  const search = element("input", {
    type: "search", id: "f-search", autocomplete: "off", spellcheck: "false",
    oninput: (event) => change("search")(event.target.value),
  });
  search.value = filters.search;
  place.replaceChildren(
    element("div", { class: "field grow" }, element("label", { for: "f-search" }, say("search")), search),
    ...[
      data.clusters.length > 1 &&
        choice(say("cluster"), "f-cluster", listed(data.clusters.map((one) => one.title)), filters.cluster, change("cluster")),
      data.classes.length && choice(say("class"), "f-class", listed(data.classes), filters.class, change("class")),
      data.titles.length && choice(say("title"), "f-title", listed(data.titles), filters.title, change("title")),
    ].filter(Boolean),
    element("button", { type: "button", id: "clear", class: "button", onclick: clearFilter }, say("clear")),
    element("p", { id: "shown", class: "shown", role: "status" }),
  );
  place.hidden = false;
  applyFilter();
}

function clearFilter() {
  for (const key of Object.keys(filters)) filters[key] = "";
  drawFilter();
  byId("f-search").focus();
}

function exchangeCells() {
  for (const cell of document.querySelectorAll(".board td.n:not(.rank)")) {
    const text = cell.firstChild;
    if (text && text.nodeType === Node.TEXT_NODE) text.data = exchange(text.data);
  }
}
