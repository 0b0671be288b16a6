// @ts-check
/**
 * The table of examples as it is being typed: texts, some of them perhaps no numbers yet. Row 0 holds the weights;
 * below it each example has its inputs and, last, its target. Every function answers with another grid.
 */

import { complaintOf, readNumber } from "./typed-number.js";
import { inputRows, shaped, targetsOf, weightsOf } from "../runs/experiment.js";
import { messages } from "../words/messages.js";

/**
 * @typedef {string[][]} Grid
 * @typedef {"w" | "x" | "y"} Field
 * @typedef {{inputs: number, examples: number, bounds: Record<Field, import("./typed-number.js").Bounds>}} Rules
 */

/** How much of a pasted text is repeated in a complaint. */
const QUOTED = 20;

/** @param {Record<string, any>} experiment @returns {Grid} */
export function gridOf(experiment) {
  const targets = targetsOf(experiment);
  const rows = inputRows(experiment).map((row, index) => [...row, targets[index]]);
  return [weightsOf(experiment), ...rows].map((row) => row.map(String));
}

/** The fields w, x and y that the grid says, with NaN where there is no number. @param {Grid} grid */
export function fieldsOf(grid) {
  const [weights, ...rows] = grid.map((row) => row.map((text) => readNumber(text)));
  return shaped(
    weights,
    rows.map((row) => row.slice(0, -1)),
    rows.map((row) => row[row.length - 1]),
  );
}

/** Which field a cell belongs to. @param {Grid} grid @param {number} row @param {number} column @returns {Field} */
export function fieldAt(grid, row, column) {
  if (row === 0) return "w";
  return column === grid[0].length ? "y" : "x";
}

/** The new input is 0 with weight 0, so that it changes nothing before it is given numbers. @param {Grid} grid */
export function withInput(grid) {
  return grid.map((row, index) => row.toSpliced(index === 0 ? row.length : -1, 0, "0"));
}

/** @param {Grid} grid @param {number} input */
export function withoutInput(grid, input) {
  return grid.map((row) => row.toSpliced(input, 1));
}

/** The new example is like the last. @param {Grid} grid */
export function withExample(grid) {
  return [...grid, [...grid[grid.length - 1]]];
}

/** @param {Grid} grid @param {number} example */
export function withoutExample(grid, example) {
  return grid.toSpliced(example + 1, 1);
}

/**
 * The cells of a text from a spreadsheet or an editor; null when it cannot be told what a comma in it means.
 * @param {string} text @param {boolean} isFromTable whether the text is known to come from a table
 */
export function blockOf(text, isFromTable) {
  const lines = text.replace(/\s*$/, "").split(/\r\n|\r|\n/);
  const separator = ["\t", ";"].find((candidate) => text.includes(candidate));
  // "0,1" on a line by itself may be a decimal comma, or two numbers of a file with commas between them.
  if (separator === undefined && !isFromTable && text.includes(",")) return null;
  return lines.map((line) => (separator === undefined ? [line] : line.split(separator)).map((cell) => cell.trim()));
}

/**
 * A block without its first row and its first column where these are names: no number stands in them, beyond them
 * numbers alone.
 * @param {string[][]} block
 * @returns {{block: string[][], row: boolean, column: boolean}} and what has been left out
 */
export function withoutNames(block) {
  const isNumber = (/** @type {string} */ text) => !Number.isNaN(readNumber(text));
  const [first, ...rest] = block;
  const row = rest.length > 0 && first.some((text) => text !== "") && !first.slice(1).some(isNumber) && !isNumber(first[0]);
  const body = row ? rest : block;
  const column = body.every(([name, ...cells]) => cells.length > 0 && !isNumber(name)) && body.some(([name]) => name !== "");
  const inner = column ? body.map((cells) => cells.slice(1)) : body;
  const areNumbers = inner.every((cells) => cells.every((text) => text === "" || isNumber(text)));
  return (row || column) && areNumbers ? { block: inner, row, column } : { block, row: false, column: false };
}

/**
 * Puts a block into the grid with its first cell at a place; the grid grows as it must. A block that reaches beyond the
 * targets brings more inputs, and its last column is the target.
 * @param {Grid} grid @param {{row: number, column: number}} place @param {string[][]} block @param {Rules} rules
 * @returns {{grid: Grid} | {refusal: string}}
 */
export function pasted(grid, { row, column }, block, rules) {
  const words = messages.examples;
  const width = block.reduce((most, cells) => Math.max(most, cells.length), 0);
  const areWeights = row === 0 && block.length === 1;
  const inputs = Math.max(grid[0].length, column + width - (areWeights ? 0 : 1));
  const examples = Math.max(grid.length - 1, row + block.length - 1);
  if (inputs > rules.inputs) return { refusal: words.tooManyInputs(inputs, rules.inputs) };
  if (examples > rules.examples) return { refusal: words.tooManyExamples(examples, rules.examples) };

  let result = grid;
  while (result[0].length < inputs) result = withInput(result);
  while (result.length - 1 < examples) result = withExample(result);
  result = result.map((cells) => [...cells]);
  for (const [down, cells] of block.entries()) {
    for (let across = 0; across < width; across += 1) {
      const text = cells[across] ?? "";
      const [to, at] = [row + down, column + across];
      // Above the targets there is no weight, so a copied table has an empty cell there.
      if (to === 0 && at === inputs && text === "") continue;
      const refusal = to === 0 && at === inputs ? words.noWeight : judge(text, rules.bounds[fieldAt(result, to, at)]);
      if (refusal !== "") return { refusal: words.refused(down + 1, across + 1, quoted(text), refusal) };
      result[to][at] = String(readNumber(text));
    }
  }
  return { grid: result };
}

/** @param {string} text @param {import("./typed-number.js").Bounds} bounds */
function judge(text, bounds) {
  const value = readNumber(text);
  return Number.isNaN(value) ? messages.examples.noNumber : complaintOf(value, bounds);
}

/** @param {string} text */
function quoted(text) {
  return text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
}
