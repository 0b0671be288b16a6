// @ts-check
/**
 * The page of networks as one thing: what is chosen (the state), the training that somebody started of it, and all
 * parts, which are told of both. A part is a form, a bar or a picture; none of them knows another.
 */

import { areSameNetworks, wholeExperiment } from "../../networks/experiment.js";
import { ExampleSource } from "../../networks/examples.js";
import { Training } from "../../networks/training.js";
import { summaryOf } from "../../words/network-words.js";
import { commonAxes, hasHeldOut, reportOf, shownLanes } from "./view.js";
import { SPEEDS } from "../../link/url-state.js";

/**
 * @typedef {import("../../link/network-state.js").State} State
 * @typedef {import("../../runs/player.js").State} Clock
 * @typedef {{setup: import("./setup.js").Setup, bar: import("./training-bar.js").TrainingBar, lanes: import("./lane.js").NetworkLane[],
 *   curves: import("./curves.js").Curves, transport: import("../transport.js").Transport, chooser: import("./chooser.js").Chooser,
 *   report: import("./report.js").Report, table: import("../take-away/lane-table.js").LaneTable}} Parts
 */

/** Milliseconds between two drawings while rows keep coming: charts cost some ten of them each. */
const DRAWING = 400;
/** Examples times epochs that are trained without being asked for. */
const QUICK = 200_000;

export class NetworkBench {
  /** @param {{data: any, onState: (state: State, isStep: boolean) => void}} options */
  constructor({ data, onState }) {
    this._data = data;
    this._onState = onState;
    this._calm = matchMedia("(prefers-reduced-motion: reduce)");
    /** @type {State} */
    this.state = /** @type {any} */ ({ experiments: [] });
    /** @type {Training | null} */
    this.training = null;
    /** What the training is of, as it stood in the set-up. @type {any[]} */
    this._trained = [];
    /** @type {Parts} */
    this._parts = /** @type {any} */ (null);
    this._examples = new ExampleSource(data.api, { onExamples: () => this._showAll() });
    this._timer = 0;
    /** @type {(() => void)[]} */
    this._unsubscribe = [];
  }

  /** @param {Parts} parts */
  furnish(parts) {
    this._parts = parts;
  }

  /** Everything anew: the page has been opened, or somebody went back. @param {State} state */
  open(state) {
    const isSame = this.training !== null && areSameNetworks(state.experiments, this._trained);
    this.state = state;
    if (!isSame) this._leave();
    else this.dispatch({ type: "seek", epoch: state.epoch });
    this._showSetup();
    this._showAll();
  }

  /** Somebody came by a link to an epoch: what can be trained while they read is trained, and rests there. */
  greet() {
    const { epoch, experiments } = this.state;
    const steps = experiments.reduce((sum, { epochs, problem }) => sum + epochs * (problem.n ?? problem.x?.length ?? Infinity), 0);
    if (epoch > 0 && steps <= QUICK) this._train(epoch);
  }

  /** Problems that this server cannot give, with the reason. @param {Map<string, string>} reasons */
  know(reasons) {
    this._examples.know(reasons);
    this._parts.setup.lack(reasons);
    this._showAll();
  }

  /** Something has been chosen. @param {Partial<State>} change @param {boolean} [isStep] whether the back button undoes it */
  change(change, isStep = true) {
    this.state = { ...this.state, ...change };
    this._onState(this.state, isStep);
    if ("experiments" in change) this._showSetup();
    this._showAll();
  }

  /** A preset: other lanes, and nothing trained yet. @param {string} name */
  preset(name) {
    this._leave();
    this.change({ experiments: this._presetLanes(name), epoch: 0, example: 0 });
  }

  /** What the classes of a table that is about to come are called. @param {string[]} classes */
  nameClasses(classes) {
    this._examples.name(classes);
  }

  addLane() {
    const { experiments } = this.state;
    if (experiments.length < this._data.limits.lanes) this.change({ experiments: [...experiments, experiments[experiments.length - 1]] });
  }

  /** @param {number} index */
  removeLane(index) {
    this.change({ experiments: this.state.experiments.toSpliced(index, 1) });
  }

  /** Trains what is chosen, from its start. */
  run() {
    if (this._parts.setup.isValid) this._train(null);
  }

  /** @param {number | null} rest the epoch to rest at; null: it plays as it comes */
  _train(rest) {
    this._leave();
    const { experiments, speed } = this.state;
    this._trained = experiments;
    this.training = new Training(this._data.stream, experiments, { speed, isCalm: this._calm.matches, rest });
    this._unsubscribe = [this.training.subscribe(() => this._onTraining()), this.training.player.subscribe((clock) => this._onClock(clock))];
    this._showAll();
  }

  /** @param {import("../../runs/player.js").Command} command */
  dispatch(command) {
    this.training?.player.dispatch(command);
    if (command.type === "speed") {
      this.state = { ...this.state, speed: command.speed };
      this._onState(this.state, false);
    }
  }

  /** The next speed up or down. @param {1 | -1} by */
  changeSpeed(by) {
    const speed = SPEEDS[SPEEDS.indexOf(this.state.speed) + by];
    if (speed !== undefined) this.dispatch({ type: "speed", speed });
  }

  /** @param {any} plotly */
  makeCharts(plotly) {
    this._parts.curves.makeCharts(plotly);
    for (const lane of this._parts.lanes) lane.makeCharts(plotly);
  }

  redraw() {
    this._parts.curves.redraw();
    for (const lane of this._parts.lanes) lane.redraw();
  }

  /** What is shown: the lanes of the training where there is one, else what is chosen. */
  get shown() {
    return shownLanes(this.training === null ? this.state.experiments : this._trained, this.training, this._data);
  }

  get _isStale() {
    return this.training !== null && !areSameNetworks(this._trained, this.state.experiments);
  }

  /** @param {string} name */
  _presetLanes(name) {
    return this._data.presets[name].lanes.map((/** @type {any} */ lane) => wholeExperiment(lane, this._data));
  }

  /** Which preset is chosen, if one is. */
  get _presetName() {
    return Object.keys(this._data.presets).find((name) => areSameNetworks(this._presetLanes(name), this.state.experiments)) ?? null;
  }

  _showSetup() {
    const { experiments } = this.state;
    this._parts.setup.show(experiments);
    this._examples.ask(experiments);
    this._parts.chooser.showSetup({
      preset: this._presetName,
      summaries: [...new Set(experiments.map((experiment) => summaryOf(experiment, this._data)))],
      lanes: experiments.length,
      most: this._data.limits.lanes,
    });
    if (this.training === null) this._parts.bar.prepare(experiments.map(({ eta }) => eta));
  }

  _showBar() {
    this._parts.bar.show(this.training, { isStale: this._isStale, lacking: this._examples.reasonAgainst(this.state.experiments) });
  }

  /** Rows, a snapshot, or another state of the training. */
  _onTraining() {
    const { training } = this;
    if (training === null) return;
    this._showBar();
    if (training.status === "refused") this._complain();
    if (this._timer !== 0 && training.isUnderWay) return;
    clearTimeout(this._timer);
    this._draw();
    this._timer = training.isUnderWay
      ? window.setTimeout(() => {
          this._timer = 0;
          this._draw();
        }, DRAWING)
      : 0;
  }

  /** Everything that shows rows. */
  _showAll() {
    this._showBar();
    this._draw();
    if (this.training === null) this._parts.transport.reset(Math.max(...this.state.experiments.map(({ epochs }) => epochs)));
  }

  _draw() {
    const { shown } = this;
    const { on, example, table } = this.state;
    const { epochs, most, deltas } = commonAxes(shown);
    this._parts.curves.update(shown, on, epochs);
    this._parts.lanes.forEach((part, index) => {
      part.use(index < shown.length);
      if (shown[index] === undefined) return;
      const { lane, experiment, slot, title } = shown[index];
      const { isProbability } = this._data.outputs[experiment.output];
      part.update({ lane, experiment, slot, title, epochs, most, deltas, examples: this._examples.of(experiment), example, isProbability });
    });
    this._parts.chooser.showExamples(this._examples.of(shown[0].experiment), example, { hasHeldOut: hasHeldOut(this.training), on });
    this._parts.table.update(/** @type {any} */ ({
      lanes: shown.map(({ letter, title, lane, slot }) => ({ letter, title, slot, run: lane })),
      state: { example: null, table },
    }));
    this._parts.report.show(reportOf(shown, this.training, this._data));
    if (this.training !== null) this._onClock(this.training.player.state);
  }

  /** @param {Clock} clock */
  _onClock(clock) {
    this._parts.transport.show(clock);
    this._parts.curves.show(clock);
    this._parts.lanes.forEach((lane, index) => index < this._trained.length && lane.show(clock));
    this._parts.table.show(clock);
    const isAtEnd = this.training?.status === "paused" ? clock.epoch >= clock.available : !clock.isPlaying && clock.epoch >= clock.last;
    if (isAtEnd) this._parts.report.show(reportOf(this.shown, this.training, this._data));
    if (!clock.isPlaying && clock.epoch !== this.state.epoch && !this.training?.isUnderWay) {
      this.state = { ...this.state, epoch: clock.epoch };
      this._onState(this.state, false);
    }
  }

  /** What the server does not accept stands beside its field. */
  _complain() {
    const { problem } = /** @type {Training} */ (this.training);
    if (problem !== null && problem.errors.length > 0 && !this._isStale) this._parts.setup.complain(problem.errors);
  }

  /** What was trained is not shown any more. */
  _leave() {
    clearTimeout(this._timer);
    this._timer = 0;
    for (const unsubscribe of this._unsubscribe) unsubscribe();
    this._unsubscribe = [];
    this.training?.destroy();
    this.training = null;
  }
}
