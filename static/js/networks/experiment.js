// @ts-check
/** A network experiment as the page handles it (app/experiments/networks/schema.py): its problem is an object, all options filled in. Pure. */

/**
 * @typedef {Record<string, any>} Experiment
 * @typedef {{kind: "int" | "float" | "choice", default: any, low: number | null, high: number | null, choices: string[], label: string, summary: string}} Option
 * @typedef {{label: string, summary: string, options: Record<string, Option>, isAvailable: boolean, reason: string}} DataSet
 */

export const TABLE = "table";

/** A problem with its options in the order of the data set. @param {any} problem @param {Record<string, DataSet>} problems */
export function wholeProblem(problem, problems) {
  const given = typeof problem === "string" ? { name: problem } : problem;
  if (given.name === TABLE) return given;
  const options = problems[given.name]?.options ?? {};
  return { name: given.name, ...Object.fromEntries(Object.entries(options).map(([name, option]) => [name, given[name] ?? option.default])) };
}

/** An experiment with a whole problem and every field that the page knows. @param {Experiment} experiment @param {{problems: Record<string, DataSet>, fields: {name: string, default: any}[]}} data @returns {Experiment} */
export function wholeExperiment(experiment, { problems, fields }) {
  const defaults = Object.fromEntries(fields.map((field) => [field.name, field.default]));
  /** @type {Experiment} */
  const whole = { kind: "network", ...defaults, ...experiment };
  return { ...whole, problem: wholeProblem(whole.problem, problems) };
}

/** Whether two say the same in a field; null is the same as nothing. @param {Experiment} one @param {Experiment} other @param {string} name */
export function isSameIn(one, other, name) {
  return one === other || JSON.stringify(one[name] ?? null) === JSON.stringify(other[name] ?? null);
}

/** Whether two experiments are the same run. @param {Experiment} one @param {Experiment} other */
export function isSameNetwork(one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => isSameIn(one, other, name));
}

/** Whether an experiment says what a preset says; a start that is given counts too. @param {Experiment[]} some @param {Experiment[]} others */
export function areSameNetworks(some, others) {
  return some.length === others.length && some.every((one, index) => isSameNetwork(one, others[index]));
}
