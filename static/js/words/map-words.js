// @ts-check
/** What two maps say, in words: every number is computed from their cells. Pure. */

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
  return grouped(Number.isInteger(value) ? value : Number(value.toFixed(1)));
}

/** @param {number | null | undefined} value NaN or null where there is none @param {Measure} measure */
export function valueText(value, measure) {
  if (value === undefined) return words.toCome;
  if (value === null || Number.isNaN(value)) return words.none[measure.name] ?? words.noValue;
  const text = bareText(value, measure);
  return words.units[measure.unit]?.(text) ?? text;
}

/** "w = 2, b = 2: quadratic 232 epochs, cross-entropy 17 epochs" @param {Coordinate[]} coordinates @param {{cost: string, value: number | undefined}[]} values @param {Measure} measure */
export function readout(coordinates, values, measure) {
  if (values.every(({ value }) => value === undefined)) return words.readout(placeText(coordinates), [words.toCome]);
  return words.readout(placeText(coordinates), distinct(values).map(({ cost, value }) => words.value(cost, valueText(value, measure))));
}

/** What it means to have no value, in the legend. @param {Measure} measure @param {number | null} epochs null where they differ over the map */
export function noneText({ name }, epochs) {
  return words.noneInLegend[name]?.(epochs === null ? "" : grouped(epochs)) ?? words.noValue;
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
 * @property {{across: number, up: number, value: number} | null} greatest
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
  const greatest = at === -1 ? null : { across: across[at % across.length], up: up[Math.floor(at / across.length)], value: most };
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
  if (percent < 1) return "less than 1\u00a0%";
  return percent > 99 ? "more than 99\u00a0%" : `${Math.round(percent)}\u00a0%`;
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
  // The cost that fails is told first: what the other one does is said after it.
  const parts = [...sides].sort((one, other) => other.without - one.without).map(({ cost, without, count }) =>
    without === 0 ? say.arrive(cost) : without === count ? say.noneArrives(cost) : say.fail(cost, shareText(without, count)),
  );
  const sentences = [sides.every(({ without }) => without === 0) ? say.allArrive : say.never(epochs === null ? "" : grouped(epochs), parts)];
  const ratio = sides.length < 2 ? null : medianRatio(sides);
  if (ratio !== null) {
    const [slow, fast] = ratio >= 1 ? sides : [sides[1], sides[0]];
    const times = Math.max(ratio, 1 / ratio);
    sentences.push(times < 1.05 ? say.equal : say.ratio(slow.cost, fast.cost, grouped(Number(times.toPrecision(2)))));
  }
  const longest = farthest(sides);
  if (longest !== null) sentences.push(say.longest(longest.cost, valueText(longest.value, measure), placeText(placed(longest, symbols))));
  return sentences;
}

/** @param {Told[]} sides @param {Measure} measure @param {{across: string, up: string}} symbols */
function levels(sides, measure, symbols) {
  const say = words.words;
  /** @type {[string, string][]} */
  const medians = sides.flatMap(({ cost, values }) => {
    const median = medianOf(values);
    return median === null ? [] : [/** @type {[string, string]} */ ([cost, valueText(median, measure)])];
  });
  const sentences = medians.length === 0 ? [] : [say.medians(measure.label, medians)];
  const greatest = farthest(sides);
  if (greatest !== null) sentences.push(say.greatest(valueText(greatest.value, measure), greatest.cost, placeText(placed(greatest, symbols))));
  for (const { cost, without, count } of sides)
    if (without > 0) sentences.push(say.without(capital(shareText(without, count)), cost, noneText(measure, null)));
  return sentences;
}

/** Two maps of one cost are told of once. @template {{cost: string}} T @param {T[]} sides @returns {T[]} */
function distinct(sides) {
  return sides.filter(({ cost }, index) => sides.findIndex((side) => side.cost === cost) === index);
}

/** The greatest value of all maps, and where it is. @param {Told[]} sides */
function farthest(sides) {
  return sides.reduce(
    (/** @type {{cost: string, across: number, up: number, value: number} | null} */ best, { cost, greatest }) =>
      greatest !== null && (best === null || greatest.value > best.value) ? { cost, ...greatest } : best,
    null,
  );
}

/** @param {{across: number, up: number}} place @param {{across: string, up: string}} symbols @returns {Coordinate[]} */
function placed(place, symbols) {
  return [
    { symbol: symbols.across, value: place.across },
    { symbol: symbols.up, value: place.up },
  ];
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
