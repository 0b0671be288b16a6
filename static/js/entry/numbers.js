// @ts-check
/** What is written as a number, and which bound a number breaks: one rule for what is typed and what a link says. Pure. */

/**
 * @typedef {{least?: number | null, above?: number | null, most?: number | null, isWhole?: boolean}} Bounds
 * @typedef {{rule: "least" | "greater" | "most", bound: number} | {rule: "whole"}} Broken
 */

/** Digits with a point and an exponent perhaps. No text, however long, makes it look at a character twice. */
export const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** The first rule that a number breaks, or null. @param {number} value @param {Bounds} bounds @returns {Broken | null} */
export function brokenBy(value, { least = null, above = null, most = null, isWhole = false }) {
  if (isWhole && !Number.isInteger(value)) return { rule: "whole" };
  if (least !== null && value < least) return { rule: "least", bound: least };
  if (above !== null && value <= above) return { rule: "greater", bound: above };
  if (most !== null && value > most) return { rule: "most", bound: most };
  return null;
}
