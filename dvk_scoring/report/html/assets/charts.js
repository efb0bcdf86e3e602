// Charts of one cluster. Each row is a line of text and a strip of SVG that stretches; a table says the same in numbers.

const MOST_DRAWN = 40;
const MOST_DOTS = 60;
const charted = { cluster: 0, criterion: "", every: false };

const strip = (...marks) =>
  drawn("svg", { viewBox: "0 0 100 20", preserveAspectRatio: "none", class: "strip" }, ...marks.flat());
const upright = (x, kind, top = 2, bottom = 18) => drawn("line", { x1: x, x2: x, y1: top, y2: bottom, class: kind });
const dot = (x, kind) => drawn("path", { d: `M${x} 10h0`, class: `dot ${kind}` });
const ruled = (ticks) => ticks.map((x) => upright(x, "rule", 0, 20));
const QUARTERS = [0, 25, 50, 75, 100];

function drawCharts() {
  const units = data.units.filter((unit) => unit.cluster === charted.cluster);
  const clusters = data.clusters.map((one, index) => [index, both(one.title)]);
  const change = (key, read) => (value) => {
    charted[key] = read(value);
    drawCharts();
    byId(`c-${key}`).focus();
  };
  const pick = data.clusters.length > 1 && choice(say("cluster"), "c-cluster", clusters, charted.cluster, change("cluster", Number));
  byId("charts").replaceChildren(
    element("h2", { id: "charts-heading", tabindex: "-1" }, say("charts")),
    ...(pick ? [element("div", { class: "filter" }, pick)] : []),
    totalsChart(units),
    spreadChart(units),
    ...(data.voices.length > 1 ? [gapChart(units, change)] : []),
  );
}

function figure(id, text, keys, rows, scale, twin, before = []) {
  const heading = element("h3", { id: `${id}-heading` }, say(id));
  const lines = rows.map(([name, marks, value]) =>
    element("div", { class: "line" }, element("span", { class: "of" }, name), marks, element("span", { class: "value" }, value)),
  );
  const ticks = scale.map((tick, index) => {
    const made = element("span", {}, tick);
    made.style.left = `${(100 * index) / (scale.length - 1)}%`;
    return made;
  });
  const axis = element("div", { class: "line axis" }, element("span", {}), element("span", { class: "ticks" }, ticks), element("span", {}));
  return element(
    "figure",
    {},
    element("figcaption", {}, heading, element("p", {}, text)),
    before,
    keys.length ? element("p", { class: "keys" }, keys) : null,
    element("div", { class: "chart", role: "img", "aria-label": `${say(id)}. ${say("data_table")} ↓` }, axis, lines),
    element("details", { class: "twin" }, element("summary", {}, say("data_table")), twin),
  );
}

const key = (mark, text) =>
  element("span", { class: "key" }, drawn("svg", { viewBox: "0 0 24 14", "aria-hidden": "true" }, mark), text);

function firstOf(units) {
  return charted.every ? units : units.slice(0, MOST_DRAWN);
}

function moreButton(units) {
  if (charted.every || units.length <= MOST_DRAWN) return [];
  const all = () => {
    charted.every = true;
    drawCharts();
    byId("charts-heading").focus();
  };
  return [
    element(
      "p",
      { class: "buttons" },
      `${say("chart_first", { shown: MOST_DRAWN })} `,
      element("button", { type: "button", class: "button", onclick: all }, say("show_all", { count: showPlain(String(units.length)) })),
    ),
  ];
}

// Criteria that give points; those of a tie-break are on no scale.
const scored = () => data.criteria.map((_, index) => index).filter((index) => !data.criteria[index].tie_break);

// Criteria of each unit, one block a criterion, one colour a section

function totalsChart(units) {
  const present = scored().filter((index) => units.some((unit) => unit.points[index] !== null));
  const groups = grouped(present);
  const tints = new Map();
  for (const [section, indexes] of groups) {
    if (section < 0) indexes.forEach((index) => tints.set(index, tints.size % 9));
    else indexes.forEach((index) => tints.set(index, [...groups.keys()].indexOf(section) % 9));
  }
  const ordered = [...groups.values()].flat();
  const sums = units.map((unit) => share(sumOf(unit, ordered)) + share(unit.bonus || "0"));
  const most = Math.max(share(data.most), ...sums) || 1;
  const rows = firstOf(units).map((unit) => [unit.name, blocks(unit, ordered, tints, most), showTotal(unit.total)]);
  const swatch = (tint) => drawn("rect", { x: 2, y: 1, width: 20, height: 12, class: `tint-${tint}` });
  const keys = [...groups].flatMap(([section, indexes]) =>
    section >= 0
      ? [key(swatch(tints.get(indexes[0])), titled(data.sections[section]))]
      : indexes.map((index) => key(swatch(tints.get(index)), titled(data.criteria[index]))),
  );
  const bonus = data.bonuses.length ? [key(drawn("rect", { x: 2, y: 1, width: 20, height: 12, class: "bonus" }), say("bonus"))] : [];
  return figure("chart_total", say("chart_total_text"), [...keys, ...bonus], rows, scaleTo(most), totalsTable(units, ordered), moreButton(units));
}

const pointsOf = (unit, index) => (criterionOf(unit, index) || { points: null }).points;
const sumOf = (unit, indexes) => total(indexes.map((index) => pointsOf(unit, index)).filter(Boolean));
const scaleTo = (most) => QUARTERS.map((part) => show(String(Math.round(most * part) / 100), 0));

function blocks(unit, ordered, tints, most) {
  let at = 0;
  const marks = [];
  const add = (points, kind, name) => {
    const width = (100 * share(points)) / most;
    if (width <= 0) return;
    const block = drawn("rect", { x: at, y: 2, width, height: 16, class: kind });
    block.append(drawn("title", {}, `${name}: ${showPoints(points)}`));
    marks.push(block);
    at += width;
  };
  for (const index of ordered) {
    const points = pointsOf(unit, index);
    if (points) add(points, `tint-${tints.get(index)}`, titled(data.criteria[index]));
  }
  add(unit.bonus || "0", "bonus", say("bonus"));
  const made = strip(ruled(QUARTERS), marks);
  if (ordered.length > 30) made.classList.add("fine");
  return made;
}

function totalsTable(units, ordered) {
  const added = [data.bonuses.length && "bonus", data.penalties.length && "penalty"].filter(Boolean);
  const heads = [say("unit"), ...ordered.map((index) => titled(data.criteria[index])), ...added.map((one) => say(one)), say("total")];
  const rows = firstOf(units).map((unit) => [
    unit.name,
    ...ordered.map((index) => {
      const own = criterionOf(unit, index);
      return own === null || (own.state === "ok" || own.points) ? showPoints(own && own.points) : say(own.state);
    }),
    ...added.map((one) => showPoints(unit[one])),
    showTotal(unit.total),
  ]);
  return table(say("chart_total"), heads, rows);
}

// Spread by criterion

function spreadChart(units) {
  const present = scored().filter((index) => data.spread[charted.cluster][index]);
  const kind = data.clusters[charted.cluster].kind;
  const dots = units.length <= MOST_DOTS;
  const rows = present.map((index) => {
    const spread = data.spread[charted.cluster][index];
    const most = share(data.criteria[index].weight[kind]) || 1;
    const at = (number) => Math.min(100, Math.max(0, (100 * share(number)) / most));
    const [, low, first, median, third, high] = spread;
    const marks = [
      drawn("line", { x1: at(low), x2: at(high), y1: 10, y2: 10, class: "whisker" }),
      drawn("rect", { x: at(first), y: 4, width: Math.max(0, at(third) - at(first)), height: 12, class: "box" }),
      dots ? units.map((unit) => pointsOf(unit, index)).filter(Boolean).map((points) => dot(at(points), "each")) : [],
      upright(at(median), "median", 1, 19),
    ];
    return [titled(data.criteria[index]), strip(ruled(QUARTERS), marks.flat()), showPoints(median)];
  });
  const keys = [
    key(drawn("rect", { x: 2, y: 2, width: 20, height: 10, class: "box" }), say("middle_half")),
    key(drawn("line", { x1: 12, x2: 12, y1: 0, y2: 14, class: "median" }), say("median")),
    key(drawn("line", { x1: 0, x2: 24, y1: 7, y2: 7, class: "whisker" }), say("range")),
    ...(dots ? [key(drawn("path", { d: "M12 7h0", class: "dot each" }), say("one_unit"))] : []),
  ];
  const percent = QUARTERS.map((part) => `${part}%`);
  return figure("chart_spread", say("chart_spread_text"), keys, rows, percent, spreadTable(present, kind));
}

function spreadTable(present, kind) {
  const names = ["criterion", "most", "count", "lowest", "quartile_1", "median", "quartile_3", "highest"];
  const rows = present.map((index) => {
    const [count, ...values] = data.spread[charted.cluster][index];
    return [titled(data.criteria[index]), showPlain(data.criteria[index].weight[kind]), showPlain(String(count)), ...values.map(showPoints)];
  });
  return table(say("chart_spread"), names.map((one) => say(one)), rows);
}

// Gap between the first voice and the last

function gapChart(units, change) {
  const last = data.voices.length - 1;
  const gaps = firstOf(units).flatMap((unit) => {
    const spoken = data.criteria
      .map((_, index) => index)
      .filter((index) => charted.criterion === "" || index === Number(charted.criterion))
      .filter((index) => unit.voices[0][index] && unit.voices[last][index]);
    if (!spoken.length) return [];
    const sum = (voice) => total(spoken.map((index) => unit.voices[voice][index]));
    return [{ unit, points: data.voices.map((_, voice) => (voice === 0 || voice === last ? sum(voice) : null)) }];
  });
  const most = Math.max(...gaps.flatMap((gap) => [share(gap.points[0]), share(gap.points[last])]), 0) || 1;
  const rows = gaps.map(({ unit, points }) => {
    const [from, to] = [points[0], points[last]].map((one) => (100 * share(one)) / most);
    const marks = [drawn("line", { x1: from, x2: to, y1: 10, y2: 10, class: "gap" }), dot(from, "first"), dot(to, "last")];
    return [unit.name, strip(ruled(QUARTERS), marks), showSigned(difference(points[last], points[0]))];
  });
  const keys = [
    key(drawn("path", { d: "M12 7h0", class: "dot first" }), both(data.voices[0])),
    key(drawn("path", { d: "M12 7h0", class: "dot last" }), both(data.voices[last])),
  ];
  const options = [["", say("all_criteria")], ...data.criteria.map((one, index) => [index, titled(one)])];
  const pick = element("div", { class: "filter" }, choice(say("criterion"), "c-criterion", options, charted.criterion, change("criterion", String)));
  const heads = [say("unit"), both(data.voices[0]), both(data.voices[last]), say("difference")];
  const twin = table(say("chart_gap"), heads, gaps.map(({ unit, points }) => [
    unit.name, showPoints(points[0]), showPoints(points[last]), showSigned(difference(points[last], points[0])),
  ]));
  return rows.length
    ? figure("chart_gap", say("chart_gap_text"), keys, rows, scaleTo(most), twin, [pick])
    : element("figure", {}, element("h3", {}, say("chart_gap")), pick, element("p", {}, say("no_gap")));
}
