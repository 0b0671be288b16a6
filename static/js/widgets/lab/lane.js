// @ts-check
/**
 * One lane of the lab: its form, its charts, its neuron and all the pictures that say why. They stand in several
 * sections of the page, marked with the lane's letter; here they are one thing that is told what is chosen, which rows
 * there are and where the clock stands.
 */

import { isSameExperiment } from "../../runs/experiment.js";
import { describe } from "../../words/describe.js";
import { messages } from "../../words/messages.js";
import { valuesOf } from "../../runs/series.js";
import { Trace } from "../../runs/trace.js";
import { PossiblePairs } from "./possible-pairs.js";
import { ActivationCurve } from "../activation-curve.js";
import { EpochPlots } from "../epoch-plots.js";
import { ExperimentForm } from "../form/experiment-form.js";
import { NeuronDiagram } from "../neuron-diagram.js";
import { Prediction } from "../predict/prediction.js";

/**
 * @typedef {import("../../runs/session.js").Lane} Run
 * @typedef {import("../../charts/geometry.js").Axes} Axes
 * @typedef {{choose: (experiment: any, example: number | null) => void, prepare: (trace: import("../../runs/trace.js").Trace) => void,
 *   show: (row: any) => void, allow?: (canChange: boolean) => void, destroy: () => void}} View a picture that follows the clock; `allow`: whether
 *   the experiment may be changed through it
 * @typedef {object} Options
 * @property {Record<string, {label: string, slot: number}>} costs
 * @property {Record<string, any>} activations
 * @property {Record<string, {experiment: any}>} presets
 * @property {import("../../frames.js").FrameQueue} frames
 * @property {(cost: string, activation: string) => boolean} isPossible whether the two go together
 * @property {(root: (selector: string) => any, lane: Lane) => View[]} makeViews further pictures of this lane
 * @property {(experiment: any, isFinal: boolean) => void} onChoose somebody chose an experiment; not final: a slider still moves
 * @property {() => void} onRun
 * @property {() => void} onGuess a prediction was changed, locked in or skipped
 * @property {() => void} onDuplicate
 * @property {() => void} onRemove
 */

export class Lane {
  /** @param {string} letter @param {HTMLElement[]} roots @param {Options} options */
  constructor(letter, roots, options) {
    /** @param {string} selector @returns {any} */
    const find = (selector) => roots.map((root) => root.querySelector(selector)).find((element) => element !== null);
    this.letter = letter;
    this._roots = roots;
    this._options = options;
    /** @type {any} */
    this._experiment = null;
    /** @type {number | null} */
    this._example = null;
    /** @type {Run | null} */
    this._run = null;
    this._isDescribed = false;
    this._preset = find('[data-part="preset"]');
    this._problem = find('[data-part="problem"]');
    this._words = find('[data-part="words"]');
    this._names = roots.flatMap((root) => [...root.querySelectorAll('[data-part="name"]')]);
    this._plots = new EpochPlots(roots, { id: letter, frames: options.frames });
    this._form = new ExperimentForm(find(".experiment-form"), {
      onRun: options.onRun,
      onChange: () => this._take(this._form.value, false),
      onCommit: () => this._take(this._form.value, true),
    });
    /** @type {View[]} */
    this._views = [
      new NeuronDiagram(find(".diagram")),
      new ActivationCurve(find(".panel-curve .curve"), options.activations),
      ...options.makeViews(find, this),
    ];
    this._pairs = new PossiblePairs(find(".experiment-form"), options.isPossible);
    this._asks = find('[data-part="predict"]');
    this._prediction = new Prediction(this._asks, {
      outputPlot: find('[data-plot="a"]'),
      costPlot: find('[data-plot="cost"]'),
      onLock: options.onGuess,
      onSkip: options.onGuess,
      onChange: options.onGuess,
    });
    /** @type {Record<string, Axes>} */
    this._axes = {};
    this._preset.addEventListener("change", () => {
      const preset = options.presets[this._preset.value];
      if (preset === undefined) return;
      this._form.value = preset.experiment;
      options.onChoose(preset.experiment, true);
    });
    find('[data-action="duplicate"]').addEventListener("click", options.onDuplicate);
    find('[data-action="remove"]').addEventListener("click", options.onRemove);
    this._actions = { duplicate: find('[data-action="duplicate"]'), remove: find('[data-action="remove"]') };
  }

  /** Whether the values in the form can be run; if not, the form says why. */
  get isReady() {
    return this._form.isValid;
  }

  /** What has been computed for this lane, or null. */
  get run() {
    return this._run;
  }

  get slot() {
    return this._options.costs[this._experiment.cost].slot;
  }

  get plots() {
    return this._plots.plots;
  }

  /** @param {boolean} isUsed @param {{canChange: boolean, canDuplicate: boolean, canRemove: boolean}} can */
  use(isUsed, { canChange, canDuplicate, canRemove }) {
    for (const view of this._views) view.allow?.(canChange);
    for (const root of this._roots) root.hidden = !isUsed;
    this._actions.duplicate.disabled = !canDuplicate;
    this._actions.remove.disabled = !canRemove;
  }

  /** Asks for a prediction, or no longer does. @param {boolean} isAsking */
  ask(isAsking) {
    if (this._asks.hidden === !isAsking) return;
    this._asks.hidden = !isAsking;
    if (isAsking) this._prediction.reset(this._experiment, this._axes);
    else this._prediction.leave();
  }

  /** Whether a prediction is still to be made. */
  get isGuessing() {
    return !this._asks.hidden && this._prediction.isOpen;
  }

  /** Another experiment or example. @param {any} experiment @param {number | null} example */
  choose(experiment, example) {
    if (isSameExperiment(experiment, this._experiment) && example === this._example) return;
    if (this._experiment === null) this._axes = this._usualAxes(experiment);
    if (!this._asks.hidden && !isSameExperiment(experiment, this._experiment)) this._prediction.reset(experiment, this._axes);
    this._experiment = experiment;
    this._example = example;
    this._form.value = experiment;
    this._pairs.update();
    this._problem.textContent = "";
    const preset = Object.entries(this._options.presets).find(([, each]) => isSameExperiment(each.experiment, experiment));
    this._preset.value = preset?.[0] ?? "";
    for (const root of this._roots) root.className = root.className.replace(/cost-\d+/, `cost-${this.slot}`);
    for (const view of this._views) view.choose(experiment, example);
  }

  /** What it is called in its headings. @param {string} title */
  rename(title) {
    for (const name of this._names) name.textContent = title;
  }

  /** Puts the keyboard here. */
  focus() {
    const { remove, duplicate } = this._actions;
    (remove.disabled ? duplicate : remove).focus();
  }

  /** Rows have come, or others. @param {Run | null} run */
  update(run) {
    if (run === null || run.trace !== this._run?.trace) {
      this._isDescribed = false;
      this._words.textContent = "";
    }
    this._run = run;
    for (const view of this._views) view.prepare(run?.trace ?? new Trace());
    if (run === null) for (const view of this._views) view.show(null);
    else if (!this._asks.hidden) this._prediction.know(run.trace.at(0));
  }

  /** Draws the charts. @param {Record<string, Axes>} axes by column */
  draw(axes) {
    this._axes = axes;
    if (!this._asks.hidden) this._prediction.setAxes(axes);
    this._plots.update(
      Object.fromEntries(Object.entries(axes).map(([column, each]) => [column, { axes: each, lines: this._lines(column) }])),
    );
  }

  /** @param {import("../../runs/player.js").State} state */
  show(state) {
    if (this._run === null) return;
    const { trace, summary } = this._run;
    const row = trace.at(state.epoch);
    for (const view of this._views) view.show(row);
    this._plots.reveal(state.epoch, state.seen);
    // The words come when the end has been seen, and then they stay: a live region must not chatter.
    if (!this._isDescribed && summary !== null && state.epoch >= Math.min(Math.max(trace.lastEpoch, 0), state.last)) {
      this._isDescribed = true;
      this._words.textContent = describe(this._run);
      this._prediction.reveal(this._run);
    }
  }

  /** Draws the charts again, in other colours perhaps. */
  redraw() {
    this._plots.redraw();
  }

  /** @param {any} plotly */
  makeCharts(plotly) {
    this._plots.make(plotly);
  }

  /** What the server says of this lane's experiment. @param {import("../../runs/stream.js").FieldError[]} errors */
  complain(errors) {
    const isPlaced = errors.length > 0 && this._form.complain(errors);
    this._problem.textContent = isPlaced ? "" : errors.map(({ message }) => messages.problem.refused(message)).join(" ");
  }

  /** @param {string} problem */
  say(problem) {
    this._problem.textContent = problem;
  }

  /** The axes before anything is computed. @param {any} experiment @returns {Record<string, Axes>} */
  _usualAxes({ epochs }) {
    return Object.fromEntries(this.plots.map(({ column, low, high }) => [column, { epochs, low, high }]));
  }

  /** @param {any} experiment @param {boolean} isFinal */
  _take(experiment, isFinal) {
    if (isSameExperiment(experiment, this._experiment) && !isFinal) return;
    this._options.onChoose(experiment, isFinal);
  }

  /** The lines of a chart: the chosen example at full strength, the others faintly. @param {string} column */
  _lines(column) {
    const { slot } = this;
    const trace = this._run?.trace;
    if (trace === undefined || trace.length === 0) return [];
    const x = trace.columns.epoch;
    const line = { x, y: valuesOf(trace, column, this._example), slot };
    const first = trace.columns[column][0];
    if (!Array.isArray(first)) return [line];
    return [...first.map((_, index) => ({ x, y: valuesOf(trace, column, index), slot, isFaint: true })), line];
  }
}
