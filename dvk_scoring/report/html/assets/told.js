// Explanations are packed in blocks; a block is opened when a unit of it is first looked at.

const opened = new Map();

async function toldOf(index) {
  if (index >= data.told.units) return null;
  const block = Math.floor(index / data.told.size);
  const key = `${language} ${block}`;
  if (!opened.has(key)) opened.set(key, open(data.told[language][block]));
  return (await opened.get(key))[index % data.told.size];
}

async function open(packed) {
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

// A line that starts with more spaces belongs to the one before it.
function listed(lines) {
  const top = element("ul", { class: "told" });
  const levels = [{ depth: 0, list: top, last: null }];
  for (const line of lines) {
    const text = line.trimStart();
    const depth = line.length - text.length;
    while (levels.length > 1 && levels[levels.length - 1].depth > depth) levels.pop();
    let level = levels[levels.length - 1];
    if (depth > level.depth && level.last) {
      const list = element("ul", {});
      level.last.append(list);
      level = { depth, list, last: null };
      levels.push(level);
    }
    level.last = element("li", {}, text);
    level.list.append(level.last);
  }
  return top;
}

const paragraph = ([heading, ...lines], level) => [element(level, {}, heading), lines.length ? listed(lines) : null];

const folding = ([heading, ...lines]) =>
  element("details", { class: "working" }, element("summary", {}, heading), listed(lines));
