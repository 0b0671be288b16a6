// @ts-check
/**
 * One press of Run: its lanes (an experiment, the trace that grows, in the end a summary) and the one clock that all
 * its lanes share. Panels and tables look at a session; none of them owns it.
 */

import { Player } from "./player.js";
import { runExperiments } from "./stream.js";
import { Trace } from "./trace.js";

/**
 * @typedef {{experiment: any, trace: Trace, summary: any | null}} Lane
 * @typedef {"running" | "finished" | "refused" | "lost"} Status
 */

export class Session {
  /**
   * @param {string} path of the stream
   * @param {any[]} experiments one a lane
   * @param {{showsAtOnce: boolean, speed: number}} options `showsAtOnce`: the finished run, without playing it
   */
  constructor(path, experiments, { showsAtOnce, speed }) {
    /** @type {Lane[]} */
    this.lanes = experiments.map((experiment) => ({ experiment, trace: new Trace(), summary: null }));
    /** @type {Status} */
    this.status = "running";
    /** @type {import("./stream.js").Problem | null} */
    this.problem = null;
    this.player = new Player(Math.max(...experiments.map((experiment) => experiment.epochs)));
    this.player.dispatch({ type: "speed", speed });
    this._showsAtOnce = showsAtOnce;
    /** @type {Set<() => void>} */
    this._listeners = new Set();
    this._hang = runExperiments(path, experiments, {
      onStarted: (lanes) => lanes.forEach((experiment, index) => (this.lanes[index].experiment = experiment)),
      onRows: (lane, columns) => this._append(lane, columns),
      onFinished: (summaries) => this._finish(summaries),
      onRefused: (problem) => this._fail("refused", problem),
      onLost: () => this._fail("lost", null),
    });
  }

  /**
   * @param {() => void} listener is called when rows, summaries or a failure have come
   * @returns {() => void} takes the listener away again
   */
  subscribe(listener) {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  }

  destroy() {
    this._hang();
    this.player.destroy();
    this._listeners.clear();
  }

  /** How far the lanes have all come; a lane that has ended does not hold the others up. */
  get _reach() {
    const unfinished = this.lanes.filter((lane) => lane.trace.lastEpoch < lane.experiment.epochs);
    const lanes = unfinished.length > 0 && this.status === "running" ? unfinished : this.lanes;
    const reach = lanes.map((lane) => lane.trace.lastEpoch);
    return this.status === "running" ? Math.min(...reach) : Math.max(...reach);
  }

  /** @param {number} lane @param {Record<string, any[]>} columns */
  _append(lane, columns) {
    const isFirst = this.lanes.every(({ trace }) => trace.length === 0);
    this.lanes[lane].trace.append(columns);
    this.player.extend(this._reach);
    if (isFirst && !this._showsAtOnce) this.player.dispatch({ type: "play" });
    this._tell();
  }

  /** @param {any[]} summaries */
  _finish(summaries) {
    this.status = "finished";
    summaries.forEach((summary, index) => (this.lanes[index].summary = summary));
    this._close();
  }

  /** @param {Status} status @param {import("./stream.js").Problem | null} problem */
  _fail(status, problem) {
    this.status = status;
    this.problem = problem;
    this._close();
  }

  _close() {
    const reach = Math.max(this._reach, 0);
    this.player.extend(reach);
    this.player.end(reach);
    if (this._showsAtOnce) this.player.dispatch({ type: "seek", epoch: reach });
    this._tell();
  }

  _tell() {
    for (const listener of [...this._listeners]) listener();
  }
}
