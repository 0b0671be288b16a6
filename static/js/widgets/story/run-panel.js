// @ts-check
/**
 * One Run panel: it shows one lane of a session. It holds the experiment to be run next; which session it shows, and
 * which axes its charts share with others, it is told (pages/).
 */

import { describe } from "../../words/describe.js";
import { decimals, plain } from "../../words/format.js";
import { messages } from "../../words/messages.js";
import { ActivationCurve } from "../activation-curve.js";
import { EpochPlots } from "../epoch-plots.js";
import { ExperimentForm } from "../form/experiment-form.js";
import { NeuronDiagram } from "../neuron-diagram.js";
import { TraceTable } from "../take-away/trace-table.js";
import { Transport } from "../transport.js";

/**
 * @typedef {import("../../runs/session.js").Session} Session
 * @typedef {import("../../charts/geometry.js").Axes} Axes
 * @typedef {{experiment: any, start: Record<string, number>}} Preset
 * @typedef {object} Options
 * @property {Record<string, Preset>} presets
 * @property {Record<string, {label: string, slot: number}>} costs
 * @property {Record<string, import("../activation-curve.js").Picture>} activations
 * @property {Record<string, string>} columns
 * @property {import("../../frames.js").FrameQueue} frames
 * @property {() => void} onRun
 * @property {() => void} onSetting somebody chose another experiment: the panel shows no session any more
 */

export class RunPanel {
  /** @param {HTMLElement} element of templates/_partials/run_panel.html @param {Options} options */
  constructor(element, options) {
    /** @param {string} selector @returns {any} */
    const find = (selector) => element.querySelector(selector);
    this.id = /** @type {string} */ (element.dataset.panel);
    this.element = element;
    this._options = options;
    this._preset = options.presets[/** @type {string} */ (element.dataset.preset)];
    this._experiment = this._preset.experiment;
    /** @type {Session | null} */
    this._session = null;
    this._lane = 0;
    /** @type {(() => void)[]} */
    this._unsubscribe = [];
    /** @type {Record<string, Axes>} */
    this._axes = {};
    this._isDescribed = false;
    /** @type {((row: any, experiment: any) => void)[]} */
    this._rowListeners = [];
    /** @type {(() => void)[]} */
    this._rowsListeners = [];

    this._title = find("h3");
    this._presetTitle = this._title.textContent;
    this._setting = find(".panel-setting");
    /** @type {HTMLAnchorElement} */
    this._link = find('[data-part="lab"]');
    this._plots = new EpochPlots([element], { id: this.id, frames: options.frames });
    this._words = find(".panel-words");
    this._problem = find(".panel-problem");
    /** @type {HTMLDataElement[]} */
    this._values = [...element.querySelectorAll(/** @type {any} */ (".readout [data-value]"))];
    this._diagram = new NeuronDiagram(find(".diagram"));
    this._curve = new ActivationCurve(find(".panel-curve .curve"), options.activations);
    this._table = new TraceTable(find('[data-part="table"]'), options.columns);
    this._transport = new Transport(find(".transport"), {
      onRun: options.onRun,
      onCommand: (command) => this._session?.player.dispatch(command),
    });
    this._form = new ExperimentForm(find(".experiment-form"), {
      onRun: options.onRun,
      onReset: () => this.choose(this._preset),
      onChange: () => this._choose(this._form.value, null),
    });
    this._form.value = this._experiment;
    this._words.textContent = "";
  }

  /** Whether the values in the form can be run; if not, the form says why. */
  get isReady() {
    if (this._form.isValid) return true;
    /** @type {HTMLDetailsElement} */ (this.element.querySelector('[data-part="form"]')).open = true;
    return this._form.isValid;
  }

  get experiment() {
    return this._experiment;
  }

  get speed() {
    return this._transport.speed;
  }

  /** The lane that is shown, or null before a run. */
  get lane() {
    return this._session?.lanes[this._lane] ?? null;
  }

  /** Its charts: the column of each and the usual range of its axis. */
  get plots() {
    return this._plots.plots;
  }

  /**
   * Tells of every row that the panel comes to show; of null where the first row is not known before the run.
   * @param {(row: any, experiment: any) => void} listener
   */
  onRow(listener) {
    this._rowListeners.push(listener);
  }

  /** Tells when the panel has more rows to show, or other ones, or none. @param {() => void} listener */
  onRows(listener) {
    this._rowsListeners.push(listener);
  }

  /** Takes another preset for the next run. @param {Preset} preset */
  choose(preset) {
    this._preset = preset;
    this._form.value = preset.experiment;
    this._choose(preset.experiment, preset.start);
  }

  /**
   * Shows a lane of a session from now on.
   * @param {Session} session @param {number} lane
   */
  show(session, lane) {
    this._leave();
    this._session = session;
    this._lane = lane;
    this._isDescribed = false;
    this._problem.textContent = "";
    this._words.textContent = "";
    this.element.classList.remove("is-empty");
    this._unsubscribe = [
      session.subscribe(() => this._onRows()),
      session.player.subscribe((state) => this._onClock(state)),
    ];
    this._onRows();
    this._onClock(session.player.state);
  }

  /** The axes of the charts, by column. @param {Record<string, Axes>} axes */
  setAxes(axes) {
    this._axes = axes;
    this._drawCharts();
  }

  /** @param {any} plotly */
  makeCharts(plotly) {
    this._plots.make(plotly);
  }

  /** Draws everything again, in other colours perhaps. */
  redraw() {
    this._plots.redraw();
  }

  showNoCharts() {
    this._problem.textContent = messages.problem.noCharts;
  }

  /** @param {any} experiment @param {Record<string, number> | null} start its first row, where that is known */
  _choose(experiment, start) {
    this._leave();
    this._session = null;
    this._experiment = experiment;
    this.element.classList.add("is-empty");
    this.element.classList.remove("is-playing");
    this.element.classList.toggle("is-own", start === null);
    this._title.textContent = start === null ? messages.ownValues : this._presetTitle;
    this._problem.textContent = this._words.textContent = "";
    this._showSetting(experiment);
    this._curve.choose(experiment);
    this._diagram.choose(experiment);
    if (start === null) {
      this._diagram.show(null);
      this._curve.show(null);
      this._showValues({ w: experiment.w, b: experiment.b });
      for (const listener of this._rowListeners) listener(null, experiment);
    } else this._showRow(start);
    this._transport.reset(experiment.epochs);
    this._table.update(null);
    this._options.onSetting();
    for (const listener of this._rowsListeners) listener();
  }

  _leave() {
    for (const unsubscribe of this._unsubscribe) unsubscribe();
    this._unsubscribe = [];
  }

  _onRows() {
    const session = /** @type {Session} */ (this._session);
    const { experiment, trace, summary } = /** @type {import("../../runs/session.js").Lane} */ (this.lane);
    this._diagram.choose(experiment);
    this._diagram.prepare(trace);
    this._curve.choose(experiment);
    this._showSetting(experiment);
    this._table.update(trace);
    for (const listener of this._rowsListeners) listener();
    // A run without a single row leaves the panel as it was before.
    const isEmpty = trace.length === 0 && session.status !== "running";
    this.element.classList.toggle("is-empty", isEmpty);
    if (isEmpty) this._transport.reset(experiment.epochs);
    if (session.status === "refused") this._refuse(session.problem);
    if (session.status === "lost") this._problem.textContent = messages.problem.lost(trace.lastEpoch);
    if (summary !== null && trace.length === 0) this._words.textContent = describe({ experiment, trace, summary });
  }

  /** @param {import("../../runs/stream.js").Problem | null} problem */
  _refuse(problem) {
    if (problem === null) return;
    const own = `experiments.${this._lane}.`;
    const errors = problem.errors
      .filter(({ field }) => field.startsWith(own))
      .map(({ field, message }) => ({ field: field.slice(own.length), message }));
    if (errors.length === 0 || !this._form.complain(errors))
      this._problem.textContent = messages.problem.refused(problem.detail);
    if (errors.length > 0) /** @type {HTMLDetailsElement} */ (this.element.querySelector('[data-part="form"]')).open = true;
  }

  /** @param {import("../../runs/player.js").State} state */
  _onClock(state) {
    const lane = /** @type {import("../../runs/session.js").Lane} */ (this.lane);
    this.element.classList.toggle("is-playing", state.isPlaying);
    const row = lane.trace.at(state.epoch);
    if (row === null) return;
    this._transport.show(state);
    this._showRow(row);
    this._plots.reveal(state.epoch, state.seen);
    this._table.show(state.epoch, state.isPlaying);
    // The words come when the end has been seen, and then they stay: a live region must not chatter.
    if (!this._isDescribed && lane.summary !== null && state.epoch >= Math.min(lane.trace.lastEpoch, state.last)) {
      this._isDescribed = true;
      this._words.textContent = describe(lane);
    }
  }

  /** @param {any} row */
  _showRow(row) {
    this._diagram.show(row);
    this._curve.show(row);
    this._showValues(row);
    for (const listener of this._rowListeners) listener(row, this._experiment);
  }

  /** @param {Record<string, number>} row */
  _showValues(row) {
    for (const place of this._values) {
      const value = row[/** @type {string} */ (place.dataset.value)];
      place.value = value === undefined ? "" : String(value);
      place.textContent = decimals(value);
    }
  }

  /** @param {any} experiment */
  _showSetting(experiment) {
    const { label, slot } = this._options.costs[experiment.cost];
    const { w, b, eta, x, y } = experiment;
    const values = { w: plain(w), b: plain(b), η: plain(eta), ...(x === 1 ? {} : { x: plain(x) }), ...(y === 0 ? {} : { y: plain(y) }) };
    this._setting.textContent = messages.setting(label, values);
    const { kind: _, ...fields } = experiment;
    this._link.search = String(new URLSearchParams(fields));
    this.element.className = this.element.className.replace(/cost-\d+/, `cost-${slot}`);
  }

  _drawCharts() {
    const { slot } = this._options.costs[this._experiment.cost];
    const columns = this.lane?.trace.columns ?? { epoch: [] };
    this._plots.update(
      Object.fromEntries(
        Object.entries(this._axes).map(([column, axes]) => {
          return [column, { axes, lines: [{ x: columns.epoch, y: columns[column] ?? [], slot }] }];
        }),
      ),
    );
  }
}
