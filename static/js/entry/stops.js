// @ts-check
/**
 * The stops of a slider: numbers that a person would choose, so that a drag never ends at 0.14873521.
 * Evenly spaced, or on a logarithmic scale 1, 1.1, 1.2 … 5, 5.5 … 10 of every power of ten: about equal ratios.
 */

/** @typedef {{low: number, high: number, step: number, scale: string}} Slider (app/experiments/schema.py) */

/** From this leading digit on the steps are five times as coarse, or they would be too fine beside the first ones. */
const COARSE = 5;

/**
 * @param {Slider} slider @param {boolean} isWhole whether only whole numbers are stops
 * @returns {number[]} rising
 */
export function stopsOf(slider, isWhole) {
  const { low, high } = slider;
  const stops = [];
  for (let stop = low; stop <= high; stop = neighbour(stop, 1, slider)) stops.push(stop);
  return isWhole ? stops.filter(Number.isInteger) : stops;
}

/**
 * The next number of the slider's kind above (+1) or below (−1) any number, also beyond the slider's ends.
 * @param {number} value @param {1 | -1} direction @param {Slider} slider
 */
export function neighbour(value, direction, { low, step, scale }) {
  if (scale !== "log") return next(value, direction, low, step);
  if (value <= 0) return direction > 0 ? low : value;
  const digits = value.toExponential();
  const exponent = Number(digits.slice(digits.indexOf("e") + 1));
  // Below a power of ten, the steps are those of the power before it.
  const isFirst = direction < 0 && value === rounded(10 ** exponent);
  const power = isFirst ? exponent - 1 : exponent;
  const edge = rounded(COARSE * 10 ** power);
  const isCoarse = direction > 0 ? value >= edge : value > edge;
  return next(value, direction, 0, step * (isCoarse ? 5 : 1) * 10 ** power);
}

/** The index of the stop that is nearest to a number. @param {number[]} stops @param {number} value */
export function nearest(stops, value) {
  const above = stops.findIndex((stop) => stop >= value);
  if (above === -1) return stops.length - 1;
  return above > 0 && value - stops[above - 1] < stops[above] - value ? above - 1 : above;
}

/**
 * The next multiple of `step` (counted from `origin`) after `value`.
 * @param {number} value @param {1 | -1} direction @param {number} origin @param {number} step
 */
function next(value, direction, origin, step) {
  // A multiple that is missed by a rounding error counts as reached.
  const place = Number(((value - origin) / step).toFixed(6));
  const index = direction > 0 ? Math.floor(place) + 1 : Math.ceil(place) - 1;
  return rounded(origin + index * step);
}

/** 0.1 × 3 is 0.30000000000000004, and nobody chose that. @param {number} value */
function rounded(value) {
  return Number(value.toPrecision(12));
}
