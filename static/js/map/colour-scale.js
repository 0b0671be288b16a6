// @ts-check
/** From values to places on the scale of colours that both maps share. Pure. */

import { niceStep } from "../axes.js";

/** @typedef {"auto" | "linear" | "log"} Choice */
/**
 * @typedef {object} ColourScale
 * @property {number} low the value of the first colour
 * @property {number} high the value of the last
 * @property {boolean} isLog
 * @property {boolean} isCut whether there are values below `low`, which have its colour
 * @property {boolean} isFar whether there are values far beyond both ends, which have their colours: of runs that diverge
 * @property {boolean} hasNone whether some cells have no value
 */

/** Values of which the greatest is so many times the least are told apart by their powers of ten. */
const FAR_APART = 10;
/** Values so many times the usual one are those of runs that diverge: with them no other could be told from 0. */
const FAR = 1e6;
/** Beyond so many powers of ten every colour would be the last one, and a quotient may be more than a number can be. */
const WIDEST = 1e12;
/** So many values are looked at to find the usual one. */
const LOOKED_AT = 2000;

/**
 * @param {(import("./grid.js").Grid | null)[]} grids @param {Choice} choice
 * @returns {ColourScale | null} null while there is nothing to show
 */
export function scaleOf(grids, choice) {
  let [low, high, least] = [Infinity, -Infinity, Infinity];
  let [hasNone, isThere, isFar] = [false, false, false];
  const far = FAR * usualSize(grids);
  for (const grid of grids) {
    for (const value of grid?.values ?? []) {
      isThere = true;
      if (Number.isNaN(value)) hasNone = true;
      else if (Math.abs(value) > far) isFar = true;
      else {
        if (value < low) low = value;
        if (value > high) high = value;
        if (value > 0 && value < least) least = value;
      }
    }
  }
  if (!isThere) return null;
  if (low > high) return { low: 0, high: 1, isLog: false, isCut: false, isFar, hasNone };
  // Outputs and other shares of 1 are compared with 1, however small the smallest of them is.
  const isWide = low >= 0 && high > 1 && high / least >= FAR_APART;
  const isLog = high > least && (choice === "log" || (choice === "auto" && isWide));
  const from = isLog ? (high / least > WIDEST ? 10 ** Math.ceil(Math.log10(high / WIDEST)) : least) : low;
  const to = high > from ? high : from + (Math.abs(from) || 1);
  return { low: from, high: to, isLog, isCut: low < from, isFar, hasNone };
}

/** The median of the sizes, at least 1. @param {(import("./grid.js").Grid | null)[]} grids */
function usualSize(grids) {
  const sizes = grids.flatMap((grid) => {
    const values = grid?.values ?? new Float64Array();
    const step = Math.max(1, Math.floor(values.length / LOOKED_AT));
    return Array.from({ length: Math.floor(values.length / step) }, (_, index) => Math.abs(values[index * step]));
  });
  const known = sizes.filter((size) => !Number.isNaN(size)).sort((one, other) => one - other);
  return Math.max(1, known[known.length >> 1] ?? 1);
}

/** Where a value lies on the scale, from 0 to 1. @param {ColourScale} scale @param {number} value */
export function placeOf({ low, high, isLog }, value) {
  if (value <= low) return 0;
  if (value >= high) return 1;
  return isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

/** Values that the legend names, rising. @param {ColourScale} scale @param {number} [most] */
export function ticksOf({ low, high, isLog }, most = 6) {
  if (!isLog) {
    const step = niceStep((high - low) / (most - 1));
    return multiples(low, high, step);
  }
  const decades = Math.log10(high / low);
  const factors = decades < 1.2 ? [1, 2, 3, 5] : decades < 2.5 ? [1, 3] : [1];
  const every = Math.max(1, Math.ceil(decades / most));
  const found = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1)
    for (const factor of factors) {
      const value = Number(`${factor}e${power}`);
      const isShown = factors.length > 1 || power % every === 0;
      if (isShown && value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) found.push(value);
    }
  return found;
}

/** @param {number} low @param {number} high @param {number} step */
function multiples(low, high, step) {
  const found = [];
  for (let index = Math.ceil(low / step - 1e-9); index <= Math.floor(high / step + 1e-9); index += 1)
    found.push(index === 0 ? 0 : Number((index * step).toPrecision(12)));
  return found;
}
