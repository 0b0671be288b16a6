// @ts-check
/** Numbers as people read them. The exact value always stands beside the text, in an attribute. */

const MINUS = "\u2212";
const LONGEST = 8;
const NONE = "\u2013";
/** Made once: to make it for every number costs more than to write the number. */
const GROUPED = new Intl.NumberFormat("en-US", { maximumFractionDigits: 12 });

/**
 * Four decimals; very small and very large numbers with an exponent; a dash for what is missing.
 * @param {number | null | undefined} value
 */
export function decimals(value) {
  if (value === null || value === undefined) return NONE;
  const size = Math.abs(value);
  const text = size !== 0 && (size < 5e-4 || size >= 1e5) ? value.toExponential(2) : value.toFixed(4);
  return signed(text);
}

/**
 * The shortest text that says the number, for values that somebody chose.
 * @param {number} value
 */
export function plain(value) {
  return signed(String(value));
}

/**
 * The same with its thousands set apart: 100,000.
 * @param {number} value
 */
export function grouped(value) {
  return signed(GROUPED.format(value));
}

/**
 * Two decimals, for running text.
 * @param {number} value
 */
export function roughly(value) {
  const size = Math.abs(value);
  return signed(size !== 0 && (size < 0.005 || size >= 1e5) ? value.toExponential(1) : value.toFixed(2));
}

/**
 * A number with its sign of equality, for a legend: as it was chosen, or four digits where it was worked out.
 * @param {number} value
 */
export function shortly(value) {
  const text = plain(value);
  return text.length <= LONGEST ? `=\u00a0${text}` : `≈\u00a0${plain(Number(value.toPrecision(4)))}`;
}

/** The letter of an activation: σ is the sigmoid's alone. @param {string} activation */
export function activationSymbol(activation) {
  return activation === "sigmoid" ? "σ" : "f";
}

/** @param {string} text */
function signed(text) {
  return text.replace("e+", "e").replaceAll("-", MINUS);
}
