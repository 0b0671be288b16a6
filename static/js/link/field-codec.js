// @ts-check
/** How a field of an experiment stands in a link: names, bounds and options are the server's. */

import { cells, choice, decimal } from "./url-codecs.js";

/**
 * @typedef {import("./url-codecs.js").Codec} Codec
 * @typedef {{name: string, default: any, options: {value: string}[], minimum: number | null, maximum: number | null,
 *   excludes_minimum: boolean, is_whole: boolean, longest: number}} Field app/web/forms.py
 */

/** Which fields may be lists, and which a table too (experiment.js). */
const DEPTHS = new Map([["w", 1], ["x", 2], ["y", 1]]);

/** @param {Field} field @param {{inputs: number, examples: number}} limits @returns {Codec} */
export function fieldCodec(field, { inputs, examples }) {
  if (field.options.length > 0) return choice(field.options.map(({ value }) => value));
  const lowest = field.excludes_minimum ? "above" : "least";
  const number = decimal({ [lowest]: field.minimum, most: field.maximum, isWhole: field.is_whole });
  return cells(number, DEPTHS.get(field.name) ?? 0, { list: field.longest, row: inputs, rows: examples });
}

/** The same where only one number may stand. @param {Field} field @returns {Codec} */
export function plainCodec(field) {
  if (field.options.length > 0) return choice(field.options.map(({ value }) => value));
  return decimal({ [field.excludes_minimum ? "above" : "least"]: field.minimum, most: field.maximum, isWhole: field.is_whole });
}
