// @ts-check
/**
 * The page of networks as a link, and a link as the page: `formatNetworks(state)` and `parseNetworks(search)` are each
 * other's inverse. The first lane stands whole, a further one says only what differs, as in the lab (url-state.js).
 *
 * A user's own table stands in the link too where it is short; a longer one is left out, because browsers and mail
 * programs cut long links, and a cut table would be another problem.
 */

import { TABLE, wholeProblem } from "../networks/experiment.js";
import { messages } from "../words/messages.js";
import { plainCodec } from "./field-codec.js";
import { prefixOf, takeLanes } from "./lanes.js";
import { Link, readable } from "./link.js";
import { cells, choice, decimal, flag, oneOf } from "./url-codecs.js";
import { SPEEDS } from "./url-state.js";

/**
 * @typedef {import("./url-codecs.js").Codec} Codec
 * @typedef {import("../networks/experiment.js").Experiment} Experiment
 * @typedef {import("../networks/experiment.js").DataSet} DataSet
 * @typedef {import("../networks/experiment.js").Option} Option
 * @typedef {import("./field-codec.js").Field & {shape: "number" | "choice" | "list" | "flag" | "problem"}} Field
 * @typedef {object} State
 * @property {Experiment[]} experiments one a lane; none where the link says nothing of any
 * @property {"training" | "held-out"} on which examples the curves are of
 * @property {number} example whose activations the diagrams show, from 0
 * @property {string} table the letter of the lane whose table is shown
 * @property {number} speed
 * @property {number} epoch
 * @property {boolean} projector
 * @typedef {{fields: Field[], problems: Record<string, DataSet>, limits: {lanes: number}, isPossible: (experiment: Experiment) => boolean}} Rules
 */

/** Everything of a state but its experiments, as it is where a link says nothing. */
export const DEFAULT_VIEW = Object.freeze({ on: "training", example: 0, table: "A", speed: 1, epoch: 0, projector: false });

/** Letters of a table in a link: beyond, links are cut on their way. */
const LONGEST_TABLE = 6000;

/** @type {Record<string, Codec>} */
const VIEW = {
  on: choice(["training", "held-out"]),
  example: decimal({ least: 0, most: 1e6, isWhole: true }),
  table: choice(["A", "B", "C"]),
  speed: oneOf(SPEEDS),
  epoch: decimal({ least: 0, most: 1e6, isWhole: true }),
  projector: flag,
};

const NONE = "none";
const EVERY = "all";

/** A list of whole numbers; `empty` is what stands for a list of none, `EVERY` for null. @param {Field} field @returns {Codec} */
function listCodec(field) {
  const item = decimal({ least: field.minimum, most: field.maximum, isWhole: true });
  return {
    read(text) {
      if (text === NONE) return { value: [] };
      if (text === EVERY && field.default === null) return { value: null };
      const parts = text.split(",").filter((part, index, all) => part !== "" || index < all.length - 1);
      if (parts.length > field.longest) return { rule: messages.link.rule.list(field.longest) };
      const readings = parts.map(item.read);
      return readings.find(({ rule }) => rule !== undefined) ?? { value: readings.map(({ value }) => value) };
    },
    write: (value) => (value === null ? EVERY : value.length === 0 ? NONE : value.join(",")),
  };
}

/** @param {Field} field @returns {Codec} */
function codecOf(field) {
  if (field.shape === "list") return listCodec(field);
  return field.shape === "flag" ? flag : plainCodec(field);
}

/** @param {Option} option @returns {Codec} */
function optionCodec({ kind, low, high, choices }) {
  return kind === "choice" ? choice(choices) : decimal({ least: low, most: high, isWhole: kind === "int" });
}

const rows = cells(decimal({ least: -1000, most: 1000 }), 2, { list: 1000, row: 1000, rows: 10_000 });
/** @type {Codec} a table of numbers, also one of a single row or column */
const tableCodec = {
  read(text) {
    const { value, rule } = rows.read(text.includes(";") ? text : `${text};`);
    if (rule !== undefined) return { rule };
    const table = value.map((/** @type {any} */ row) => (Array.isArray(row) ? row : [row]));
    return table.every((/** @type {any[]} */ row) => row.length === table[0].length) ? { value: table } : { rule: messages.network.link.ragged };
  },
  write: (value) => value === null ? "" : value.map((/** @type {number[]} */ row) => row.map((number) => decimal({}).write(number)).join(",")).join(";") + (value.length === 1 ? ";" : ""),
};

/** The parameters that say a problem. @param {any} problem @param {Record<string, DataSet>} problems @returns {[string, string][]} */
function problemPairs(problem, problems) {
  if (problem.name === TABLE) {
    const [x, y] = [tableCodec.write(problem.x), tableCodec.write(problem.y)];
    return x.length + y.length > LONGEST_TABLE ? [] : [["problem", TABLE], ["problem.x", x], ["problem.y", y]];
  }
  const options = Object.entries(problems[problem.name]?.options ?? {});
  return [
    ["problem", problem.name],
    ...options.map(([name, option]) => /** @type {[string, string]} */ ([`problem.${name}`, optionCodec(option).write(problem[name])])),
  ];
}

/** Whether the link says all of the experiments. @param {Experiment[]} experiments */
export function fitsLink(experiments) {
  return experiments.every(({ problem }) => problem.name !== TABLE || problemPairs(problem, {}).length > 0);
}

/** @param {State} state @param {Pick<Rules, "fields" | "problems">} rules @returns {string} without the question mark */
export function formatNetworks(state, { fields, problems }) {
  /** @type {[string, string][]} */
  const pairs = [];
  state.experiments.forEach((experiment, index) => {
    const prefix = prefixOf(index);
    for (const field of fields) {
      const isSame = index > 0 && JSON.stringify(experiment[field.name]) === JSON.stringify(state.experiments[0][field.name]);
      if (isSame) continue;
      const own = field.shape === "problem" ? problemPairs(experiment.problem, problems) : [[field.name, codecOf(field).write(experiment[field.name])]];
      for (const [name, text] of own) pairs.push([prefix + name, text]);
    }
    if (index === 0 && state.experiments.length > 1) pairs.push(["lanes", String(state.experiments.length)]);
  });
  for (const [name, codec] of Object.entries(VIEW)) {
    const text = codec.write(/** @type {any} */ (state)[name]);
    if (text !== codec.write(/** @type {any} */ (DEFAULT_VIEW)[name])) pairs.push([name, text]);
  }
  return pairs.map(([name, text]) => `${name}=${readable(text)}`).join("&");
}

/** @param {string} search with or without its question mark @param {Rules} rules @returns {{state: State, complaints: string[]}} */
export function parseNetworks(search, rules) {
  const link = new Link(search);
  const experiments = takeExperiments(link, rules);
  const view = Object.entries(VIEW).map(([name, codec]) => [name, link.take(name, codec, /** @type {any} */ (DEFAULT_VIEW)[name])]);
  link.end(experiments.length);
  return { state: { experiments, ...Object.fromEntries(view) }, complaints: link.complaints };
}

/** @param {Link} link @param {Rules} rules @returns {Experiment[]} */
function takeExperiments(link, { fields, problems, limits, isPossible }) {
  return takeLanes(link, fields, limits.lanes, (prefix, base, defaults) => {
    const experiment = Object.fromEntries(
      fields.map((field) => [
        field.name,
        field.shape === "problem" ? takeProblem(link, prefix, problems, base.problem) : link.take(prefix + field.name, codecOf(field), base[field.name]),
      ]),
    );
    if (!isPossible(experiment)) {
      const better = isPossible({ ...experiment, output: base.output, cost: base.cost }) ? base : defaults;
      link.complain(`${prefix}cost`, experiment.cost, messages.network.link.pair(experiment.output), better.cost);
      Object.assign(experiment, { output: better.output, cost: better.cost });
    }
    return structuredClone({ kind: "network", ...experiment });
  });
}

/** @param {Link} link @param {string} prefix @param {Record<string, DataSet>} problems @param {any} base */
function takeProblem(link, prefix, problems, base) {
  const usual = wholeProblem(base, problems);
  const name = link.take(`${prefix}problem`, choice([...Object.keys(problems), TABLE]), usual.name);
  if (name === TABLE) {
    const x = link.take(`${prefix}problem.x`, tableCodec, usual.x ?? null);
    const y = link.take(`${prefix}problem.y`, tableCodec, usual.y ?? null);
    if (x !== null && y !== null && x.length === y.length) return { name, x, y };
    link.complain(`${prefix}problem`, TABLE, messages.network.link.noTable, usual.name === TABLE ? Object.keys(problems)[0] : usual.name);
    return usual.name === TABLE ? wholeProblem(Object.keys(problems)[0], problems) : usual;
  }
  const fallback = name === usual.name ? usual : wholeProblem(name, problems);
  const options = Object.entries(problems[name].options).map(([option, rule]) => [
    option,
    link.take(`${prefix}problem.${option}`, optionCodec(rule), fallback[option]),
  ]);
  return { name, ...Object.fromEntries(options) };
}
