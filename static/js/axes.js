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
