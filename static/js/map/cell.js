// @ts-check
/** From a place on the map to the experiment that is run there, and back. Pure. */

/** @typedef {import("./axis.js").Axis} Axis */

/** The start of a neuron with one input; not a field of an experiment, but what w, x and b make together. */
export const START = "z0";

/** The quantity as it is in an experiment. @param {Record<string, any>} experiment @param {string} name @returns {number} */
export function quantityOf(experiment, name) {
  return name === START ? experiment.w * experiment.x + experiment.b : experiment[name];
}

/**
 * The experiment of a cell. A start is reached by the bias, and when everything else is known: the input or the weight
 * may lie along the other edge.
 * @param {Record<string, any>} experiment @param {[string, number][]} places quantities and their values
 */
export function experimentAt(experiment, places) {
  const at = { ...experiment, ...Object.fromEntries(places.filter(([name]) => name !== START)) };
  const start = places.find(([name]) => name === START);
  return start === undefined ? at : { ...at, b: start[1] - at.w * at.x };
}

/**
 * What a sweep is asked of: whatever lies along an edge has its usual value, so that two questions that differ in the
 * chosen cell alone are one.
 * @param {Record<string, any>} experiment @param {string[]} names along the edges @param {Record<string, any>} usual
 */
export function baseOf(experiment, names, usual) {
  const hidden = names.map((name) => (name === START ? "b" : name));
  return { ...experiment, ...Object.fromEntries(hidden.map((name) => [name, usual[name]])) };
}

/** Whether equal starts are equal runs everywhere on a map: nothing else that matters lies along an edge. @param {string[]} names */
export function hasStripes(names) {
  return names.every((name) => ["w", "b", START].includes(name));
}

/**
 * The line through the chosen cell along which the start z₀ stays what it is there; null where no edge moves it.
 * @param {Record<string, any>} experiment @param {Axis} across @param {Axis} up
 * @returns {{across: number, up: number}[] | null} points, some perhaps outside the map
 */
export function equalStarts(experiment, across, up) {
  const start = quantityOf(experiment, START);
  const [moves, lifts] = [across, up].map(({ name }) => ["w", "b", "x", START].includes(name));
  if (!moves && !lifts) return null;
  if (!lifts || up.name === START || across.name === START) return straight(experiment, across, up, start);
  const points = [];
  for (let index = 0; index <= POINTS; index += 1) {
    const at = across.scale === "log" ? across.start * (across.stop / across.start) ** (index / POINTS) : across.start + ((across.stop - across.start) * index) / POINTS;
    const height = solved({ ...experiment, [across.name]: at }, up.name, start);
    if (height !== null) points.push({ across: at, up: height });
  }
  return points.length > 1 ? points : null;
}

const POINTS = 200;

/** @param {Record<string, any>} experiment @param {Axis} across @param {Axis} up @param {number} start */
function straight(experiment, across, up, start) {
  if (up.name === START) return [across.start, across.stop].map((at) => ({ across: at, up: start }));
  const at = across.name === START ? start : quantityOf(experiment, across.name);
  return [up.start, up.stop].map((height) => ({ across: at, up: height }));
}

/** The value of a quantity with which the start is as wished. @param {Record<string, any>} experiment @param {string} name @param {number} start */
function solved({ w, b, x }, name, start) {
  if (name === "b") return start - w * x;
  const value = name === "w" ? (start - b) / x : (start - b) / w;
  return Number.isFinite(value) ? value : null;
}
