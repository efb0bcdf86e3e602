// Numbers stand in the data as exact decimals with a point. They are shown as text, never by way of a float; floats
// only place things in a chart.

const data = JSON.parse(document.getElementById("data").textContent);
let language = data.language;

const both = (text) => (language === "vi" || text.length === 1 ? text[0] : text[1]);
const say = (key, values = {}) =>
  data.words[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

// Vietnamese writes 1.234,5 where English writes 1,234.5: changing one into the other is an exchange of two marks.
const exchange = (text) => text.replace(/[.,]/g, (mark) => (mark === "." ? "," : "."));

function show(number, places) {
  const negative = number.startsWith("-");
  let [whole, rest = ""] = number.replace("-", "").split(".");
  rest = rest.padEnd(places, "0");
  whole = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const text = (negative ? "−" : "") + whole + (rest ? `.${rest}` : "");
  return language === "vi" ? exchange(text) : text;
}

const showPoints = (number) => (number === null || number === "" ? "–" : show(number, data.places[0]));
const showTotal = (number) => (number === null ? "–" : show(number, data.places[1]));
const showFull = (number) => show(number, data.places[2]);
const showPlain = (number) => show(number, 0);
const showSigned = (number) => (/^-|^[0.]+$/.test(number) ? showPoints(number) : `+${showPoints(number)}`);

// Sums and differences are exact: whole numbers of the smallest place.
function scaled(number, places) {
  const [whole, rest = ""] = number.replace("-", "").split(".");
  const value = BigInt(whole + rest.padEnd(places, "0"));
  return number.startsWith("-") ? -value : value;
}

const placesOf = (numbers) => Math.max(0, ...numbers.map((one) => (one.split(".")[1] || "").length));

function total(numbers) {
  const places = placesOf(numbers);
  const sum = numbers.reduce((so_far, one) => so_far + scaled(one, places), 0n);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(places + 1, "0");
  const cut = digits.length - places;
  return (sum < 0n ? "-" : "") + digits.slice(0, cut) + (places ? `.${digits.slice(cut)}` : "");
}

const negated = (number) => (number.startsWith("-") ? number.slice(1) : `-${number}`);
const difference = (after, before) => total([after, negated(before)]);

// What a unit has of a criterion: null where it is not for this kind of unit, else its state and points.
function criterionOf(unit, index) {
  const written = unit.points[index];
  if (written === null) return null;
  const state = { k: "not_assigned", r: "not_reported" }[written[0]] || "ok";
  const points = state === "ok" ? written : written.slice(1);
  return { state, points: points || null };
}

// Where a low total is better, the best of a criterion is its lowest.
const [LOWEST, MEDIAN, HIGHEST] = [1, 3, 5];
const BEST = data.low ? LOWEST : HIGHEST;
const bestWord = () => say(data.low ? "lowest" : "best");

const weightOf = (unit, index) => data.criteria[index].weight[data.clusters[unit.cluster].kind];
