// @ts-check
/**
 * The map as a link, and a link as the map: `formatMap(state)` and `parseMap(search)` are each other's inverse. What is
 * wrong with a link is named and replaced, as in the lab (url-state.js).
 */

import { canBeLogarithmic, usualAxis } from "../map/axis.js";
import { START } from "../map/cell.js";
import { messages } from "../words/messages.js";
import { plainCodec } from "./field-codec.js";
import { Link, readable } from "./link.js";
import { choice, decimal, flag } from "./url-codecs.js";

/**
 * @typedef {import("../map/axis.js").Axis} Axis
 * @typedef {import("../map/axis.js").Quantity} Quantity
 * @typedef {import("./url-codecs.js").Codec} Codec
 * @typedef {object} MapState
 * @property {Record<string, any>} experiment of the chosen cell, without a cost
 * @property {string} left the cost of the first map
 * @property {string} right
 * @property {string} measure
 * @property {Axis} across
 * @property {Axis} up
 * @property {string} detail
 * @property {"auto" | "linear" | "log"} colour
 * @property {{across: [number, number], up: [number, number]} | null} whole what was shown before somebody zoomed
 * @property {boolean} stripes
 * @property {"none" | "left" | "right"} table of which map a table is shown
 * @property {"whole" | "near"} excerpt
 * @property {boolean} projector
 * @typedef {object} Rules
 * @property {import("./field-codec.js").Field[]} fields
 * @property {Quantity[]} axes
 * @property {Record<string, unknown>} costs
 * @property {Record<string, unknown>} measures
 * @property {Record<string, number>} details
 * @property {(cost: string, activation: string) => boolean} isPossible
 */

const VIEW = { detail: "normal", colour: "auto", stripes: false, table: "none", excerpt: "whole", projector: false };
const EDGES = /** @type {const} */ (["across", "up"]);

/** @param {Rules} rules @returns {Record<string, Codec>} */
const viewCodecs = ({ details }) => ({
  detail: choice(Object.keys(details)),
  colour: choice(["auto", "linear", "log"]),
  stripes: flag,
  table: choice(["none", "left", "right"]),
  excerpt: choice(["whole", "near"]),
  projector: flag,
});

/** @param {{fields: import("./field-codec.js").Field[]}} rules */
const experimentFields = ({ fields }) => fields.filter(({ name }) => name !== "cost");

/** Whether two quantities can lie along the edges of one map: a start is reached by the bias. @param {string} one @param {string} other */
export function canMeet(one, other) {
  return one !== other && !([one, other].includes(START) && [one, other].includes("b"));
}

/** A state that shows a question, and is otherwise as it was. @param {any} question of the page's data @param {Rules} rules @param {MapState} [before] @returns {MapState} */
export function stateOf(question, rules, before) {
  const defaults = Object.fromEntries(experimentFields(rules).map((field) => [field.name, field.default]));
  const usual = { left: "quadratic", right: "cross-entropy", ...VIEW };
  return {
    .../** @type {any} */ (before ?? usual),
    experiment: { ...defaults, ...question.experiment },
    measure: question.measure,
    across: { ...question.across },
    up: { ...question.up },
    whole: null,
  };
}

/** @param {MapState} state @param {Rules} rules @returns {string} without the question mark */
export function formatMap(state, rules) {
  const number = decimal({});
  /** @type {[string, string][]} */
  const pairs = experimentFields(rules).map((field) => [field.name, plainCodec(field).write(state.experiment[field.name])]);
  for (const name of /** @type {const} */ (["left", "right", "measure"])) pairs.push([name, state[name]]);
  for (const edge of EDGES) {
    const { name, start, stop, scale } = state[edge];
    pairs.push([edge, name], [`${edge}.start`, number.write(start)], [`${edge}.stop`, number.write(stop)], [`${edge}.scale`, scale]);
  }
  if (state.whole !== null)
    for (const edge of EDGES) pairs.push([`${edge}.whole`, state.whole[edge].map(number.write).join(",")]);
  for (const [name, codec] of Object.entries(viewCodecs(rules))) {
    const text = codec.write(/** @type {any} */ (state)[name]);
    if (text !== codec.write(/** @type {any} */ (VIEW)[name])) pairs.push([name, text]);
  }
  return pairs.map(([name, text]) => `${name}=${readable(text)}`).join("&");
}

/**
 * @param {string} search with or without its question mark
 * @param {Rules} rules @param {MapState} opening what holds where the link says nothing
 * @returns {{state: MapState, complaints: string[]}}
 */
export function parseMap(search, rules, opening) {
  const link = new Link(search);
  const experiment = Object.fromEntries(
    experimentFields(rules).map((field) => [field.name, link.take(field.name, plainCodec(field), opening.experiment[field.name])]),
  );
  const costs = choice(Object.keys(rules.costs));
  const [left, right] = [link.take("left", costs, opening.left), link.take("right", costs, opening.right)];
  agreeOnPair(link, experiment, [left, right], opening, rules);
  const measure = link.take("measure", choice(Object.keys(rules.measures)), opening.measure);
  const across = takeAxis(link, "across", rules, opening, () => true);
  const up = takeAxis(link, "up", rules, opening, (name) => canMeet(name, across.name));
  const wholes = EDGES.map((edge) => takeWhole(link, edge, rules, { across, up }[edge]));
  const whole = wholes[0] === null || wholes[1] === null ? null : { across: wholes[0], up: wholes[1] };
  const view = Object.entries(viewCodecs(rules)).map(([name, codec]) => [name, link.take(name, codec, /** @type {any} */ (VIEW)[name])]);
  link.end();
  return { state: { experiment, left, right, measure, across, up, whole, ...Object.fromEntries(view) }, complaints: link.complaints };
}

/** @param {Link} link @param {Record<string, any>} experiment @param {string[]} costs @param {MapState} opening @param {Rules} rules */
function agreeOnPair(link, experiment, costs, opening, { isPossible }) {
  const wrong = costs.find((cost) => !isPossible(cost, experiment.activation));
  if (wrong === undefined) return;
  link.complain("activation", experiment.activation, messages.link.rule.pair(wrong), opening.experiment.activation);
  experiment.activation = opening.experiment.activation;
}

/** The codec of a number that may lie on an axis. @param {Quantity} quantity */
export function axisBounds({ minimum, maximum, excludes_minimum: isOpen, is_whole: isWhole }) {
  return { [isOpen ? "above" : "least"]: minimum, most: maximum, isWhole };
}

/**
 * @param {Link} link @param {"across" | "up"} edge @param {Rules} rules @param {MapState} opening
 * @param {(name: string) => boolean} isFree
 * @returns {Axis}
 */
function takeAxis(link, edge, { axes }, opening, isFree) {
  const words = messages.link.rule;
  const names = axes.map(({ name }) => name).filter(isFree);
  const usual = isFree(opening[edge].name) ? opening[edge].name : names[0];
  const name = link.take(edge, choice(names), usual);
  const quantity = /** @type {Quantity} */ (axes.find((axis) => axis.name === name));
  const fallback = opening[edge].name === name ? opening[edge] : usualAxis(quantity);
  const number = decimal(axisBounds(quantity));
  const start = link.take(`${edge}.start`, number, fallback.start);
  const stop = link.take(`${edge}.stop`, number, fallback.stop);
  const scale = link.take(`${edge}.scale`, choice(["linear", "log"]), fallback.scale);
  const axis = { name, start, stop, scale };
  if (!(start < stop)) {
    link.complain(`${edge}.stop`, String(stop), words.greater(String(start)), String(fallback.stop));
    Object.assign(axis, { start: fallback.start, stop: fallback.stop });
  }
  if (axis.scale === "log" && !canBeLogarithmic(axis)) {
    link.complain(`${edge}.scale`, "log", messages.map.noLogarithm, "linear");
    axis.scale = "linear";
  }
  return axis;
}

/** @param {Link} link @param {"across" | "up"} edge @param {Rules} rules @param {Axis} axis @returns {[number, number] | null} */
function takeWhole(link, edge, { axes }, axis) {
  const number = decimal(axisBounds(/** @type {Quantity} */ (axes.find(({ name }) => name === axis.name))));
  /** @type {Codec} */
  const pair = {
    read(text) {
      const readings = text.split(",").map(number.read);
      const bad = readings.find(({ rule }) => rule !== undefined);
      const [start, stop] = readings.map(({ value }) => value);
      if (bad !== undefined || readings.length !== 2 || !(start < stop)) return { value: null, rule: bad?.rule ?? messages.map.noStretch };
      return axis.scale === "log" && !(start > 0) ? { value: null, rule: messages.map.noLogarithm } : { value: [start, stop] };
    },
    write: (value) => (value === null ? "" : value.map(number.write).join(",")),
  };
  return link.take(`${edge}.whole`, pair, null);
}
