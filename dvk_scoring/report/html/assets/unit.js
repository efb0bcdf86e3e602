// The page of one unit.

let toldFor = 0;

function drawUnit(index) {
  const place = byId("unit");
  const back = element("p", { class: "back" }, element("a", { href: "#/ranking" }, `← ${say("back")}`));
  if (index < 0) {
    const heading = element("h2", { id: "unit-heading", tabindex: "-1" }, say("unknown_unit"));
    place.replaceChildren(back, heading);
    return;
  }
  const unit = data.units[index];
  const heading = element("h2", { id: "unit-heading", tabindex: "-1" }, unit.name);
  if (unit.name !== unit.id) heading.append(" ", element("span", { class: "id" }, unit.id));
  const why = element("div", { class: "why", "aria-busy": "true" }, element("p", {}, say("loading")));
  const working = element("div", {});
  place.replaceChildren(
    back,
    heading,
    element("p", { class: "sub" }, both(data.clusters[unit.cluster].title)),
    factsOf(unit),
    element("h3", {}, say("why")),
    why,
    ...byCriterion(unit),
    ...byVoice(unit),
    element("h3", {}, say("working")),
    working,
    neighboursOf(index),
  );
  fillTold(index, why, working);
}

function fact(name, ...value) {
  return element("div", {}, element("dt", {}, name), element("dd", {}, ...value));
}

function factsOf(unit) {
  const group = data.units.filter((one) => one.rank !== null && (data.together || one.cluster === unit.cluster));
  const count = showPlain(String(group.length));
  const rank =
    unit.rank === null
      ? [say(unit.out ? "out" : "not_ranked")]
      : [element("b", {}, String(unit.rank)), ` / ${count}`, unit.tied ? ` (${say("tied")})` : ""];
  const total = unit.total === null ? ["–"] : [element("b", {}, showTotal(unit.total)), ` / ${showPlain(data.most)}`];
  if (unit.full && unit.full !== unit.total) total.push(` (${say("in_full", { total: showFull(unit.full) })})`);
  const facts = [fact(say("rank"), ...rank), fact(say("total"), ...total)];
  if (data.classes.length) {
    const name = unit.class_open ? say("class_open") : unit.class < 0 ? "–" : both(data.classes[unit.class]);
    facts.push(fact(say("class"), element("b", {}, name), unit.hold ? ` (${say("on_hold")})` : ""));
  }
  unit.titles.forEach((state, index) => {
    facts.push(fact(both(data.titles[index]), element("span", { class: `tag ${state}` }, say(state))));
  });
  return element("dl", { class: "facts" }, facts);
}

async function fillTold(index, why, working) {
  const turn = ++toldFor;
  let told = null;
  let failed = "not_here";
  try {
    told = await toldOf(index);
  } catch {
    failed = "cannot_open";
  }
  if (turn !== toldFor) return;
  why.removeAttribute("aria-busy");
  if (told === null) {
    const said = say(failed, { most: showPlain(String(data.told.units)) });
    why.replaceChildren(element("p", {}, said));
    working.replaceChildren(element("p", {}, said));
    return;
  }
  const parts = [told.rank, told.class, told.titles].filter(Boolean);
  why.replaceChildren(...parts.map((one) => element("section", { class: "card" }, paragraph(one, "h4"))));
  const folds = [...told.criteria, ...told.added, told.total].map(folding);
  const openAll = (open) => () => folds.forEach((one) => (one.open = open));
  working.replaceChildren(
    element(
      "p",
      { class: "buttons" },
      element("button", { type: "button", class: "button", onclick: openAll(true) }, say("open_all")),
      " ",
      element("button", { type: "button", class: "button", onclick: openAll(false) }, say("close_all")),
    ),
    ...folds,
  );
}

// Points by criterion beside the cluster

function topSection(index) {
  let section = data.criteria[index].section;
  while (section >= 0 && data.sections[section].parent >= 0) section = data.sections[section].parent;
  return section;
}

function grouped(indexes) {
  const groups = new Map();
  for (const index of indexes) {
    const top = topSection(index);
    if (!groups.has(top)) groups.set(top, []);
    groups.get(top).push(index);
  }
  return groups;
}

const criteriaOf = (unit) => data.criteria.map((_, index) => index).filter((index) => unit.points[index] !== null);

function byCriterion(unit) {
  const heads = [say("criterion"), say("points"), say("most"), say("compared"), say("median"), bestWord()];
  const kinds = ["", "n", "n wide", "bar", "n wide", "n wide"];
  const head = element("tr", {}, heads.map((text, at) => element("th", { scope: "col", class: kinds[at] || null }, text)));
  const bodies = [...grouped(criteriaOf(unit))].map(([section, indexes]) =>
    element(
      "tbody",
      {},
      section < 0
        ? null
        : element("tr", { class: "group" }, element("th", { scope: "rowgroup", colspan: "6" }, titled(data.sections[section]))),
      indexes.map((index) => criterionRow(unit, index)),
    ),
  );
  const sample = (kind, text) =>
    element("span", { class: "key" }, drawn("svg", { viewBox: "0 0 24 14", "aria-hidden": "true" }, keyMark(kind)), text);
  return [
    element("h3", { id: "by-criterion" }, say("by_criterion")),
    element("p", {}, say(data.low ? "by_criterion_low" : "by_criterion_text")),
    element("p", { class: "keys" }, sample("own", say("own")), sample("median", say("median")), sample("best", bestWord())),
    element("table", { class: "criteria", "aria-labelledby": "by-criterion" }, element("thead", {}, head), bodies),
    ...addedTable(unit),
  ];
}

function keyMark(kind) {
  if (kind === "own") return drawn("rect", { x: 0, y: 3, width: 24, height: 8, class: "own" });
  return drawn("line", { x1: 12, x2: 12, y1: 1, y2: 13, class: kind });
}

function criterionRow(unit, index) {
  const own = criterionOf(unit, index);
  const spread = data.spread[unit.cluster][index];
  const weight = weightOf(unit, index);
  const most = data.criteria[index].tie_break ? "–" : showPlain(weight);
  const median = spread ? showPoints(spread[MEDIAN]) : "–";
  const best = spread ? showPoints(spread[BEST]) : "–";
  const narrow = element(
    "span",
    { class: "narrow" },
    `${say("most")} ${most} · ${say("median")} ${median} · ${bestWord()} ${best}`,
  );
  const name = element("th", { scope: "row" }, titled(data.criteria[index]), narrow);
  return element(
    "tr",
    {},
    name,
    numberCell(own.state === "ok" || own.points ? showPoints(own.points) : say(own.state), { class: own.state }),
    numberCell(most, { class: "wide" }),
    element("td", { class: "bar" }, comparedBar(own.points, spread, weight)),
    numberCell(median, { class: "wide" }),
    numberCell(best, { class: "wide" }),
  );
}

function comparedBar(points, spread, weight) {
  const most = Math.max(share(weight), share(points || "0"), spread ? share(spread[HIGHEST]) : 0) || 1;
  const at = (number) => (100 * share(number)) / most;
  const bar = drawn("svg", { viewBox: "0 0 100 14", preserveAspectRatio: "none", "aria-hidden": "true", class: "strip" });
  bar.append(drawn("rect", { x: 0, y: 3, width: 100, height: 8, class: "ground" }));
  if (points) bar.append(drawn("rect", { x: 0, y: 3, width: Math.max(0, at(points)), height: 8, class: "own" }));
  if (spread) {
    bar.append(drawn("line", { x1: at(spread[BEST]), x2: at(spread[BEST]), y1: 0, y2: 14, class: "best" }));
    bar.append(drawn("line", { x1: at(spread[MEDIAN]), x2: at(spread[MEDIAN]), y1: 0, y2: 14, class: "median" }));
  }
  return bar;
}

const share = (number) => {
  const [over, under = "1"] = number.split("/");
  return Number(over) / Number(under);
};

function addedTable(unit) {
  const given = (names, points, sign) =>
    points.map((one, index) => [both(names[index]), one, sign]).filter(([, one]) => Number(one) !== 0);
  const added = [...given(data.bonuses, unit.bonuses, "+"), ...given(data.penalties, unit.penalties, "−")];
  if (!added.length) return [];
  const heading = `${say("bonuses")}, ${say("penalties").toLowerCase()}`;
  return [table(heading, [heading, say("points")], added.map(([name, points, sign]) => [name, points === "r" ? say("not_reported") : sign + showPoints(points)]))];
}

// Voices, as they spoke; then what the council changed, and what counts

function byVoice(unit) {
  const changed = criteriaOf(unit).filter((index) => unit.changes[index] !== null);
  if (data.voices.length < 2) return changed.length ? changesOf(unit, changed) : [];
  const heard = (index) => unit.voices.filter((voice) => voice[index] !== null).length > 1;
  const told = criteriaOf(unit).filter((index) => heard(index) || changed.includes(index));
  const rows = told.map((index) => {
    const points = unit.voices.map((voice) => voice[index]);
    const [first, last] = [points[0], points[points.length - 1]];
    const gap = first === null || last === null ? "–" : showSigned(difference(last, first));
    const differs = gap !== "–" && Number(difference(last, first)) !== 0;
    return [
      titled(data.criteria[index]),
      ...points.map(showPoints),
      numberCell(gap, { class: differs ? "changed" : "" }),
      ...(changed.length ? changeCells(unit, index) : []),
    ];
  });
  const more = changed.length ? [say("change"), say("counted")] : [];
  const heads = [say("criterion"), ...data.voices.map(both), say("difference"), ...more];
  const heading = element("h3", {}, say("voices"));
  if (!rows.length) return [heading, element("p", {}, say("no_gap"))];
  return [heading, element("p", {}, say("voices_text")), table(say("voices"), heads, rows)];
}

function changeCells(unit, index) {
  const change = unit.changes[index];
  const points = pointsOf(unit, index);
  return [numberCell(change === null ? "–" : showSigned(change), { class: change === null ? "" : "changed" }), showPoints(points)];
}

function changesOf(unit, changed) {
  const heads = [say("criterion"), say("before"), say("change"), say("counted")];
  const rows = changed.map((index) => {
    const before = difference(pointsOf(unit, index), unit.changes[index]);
    return [titled(data.criteria[index]), showPoints(before), ...changeCells(unit, index)];
  });
  return [element("h3", {}, say("changes")), table(say("changes"), heads, rows)];
}

function neighboursOf(index) {
  const unit = data.units[index];
  const together = (one) => one && (data.together || one.cluster === unit.cluster);
  const link = (at, key, arrow) => {
    const other = data.units[at];
    if (!together(other)) return element("span", {});
    const text = arrow === "←" ? `← ${say(key)}: ${other.name}` : `${say(key)}: ${other.name} →`;
    return element("a", { href: `#/unit/${encodeURIComponent(other.id)}` }, text);
  };
  const links = [link(index - 1, "previous", "←"), link(index + 1, "next", "→")];
  return element("nav", { class: "neighbours", "aria-label": say("neighbours") }, links);
}
