// @ts-check
/**
 * One edge of a map: a stretch of a quantity on a linear or a logarithmic scale, cut into cells. Pure.
 *
 * The values of the cells are made here and sent as they are, so that they are numbers that can be read: 1.4 and not
 * 1.4000000000000004.
 */

/**
 * @typedef {object} Axis
 * @property {string} name of the quantity
 * @property {number} start
 * @property {number} stop greater than `start`
 * @property {"linear" | "log"} scale
 * @typedef {object} Quantity as app/web/map.py describes it
 * @property {string} name
 * @property {string} symbol
 * @property {string} title
 * @property {number} minimum
 * @property {number} maximum
 * @property {boolean} excludes_minimum
 * @property {boolean} is_whole
 * @property {number} start
 * @property {number} stop
 * @property {number} step
 * @property {"linear" | "log"} scale
 */

/** A stretch cannot be shorter than this part of its numbers: the cells would be as good as one. */
const SHORTEST = 1e-6;
/** Digits of a number that lies on an axis: where it is even, and where it is by powers of ten. */
const [DIGITS, LOG_DIGITS] = [12, 4];

/** @param {Axis} axis @param {number} value @returns {number} how far along the axis it lies, from 0 to 1 */
export function fractionOf({ start, stop, scale }, value) {
  const at = scale === "log" ? Math.log10 : Number;
  return (at(value) - at(start)) / (at(stop) - at(start));
}

/** @param {Axis} axis @param {number} fraction */
export function valueAt({ start, stop, scale }, fraction) {
  if (scale === "log") return start * (stop / start) ** fraction;
  return start + (stop - start) * fraction;
}

/**
 * The values of the cells, rising. Where only whole numbers may stand, there may be fewer.
 * @param {Axis} axis @param {number} count @param {Quantity} quantity
 * @returns {number[]}
 */
export function valuesOf(axis, count, { is_whole: isWhole }) {
  const values = Array.from({ length: count }, (_, index) => {
    if (index === 0) return axis.start;
    if (index === count - 1) return axis.stop;
    const value = valueAt(axis, index / (count - 1));
    return isWhole ? Math.round(value) : Number(value.toPrecision(axis.scale === "log" ? LOG_DIGITS : DIGITS)) + 0;
  });
  const step = axis.scale === "linear" && !isWhole ? Math.abs(axis.stop - axis.start) / (count - 1) : 0;
  // A zero that is missed by a rounding error would be written as 8.9e-16.
  const tidy = values.map((value) => (Math.abs(value) < step * 1e-9 ? 0 : value));
  return tidy.filter((value, index) => index === 0 || value > tidy[index - 1]);
}

/** The index of the value that is nearest to a number. @param {number[]} values rising @param {number} value */
export function nearestIndex(values, value) {
  let [low, high] = [0, values.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle] <= value) low = middle;
    else high = middle;
  }
  return Math.abs(values[low] - value) <= Math.abs(values[high] - value) ? low : high;
}

/** The same as it looks on the axis: by ratios where it is logarithmic. @param {Axis} axis @param {number[]} values @param {number} fraction */
export function indexAt(axis, values, fraction) {
  const index = nearestIndex(values, valueAt(axis, fraction));
  const distance = (/** @type {number} */ at) => (values[at] === undefined ? Infinity : Math.abs(fractionOf(axis, values[at]) - fraction));
  return [index - 1, index + 1].reduce((best, other) => (distance(other) < distance(best) ? other : best), index);
}

/**
 * Another stretch of the same quantity, within its bounds and in numbers that can be read; null where none is left.
 * @param {Axis} axis @param {number} from @param {number} to as fractions of the present one @param {Quantity} quantity
 * @returns {Axis | null}
 */
export function stretchOf(axis, from, to, quantity) {
  const [low, high] = [valueAt(axis, Math.min(from, to)), valueAt(axis, Math.max(from, to))];
  const [least, most] = [leastOf(quantity, axis.scale, high), quantity.maximum];
  const [start, stop] = tidied(Math.max(low, least), Math.min(high, most), axis.scale, quantity.is_whole);
  if (!(stop - start > SHORTEST * Math.max(Math.abs(start), Math.abs(stop)))) return null;
  return { ...axis, start: Math.max(start, least), stop: Math.min(stop, most) };
}

/** The least that an axis may begin with; a bound that is itself left out is approached. @param {Quantity} quantity @param {string} scale @param {number} high */
function leastOf({ minimum, excludes_minimum: isOpen, is_whole: isWhole }, scale, high) {
  const least = isOpen || (scale === "log" && minimum <= 0) ? Number((high / 1000).toPrecision(1)) : minimum;
  return isWhole ? Math.ceil(least) : Math.max(least, minimum);
}

/** Rounded to what can be told apart in the picture. @param {number} start @param {number} stop @param {string} scale @param {boolean} isWhole */
function tidied(start, stop, scale, isWhole) {
  if (isWhole) return [Math.round(start), Math.round(stop)];
  if (scale === "log") return [Number(start.toPrecision(3)), Number(stop.toPrecision(3))];
  const grid = 10 ** (Math.floor(Math.log10(stop - start)) - 2);
  return [start, stop].map((value) => Number((Math.round(value / grid) * grid).toPrecision(DIGITS)) + 0);
}

/** The whole of a quantity, as it is shown at first. @param {Quantity} quantity @returns {Axis} */
export function usualAxis({ name, start, stop, scale }) {
  return { name, start, stop, scale };
}

/**
 * What is wrong with a scale for a quantity and its stretch: a logarithm needs numbers above 0.
 * @param {Axis} axis
 */
export function canBeLogarithmic({ start, stop }) {
  return start > 0 && stop > 0;
}

/**
 * The stretch moved along by a part of itself, as far as the quantity goes; null where it goes no farther.
 * @param {Axis} axis @param {number} by as a fraction of it @param {Quantity} quantity
 */
export function moved(axis, by, quantity) {
  const low = axis.scale === "log" && quantity.minimum <= 0 ? -Infinity : fractionOf(axis, quantity.minimum);
  const high = fractionOf(axis, quantity.maximum);
  const possible = Math.max(Math.min(by, high - 1), low);
  return Math.abs(possible) < 1e-3 ? null : stretchOf(axis, possible, 1 + possible, quantity);
}

/** The stretch made so many times as long around a point of it, which stays where it is. @param {Axis} axis @param {number} factor @param {number} at @param {Quantity} quantity */
export function scaled(axis, factor, at, quantity) {
  return stretchOf(axis, at - at * factor, at + (1 - at) * factor, quantity);
}
