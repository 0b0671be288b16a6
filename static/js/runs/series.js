// @ts-check
/** What can be drawn of a trace against its epochs: the numbers of a column, or how fast the output moves. Pure. */

import { listOf } from "./experiment.js";
import { pick } from "./reading.js";

/** @typedef {import("./trace.js").Trace} Trace */

/** What the chart of all lanes can show, in the order of its choices. */
export const QUANTITIES = /** @type {const} */ (["a", "cost", "speed", "shape"]);

/** @typedef {typeof QUANTITIES[number]} Quantity */

/**
 * One number a row of a column.
 * @param {Trace} trace @param {string} column @param {number | null} example null: the mean of all
 * @returns {(number | null)[]}
 */
export function valuesOf(trace, column, example) {
  const cells = trace.columns[column] ?? [];
  return Array.isArray(cells[0]) ? cells.map((cell) => pick(cell, example)) : cells;
}

/**
 * A quantity row by row. `speed` is |Δa|, how far the next update moves the output (the mean over the examples, or
 * the chosen one's); `shape` is the speed divided by the run's own greatest.
 * @param {Trace} trace @param {Quantity} quantity @param {number | null} example
 * @returns {(number | null)[]}
 */
export function seriesOf(trace, quantity, example) {
  if (quantity === "a" || quantity === "cost") return valuesOf(trace, quantity, example);
  const speeds = speedsOf(trace, example);
  if (quantity === "speed") return speeds;
  const fastest = speeds.reduce((most, speed) => Math.max(most, speed), 0);
  return fastest === 0 ? speeds : speeds.map((speed) => speed / fastest);
}

/** @param {Trace} trace @param {number | null} example */
function speedsOf(trace, example) {
  const outputs = trace.columns.a ?? [];
  const speeds = [];
  for (let row = 0; row + 1 < outputs.length; row += 1) {
    const next = listOf(outputs[row + 1]);
    const moved = listOf(outputs[row]).map((a, index) => Math.abs(next[index] - a));
    speeds.push(/** @type {number} */ (pick(moved, moved.length === 1 ? 0 : example)));
  }
  return speeds;
}

/** The least and the greatest of some numbers. @param {(number | null)[][]} series @returns {[number, number] | null} */
export function extentOf(series) {
  let [low, high] = [Infinity, -Infinity];
  for (const values of series)
    for (const value of values) {
      if (value === null) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  return low > high ? null : [low, high];
}
