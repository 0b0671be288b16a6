// @ts-check
/** What keys and buttons do with the part of a map that is shown. Pure. */

import { moved, nearestIndex, scaled } from "./axis.js";

/**
 * @typedef {import("./axis.js").Axis} Axis
 * @typedef {import("./axis.js").Quantity} Quantity
 * @typedef {{across: number, up: number}} Place
 * @typedef {{across: number[], up: number[]}} Values
 * @typedef {"in" | "out" | "left" | "right" | "up" | "down"} Move
 */

/** A step of zoom, and the part of the map by which it is moved along. */
const [ZOOM, SHIFT] = [2, 0.25];
const EDGES = /** @type {const} */ (["across", "up"]);

/** Keys that move the cross: cells to the right and upwards. @type {Record<string, [number, number]>} */
export const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
/** Keys that change the part that is shown. @type {Record<string, Move | "whole">} */
export const MOVES = { "+": "in", "=": "in", "-": "out", "0": "whole", Home: "whole" };

/** @type {Record<string, Place>} */
const SHIFTS = { left: { across: -1, up: 0 }, right: { across: 1, up: 0 }, up: { across: 0, up: 1 }, down: { across: 0, up: -1 } };

/**
 * The part that is shown after a move; null where it goes no farther. A zoom is around a place, which stays where it is.
 * @param {Move} what @param {{axes: Record<"across" | "up", Axis>, quantities: Record<"across" | "up", Quantity>, values: Values}} map
 * @param {Place | null} around
 * @returns {{across: Axis, up: Axis} | null}
 */
export function afterMove(what, { axes, quantities, values }, around) {
  const isZoom = what === "in" || what === "out";
  const [across, up] = EDGES.map((edge) => {
    if (isZoom) return scaled(axes[edge], what === "in" ? 1 / ZOOM : ZOOM, fractionIn(values[edge], around?.[edge]), quantities[edge]);
    return SHIFTS[what][edge] === 0 ? axes[edge] : moved(axes[edge], SHIFTS[what][edge] * SHIFT, quantities[edge]);
  });
  return across === null || up === null ? null : { across, up };
}

/** How far along its edge a value's cell lies; of what is not to be seen, the middle. @param {number[]} values @param {number | undefined} value */
function fractionIn(values, value) {
  if (value === undefined || !holds(values, value)) return 0.5;
  return nearestIndex(values, value) / (values.length - 1);
}

/**
 * The cell some steps away, and the move that brings it into sight where it lies beyond an edge.
 * @param {Place} cell @param {[number, number]} steps to the right and upwards @param {Values} values
 * @returns {{cell: Place, beyond: Move | null}}
 */
export function afterStep(cell, [right, higher], { across, up }) {
  const column = nearestIndex(across, cell.across) + right;
  const row = nearestIndex(up, cell.up) + higher;
  const within = (/** @type {number[]} */ list, /** @type {number} */ index) => list[Math.max(0, Math.min(list.length - 1, index))];
  const beyond = column < 0 ? "left" : column >= across.length ? "right" : row < 0 ? "down" : row >= up.length ? "up" : null;
  return { cell: { across: within(across, column), up: within(up, row) }, beyond };
}

/** The cell at or next to a place. @param {Place} place @param {Values} values @returns {Place} */
export function nearestCell({ across, up }, values) {
  return { across: values.across[nearestIndex(values.across, across)], up: values.up[nearestIndex(values.up, up)] };
}

/** Whether a place is on the map. @param {Place} place @param {Values} values */
export function isOnMap({ across, up }, values) {
  return holds(values.across, across) && holds(values.up, up);
}

/** @param {number[]} values rising @param {number} value */
function holds(values, value) {
  return value >= values[0] && value <= values[values.length - 1];
}
