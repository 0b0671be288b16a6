// @ts-check
/**
 * The lab as one thing: what is chosen (the state), what is computed of it (the comparison), and all its parts, which
 * are told of both. A part is a picture, a form or a dialog; none of them knows another.
 */

import { commonRange } from "../../axes.js";
import { Comparison } from "../../runs/comparison.js";
import { differences } from "../../words/differences.js";
import { isSameExperiment, targetsOf, weightsOf } from "../../runs/experiment.js";
import { messages } from "../../words/messages.js";
import { exampleIn } from "../../runs/reading.js";
import { startingAt } from "../../runs/start.js";
import { SPEEDS } from "../../link/url-state.js";

/**
 * @typedef {import("./lane.js").Lane} Lane
 * @typedef {import("../../runs/player.js").State} Clock
 * @typedef {import("../../link/url-state.js").State} State
 * @typedef {{letter: string, slot: number, name: string, title: string, experiment: any, run: import("../../runs/session.js").Lane | null}} Shown
 * @typedef {{state: State, isGuessing: boolean, lanes: Shown[], differences: import("../../words/differences.js").Differences}} View
 * @typedef {{update?: (view: View) => void, show?: (clock: Clock, view: View) => void, makeCharts?: (plotly: any) => void, redraw?: () => void}} Part
 * @typedef {object} Options
 * @property {any} data of the page
 * @property {(state: State, isStep: boolean) => void} onState
 */

/** A run of more rows than this is not computed again while a slider moves, but when it rests. */
const QUICK = 20_000;

export class Workbench {
  /** @param {Options} options */
  constructor({ data, onState }) {
    this._data = data;
    this._onState = onState;
    this._calm = matchMedia("(prefers-reduced-motion: reduce)");
    /** @type {Lane[]} */
    this._lanes = [];
    /** @type {Part[]} */
    this._parts = [];
    /** @type {State} */
    this.state = /** @type {any} */ ({ experiments: [] });
    /** What the parts were told last. @type {View} */
    this.view = /** @type {any} */ ({ lanes: [] });
    /** The experiments as last chosen for good. @type {any[]} */
    this._settled = [];
    this.comparison = new Comparison(data.stream, {
      onLanes: () => this._onLanes(),
      onClock: (clock) => this._onClock(clock),
    });
  }

  /** @param {Lane[]} lanes @param {Part[]} parts */
  furnish(lanes, parts) {
    this._lanes = lanes;
    this._parts = parts;
  }

  /** Everything anew: the page has been opened, or somebody went back. @param {State} state */
  open(state) {
    this.state = state;
    this._settled = state.experiments;
    this.comparison.isSecret = state.predict;
    this.comparison.open(state.experiments, state);
    this._choose();
    this._onLanes();
  }

  /**
   * Changes some of the state. @param {Partial<State>} changes
   * @param {{isFinal?: boolean}} [options] not final: a slider still moves
   */
  change(changes, { isFinal = true } = {}) {
    this.state = { ...this.state, ...changes };
    const { experiments } = this.state;
    if ("predict" in changes) this.comparison.keepSecret(this.state.predict);
    if ("experiments" in changes) {
      const rows = experiments.reduce((sum, { epochs }) => sum + epochs, 0);
      if (isFinal || rows <= QUICK) this.comparison.choose(experiments);
    }
    this._choose();
    // New curves are on their way; what is there is not drawn once more for them.
    if (!("experiments" in changes)) this._onLanes();
    if (isFinal) this._settled = this.state.experiments;
    if (isFinal || !("experiments" in changes)) this._tellState(isFinal);
  }

  /** Another experiment in one lane. @param {number} index @param {any} experiment @param {boolean} isFinal */
  setLane(index, experiment, isFinal) {
    this.change({ experiments: this.state.experiments.with(index, experiment) }, { isFinal });
  }

  /** A lane that starts elsewhere on its curve. @param {number} index @param {number} z @param {{isFinal: boolean}} how */
  startLane(index, z, { isFinal }) {
    const { experiments, example, moves } = this.state;
    const experiment = experiments[index];
    const shown = exampleIn(experiment, example);
    const bounds = this._data.fields.find((/** @type {any} */ field) => field.name === moves);
    this.setLane(index, startingAt(experiment, z, { example: shown, moves, bounds }), isFinal);
  }

  /** @param {number} index */
  duplicateLane(index) {
    const { experiments } = this.state;
    this.change({ experiments: experiments.toSpliced(index + 1, 0, experiments[index]) });
  }

  /** @param {number} index */
  removeLane(index) {
    this.change({ experiments: this.state.experiments.toSpliced(index, 1) });
    // The button that was pressed may be gone, and the focus must not be lost with it.
    this._lanes[Math.min(index, this.state.experiments.length - 1)].focus();
  }

  /** The state as it is to be kept: what a slider passes on its way is not. @param {boolean} isStep */
  _tellState(isStep) {
    this._onState({ ...this.state, experiments: this._settled }, isStep);
  }

  /** Whether a prediction has still to be made before anything may be seen. */
  get isGuessing() {
    return this.state.predict && this._lanes.slice(0, this.state.experiments.length).some((lane) => lane.isGuessing);
  }

  /** A prediction was changed, locked in or skipped; one that is open again hides what has been seen. */
  onGuess() {
    if (this.isGuessing && (this.comparison.clock?.seen ?? 0) > 0) this.comparison.keepSecret(true);
    this._onLanes();
  }

  /** Whether every form holds what can be run. */
  get isReady() {
    return this._lanes.slice(0, this.state.experiments.length).every((lane) => lane.isReady);
  }

  run() {
    if (this.isGuessing) return;
    if (!this.isReady) return;
    this.comparison.run(this._calm.matches);
  }

  /** @param {import("../../runs/player.js").Command} command */
  dispatch(command) {
    if (this.isGuessing && command.type !== "speed") return;
    this.comparison.dispatch(command);
    if (command.type === "speed") this.change({ speed: command.speed }, { isFinal: false });
  }

  /** The next speed up or down. @param {1 | -1} by */
  changeSpeed(by) {
    const speed = SPEEDS[SPEEDS.indexOf(this.state.speed) + by];
    if (speed !== undefined) this.dispatch({ type: "speed", speed });
  }

  /** @param {any} plotly */
  makeCharts(plotly) {
    for (const lane of this._lanes) lane.makeCharts(plotly);
    for (const part of this._parts) part.makeCharts?.(plotly);
  }

  /** Draws everything again, in other colours perhaps. */
  redraw() {
    for (const lane of this._lanes) lane.redraw();
    for (const part of this._parts) part.redraw?.();
  }

  /** @returns {View} */
  _makeView() {
    const { experiments } = this.state;
    const { costs, fields } = this._data;
    const different = differences(experiments, fields);
    const { own } = different;
    return {
      state: this.state,
      isGuessing: this.isGuessing,
      differences: different,
      lanes: experiments.map((experiment, index) => ({
        letter: this._lanes[index].letter,
        slot: costs[experiment.cost].slot,
        name: costs[experiment.cost].label,
        title: own[index] === "" ? costs[experiment.cost].label : own[index],
        experiment,
        run: this._runOf(index),
      })),
    };
  }

  /** The run to show in a lane. While lanes come and go, the one that was computed for the same experiment. @param {number} index */
  _runOf(index) {
    const { experiments } = this.state;
    const { lanes } = this.comparison;
    const run =
      lanes.length === experiments.length
        ? lanes[index]
        : lanes.find(({ experiment }) => isSameExperiment(experiment, experiments[index]));
    return run !== undefined && canShow(run.experiment, experiments[index]) ? run : null;
  }

  /** Tells the lanes what is chosen for them. */
  _choose() {
    const { experiments, example, fixed } = this.state;
    const view = this._makeView();
    this._lanes.forEach((lane, index) => {
      const experiment = experiments[index];
      lane.use(experiment !== undefined, {
        canChange: !fixed,
        canDuplicate: !fixed && experiments.length < this._data.limits.lanes,
        canRemove: !fixed && experiments.length > 1,
      });
      if (experiment === undefined) return;
      lane.choose(experiment, example);
      lane.ask(this.state.predict);
      lane.rename(view.lanes[index].title);
    });
  }

  _onLanes() {
    const view = (this.view = this._makeView());
    view.lanes.forEach(({ run }, index) => this._lanes[index].update(run));
    this._complain();
    const axes = this._axes(view.lanes);
    view.lanes.forEach((_, index) => this._lanes[index].draw(axes[index]));
    for (const part of this._parts) part.update?.(view);
    const { clock } = this.comparison;
    if (clock !== null) this._onClock(clock);
  }

  /** @param {Clock} clock */
  _onClock(clock) {
    const { view } = this;
    view.lanes.forEach((_, index) => this._lanes[index].show(clock));
    for (const part of this._parts) part.show?.(clock, view);
    if (!clock.isPlaying && clock.epoch !== this.state.epoch) {
      this.state = { ...this.state, epoch: clock.epoch };
      this._tellState(false);
    }
  }

  /** Outputs share an axis in all lanes, and costs in all lanes with the same formula. @param {Shown[]} lanes */
  _axes(lanes) {
    const epochs = Math.max(...lanes.map(({ experiment }) => experiment.epochs));
    const formula = (/** @type {Shown} */ { experiment }) => this._data.costs[experiment.cost].formula;
    return lanes.map((lane) =>
      Object.fromEntries(
        this._lanes[0].plots.map(({ column, low, high }) => {
          const peers = column === "cost" ? lanes.filter((other) => formula(other) === formula(lane)) : lanes;
          const [least, greatest] = commonRange([low, high], peers.map(({ run }) => run?.trace.extent(column) ?? null));
          return [column, { epochs, low: least, high: greatest }];
        }),
      ),
    );
  }

  /** Says in each lane what the server does not accept, or that it could not be reached. */
  _complain() {
    const { status, problem, isShown } = this.comparison.outcome;
    if (status === "running") return;
    this._lanes.slice(0, this.state.experiments.length).forEach((lane, index) => {
      if (status === "finished") return lane.say("");
      const own = `experiments.${index}.`;
      const errors = (problem?.errors ?? [])
        .filter(({ field }) => field.startsWith(own))
        .map(({ field, message }) => ({ field: field.slice(own.length), message }));
      lane.complain(errors);
      if (status === "lost") lane.say(messages.problem.lost(isShown ? (lane.run?.trace.lastEpoch ?? -1) : -1));
      else if (problem !== null && problem.errors.length === 0) lane.say(messages.problem.refused(problem.detail));
    });
  }
}

/**
 * Whether the rows of one experiment may be shown under the name of another while that is computed: a slider that
 * moves leaves the last curves standing, but under another formula or another shape they would be false.
 * @param {any} one @param {any} other
 */
function canShow(one, other) {
  if (one.cost !== other.cost || one.activation !== other.activation) return false;
  return [weightsOf, targetsOf].every((count) => count(one).length === count(other).length);
}
