// @ts-check
/** What several experiments have in common, and in what they differ: the words of a legend. Pure. */

import { shortly } from "./format.js";

/**
 * @typedef {{name: string, options: {value: string, label: string}[]}} Field
 * @typedef {{common: string, own: string[], change: string}} Differences `own`: one text a lane, empty where nothing
 *   differs; `change`: "η 0.15 → 0.025" where one field differs between two or more lanes, else empty
 */

/** Fields that are known by a letter. */
const LETTERS = /** @type {Record<string, string>} */ ({ eta: "η" });

/**
 * @param {any[]} experiments
 * @param {Field[]} fields in the order of the schema
 * @returns {Differences}
 */
export function differences(experiments, fields) {
  const differing = fields.filter(({ name }) => experiments.some((one) => !isSame(one[name], experiments[0][name])));
  const alike = fields.filter((field) => !differing.includes(field));
  const [only, ...others] = differing;
  return {
    common: alike.map((field) => said(field, experiments[0])).join(", "),
    own: experiments.map((experiment) => differing.map((field) => said(field, experiment)).join(", ")),
    change:
      only !== undefined && others.length === 0
        ? `${symbolOf(only, experiments[0])}${experiments.map((experiment) => valueText(only, experiment)).join(" → ")}`
        : "",
  };
}

/** A field and its value as people write it: "η = 0.15", "Cross-entropy". @param {Field} field @param {any} experiment */
export function said(field, experiment) {
  const { name, options } = field;
  const value = experiment[name];
  if (options.length > 0) return valueText(field, experiment);
  return `${LETTERS[name] ?? name}\u00a0${Array.isArray(value) ? `=\u00a0${listText(value)}` : shortly(value)}`;
}

/** @param {Field} field @param {any} experiment */
function symbolOf(field, experiment) {
  return field.options.length > 0 ? "" : `${LETTERS[field.name] ?? field.name}${Array.isArray(experiment[field.name]) ? ": " : "\u00a0"}`;
}

/** @param {Field} field @param {any} experiment */
function valueText({ name, options }, experiment) {
  const value = experiment[name];
  return options.find((option) => option.value === value)?.label ?? listText(value);
}

const MOST_SHOWN = 4;

/** @param {any} value @returns {string} */
function listText(value) {
  if (!Array.isArray(value)) return shortly(value).replace(/^[=≈]\u00a0/, "");
  const shown = value.slice(0, MOST_SHOWN).map(listText).join("; ");
  return `(${shown}${value.length > MOST_SHOWN ? "; …" : ""})`;
}

/** @param {any} one @param {any} other */
function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
