// @ts-check
/**
 * One example's numbers in a row of a trace, or their means over all examples: what a picture shows that has room for
 * one neuron's numbers. A number that is missing or not finite is null, and so is a mean with such a number in it.
 */

import { inputRows, listOf, targetsOf, weightsOf } from "./experiment.js";

/**
 * @typedef {number | null} Value
 * @typedef {{y: Value, z: Value, a: Value, error: Value, gain: Value, slope: Value, delta: Value, loss: Value, x: Value[]}} Reading
 */

const NAMES = /** @type {const} */ (["z", "a", "error", "gain", "slope", "delta", "loss"]);

/**
 * Which example is to be shown: the only one where there is one, null for the mean of several.
 * @param {Record<string, any>} experiment @param {number | null} example
 * @returns {number | null}
 */
export function exampleIn(experiment, example) {
  const count = targetsOf(experiment).length;
  if (count === 1) return 0;
  return example === null || example >= count ? null : example;
}

/**
 * Whether a row has the numbers of inputs and examples that an experiment has. The rows that are still there when
 * somebody chooses another experiment may not: then there is nothing to be shown until others have come.
 * @param {Record<string, any> | null} row @param {Record<string, any> | null} experiment
 * @returns {row is Record<string, any>}
 */
export function fits(row, experiment) {
  if (row === null || experiment === null) return false;
  return (
    listOf(row.w).length === weightsOf(experiment).length && listOf(row.z).length === targetsOf(experiment).length
  );
}

/**
 * @param {Record<string, any>} row
 * @param {Record<string, any>} experiment
 * @param {number | null} example as `exampleIn` says
 * @returns {Reading}
 */
export function readingOf(row, experiment, example) {
  const rows = inputRows(experiment);
  const x = example === null ? rows[0].map((_, input) => meanOf(rows.map((each) => each[input]))) : rows[example];
  const reading = /** @type {Reading} */ ({ x, y: pick(targetsOf(experiment), example) });
  for (const name of NAMES) reading[name] = pick(listOf(row[name] ?? null), example);
  return reading;
}

/**
 * The least and the greatest number of a column, of all its inputs or examples; null while there is none.
 * @param {import("./trace.js").Trace | null} trace @param {string} name
 * @returns {[number, number] | null}
 */
export function extentOf(trace, name) {
  const extent = trace?.extent(name) ?? null;
  return extent === null || extent[0] > extent[1] ? null : extent;
}

/** The greatest size of a number in a column, 0 while there is none. @param {import("./trace.js").Trace | null} trace @param {string} name */
export function sizeOf(trace, name) {
  return Math.max(...(extentOf(trace, name) ?? [0]).map(Math.abs));
}

/** One example's number, or with null the mean of all. @param {Value[]} values @param {number | null} example */
export function pick(values, example) {
  return example === null ? meanOf(values) : (values[example] ?? null);
}

/** @param {Value[]} values */
function meanOf(values) {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return sum / values.length;
}
