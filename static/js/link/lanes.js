// @ts-check
/** The lanes of a link: the fields of the first stand bare, those of another lane behind its name where they differ. */

import { decimal } from "./url-codecs.js";

/** What stands before the fields of a lane. @param {number} index from 0 @returns {string} */
export function prefixOf(index) {
  return index === 0 ? "" : `lane${index + 1}.`;
}

/** What every field is by itself. @param {{name: string, default?: any}[]} fields @returns {Record<string, any>} */
export function defaultsOf(fields) {
  return Object.fromEntries(fields.map((field) => [field.name, field.default]));
}

/**
 * @template {Record<string, any>} E
 * @param {import("./link.js").Link} link
 * @param {{name: string, default?: any}[]} fields @param {number} most lanes
 * @param {(prefix: string, base: E, defaults: E) => E} take a lane, whose fields are those of `base` unless the link says others
 * @returns {E[]} none where the link says nothing of any
 */
export function takeLanes(link, fields, most, take) {
  const prefixes = Array.from({ length: most }, (_, index) => prefixOf(index));
  const isNamed = prefixes.map((prefix) => fields.some(({ name }) => link.has(prefix + name)));
  if (!isNamed.includes(true) && !link.has("lanes")) return [];
  const count = link.take("lanes", decimal({ least: 1, most, isWhole: true }), Math.max(isNamed.lastIndexOf(true), 0) + 1);
  const defaults = /** @type {E} */ (defaultsOf(fields));
  /** @type {E[]} */
  const lanes = [];
  for (const prefix of prefixes.slice(0, count)) lanes.push(take(prefix, lanes[0] ?? defaults, defaults));
  return lanes;
}
