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
