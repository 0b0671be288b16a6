// @ts-check
/**
 * A reader's own examples out of a text with columns: numbers that are learned from, and one column of labels. Whatever
 * is wrong is said with its line. Pure.
 *
 * Features are shifted and scaled to the mean 0 and the standard deviation 1: a column of thousands would saturate
 * every neuron before anything is learned. Labels become one output a class.
 */

import { readNumber } from "../entry/typed-number.js";
import { messages } from "../words/messages.js";

/**
 * @typedef {{rows: number, columns: number, characters: number, classes: number}} Limits
 * @typedef {{header: string[], lines: {number: number, cells: string[]}[]}} Sheet
 * @typedef {{x: number[][], y: number[][], classes: string[], features: string[]}} Table
 */

const words = messages.network.table;

/** So much of a text is read at the most: a file of gigabytes is not to hang the page. */
export const MOST_TEXT = 2_000_000;
const DECIMALS = 1e4;

/**
 * The cells of a text. Commas, semicolons or tabs separate them, quotes hold what has such a sign in it.
 * @param {string} text @param {Limits} limits @returns {Sheet | {problem: string}}
 */
export function sheetOf(text, limits) {
  if (text.length > MOST_TEXT) return { problem: words.tooLong };
  const separator = separatorOf(text);
  const lines = linesOf(text, separator);
  if (typeof lines === "string") return { problem: lines };
  if (lines.length < 2) return { problem: words.tooFew };
  const width = lines[0].cells.length;
  const odd = lines.find(({ cells }) => cells.length !== width);
  if (odd !== undefined) return { problem: words.ragged(odd.number, odd.cells.length, width) };
  if (width < 2) return { problem: words.oneColumn };
  if (width - 1 > limits.columns) return { problem: words.tooManyColumns(width - 1, limits.columns) };
  // A first line without any number is a head; labels alone are no numbers either, so every column counts.
  const hasHeader = lines[0].cells.every((cell) => !isNumber(cell)) && lines[1].cells.some(isNumber);
  const header = hasHeader ? /** @type {any} */ (lines.shift()).cells : lines[0].cells.map((_, index) => words.column(index + 1));
  if (lines.length > limits.rows) return { problem: words.tooManyRows(lines.length, limits.rows) };
  return { header, lines };
}

/** The column that most likely holds labels: the only one that is not of numbers, else the last. @param {Sheet} sheet */
export function likelyLabel({ header, lines }) {
  const isText = header.map((_, index) => lines.some(({ cells }) => !isNumber(cells[index])));
  const first = isText.indexOf(true);
  return first !== -1 && isText.indexOf(true, first + 1) === -1 ? first : header.length - 1;
}

/** @param {Sheet} sheet @param {number} label index of the column @param {Limits} limits @returns {Table | {problem: string}} */
export function tableOf({ header, lines }, label, limits) {
  const features = header.filter((_, index) => index !== label);
  const raw = [];
  for (const { number, cells } of lines) {
    const row = cells.filter((_, index) => index !== label);
    const wrong = row.findIndex((cell) => !isNumber(cell));
    if (wrong !== -1) return { problem: words.noNumber(number, features[wrong], row[wrong]) };
    if (cells[label] === "") return { problem: words.noLabel(number) };
    raw.push(row.map((cell) => readNumber(cell)));
  }
  const classes = [...new Set(lines.map(({ cells }) => cells[label]))].sort(inOrder);
  if (classes.length < 2) return { problem: words.oneClass(classes[0]) };
  if (classes.length > limits.classes) return { problem: words.tooManyClasses(classes.length, limits.classes) };
  const x = standardised(raw);
  const y = lines.map(({ cells }) => classes.map((name) => (name === cells[label] ? 1 : 0)));
  const characters = JSON.stringify([x, y]).length;
  if (characters > limits.characters) return { problem: words.tooLarge(lines.length, Math.floor((lines.length * limits.characters) / characters)) };
  return { x, y, classes, features };
}

/** @param {string} text */
function separatorOf(text) {
  const first = text.slice(0, Math.max(text.indexOf("\n"), 0) || text.length);
  return ["\t", ";", ","].find((sign) => first.includes(sign)) ?? ",";
}

/** @param {string} text @param {string} separator @returns {{number: number, cells: string[]}[] | string} lines with the number that they have in the file, or what is wrong */
function linesOf(text, separator) {
  /** @type {{number: number, cells: string[]}[]} */
  const lines = [];
  let [cells, cell, number, start, isQuoted] = [/** @type {string[]} */ ([]), "", 1, 1, false];
  const end = () => {
    cells.push(cell.trim());
    if (cells.length > 1 || cells[0] !== "") lines.push({ number: start, cells });
    [cells, cell] = [[], ""];
  };
  const whole = text.replace(/^\uFEFF/, "");
  for (let at = 0; at < whole.length; at += 1) {
    const sign = whole[at];
    if (isQuoted) {
      if (sign === '"' && whole[at + 1] === '"') cell += whole[(at += 1)];
      else if (sign === '"') isQuoted = false;
      else cell += sign;
      if (sign === "\n") number += 1;
    } else if (sign === '"' && cell.trim() === "") [isQuoted, cell] = [true, ""];
    else if (sign === separator) {
      cells.push(cell.trim());
      cell = "";
    } else if (sign === "\n") {
      end();
      number += 1;
      start = number;
    } else if (sign !== "\r") cell += sign;
  }
  if (isQuoted) return words.openQuote(start);
  end();
  return lines;
}

/** Numbers by their size, all else as a dictionary has it. @param {string} one @param {string} other */
function inOrder(one, other) {
  return isNumber(one) && isNumber(other) ? readNumber(one) - readNumber(other) : one < other ? -1 : 1;
}

/** As one is typed: where semicolons separate, a comma may be the decimal point. @param {string} cell */
function isNumber(cell) {
  return Number.isFinite(readNumber(cell));
}

/** @param {number[][]} rows */
function standardised(rows) {
  const columns = rows[0].map((_, index) => {
    const values = rows.map((row) => row[index]);
    const mean = values.reduce((sum, value) => sum + value / values.length, 0);
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0));
    return { mean, deviation: deviation > 0 ? deviation : 1 };
  });
  return rows.map((row) => row.map((value, index) => Math.round(((value - columns[index].mean) / columns[index].deviation) * DECIMALS) / DECIMALS + 0));
}
