// @ts-check
/** What is wrong with typed rows of probabilities or logits, in words; and rows scaled to sum to 1. Pure. */

import { isDistribution, sumOf } from "../link/softmax-state.js";
import { plain } from "../words/format.js";
import { messages } from "../words/messages.js";
import { readRows } from "./number-rows.js";

/**
 * @typedef {import("../link/softmax-state.js").Limits} Limits
 * @typedef {{rows: number[][] | null, complaint: string, canScale: boolean}} Judged
 *   `rows`: null where they cannot be used; `canScale`: whether all that is wrong is that they do not sum to 1
 */

const words = messages.softmax.entropy;

/**
 * @param {string} text @param {Limits} limits @param {boolean} areLogits @param {number[][] | null} [wanted] p, which q has to fit
 * @returns {Judged}
 */
export function judgeRows(text, limits, areLogits, wanted = null) {
  const read = readRows(text);
  const refuse = (/** @type {string} */ complaint, canScale = false) => ({ rows: null, complaint, canScale });
  if ("wrong" in read) return refuse(words.number(read.wrong.row, read.wrong.text));
  const { rows } = read;
  if (rows.length === 0) return refuse(words.needsRows);
  const shape = shapeComplaint(rows, wanted, limits);
  if (shape !== "") return refuse(shape);
  for (const [index, row] of rows.entries()) {
    const line = index + 1;
    const bad = row.find((number) => (areLogits ? Math.abs(number) > limits.tableLogit : number < 0 || (number > 1 && !canBeScaled(row))));
    if (bad !== undefined) return refuse(areLogits ? words.large(line, plain(limits.tableLogit)) : words.range(line, plain(bad)));
    if (!areLogits && !isDistribution(row)) return refuse(words.sum(line, plain(Number(sumOf(row).toPrecision(12)))), rows.every(canBeScaled));
  }
  return { rows, complaint: "", canScale: false };
}

/** Each row divided by its sum. @param {number[][]} rows */
export function scaledRows(rows) {
  return rows.map((row) => (isDistribution(row) ? row : row.map((number) => Number((number / sumOf(row)).toPrecision(12)))));
}

/** @param {number[]} row */
function canBeScaled(row) {
  return row.every((number) => number >= 0) && sumOf(row) > 0;
}

/** @param {number[][]} rows @param {number[][] | null} wanted @param {Limits} limits */
function shapeComplaint(rows, wanted, limits) {
  if (rows.length > limits.rows) return words.rows(limits.rows);
  if (rows[0].length > limits.classes) return words.classes(limits.classes);
  const classes = (wanted ?? rows)[0].length;
  for (const [index, row] of rows.entries()) {
    if (row.length < 2) return words.two(index + 1);
    if (row.length !== classes) return words.even(index + 1, row.length, classes);
  }
  return wanted !== null && wanted.length !== rows.length ? words.examples(rows.length, wanted.length) : "";
}
