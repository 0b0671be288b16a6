// @ts-check
/**
 * The values of a map, cell by cell, in part or whole. Rows run upwards, columns across. A value that does not exist
 * (a run that never gets there) is NaN. Pure.
 */

import { nearestIndex } from "./axis.js";

/**
 * @typedef {object} Grid
 * @property {number[]} across the values of the columns, rising
 * @property {number[]} up the values of the rows, rising
 * @property {Float64Array} values row after row
 * @property {boolean[]} isComputed by row: what has not been computed yet is taken from the nearest row that has
 * @property {boolean} isWhole whether every row is computed and none are to come
 */

/**
 * @param {{axes: Record<string, number[]>, values: (number | null)[][], computed?: [number, number][]}} answer of POST
 *   /sweeps or of a result, with the rows as the first axis
 * @param {{across: string, up: string}} names
 * @param {boolean} [isWhole]
 * @returns {Grid}
 */
export function gridOf({ axes, values, computed }, { across, up }, isWhole = true) {
  const [columns, rows] = [axes[across], axes[up]];
  const cells = new Float64Array(columns.length * rows.length);
  const isComputed = rows.map(() => computed === undefined);
  for (const [start, stop] of computed ?? []) isComputed.fill(true, start, stop);
  values.forEach((row, index) => {
    for (let column = 0; column < columns.length; column += 1) cells[index * columns.length + column] = row?.[column] ?? NaN;
  });
  return { across: columns, up: rows, values: cells, isComputed, isWhole: isWhole && isComputed.every(Boolean) };
}

/**
 * The grid as it can be shown: rows that are still to come are those of the nearest computed row, of the grid itself or
 * of a coarser one, whichever is nearer.
 * @param {Grid} grid @param {Grid | null} coarse
 * @returns {Grid}
 */
export function filled(grid, coarse) {
  if (grid.isComputed.every(Boolean)) return grid;
  const width = grid.across.length;
  const done = grid.up.flatMap((value, row) => (grid.isComputed[row] ? [{ value, row }] : []));
  const known = done.map(({ value }) => value);
  const columns = coarse === null ? [] : grid.across.map((value) => nearestIndex(coarse.across, value));
  const values = grid.values.slice();
  grid.up.forEach((value, row) => {
    if (grid.isComputed[row]) return;
    const fine = known.length === 0 ? null : done[nearestIndex(known, value)];
    const other = coarse === null ? -1 : nearestIndex(coarse.up, value);
    if (fine !== null && (coarse === null || Math.abs(fine.value - value) <= Math.abs(coarse.up[other] - value)))
      values.set(grid.values.subarray(fine.row * width, (fine.row + 1) * width), row * width);
    else if (coarse !== null)
      columns.forEach((from, column) => (values[row * width + column] = coarse.values[other * coarse.across.length + from]));
  });
  return { ...grid, values };
}

/**
 * The value of the cell at exactly this place; undefined where there is no such cell, or where it is still to come.
 * @param {Grid | null} grid @param {number} across @param {number} up
 */
export function valueIn(grid, across, up) {
  if (grid === null) return undefined;
  const [column, row] = [nearestIndex(grid.across, across), nearestIndex(grid.up, up)];
  if (grid.across[column] !== across || grid.up[row] !== up || !grid.isComputed[row]) return undefined;
  return grid.values[row * grid.across.length + column];
}

/** So many of a list at the most, the first and the last among them: evenly, if that leaves enough. @param {number[]} values @param {number} most */
export function sampled(values, most) {
  if (values.length <= most) return values;
  const gaps = values.length - 1;
  let parts = most - 1;
  while (gaps % parts !== 0 && parts > most / 2) parts -= 1;
  if (gaps % parts !== 0) parts = most - 1;
  return Array.from({ length: parts + 1 }, (_, index) => values[Math.round((index * gaps) / parts)]);
}

/** The part of a list around an index. @param {number[]} values @param {number} index @param {number} most */
export function around(values, index, most) {
  const first = Math.min(Math.max(index - (most >> 1), 0), Math.max(values.length - most, 0));
  return values.slice(first, first + most);
}
