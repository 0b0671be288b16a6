// @ts-check
/**
 * Rows of numbers as somebody types or pastes them: a line (or a semicolon) for each row, numbers with commas, spaces or
 * tabs between them. Where spaces or tabs already set them apart, a comma is a decimal one. Pure.
 */

import { readNumber } from "./typed-number.js";

/** @param {string} text @returns {{rows: number[][]} | {wrong: {row: number, text: string}}} rows from 1 */
export function readRows(text) {
  const lines = text.split(/[\r\n;]+/).map((line) => line.trim()).filter((line) => line !== "");
  const rows = [];
  for (const [index, line] of lines.entries()) {
    const parts = partsOf(line);
    const numbers = parts.map((part) => readNumber(part));
    const wrong = numbers.findIndex(Number.isNaN);
    if (wrong !== -1) return { wrong: { row: index + 1, text: parts[wrong] } };
    rows.push(numbers);
  }
  return { rows };
}

/** @param {number[][]} rows */
export function writeRows(rows) {
  return rows.map((row) => row.map(String).join(", ")).join("\n");
}

/** @param {string} line */
function partsOf(line) {
  const apart = line.replace(/^[([]+|[\])]+,?$/g, "").trim().split(/\s+/);
  if (apart.length > 1 && apart.every((part) => /^[+\-\u2212]?\d*(?:,\d+)?$/.test(part))) return apart;
  return apart.join(" ").split(/\s*,\s*|\s+/).filter((part, index, all) => part !== "" || index < all.length - 1);
}
