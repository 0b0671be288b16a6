// @ts-check
/**
 * A cost's formula with an example's numbers in it. What is near 0 or 1 is written by its distance from there: of a
 * rounded output, 1 − a would be wrong in its first digit, and in the end ln 0.
 */

import { factor, number, rounded, write } from "./written.js";

/** Nearer to 1 than this, a number is written by its distance; so is an output near its target. */
const NEAR = 0.1;

/** @typedef {import("./written.js").Writing} Writing */

/**
 * @param {string} formula with {a} and {y} in it
 * @param {import("../runs/reading.js").Reading} reading @param {string} activation
 * @returns {Writing}
 */
export function costWith(formula, { z, a, y, error }, activation) {
  const parts = complements(z, a, activation);
  const output = (/** @type {Writing} */ writing) => (isCurved(activation) && z !== 0 ? rounded(writing) : writing);
  /** @type {Record<string, () => Writing | string>} */
  const places = {
    "ln(1 − {a})": () => logarithm(parts.rest, parts.output),
    "ln {a}": () => logarithm(parts.output, parts.rest),
    "{a} − {y}": () => (isNear(error, y) ? rounded(number(error)) : write(output(number(a)), " − ", factor(y))),
    "{a}": () => output(factor(a)),
    "{y}": () => factor(y),
  };
  // Between symbols the sign of a product may be left out, between numbers not.
  const pieces = formula.replaceAll(/([})]) (?=ln)/g, "$1 × ").split(/(ln\(1 − \{a\}\)|ln \{a\}|\{a\} − \{y\}|\{a\}|\{y\})/);
  return write(...pieces.map((piece) => places[piece]?.() ?? piece));
}

/** Whether an activation's outputs are no round numbers: one that looks round has been rounded. @param {string} activation */
export function isCurved(activation) {
  return activation !== "linear" && activation !== "relu";
}

/** @typedef {{value: number | null, logarithm: number | null}} Part a number, and its logarithm where it is too small for one */

/** The output and what is missing to 1. @param {number | null} z @param {number | null} a @param {string} activation @returns {{output: Part, rest: Part}} */
function complements(z, a, activation) {
  const isKnown = activation === "sigmoid" && z !== null;
  const rest = isKnown ? 1 / (1 + Math.exp(z)) : a === null ? null : 1 - a;
  // Far out, σ(z) = e^z to the last digit.
  return {
    output: { value: a, logarithm: isKnown ? Math.min(z, 0) : null },
    rest: { value: rest, logarithm: isKnown ? Math.min(-z, 0) : null },
  };
}

/** The logarithm of a number, of which `other` is what is missing to 1. @param {Part} part @param {Part} other @returns {Writing} */
function logarithm({ value, logarithm: power }, other) {
  if (value !== null && other.value !== null && other.value < NEAR) return write("ln(1 − ", rounded(written(other)), ")");
  return write("ln ", rounded(written({ value, logarithm: power })));
}

/** @param {Part} part @returns {Writing} */
function written({ value, logarithm: power }) {
  if (value !== 0 || power === null) return number(value);
  return write("e^(", number(power), ")");
}

/** Whether too little is left of a difference to be seen in what is subtracted. @param {number | null} error @param {number | null} y */
function isNear(error, y) {
  return error !== null && y !== 0 && error !== 0 && Math.abs(error) < NEAR;
}
