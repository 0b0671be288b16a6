// @ts-check
/** Numbers as one writes them into a formula: short where they are short, in brackets where a sign would collide. */

import { decimals, plain } from "./format.js";

/** Characters of a number that is written out whole. */
const SHORT = 6;

/**
 * A calculation as text, which remembers whether what it says is exact.
 * @typedef {{text: string, isExact: boolean}} Writing
 */

/** @param {number | null | undefined} value @returns {Writing} */
export function number(value) {
  if (value === null || value === undefined) return { text: decimals(null), isExact: true };
  const whole = plain(value);
  if (whole.length <= SHORT) return { text: whole, isExact: true };
  const text = digits(value);
  const shown = Number(text.replaceAll("−", "-"));
  // 0.1 + 0.2 is exact for a reader.
  if (Math.abs(shown - value) <= 1e-12 * Math.abs(value)) return { text: plain(shown), isExact: true };
  return { text, isExact: false };
}

/** Four digits that say something, or four decimals: what is multiplied with them comes out right. @param {number} value */
function digits(value) {
  const size = Math.abs(value);
  const isFar = size < 5e-4 || size >= 1e5;
  const text = isFar ? value.toExponential(3) : size < 0.1 ? value.toPrecision(4) : value.toFixed(4);
  return text.replace("e+", "e").replaceAll("-", "−");
}

/** The same, not to be taken for exact: a function that never reaches it has been rounded to it. @param {Writing} writing @returns {Writing} */
export function rounded({ text }) {
  return { text, isExact: false };
}

/** A number that something stands before: a negative one in brackets. @param {number | null | undefined} value @returns {Writing} */
export function factor(value) {
  const { text, isExact } = number(value);
  return { text: (value ?? 0) < 0 ? `(${text})` : text, isExact };
}

/** Numbers side by side, the first few. @param {(number | null)[]} values @param {number} most @returns {Writing} */
export function vector(values, most) {
  const shown = values.slice(0, most).map(number);
  const text = shown.map((each) => each.text).join(", ") + (values.length > most ? ", …" : "");
  return { text: `(${text})`, isExact: shown.every((each) => each.isExact) };
}

/** One number as it is, several as a vector. @param {(number | null)[]} values @param {number} most @returns {Writing} */
export function cell(values, most) {
  return values.length === 1 ? number(values[0]) : vector(values, most);
}

/** The same where something stands before it. @param {(number | null)[]} values @param {number} most @returns {Writing} */
export function factorCell(values, most) {
  return values.length === 1 ? factor(values[0]) : vector(values, most);
}

/** @param {...(Writing | string)} parts one after the other @returns {Writing} */
export function write(...parts) {
  const text = parts.map((part) => (typeof part === "string" ? part : part.text)).join("");
  return { text, isExact: parts.every((part) => typeof part === "string" || part.isExact) };
}

/**
 * Terms of a sum, the first few; a plus sign and a negative number make a minus sign.
 * @param {Writing[]} terms @param {number} most @returns {Writing}
 */
export function sum(terms, most) {
  const shown = terms.slice(0, most);
  const rest = terms.length > most ? " + …" : "";
  const text = shown.reduce((before, { text: term }) => `${before}${before === "" ? "" : " + "}${term}`, "");
  return { text: text.replaceAll("+ −", "− ") + rest, isExact: shown.every((term) => term.isExact) };
}

/** "=" before what is exact, "≈" before what is rounded. @param {Writing} writing */
export function withSign({ text, isExact }) {
  return `${isExact ? "=" : "≈"} ${text}`;
}
