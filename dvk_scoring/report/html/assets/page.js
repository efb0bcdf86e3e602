// Which part is shown is told by the address after #, so that back and forward work and a unit can be bookmarked.

const VIEWS = ["ranking", "charts", "notes", "about"];
const places = new Map(data.units.map((unit, index) => [unit.id, index]));

function where() {
  const [, view = "", id = ""] = location.hash.split("/");
  let unit = "";
  try {
    unit = decodeURIComponent(id);
  } catch {
    // What cannot be decoded names no unit.
  }
  if (view === "unit") return { view, unit: places.has(unit) ? places.get(unit) : -1 };
  return { view: VIEWS.includes(view) ? view : "ranking", unit: -1 };
}

function showView(moved) {
  const { view, unit } = where();
  for (const one of [...VIEWS, "unit"]) byId(one).hidden = one !== view;
  if (view === "unit") drawUnit(unit);
  if (view === "charts") drawCharts();
  for (const link of document.querySelectorAll("#tabs a")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const part = unit >= 0 ? data.units[unit].name : view === "ranking" ? "" : say(view === "unit" ? "unknown_unit" : view);
  document.title = part ? `${part} – ${both(data.title)}` : both(data.title);
  if (moved) {
    scrollTo(0, 0);
    byId(`${view}-heading`).focus({ preventScroll: true });
  }
}

function drawTabs() {
  const tabs = byId("tabs");
  tabs.setAttribute("aria-label", say("sections_of_page"));
  tabs.replaceChildren(...VIEWS.map((view) => element("a", { href: `#/${view}`, "data-view": view }, say(view))));
  tabs.hidden = false;
}

function drawTools() {
  const root = document.documentElement;
  const speak = (name, shown, own) =>
    element(
      "button",
      { type: "button", class: "button", lang: name, id: `speak-${name}`, "aria-pressed": String(language === name), onclick: () => switchTo(name) },
      element("span", { "aria-hidden": "true" }, shown),
      unseen(own),
    );
  const dark = element(
    "button",
    { type: "button", class: "button", id: "dark", "aria-pressed": String(root.dataset.theme === "dark") },
    say("dark"),
  );
  dark.addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    dark.setAttribute("aria-pressed", String(root.dataset.theme === "dark"));
    try {
      localStorage.setItem("dvk-theme", root.dataset.theme);
    } catch {
      // The choice holds for as long as the page is open.
    }
  });
  const group = { role: "group", "aria-label": say("language"), class: "languages" };
  byId("tools").replaceChildren(
    element("div", group, speak("vi", "VI", "Tiếng Việt"), speak("en", "EN", "English")),
    dark,
    element("button", { type: "button", class: "button", onclick: () => print() }, say("print")),
  );
  byId("tools").hidden = false;
}

function switchTo(name) {
  if (name === language) return;
  language = name;
  document.documentElement.lang = name;
  exchangeCells();
  drawAll();
  byId(`speak-${name}`).focus();
}

function drawAll() {
  drawTools();
  drawTabs();
  drawFilter();
  showView(false);
}

// On paper nothing is folded away.
let folded_up = [];
addEventListener("beforeprint", () => {
  folded_up = [...document.querySelectorAll("section:not([hidden]) details:not([open])")];
  for (const one of folded_up) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of folded_up) one.open = false;
});

keepParts();
linkNames();
makeHeadsButtons();
drawAll();
addEventListener("hashchange", () => showView(true));
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("main").focus();
});
