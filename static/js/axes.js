// @ts-check
/** Axes for panels that are meant to be compared: the same for all of them, and steady from run to run. */

/**
 * An axis that keeps its usual range while the numbers suit it, and takes a round one when they do not.
 * @param {[number, number]} usual
 * @param {[number, number] | null} extent of what is to be shown
 * @returns {[number, number]}
 */
export function suitableRange([low, high], extent) {
  if (extent === null) return [low, high];
  const [least, greatest] = extent;
  if (greatest > high) high = roundUp(greatest);
  else if (low === 0 && high !== 1 && greatest < high / 4 && greatest > 0) high = roundUp(greatest);
  if (least < low) low = -roundUp(-least);
  return [low, high];
}

/**
 * The range that suits several runs at once.
 * @param {[number, number]} usual
 * @param {([number, number] | null)[]} extents null where there is nothing to show yet
 */
export function commonRange(usual, extents) {
  const known = extents.filter((extent) => extent !== null);
  if (known.length === 0) return suitableRange(usual, null);
  return suitableRange(usual, [Math.min(...known.map(([low]) => low)), Math.max(...known.map(([, high]) => high))]);
}

/** Powers of ten on an axis at most: the largest, where numbers reach further down. */
const MOST_POWERS = 10;

/**
 * The powers of ten between which numbers lie, for a logarithmic axis.
 * @param {Iterable<number | null>} values what is not greater than 0 has no place on it
 * @param {[number, number]} usual where there are none
 * @returns {[number, number]}
 */
export function powerRange(values, usual) {
  let [least, most] = [Infinity, 0];
  for (const value of values) {
    if (value === null || !(value > 0)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (most === 0) return usual;
  const high = Math.ceil(Math.log10(most) + 0.05);
  return [Math.max(Math.min(Math.floor(Math.log10(least)), high - 2), high - MOST_POWERS), high];
}

/** A number as its place on a logarithmic axis. @param {number | null | undefined} value @returns {number | null} null where it has none */
export function powerOf(value) {
  return value !== null && value !== undefined && value > 0 ? Math.log10(value) : null;
}

const ROUND = [1, 2, 2.5, 5, 10];

/** The next of 1, 2, 2.5, 5 times a power of ten. @param {number} value greater than 0 */
export function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return Math.min(power * (ROUND.find((step) => step * power >= value * (1 - 1e-12)) ?? 10), Number.MAX_VALUE);
}

/** The nearest of 1, 2, 2.5, 5 times a power of ten, for the distance of ticks. @param {number} value greater than 0 */
export function niceStep(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const steps = ROUND.map((step) => step * power);
  return steps.reduce((best, step) => (Math.abs(step - value) < Math.abs(best - value) ? step : best));
}
