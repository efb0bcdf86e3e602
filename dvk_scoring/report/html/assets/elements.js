// Elements are made by name and filled with text: nothing from the data is ever read as markup.

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

function drawn(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  made.append(...children.flat());
  return made;
}

const byId = (id) => document.getElementById(id);
const unseen = (text) => element("span", { class: "unseen" }, text);
const none = () => [element("span", { "aria-hidden": "true" }, "–"), unseen(say("nothing"))];
const numberCell = (text, attributes = {}) =>
  element("td", { ...attributes, class: `n ${attributes.class || ""}`.trim() }, text === "–" ? none() : text);

// Where numbers start anew in each section, a criterion is told apart by the number of its section.
const restarts = new Set(data.criteria.map((one) => one.no)).size < data.criteria.length;

function titled(one) {
  const section = restarts && one.section >= 0 ? data.sections[one.section].no : "";
  const apart = one.no && section && !one.no.startsWith(section.split(".")[0]);
  const no = apart ? `${section}.${one.no}` : one.no;
  const title = one.tie_break ? `${both(one.title)} (${say("tie_break")})` : both(one.title);
  return no ? `${no}. ${title}` : title;
}

function choice(label, id, options, chosen, changed) {
  const list = element("select", { id, onchange: (event) => changed(event.target.value) });
  for (const [value, text] of options) {
    list.append(element("option", { value, selected: String(value) === String(chosen) }, text));
  }
  return element("div", { class: "field" }, element("label", { for: id }, label), list);
}

const MOST_ON_PAPER = 18;

function table(caption, heads, rows, attributes = {}) {
  const cell = (one, index) => {
    if (one instanceof Node) return one;
    return index === 0 ? element("th", { scope: "row" }, one) : numberCell(one);
  };
  return element(
    "div",
    { class: heads.length > MOST_ON_PAPER ? "scroll many" : "scroll", tabindex: "0", role: "region", "aria-label": caption },
    element(
      "table",
      attributes,
      element("caption", { class: "unseen" }, caption),
      element(
        "thead",
        {},
        element("tr", {}, heads.map((head, index) => element("th", { scope: "col", class: index ? "n" : null }, head))),
      ),
      element("tbody", {}, rows.map((row) => element("tr", {}, row.map(cell)))),
    ),
  );
}
