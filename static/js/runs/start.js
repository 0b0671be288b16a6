// @ts-check
/** Where a neuron starts on its curve, and the experiment that starts elsewhere on it. Pure. */

import { inputRows, weightsOf } from "./experiment.js";

/**
 * The weighted input at the start.
 * @param {any} experiment @param {number | null} example null: the first
 */
export function startOf(experiment, example) {
  const inputs = inputRows(experiment)[example ?? 0];
  return weightsOf(experiment).reduce((sum, w, index) => sum + w * inputs[index], experiment.b);
}

/**
 * The same experiment from another weighted input, by another bias or, with one input, by another weight. A start that
 * somebody drags is rounded to what a hand can mean: two decimals.
 * @param {any} experiment
 * @param {number} z
 * @param {{example: number | null, moves: "w" | "b", bounds: {minimum: number, maximum: number}}} options
 */
export function startingAt(experiment, z, { example, moves, bounds }) {
  const inputs = inputRows(experiment)[example ?? 0];
  const by = z - startOf(experiment, example);
  const byWeight = moves === "w" && inputs.length === 1 && inputs[0] !== 0 && !Array.isArray(experiment.w);
  const value = byWeight ? experiment.w + by / inputs[0] : experiment.b + by;
  const rounded = Math.round(Math.min(Math.max(value, bounds.minimum), bounds.maximum) * 100) / 100;
  return { ...experiment, [byWeight ? "w" : "b"]: rounded };
}
