// @ts-check
/** What two maps say, in words: every number is computed from their cells. Pure. */

import { START } from "../map/cell.js";
import { decimals, grouped, plain } from "./format.js";
import { messages } from "./messages.js";

/**
 * @typedef {{name: string, label: string, unit: string}} Measure
 * @typedef {{cost: string, grid: import("../map/grid.js").Grid}} Side `cost`: its label
 * @typedef {{symbol: string, value: number}} Coordinate
 */

const words = messages.map;
const SIX = 6;

/** A coordinate as people read it: 1.4000000000000004 is 1.4. @param {number} value */
export function coordinate(value) {
  return plain(Number(value.toPrecision(SIX)));
}

/** "w = 2, b = 2" @param {Coordinate[]} coordinates */
export function placeText(coordinates) {
  return words.place(coordinates.map(({ symbol, value }) => `${symbol}\u00a0=\u00a0${coordinate(value)}`));
}

/** The value of a cell without its unit; of epochs that a formula gives one decimal. @param {number} value @param {Measure} measure */
export function bareText(value, { unit }) {
  if (unit === "") return decimals(value);
  return grouped(Number.isInteger(value) ? value : Number(value < 1 ? value.toPrecision(2) : value.toFixed(1)));
}

/** A value beside the colours. Round numbers stand there: 0.1 is not to be 0.1000, and a millionth is to be 1e−6. @param {number} value @param {Measure} measure */
export function tickText(value, measure) {
  if (measure.unit !== "" && Number.isInteger(value)) return bareText(value, measure);
  const size = Math.abs(value);
  const isPlain = size === 0 || (size >= 1e-3 && size < 1e5);
  return isPlain ? grouped(value) : Number(value.toPrecision(3)).toExponential().replace("e+", "e").replaceAll("-", "\u2212");
}

/** @param {number | null | undefined} value NaN or null where there is none @param {Measure} measure @param {boolean} [isToCome] what is not there */
export function valueText(value, measure, isToCome = true) {
  if (value === undefined) return isToCome ? words.toCome : words.leftOut;
  if (value === null || Number.isNaN(value)) return words.none[measure.name] ?? words.noValue;
  const text = bareText(value, measure);
  return words.units[measure.unit]?.(text) ?? text;
}

/** "w = 2, b = 2: quadratic 232 epochs, cross-entropy 17 epochs" @param {Coordinate[]} coordinates @param {{cost: string, value: number | undefined}[]} values @param {Measure} measure @param {boolean} [isToCome] what is not there */
export function readout(coordinates, values, measure, isToCome = true) {
  const isNowhere = values.every(({ value }) => value === undefined);
  const texts = isNowhere ? [valueText(undefined, measure, isToCome)] : distinct(values).map(({ cost, value }) => words.value(cost, valueText(value, measure, isToCome)));
  return words.readout(placeText(coordinates), texts);
}

/** What it means to have no value, in the legend. @param {Measure} measure @param {number | null} epochs null where they differ over the map */
export function noneText({ name }, epochs) {
  return words.noneInLegend[name]?.(epochs === null ? "" : grouped(epochs)) ?? words.noValue;
}

/**
 * What all runs of both maps have in common: "Sigmoid, x = 1, y = 0, η = 0.15, 300 epochs".
 * @param {import("../link/map-state.js").MapState} state
 * @param {{axes: {name: string, symbol: string}[], activations: Record<string, {label: string}>}} data
 */
export function commonText({ experiment, across, up }, { axes, activations }) {
  const names = [across.name, up.name];
  // A start stands for the weight and the bias: with one input nothing else of them is seen.
  const hidden = names.includes(START) ? [...names, START, "w", "b"] : [...names, START];
  const shown = axes.filter(({ name }) => !hidden.includes(name) && name !== "epochs");
  const numbers = placeText(shown.map(({ name, symbol }) => ({ symbol, value: experiment[name] })));
  const epochs = names.includes("epochs") ? "" : words.units.epochs(grouped(experiment.epochs));
  return words.common(activations[experiment.activation].label, numbers, epochs);
}

/**
 * A few sentences about two maps over the same cells.
 * @param {Side[]} sides
 * @param {Measure} measure
 * @param {{across: string, up: string}} symbols
 * @param {number | null} epochs of every run, null where they differ
 * @returns {string[]}
 */
export function mapWords(sides, measure, symbols, epochs) {
  const summaries = distinct(sides).map((side) => ({ ...side, ...summaryOf(side.grid) }));
  if (measure.name === "epochs_to_half") return arrivals(summaries, measure, symbols, epochs);
  return levels(summaries, measure, symbols);
}

/** @typedef {Side & Summary} Told */
/**
 * @typedef {object} Summary
 * @property {number} count of all cells
 * @property {number} without how many have no value
 * @property {Float64Array} values of the others, rising
 * @property {{across: number, up: number, value: number, isOnly: boolean} | null} greatest `isOnly`: no other cell has it
 */

/** @param {import("../map/grid.js").Grid} grid @returns {Summary} */
export function summaryOf({ across, up, values }) {
  let there = new Float64Array(values.length);
  let [count, most, at] = [0, -Infinity, -1];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (Number.isNaN(value)) continue;
    there[count++] = value;
    if (value > most) [most, at] = [value, index];
  }
  there = there.subarray(0, count).sort();
  const greatest = at === -1 ? null : { across: across[at % across.length], up: up[Math.floor(at / across.length)], value: most, isOnly: there[count - 2] !== most };
  return { count: values.length, without: values.length - there.length, values: there, greatest };
}

/** @param {ArrayLike<number>} rising @returns {number | null} */
export function medianOf(rising) {
  const middle = rising.length >> 1;
  if (rising.length === 0) return null;
  return rising.length % 2 === 1 ? rising[middle] : (rising[middle - 1] + rising[middle]) / 2;
}

/** 0.1234 is "12 %"; little is not nothing. @param {number} part @param {number} whole */
export function shareText(part, whole) {
  const percent = (100 * part) / whole;
  if (part === whole) return "100\u00a0%";
  if (percent < 1) return words.words.little;
  return percent > 99 ? words.words.nearlyAll : `${Math.round(percent)}\u00a0%`;
}

/** The cells in which both costs get there and neither is there from the start: how many times as long the first takes. @param {Side[]} sides @returns {number | null} */
export function medianRatio([one, other]) {
  const [values, others] = [one.grid.values, other.grid.values];
  if (values.length !== others.length) return null;
  const ratios = new Float64Array(values.length);
  let count = 0;
  for (let index = 0; index < values.length; index += 1) if (values[index] > 0 && others[index] > 0) ratios[count++] = values[index] / others[index];
  return medianOf(ratios.subarray(0, count).sort());
}

/** @param {Told[]} sides @param {Measure} measure @param {{across: string, up: string}} symbols @param {number | null} epochs */
function arrivals(sides, measure, symbols, epochs) {
  const say = words.words;
  const sentences = [failures(sides, epochs)];
  const ratio = sides.length < 2 ? null : medianRatio(sides);
  if (ratio !== null) {
    const [slow, fast] = ratio >= 1 ? sides : [sides[1], sides[0]];
    const times = Math.max(ratio, 1 / ratio);
    sentences.push(times < 1.05 ? say.equal : say.ratio(slow.cost, fast.cost, grouped(Number(times.toPrecision(2)))));
  }
  const longest = farthest(sides);
  if (longest !== null) sentences.push(say.longest(longest.cost, valueText(longest.value, measure), where(longest, symbols)));
  return sentences;
}

/** Who never gets there. @param {Told[]} sides @param {number | null} epochs */
function failures(sides, epochs) {
  const say = words.words;
  if (sides.every(({ without }) => without === 0)) return say.allArrive;
  const never = (/** @type {string[]} */ parts) => capital(say.never(epochs === null ? "" : grouped(epochs), parts));
  if (sides.every(({ without, count }) => without === count)) return never([sides.length === 1 ? say.noneArrives(sides[0].cost) : say.nowhere]);
  if (sides.every(({ without, count }) => without > 0 && without < count)) return never([say.fail(runsWithout(sides))]);
  // The cost that fails is told first: what the other one does is said after it.
  const parts = [...sides].sort((one, other) => other.without - one.without).map((side) =>
    side.without === 0 ? say.arrive(side.cost) : side.without === side.count ? say.noneArrives(side.cost) : say.fail(runsWithout([side])),
  );
  return never(parts);
}

/** "12 % of the runs under the quadratic cost and 3 % of those under the cross-entropy cost" @param {Told[]} sides */
function runsWithout(sides) {
  return words.words.runs(sides.map(({ cost, without, count }) => [shareText(without, count), cost]));
}

/** @param {Told[]} sides @param {Measure} measure @param {{across: string, up: string}} symbols */
function levels(sides, measure, symbols) {
  const say = words.words;
  /** @type {[string, string][]} */
  const medians = sides.flatMap(({ cost, values }) => {
    const median = medianOf(values);
    return median === null ? [] : [/** @type {[string, string]} */ ([cost, valueText(median, measure)])];
  });
  const sentences = medians.length === 0 ? [] : [say.medians(measure.label, medians, sides.every(({ without }) => without === 0))];
  const greatest = farthest(sides);
  if (greatest !== null) sentences.push(say.greatest(valueText(greatest.value, measure), greatest.cost, where(greatest, symbols), measure.unit === "epoch"));
  const lacking = sides.filter(({ without }) => without > 0);
  if (lacking.length > 0) sentences.push(capital((say.without[measure.name] ?? say.withoutAny)(runsWithout(lacking))));
  return sentences;
}

/** Two maps of one cost are told of once. @template {{cost: string}} T @param {T[]} sides @returns {T[]} */
function distinct(sides) {
  return sides.filter(({ cost }, index) => sides.findIndex((side) => side.cost === cost) === index);
}

/** The greatest value of all maps, and where it is. @param {Told[]} sides */
function farthest(sides) {
  return sides.reduce(
    (/** @type {{cost: string, across: number, up: number, value: number, isOnly: boolean} | null} */ best, { cost, greatest }) =>
      greatest !== null && (best === null || greatest.value > best.value) ? { cost, ...greatest } : best,
    null,
  );
}

/** @param {{across: number, up: number, isOnly: boolean}} place @param {{across: string, up: string}} symbols */
function where({ across, up, isOnly }, symbols) {
  const coordinates = [
    { symbol: symbols.across, value: across },
    { symbol: symbols.up, value: up },
  ];
  return words.words.at(placeText(coordinates), isOnly);
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
