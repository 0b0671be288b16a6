// @ts-check
/** What a network is and what happened to it, in words: every number is computed from its rows and its summary. Pure. */

import { TABLE, isSameIn } from "../networks/experiment.js";
import { grouped, plain, shortly } from "./format.js";
import { messages } from "./messages.js";

/**
 * @typedef {import("../networks/experiment.js").Experiment} Experiment
 * @typedef {{fields: {name: string, title: string, options: {value: string, label: string}[]}[], problems: Record<string, any>,
 *   costs: Record<string, {label: string}>, outputs: Record<string, {label: string, isProbability: boolean}>}} Data of the page
 * @typedef {import("../networks/training.js").Lane} Lane
 */

const words = messages.network;
/** Below this an accuracy is no rest: to come within it of 1 leaves no plateau to be on. */
const NEARLY_ALL = 0.95;
/** An accuracy that is worth having, for when the plateau is too short to tell the lanes apart. */
const LEVEL = 0.9;

/** 0.9549 is 95.49 %. @param {number} share */
export function percent(share) {
  return words.percent(plain(Number((100 * share).toFixed(share > 0.9 && share < 1 ? 2 : 1))));
}

/** One sentence-like line about a network before it is trained. @param {Experiment} experiment @param {Data} data */
export function summaryOf(experiment, data) {
  const { hidden, batch_size, epochs } = experiment;
  return words.summary(
    capital(problemName(experiment, data)),
    hidden.length === 0 ? words.noHidden : words.hidden(hidden.join("–")),
    `${labelOf("output", experiment, data).toLowerCase()}, ${labelOf("cost", experiment, data).toLowerCase()}`,
    shortly(experiment.eta),
    grouped(batch_size),
    grouped(epochs),
  );
}

/** @param {Experiment} experiment @param {Data} data */
function problemName({ problem }, data) {
  return problem.name === TABLE ? words.table.name(problem.x.length) : (data.problems[problem.name]?.label ?? problem.name);
}

/** What a lane is called: in what it differs from the others. @param {Experiment[]} experiments @param {Data} data @returns {string[]} */
export function titlesOf(experiments, data) {
  const all = data.fields.filter(({ name }) => experiments.some((one) => !isSameIn(one, experiments[0], name)));
  // Which outputs start wrong follows from the outputs; it is said where it is the only thing to say.
  const differing = all.length > 1 ? all.filter(({ name }) => name !== "init_outputs") : all;
  const usual = data.fields.filter(({ name }) => name === "output" || name === "cost");
  const isPair = differing.some(({ name }) => name === "output") || differing.length === 0;
  const said = isPair ? [...usual, ...differing.filter((field) => !usual.includes(field))] : differing;
  return experiments.map((experiment) => capital(said.map((field) => valueText(field.name, experiment, data)).join(", ")));
}

/** @param {string} name @param {Experiment} experiment @param {Data} data */
function valueText(name, experiment, data) {
  if (name === "problem") return problemText(experiment, data);
  if (name === "hidden") return experiment.hidden.length === 0 ? words.noHidden : words.hidden(experiment.hidden.join("–"));
  if (name === "eta") return `η\u00a0${shortly(experiment.eta)}`;
  const field = data.fields.find((each) => each.name === name);
  if (field !== undefined && field.options.length > 0) return labelOf(name, experiment, data).toLowerCase();
  const value = experiment[name];
  const text = typeof value === "boolean" ? (value ? words.yes : words.no) : value === null ? words.all : Array.isArray(value) ? value.join(", ") : grouped(value);
  return `${(field?.title ?? name).toLowerCase()} ${text}`;
}

/** @param {Experiment} experiment @param {Data} data */
function problemText(experiment, data) {
  const { name, ...options } = experiment.problem;
  if (name === TABLE) return words.table.name(experiment.problem.x.length);
  const known = data.problems[name]?.options ?? {};
  const changed = Object.entries(options).filter(([option, value]) => known[option] !== undefined && known[option].default !== value);
  return [problemName(experiment, data), ...changed.map(([option, value]) => `${known[option].label.toLowerCase()} ${value}`)].join(" ");
}

/** @param {string} name @param {Experiment} experiment @param {Data} data */
function labelOf(name, experiment, data) {
  return data.fields.find((field) => field.name === name)?.options.find(({ value }) => value === experiment[name])?.label ?? experiment[name];
}

/** @param {string} text */
function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** What happened in one lane. @param {Lane} lane @param {Data} data @returns {string} */
export function describeNetwork({ experiment, trace, summary }, data) {
  if (summary === null || trace.length === 0) return "";
  // Of what had no epoch only the start can be told.
  const way = trace.lastEpoch < 1 ? [] : [plateauText(trace, summary), reachText(trace), endText(trace, summary), ...ratesText(trace)];
  const parts = [startText(experiment, summary, data), ...way];
  if (summary.diverged !== null && summary.diverged !== undefined) parts.push(words.diverged(grouped(summary.diverged)));
  return parts.filter((part) => part !== "").join(" ");
}

/** How many outputs begin saturated on the wrong side. @param {Experiment} experiment @param {any} summary @param {Data} data */
function startText({ output }, { wrong_at_start: wrong, saturated_at_start: saturated }, data) {
  if (wrong === null || wrong === undefined) return "";
  if (!data.outputs[output]?.isProbability || saturated === null) return words.start.unsaturable(grouped(wrong), wrong);
  if (wrong === 0) return words.start.right;
  return words.start.saturated(grouped(saturated), grouped(wrong), wrong, saturated === wrong);
}

/** How long accuracy stays where it began; the cost where there are no classes. @param {import("../runs/trace.js").Trace} trace @param {any} summary */
function plateauText(trace, summary) {
  const { initial_accuracy: start, plateau_epochs: until, cost_plateau_epochs: costUntil } = summary;
  const last = grouped(Math.max(trace.lastEpoch, 0));
  if (start === null || start === undefined) return costUntil === null ? words.plateau.costNever(last) : words.plateau.cost(grouped(costUntil), costUntil);
  if (until === null) return start > NEARLY_ALL ? words.plateau.none(percent(start)) : words.plateau.never(percent(start), last);
  return until <= 1 ? words.plateau.short(percent(start)) : words.plateau.long(percent(start), grouped(until));
}

/** The first epoch after which so many examples are classified rightly, null where there is none. @param {import("../runs/trace.js").Trace} trace @returns {number | null} */
function reachOf({ columns }) {
  const row = (columns.accuracy ?? []).findIndex((accuracy) => accuracy !== null && accuracy >= LEVEL);
  return row === -1 ? null : columns.epoch[row];
}

/** @param {import("../runs/trace.js").Trace} trace */
function reachText(trace) {
  const [first] = trace.columns.accuracy ?? [null];
  if (first === null || first >= LEVEL) return "";
  const epoch = reachOf(trace);
  return epoch === null ? words.reachNever(percent(LEVEL)) : words.reach(percent(LEVEL), grouped(epoch));
}

/** @param {import("../runs/trace.js").Trace} trace @param {any} summary */
function endText(trace, { final_accuracy: end, final_test_accuracy: test }) {
  if (end === null || end === undefined) return "";
  const epochs = grouped(Math.max(trace.lastEpoch, 0));
  return test === null || test === undefined ? words.end.training(percent(end), epochs) : words.end.both(percent(end), percent(test), epochs);
}

/** Where the rate was changed on the way. @param {import("../runs/trace.js").Trace} trace */
function ratesText(trace) {
  const rates = trace.columns.eta ?? [];
  const changes = rates.flatMap((eta, row) => (row > 1 && eta !== rates[row - 1] ? [{ epoch: trace.columns.epoch[row - 1], eta }] : []));
  if (rates.length > 1 && rates[1] !== rates[0]) changes.unshift({ epoch: 0, eta: rates[1] });
  return changes.map(({ epoch, eta }) => words.rate(grouped(epoch), shortly(eta)));
}

/**
 * What the lanes say together: which is still on its plateau, or how many times as long another one's is; where all
 * leave it at once, how many times as long they take to a high accuracy.
 * @param {Lane[]} lanes @param {string[]} letters @returns {string}
 */
export function compareNetworks(lanes, letters) {
  const known = lanes.flatMap(({ summary, trace }, index) => {
    if (summary === null || summary.initial_accuracy === null || summary.initial_accuracy > NEARLY_ALL) return [];
    return [{ letter: letters[index], until: summary.plateau_epochs, reach: reachOf(trace) }];
  });
  if (known.length < 2) return "";
  const stuck = known.filter(({ until }) => until === null);
  const free = known.filter(({ until }) => until !== null);
  if (free.length === 0) return words.compare.allStuck;
  const parts = [];
  if (stuck.length > 0) parts.push(words.compare.stuck(stuck.map(({ letter }) => letter), free.map(({ letter }) => letter)));
  const plateaus = ratioOf(free.map(({ letter, until }) => ({ letter, epochs: until })));
  const reaches = ratioOf(known.flatMap(({ letter, reach }) => (reach === null ? [] : [{ letter, epochs: reach }])));
  if (plateaus !== null) parts.push(words.compare.ratio(plateaus.slow, plateaus.fast, plateaus.ratio));
  else if (reaches !== null) parts.push(words.compare.reach(reaches.slow, reaches.fast, reaches.ratio, percent(LEVEL)));
  else if (stuck.length === 0) parts.push(words.compare.alike);
  return parts.join(" ");
}

/** The slowest beside the fastest, null where they are about equal. @param {{letter: string, epochs: number}[]} lanes */
function ratioOf(lanes) {
  if (lanes.length < 2) return null;
  const slow = lanes.reduce((most, lane) => (lane.epochs > most.epochs ? lane : most));
  const fast = lanes.reduce((least, lane) => (lane.epochs < least.epochs ? lane : least));
  const ratio = slow.epochs / Math.max(fast.epochs, 1);
  return ratio < 1.5 ? null : { slow: slow.letter, fast: fast.letter, ratio: plain(Number(ratio.toPrecision(2))) };
}
