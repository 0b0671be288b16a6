// @ts-check
/**
 * One view of an experiment in any of its shapes (app/experiments/schema.py): d weights, n rows of d inputs, n targets.
 * A number stands for a list of one wherever the schema lets it; `shaped` writes it so again.
 */

/** @typedef {number | number[]} Cell one number, or one for each input or example */

/** @param {Cell} cell @returns {number[]} */
export function listOf(cell) {
  return Array.isArray(cell) ? cell : [cell];
}

/** @param {Record<string, any>} experiment @returns {number[]} one an input */
export function weightsOf({ w }) {
  return listOf(w);
}

/** @param {Record<string, any>} experiment @returns {number[][]} one row an example, one number an input */
export function inputRows({ x, y }) {
  return Array.isArray(y) ? x.map(listOf) : [listOf(x)];
}

/** @param {Record<string, any>} experiment @returns {number[]} one an example */
export function targetsOf({ y }) {
  return listOf(y);
}

/**
 * The three fields in their simplest form: no list where a number does.
 * @param {number[]} weights @param {number[][]} rows @param {number[]} targets
 * @returns {{w: Cell, x: Cell | number[][], y: Cell}}
 */
export function shaped(weights, rows, targets) {
  const inputs = rows.map(simplest);
  return {
    w: simplest(weights),
    x: targets.length === 1 ? inputs[0] : /** @type {number[] | number[][]} */ (inputs),
    y: simplest(targets),
  };
}

/** @param {number[]} list @returns {Cell} */
function simplest(list) {
  return list.length === 1 ? list[0] : list;
}

/**
 * Whether two experiments say the same. A link does not say the kind, because there is only one.
 * @param {Record<string, any> | null} one @param {Record<string, any> | null} other
 */
export function isSameExperiment(one, other) {
  if (one === other) return true;
  if (one === null || other === null) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  names.delete("kind");
  return [...names].every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));
}

/** Whether every one of a list says the same as its partner. @param {any[]} some @param {any[]} others */
export function areSameExperiments(some, others) {
  return some.length === others.length && some.every((one, index) => isSameExperiment(one, others[index]));
}
