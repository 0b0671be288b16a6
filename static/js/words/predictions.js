// @ts-check
/**
 * What somebody expects of a run before it is run: an epoch, or a sketch of the cost; how far off it was; and that
 * distance in kind words. Nothing here is drawn (widgets/half-marker.js, widgets/curve-sketch.js), nothing is kept.
 */

import { listOf, targetsOf } from "../runs/experiment.js";
import { PLATEAU } from "./describe.js";
import { messages } from "./messages.js";

/** A sketch has its cost at so many epochs, evenly spaced from the first to the last. */
export const POINTS = 25;
/** Every so many of them has a handle for the keyboard. */
export const HANDLE_STEP = 3;
/** A guess within this part of the run, or of the axis, is praised. */
const CLOSE = 0.05;
/** The cost of a run that falls by less than this part of the axis in its first third hardly moves. */
const STILL = 0.1;

/**
 * @typedef {(number | null)[]} Sketch of POINTS costs; null where nothing has been drawn
 * @typedef {number | "never"} Half the epoch from which every |a − y| is below 0.5
 * @typedef {{half: Half | null, sketch: Sketch | null}} Guess null for what was not guessed
 * @typedef {import("../runs/session.js").Lane} Lane
 */

/** @returns {Sketch} */
export function emptySketch() {
  return Array(POINTS).fill(null);
}

/**
 * A stroke from one place to another; a place is a part of the run, 0 to 1.
 * @param {Sketch} sketch @param {{place: number, value: number}} from @param {{place: number, value: number}} to
 * @returns {Sketch}
 */
export function withStroke(sketch, from, to) {
  const [start, end] = from.place <= to.place ? [from, to] : [to, from];
  const last = POINTS - 1;
  const drawn = [...sketch];
  for (let index = Math.ceil(start.place * last); index <= end.place * last; index += 1) {
    const part = end.place === start.place ? 1 : (index / last - start.place) / (end.place - start.place);
    drawn[index] = start.value + part * (end.value - start.value);
  }
  // A mere press lies between two points: the nearer one takes it.
  if (from.place === to.place) drawn[Math.round(to.place * last)] = to.value;
  return drawn;
}

/**
 * A handle moved; between it and the handles beside it the curve becomes straight.
 * @param {Sketch} sketch @param {number} index of the point @param {number} value @param {number} level of what has not been drawn
 * @returns {Sketch}
 */
export function withHandle(sketch, index, value, level) {
  const whole = completed(sketch, level);
  /** @param {number} side */
  const towards = (side) => {
    const other = index + side * HANDLE_STEP;
    if (other < 0 || other >= POINTS) return;
    for (let step = 1; step < HANDLE_STEP; step += 1)
      whole[index + side * step] = value + ((whole[other] - value) * step) / HANDLE_STEP;
  };
  towards(-1);
  towards(1);
  whole[index] = value;
  return whole;
}

/**
 * A sketch without gaps: straight between what was drawn, level beyond it.
 * @param {Sketch} sketch @param {number} level where nothing at all has been drawn
 * @returns {number[]}
 */
export function completed(sketch, level) {
  const known = [...sketch.keys()].filter((index) => sketch[index] !== null);
  if (known.length === 0) return Array(POINTS).fill(level);
  const value = (/** @type {number} */ index) => /** @type {number} */ (sketch[index]);
  return sketch.map((own, index) => {
    if (own !== null) return own;
    const before = known.findLast((other) => other < index);
    const after = known.find((other) => other > index);
    if (before === undefined || after === undefined) return value(before ?? after ?? 0);
    return value(before) + ((value(after) - value(before)) * (index - before)) / (after - before);
  });
}

/** The outputs at which |a − y| is 0.5, where all examples agree on them. @param {any} experiment @returns {number[]} */
export function halfLevels(experiment) {
  const targets = targetsOf(experiment);
  if (targets.every((y) => y === 0 || y === 1)) return [0.5];
  const [y] = targets;
  return targets.every((other) => other === y) ? [y - 0.5, y + 0.5] : [];
}

/** What is to be guessed, in words. @param {any} experiment */
export function halfMeaning(experiment) {
  const words = messages.predict.passes;
  const targets = targetsOf(experiment);
  if (targets.length > 1) return words.all;
  return targets[0] === 0 ? words.below : targets[0] === 1 ? words.above : words.near;
}

/** How far the guess was from the run, in words. @param {Half} guess @param {Lane} lane of a finished run */
export function halfWords(guess, { experiment, trace, summary }) {
  const words = messages.predict.half;
  const { epochs } = experiment;
  const actual = summary.epochs_to_half;
  if (actual === null && summary.diverged !== null) return words.broken(guess, summary.diverged);
  if (guess === "never") return actual === null ? words.neverRight(epochs) : actual === 0 ? words.neverAtOnce : words.neverWrong(actual);
  const isStuck = listOf(trace.columns.a[0]).some((a, index) => Math.abs(a - targetsOf(experiment)[index]) > PLATEAU);
  if (actual === null) return isStuck ? words.outlasted(guess, epochs) : words.didNot(guess, epochs);
  if (guess === actual) return words.exact(guess);
  if (Math.abs(guess - actual) <= CLOSE * epochs) return words.close(guess, actual);
  if (actual === 0) return words.atOnce(guess);
  if (guess > actual) return words.late(guess, actual);
  return isStuck ? words.plateau(guess, actual) : words.early(guess, actual);
}

/**
 * How far a sketch was from the run, as parts of the cost axis: on average, and above (+) or below (−) it in the
 * first and in the last third; and how far the cost itself fell in the first third.
 * @param {Sketch} sketch @param {(number | null)[]} costs one an epoch
 * @param {{epochs: number, low: number, high: number}} axes of the cost
 */
export function sketchDistance(sketch, costs, { epochs, low, high }) {
  const whole = completed(sketch, low);
  const sums = { all: 0, first: 0, last: 0 };
  const counts = { all: 0, first: 0, last: 0 };
  costs.forEach((cost, epoch) => {
    if (cost === null) return;
    const place = Math.min((epoch / epochs) * (POINTS - 1), POINTS - 1);
    const index = Math.min(Math.floor(place), POINTS - 2);
    const off = (whole[index] + (place - index) * (whole[index + 1] - whole[index]) - cost) / (high - low);
    sums.all += Math.abs(off);
    counts.all += 1;
    const third = epoch <= epochs / 3 ? "first" : epoch >= (2 * epochs) / 3 ? "last" : null;
    if (third === null) return;
    sums[third] += off;
    counts[third] += 1;
  });
  const fall = ((costs[0] ?? 0) - (costs[Math.min(Math.floor(epochs / 3), costs.length - 1)] ?? 0)) / (high - low);
  const mean = (/** @type {"all" | "first" | "last"} */ part) => sums[part] / Math.max(counts[part], 1);
  return { average: mean("all"), first: mean("first"), last: mean("last"), fall };
}

/**
 * @param {Sketch} sketch @param {Lane} lane of a finished run @param {{epochs: number, low: number, high: number}} axes of the cost
 */
export function sketchWords(sketch, { experiment, trace }, axes) {
  const words = messages.predict.sketch;
  const { average, first, last, fall } = sketchDistance(sketch, trace.columns.cost, { ...axes, epochs: experiment.epochs });
  const percent = Math.round(average * 100);
  if (average <= CLOSE) return words.close(percent);
  const [early, late] = [first, last].map((off) => (off > CLOSE ? "high" : off < -CLOSE ? "low" : "right"));
  const text = `${words.far(percent)} ${early === late ? words.both[early] : words.thirds(words.is[early], words.is[late])}`;
  return early === "low" && Math.abs(fall) < STILL ? `${text} ${words.still}` : text;
}
