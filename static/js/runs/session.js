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
 * @typedef {import("./stream.js").Problem} Problem
 * @typedef {"running" | "finished" | "refused" | "lost"} Status
 * @typedef {"play" | "end" | "start" | "secret"} Opening how a run is first seen: played as its rows come, as finished,
 *   from its start with the rest to be seen already, or from its start and nothing else
 */

export class Session {
  /**
   * @param {string} path of the stream
   * @param {any[]} experiments one a lane
   * @param {{opening: Opening, speed: number, explain?: boolean, known?: (Lane | null)[]}} options `known`: lanes that
   *   have been computed before and need not be again
   */
  constructor(path, experiments, { opening, speed, explain = false, known = [] }) {
    /** @type {Lane[]} */
    this.lanes = experiments.map((experiment, index) => known[index] ?? { experiment, trace: new Trace(), summary: null });
    /** @type {Status} */
    this.status = "running";
    /** @type {Problem | null} */
    this.problem = null;
    this.player = new Player(Math.max(...experiments.map((experiment) => experiment.epochs)));
    this.player.dispatch({ type: "speed", speed });
    this._opening = opening;
    /** @type {Set<() => void>} */
    this._listeners = new Set();
    const missing = this.lanes.filter((lane) => lane.summary === null);
    const request = { experiments: missing.map(({ experiment }) => experiment), ...(explain ? { explain } : {}) };
    this._hang = runExperiments(path, request, {
      onStarted: (lanes) => lanes.forEach((experiment, index) => (missing[index].experiment = experiment)),
      onRows: (lane, columns) => this._append(missing[lane], columns),
      onFinished: (summaries) => {
        summaries.forEach((summary, index) => (missing[index].summary = summary));
        this._close("finished", null);
      },
      onRefused: (problem) => this._close("refused", this._placed(problem, missing)),
      onLost: () => this._close("lost", null),
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

  /** @param {Lane} lane @param {Record<string, any[]>} columns */
  _append(lane, columns) {
    const isFirst = this.player.state.available === 0;
    lane.trace.append(columns);
    this.player.extend(this._reach);
    if (isFirst && this._opening === "play") this.player.dispatch({ type: "play" });
    this._tell();
  }

  /** A problem whose fields name the lanes of this session, not those that were asked for. @param {Problem} problem @param {Lane[]} missing */
  _placed(problem, missing) {
    const errors = problem.errors.map(({ field, message }) => ({
      field: field.replace(/^experiments\.(\d+)/, (_, index) => `experiments.${this.lanes.indexOf(missing[Number(index)])}`),
      message,
    }));
    return { ...problem, errors };
  }

  /** @param {Status} status @param {Problem | null} problem */
  _close(status, problem) {
    this.status = status;
    this.problem = problem;
    const reach = Math.max(this._reach, 0);
    this.player.extend(reach);
    this.player.end(reach);
    if (this._opening === "end") this.player.dispatch({ type: "seek", epoch: reach });
    if (this._opening === "start") this.player.unveil();
    this._tell();
  }

  _tell() {
    for (const listener of [...this._listeners]) listener();
  }
}
