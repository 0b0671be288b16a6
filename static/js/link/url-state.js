// @ts-check
/**
 * The page as a link, and a link as the page: `format(state)` and `parse(search)` are each other's inverse.
 *
 * The first lane's experiment stands plainly and whole, so that a link keeps its meaning when a default changes; a
 * further lane says only what differs: `lanes=2&lane2.eta=0.025`. Names, bounds, options and defaults of the fields
 * are the server's. A link may come from anywhere: whatever is wrong with it is named and replaced, nothing is thrown.
 */

import { listOf, targetsOf, weightsOf } from "../runs/experiment.js";
import { QUANTITIES } from "../runs/series.js";
import { messages } from "../words/messages.js";
import { fieldCodec } from "./field-codec.js";
import { defaultsOf, prefixOf, takeLanes } from "./lanes.js";
import { Link, readable } from "./link.js";
import { cells, choice, decimal, flag, names, oneOf, ordinal } from "./url-codecs.js";

/**
 * @typedef {import("./url-codecs.js").Codec} Codec
 * @typedef {Record<string, any>} Experiment
 * @typedef {import("./field-codec.js").Field} Field
 * @typedef {{inputs: number, examples: number, lanes: number, values?: number}} Limits as GET /api/v1/limits names them
 * @typedef {object} State
 * @property {Experiment[]} experiments one a lane; none where the link says nothing of any
 * @property {import("../runs/series.js").Quantity} show
 * @property {number | null} example from 0; null is the mean of all
 * @property {"b" | "w"} moves what a start that is dragged along its curve changes
 * @property {string} law the letter of the lane whose plateau law is shown
 * @property {string} landscape the letter of the lane over whose cost the paths are drawn
 * @property {string} rate the letter of the lane that would get a fair rate
 * @property {string} fair the letter of the lane to which it would be fair
 * @property {string} table the letter of the lane whose table is shown
 * @property {number} speed
 * @property {number} epoch
 * @property {boolean} predict
 * @property {string[]} hide
 * @property {boolean} fixed
 * @property {boolean} play
 * @property {string} lang
 * @property {"auto" | "light" | "dark"} theme
 * @property {boolean} projector
 * @typedef {object} Rules
 * @property {Field[]} fields
 * @property {Limits} limits
 * @property {string[]} controls what may be hidden
 * @property {(cost: string, activation: string) => boolean} [isPossible] whether the two go together
 */

const LETTERS = ["A", "B", "C", "D"];
export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16];

/** Everything of a state but its experiments, as it is where a link says nothing. @type {Omit<State, "experiments">} */
export const DEFAULT_VIEW = Object.freeze({
  show: "a",
  example: null,
  moves: "b",
  law: "A",
  landscape: "A",
  rate: "B",
  fair: "A",
  table: "A",
  speed: 1,
  epoch: 0,
  predict: false,
  hide: /** @type {string[]} */ (/** @type {unknown} */ (Object.freeze([]))),
  fixed: false,
  play: false,
  lang: "en",
  theme: "auto",
  projector: false,
});

/** The parameters of the view. @param {{controls: string[], examples: number, epochs: number}} most */
const viewCodecs = ({ controls, examples, epochs }) => ({
  show: choice([...QUANTITIES]),
  example: ordinal(examples),
  moves: choice(["b", "w"]),
  law: choice(LETTERS),
  landscape: choice(LETTERS),
  rate: choice(LETTERS),
  fair: choice(LETTERS),
  table: choice(LETTERS),
  speed: oneOf(SPEEDS),
  epoch: decimal({ least: 0, most: epochs, isWhole: true }),
  predict: flag,
  hide: names(controls),
  fixed: flag,
  play: flag,
  lang: choice(["en"]),
  theme: choice(["auto", "light", "dark"]),
  projector: flag,
});

const WITHOUT_LIMITS = { inputs: Infinity, examples: Infinity, lanes: Infinity };

/**
 * @param {State} state
 * @param {{fields: Field[]}} rules
 * @returns {string} without the question mark
 */
export function format(state, { fields }) {
  /** @type {[string, string][]} */
  const pairs = [];
  const [first, ...others] = state.experiments;
  const codecs = fields.map((field) => /** @type {const} */ ([field.name, fieldCodec(field, WITHOUT_LIMITS)]));
  if (first !== undefined) for (const [name, codec] of codecs) pairs.push([name, codec.write(first[name])]);
  if (others.length > 0) pairs.push(["lanes", String(state.experiments.length)]);
  others.forEach((experiment, index) => {
    for (const [name, codec] of codecs) {
      const text = codec.write(experiment[name]);
      if (text !== codec.write(first[name])) pairs.push([prefixOf(index + 1) + name, text]);
    }
  });
  const view = viewCodecs({ controls: [], examples: Infinity, epochs: Infinity });
  for (const [name, codec] of Object.entries(view)) {
    const text = codec.write(/** @type {any} */ (state)[name]);
    if (text !== codec.write(/** @type {any} */ (DEFAULT_VIEW)[name])) pairs.push([name, text]);
  }
  return pairs.map(([name, text]) => `${name}=${readable(text)}`).join("&");
}

/**
 * @param {string} search with or without its question mark
 * @param {Rules} rules
 * @returns {{state: State, complaints: string[]}}
 */
export function parse(search, { fields, limits, controls, isPossible = () => true }) {
  const link = new Link(search);
  const experiments = takeExperiments(link, fields, limits, isPossible);
  const longest = fields.find(({ name }) => name === "epochs")?.maximum ?? Infinity;
  const codecs = viewCodecs({
    controls,
    examples: Math.max(...experiments.map((experiment) => targetsOf(experiment).length), 0) || limits.examples,
    epochs: Math.max(...experiments.map(({ epochs }) => epochs), 0) || longest,
  });
  const view = Object.entries(codecs).map(([name, codec]) => {
    // A copy, so that a state may call its list its own.
    return [name, link.take(name, codec, structuredClone(/** @type {any} */ (DEFAULT_VIEW)[name]))];
  });
  link.end(experiments.length);
  return { state: { experiments, ...Object.fromEntries(view) }, complaints: link.complaints };
}

/**
 * @param {Link} link @param {Field[]} fields @param {Limits} limits
 * @param {(cost: string, activation: string) => boolean} isPossible
 * @returns {Experiment[]}
 */
function takeExperiments(link, fields, limits, isPossible) {
  const experiments = takeLanes(link, fields, limits.lanes, (prefix, base, defaults) => {
    const experiment = Object.fromEntries(
      fields.map((field) => [field.name, link.take(prefix + field.name, fieldCodec(field, limits), base[field.name])]),
    );
    agreeOnPair(link, prefix, experiment, [base, defaults], isPossible);
    agreeOnShape(link, prefix, experiment, [base, defaults]);
    return structuredClone(experiment);
  });
  agreeOnSize(link, experiments, defaultsOf(fields), limits);
  return experiments;
}

/**
 * The traces of all lanes together must not hold more numbers than the server computes for one request; where they
 * do, the longest run is cut to the usual length, and so on.
 * @param {Link} link @param {Experiment[]} experiments @param {Experiment} defaults @param {Limits} limits
 */
function agreeOnSize(link, experiments, defaults, { values = Infinity }) {
  /** @param {Experiment} experiment */
  const size = (experiment) =>
    (experiment.epochs + 1) * (4 + 2 * weightsOf(experiment).length + 4 * targetsOf(experiment).length);
  while (experiments.reduce((sum, experiment) => sum + size(experiment), 0) > values) {
    const largest = experiments.reduce((most, experiment) => (size(experiment) > size(most) ? experiment : most));
    if (largest.epochs <= defaults.epochs) return;
    const prefix = prefixOf(experiments.indexOf(largest));
    const text = String(largest.epochs);
    largest.epochs = defaults.epochs;
    link.complain(`${prefix}epochs`, text, messages.link.rule.values(values), String(largest.epochs));
  }
}

/**
 * @param {Link} link @param {string} prefix @param {Experiment} experiment @param {Experiment[]} others
 * @param {(cost: string, activation: string) => boolean} isPossible
 */
function agreeOnPair(link, prefix, experiment, others, isPossible) {
  const { cost, activation } = experiment;
  if (isPossible(cost, activation)) return;
  const better = others.find((other) => isPossible(cost, other.activation)) ?? others[1];
  experiment.activation = better.activation;
  if (!isPossible(cost, better.activation)) experiment.cost = better.cost;
  link.complain(`${prefix}activation`, activation, messages.link.rule.pair(cost), experiment.activation);
}

/**
 * x has the examples of y as its rows and the inputs of w as its columns; where it has not, x gives way.
 * @param {Link} link @param {string} prefix @param {Experiment} experiment @param {Experiment[]} others
 */
function agreeOnShape(link, prefix, experiment, [base, defaults]) {
  const { w, x, y } = experiment;
  if (fits(experiment)) return;
  const one = listOf(listOf(defaults.x)[0])[0];
  const row = Array.isArray(w) ? w.map(() => one) : one;
  const filled = Array.isArray(y) ? y.map(() => row) : row;
  experiment.x = fits({ w, x: base.x, y }) ? base.x : filled;
  const { write } = cells(decimal({}), 2, { list: Infinity, row: Infinity, rows: Infinity });
  const rule = messages.link.rule.shape(weightsOf(experiment).length, targetsOf(experiment).length);
  link.complain(`${prefix}x`, write(x), rule, write(experiment.x));
}

/** @param {Experiment} experiment */
function fits({ w, x, y }) {
  const rows = Array.isArray(y) ? x : [x];
  if (!Array.isArray(rows) || rows.length !== listOf(y).length) return false;
  /** @param {any} row */
  const isFitting = (row) =>
    Array.isArray(w) ? Array.isArray(row) && row.length === w.length && !row.some(Array.isArray) : !Array.isArray(row);
  return rows.every(isFitting);
}
