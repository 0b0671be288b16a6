// @ts-check
/**
 * A number as somebody types or pastes it, and what is wrong with it in words.
 *
 * A number input of the browser reads a comma by the browser's language, not the page's, and may drop it without a
 * word; so numbers are typed as text here and read by one rule everywhere.
 */

import { plain } from "../words/format.js";
import { brokenBy, NUMBER } from "./numbers.js";
import { messages } from "../words/messages.js";

/** @typedef {import("./numbers.js").Bounds} Bounds */

const GROUPED = /^[+-]?\d{1,3}(?: \d{3})+(?![ \d])/;
const GROUPED_WHOLE = /^[+-]?\d{1,3}(?:([ .,'\u2019])\d{3})(?:\1\d{3})*$/;

/**
 * Reads "0.5", "0,5", "−0.5", "1e-3" and "10 000". A comma or a point before three digits can only set thousands
 * apart where a whole number is wanted; elsewhere a comma is a decimal point.
 * @param {string} text @param {boolean} [isWhole]
 * @returns {number} NaN for what is no number
 */
export function readNumber(text, isWhole = false) {
  let digits = text
    .trim()
    // An input method for Chinese or Japanese writes digits, signs and points in full width.
    .replace(/[\uff0b-\uff19]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u2212\u2013]/g, "-")
    .replace(/\s/g, " ");
  if (isWhole && GROUPED_WHOLE.test(digits)) digits = digits.replace(/[^\d+-]/g, "");
  else if (GROUPED.test(digits)) digits = digits.replaceAll(" ", "");
  digits = digits.replace(",", ".");
  return NUMBER.test(digits) ? Number(digits) : NaN;
}

/**
 * Why a number cannot stand where these bounds hold; empty when it can.
 * @param {number} value @param {Bounds} bounds
 */
export function complaintOf(value, bounds) {
  const words = messages.field;
  if (Number.isNaN(value)) return words.needed;
  const broken = brokenBy(value, bounds);
  if (broken === null) return "";
  return broken.rule === "whole" ? words.whole : words[broken.rule](plain(broken.bound));
}

/**
 * The text as it is to stand once it is finished: a comma or a printed minus as it was read, all else as it was typed.
 * @param {string} text @param {boolean} [isWhole]
 */
export function tidied(text, isWhole) {
  const value = readNumber(text, isWhole);
  return Number.isNaN(value) || Number(text) === value ? text : String(value);
}
