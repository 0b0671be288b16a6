// @ts-check
/**
 * The softmax page as a link, and a link as the page: `formatSoftmax(state)` and `parseSoftmax(search)` are each other's
 * inverse. Outputs and classes are counted from 1 in a link, as people do.
 */

import { messages } from "../words/messages.js";
import { Link, readable } from "./link.js";
import { cells, choice, decimal, flag, ordinal } from "./url-codecs.js";

/**
 * @typedef {import("./url-codecs.js").Codec} Codec
 * @typedef {object} SoftmaxState
 * @property {number[]} z
 * @property {number | "max"} c
 * @property {number} label the true class, from 0
 * @property {number} raised which z is raised, from 0
 * @property {number} by
 * @property {number[]} a of the inversion
 * @property {number} constant
 * @property {"q" | "z"} given whether the answers are probabilities or logits
 * @property {number[][]} p
 * @property {number[][]} q the answers
 * @property {number} example which is shown class by class, from 0
 * @property {boolean} projector
 * @typedef {{rows: number, classes: number, logit: number, tableLogit: number, sharpest: number}} Limits
 */

/** The distance from 1 at which a sum counts as 1: as in app/learning/multiclass.py. */
export const TOLERANCE = 1e-6;

/** @param {number[]} row */
export function sumOf(row) {
  return row.reduce((sum, number) => sum + number, 0);
}

/** @param {number[]} row */
export function isDistribution(row) {
  return row.every((number) => number >= 0 && number <= 1) && Math.abs(sumOf(row) - 1) <= TOLERANCE;
}

/** A number above 0, or the word "max". @param {Limits} limits @returns {Codec} */
function sharpness({ sharpest }) {
  const number = decimal({ above: 0, most: sharpest });
  return { read: (text) => (text === "max" ? { value: text } : number.read(text)), write: (value) => (value === "max" ? value : number.write(value)) };
}

/** So many numbers with commas between them. @param {number} count @param {Codec} number @param {(row: number[]) => boolean} [isRight] @returns {Codec} */
function row(count, number, isRight = () => true) {
  return {
    read(text) {
      const readings = text.split(",").map(number.read);
      const bad = readings.find(({ rule }) => rule !== undefined);
      if (bad !== undefined) return { rule: bad.rule };
      const value = readings.map((reading) => reading.value);
      if (value.length !== count) return { rule: messages.softmax.link.count(count) };
      return isRight(value) ? { value } : { rule: messages.softmax.link.sum };
    },
    write: (value) => value.map(number.write).join(","),
  };
}

/** A line for each example. @param {Codec} number @param {Limits} limits @returns {Codec} */
function table(number, { rows, classes }) {
  const codec = cells(number, 2, { list: classes, row: classes, rows });
  return {
    read(text) {
      const { value, rule } = codec.read(text);
      if (rule !== undefined) return { rule };
      if (!Array.isArray(value)) return { rule: messages.softmax.link.table };
      const read = Array.isArray(value[0]) ? value : [value];
      const isEven = read[0].length > 1 && read.every((/** @type {number[]} */ line) => line.length === read[0].length);
      return isEven ? { value: read } : { rule: messages.softmax.link.table };
    },
    write: (value) => value.map((/** @type {number[]} */ line) => line.map(number.write).join(",")).join(";"),
  };
}

/** @param {SoftmaxState} opening @param {Limits} limits @returns {Record<string, Codec>} */
function codecsOf(opening, limits) {
  const outputs = opening.z.length;
  const logit = decimal({ least: -limits.logit, most: limits.logit });
  const share = decimal({ least: 0, most: 1 });
  return {
    z: row(outputs, logit),
    c: sharpness(limits),
    label: ordinal(outputs),
    raised: ordinal(outputs),
    by: decimal({ least: -100, most: 100 }),
    a: row(outputs, share, isDistribution),
    constant: decimal({ least: -100, most: 100 }),
    given: choice(["q", "z"]),
    p: table(share, limits),
    q: table(decimal({ least: -limits.tableLogit, most: limits.tableLogit }), limits),
    example: ordinal(limits.rows),
    projector: flag,
  };
}

/** As they are called in a link. @type {Record<string, string>} */
const NAMES = { label: "class", raised: "raise", given: "answers" };
/** What is always said, so that a link is read without knowing what the page begins with. */
const ALWAYS = ["z", "c", "label"];

/** @param {SoftmaxState} state @param {SoftmaxState} opening @param {Limits} limits @returns {string} without the question mark */
export function formatSoftmax(state, opening, limits) {
  return Object.entries(codecsOf(opening, limits))
    .map(([name, codec]) => ({ name, text: codec.write(/** @type {any} */ (state)[name]), usual: codec.write(/** @type {any} */ (opening)[name]) }))
    .filter(({ name, text, usual }) => ALWAYS.includes(name) || text !== usual)
    .map(({ name, text }) => `${NAMES[name] ?? name}=${readable(text)}`)
    .join("&");
}

/** @param {string} search @param {SoftmaxState} opening @param {Limits} limits @returns {{state: SoftmaxState, complaints: string[]}} */
export function parseSoftmax(search, opening, limits) {
  const link = new Link(search);
  const codecs = Object.entries(codecsOf(opening, limits));
  /** @type {any} */
  const state = Object.fromEntries(codecs.map(([name, codec]) => [name, link.take(NAMES[name] ?? name, codec, /** @type {any} */ (opening)[name])]));
  for (const name of ["label", "raised", "example"]) state[name] ??= 0; // "all" has no meaning here
  const isOdd = state.p.length !== state.q.length || state.p[0].length !== state.q[0].length;
  const isWrong = !state.p.every(isDistribution) || (state.given === "q" && !state.q.every(isDistribution));
  if (isOdd || isWrong) {
    const words = messages.softmax.link;
    link.complain("p, q", codecs.filter(([name]) => name === "p" || name === "q").map(([name, codec]) => codec.write(state[name])).join(" | "), isOdd ? words.odd : words.sum, "");
    Object.assign(state, { p: opening.p, q: opening.q, given: opening.given });
  }
  state.example = Math.min(state.example, state.p.length - 1);
  link.end();
  return { state, complaints: link.complaints };
}
