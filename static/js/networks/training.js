// @ts-check
/**
 * One press of Run on the page of networks: its lanes (an experiment, its rows, what is kept of the network on its way)
 * and the one clock of all of them. It trains on the server and streams, and may be held, told another rate, and made
 * to go on past its end (session.js is the same for neurons, which are computed before anybody could say anything).
 */

import { Player } from "../runs/player.js";
import { Trace } from "../runs/trace.js";
import { Channel } from "./channel.js";
import { Snapshots } from "./snapshots.js";

/**
 * @typedef {{experiment: any, trace: Trace, summary: any | null, snapshots: Snapshots, eta: number, epochs: number}} Lane
 *   `eta`: the rate that it has now; `epochs`: how far it is to go by now
 * @typedef {import("../runs/stream.js").Problem} Problem
 * @typedef {"asked" | "queued" | "training" | "paused" | "finished" | "stopped" | "refused" | "lost"} Status
 */

/** A run of few epochs is played in about so many seconds at speed 1, where it was computed faster than that. */
const SHOW = 8;
/** Epochs a second: nobody waits seconds for the only one. */
const [LEAST_PACE, MOST_PACE] = [2, 60];
/** From these there is no way back to training but a new Run. */
const ENDS = new Set(["stopped", "refused", "lost"]);

export class Training {
  /**
   * @param {string} path of the stream
   * @param {any[]} experiments one a lane
   * @param {{speed: number, isCalm: boolean, rest?: number | null}} options `isCalm`: nothing plays by itself, the newest rows
   *   are shown; `rest`: neither, the clock is brought to this epoch and stays there
   */
  constructor(path, experiments, { speed, isCalm, rest = null }) {
    /** @type {Lane[]} */
    this.lanes = experiments.map((experiment) => ({
      experiment,
      trace: new Trace(),
      summary: null,
      snapshots: new Snapshots(),
      eta: experiment.eta,
      epochs: experiment.epochs,
    }));
    /** @type {Status} */
    this.status = "asked";
    /** How many trainings are served first. */
    this.ahead = 0;
    /** @type {Problem | null} */
    this.problem = null;
    /** What the server did not take while it trained, in words. */
    this.refusal = "";
    this._isCalm = isCalm;
    this._rest = rest;
    this._isStarted = false;
    /** Whether it is to be stopped as soon as it has said what came of it until there. */
    this.isStopping = false;
    /** How far each lane was to go before it was told to go on, until it does. @type {number[] | null} */
    this._before = null;
    const last = Math.max(...experiments.map(({ epochs }) => epochs));
    this.player = new Player(last, {}, Math.min(Math.max(last / SHOW, LEAST_PACE), MOST_PACE));
    this.player.dispatch({ type: "speed", speed });
    /** @type {Set<() => void>} */
    this._listeners = new Set();
    this._channel = new Channel(path, { type: "run", experiments, snapshots: true }, {
      onMessage: (message) => this._take(message),
      onLost: () => this._end("lost", null),
    });
  }

  /** Whether rows may still come by themselves. */
  get isUnderWay() {
    return this.status === "asked" || this.status === "queued" || this.status === "training";
  }

  /** Whether it can be told to go on. */
  get canContinue() {
    return this.status === "finished";
  }

  /** Whether it listens: to another rate, above all. */
  get isOpen() {
    return !ENDS.has(this.status);
  }

  /** @param {() => void} listener @returns {() => void} takes the listener away again */
  subscribe(listener) {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  }

  pause() {
    if (this.isUnderWay) this._channel.send({ type: "pause" });
  }

  resume() {
    if (this.status === "paused") this._channel.send({ type: "resume" });
  }

  /** A training that is stopped says nothing more; one that is paused first sums up what it did. Asked again, it stops at once. */
  stop() {
    if (!this.isOpen) return;
    const isFirst = this.isUnderWay && this.reach > 0 && !this.isStopping;
    this._channel.send({ type: isFirst ? "pause" : "stop" });
    this.isStopping = isFirst;
    this._tell();
  }

  /** Another rate, from the next mini-batch on. @param {number} lane @param {number} eta */
  setRate(lane, eta) {
    if (!this.isOpen || this.lanes[lane].eta === eta) return;
    this.lanes[lane].eta = eta;
    this._channel.send({ type: "set", lane, eta });
  }

  /** @param {number} epochs more than it was to have */
  continueFor(epochs) {
    if (!this.canContinue) return;
    this.refusal = "";
    this._before = this.lanes.map((lane) => lane.epochs);
    for (const lane of this.lanes) lane.epochs += epochs;
    this.status = "asked";
    this.player.end(Math.max(...this.lanes.map((lane) => lane.epochs)));
    this._channel.send({ type: "continue", epochs });
    if (!this._isCalm) this.player.dispatch({ type: "play" });
    this._tell();
  }

  destroy() {
    this._channel.close();
    this.player.destroy();
    this._listeners.clear();
  }

  /** How far all lanes have come; one that has ended does not hold the others up. */
  get reach() {
    const unfinished = this.lanes.filter(({ trace, epochs, summary }) => trace.lastEpoch < epochs && summary?.diverged == null);
    const isWaiting = this.isUnderWay || this.status === "paused";
    const lanes = isWaiting && unfinished.length > 0 ? unfinished : this.lanes;
    const reach = lanes.map(({ trace }) => trace.lastEpoch);
    return Math.max(isWaiting ? Math.min(...reach) : Math.max(...reach), 0);
  }

  /** @param {import("./channel.js").Message} message */
  _take(message) {
    switch (message.type) {
      case "queued":
        [this.status, this.ahead] = ["queued", message.ahead];
        break;
      case "started":
        this.status = "training";
        this._isStarted = true;
        message.lanes?.forEach((/** @type {any} */ experiment, /** @type {number} */ index) => (this.lanes[index].experiment = experiment));
        break;
      case "rows":
        if (this.status !== "paused") this.status = "training";
        this._before = null;
        return this._append(this.lanes[message.lane], message.columns);
      case "snapshot":
        this.lanes[message.lane].snapshots.add(/** @type {any} */ (message));
        break;
      case "changed":
        this.lanes[message.lane].eta = message.eta;
        break;
      case "paused":
        this._sumUp(message.summaries ?? []);
        if (this.isStopping) return this.stop();
        this.status = "paused";
        break;
      case "resumed":
        this.status = "training";
        break;
      case "finished":
        this._sumUp(message.summaries);
        return this._settle("finished");
      case "stopped":
        this._channel.close();
        return this._settle("stopped");
      case "failed":
        return this._fail(message.problem);
    }
    this._tell();
  }

  /** @param {any[]} summaries one a lane */
  _sumUp(summaries) {
    summaries.forEach((summary, index) => (this.lanes[index].summary = summary));
  }

  /** @param {Lane} lane @param {Record<string, any[]>} columns */
  _append(lane, columns) {
    lane.summary = null; // it knew nothing of these rows
    const isFirst = this.player.state.available === 0;
    const wasAtEnd = this.player.state.epoch >= this.player.state.available;
    lane.trace.append(columns);
    this.player.extend(this.reach);
    if (this._rest !== null) this._bring(this._rest);
    else if (this._isCalm) {
      if (wasAtEnd) this.player.dispatch({ type: "seek", epoch: this.reach });
    } else if (isFirst && this.player.state.available > 0) this.player.dispatch({ type: "play" });
    this._tell();
  }

  /**
   * Something was refused: all of it, or only what was said last, which came too late or cannot be. Then what is there
   * stays, and the page says why.
   * @param {Problem & {status?: number}} problem
   */
  _fail(problem) {
    const isAboutRun = problem.errors.some(({ field }) => field.startsWith("experiments"));
    // A full server only says that it cannot go on just now: what is paused stays paused.
    const isLost = (problem.status ?? 0) >= 500 && this._before === null && this.status !== "paused";
    if (!this._isStarted || isAboutRun || isLost) return this._end("refused", problem);
    if (this.isStopping) return this.stop();
    this.refusal = problem.detail;
    if (this._before !== null) {
      this.lanes.forEach((lane, index) => (lane.epochs = /** @type {number[]} */ (this._before)[index]));
      this._before = null;
      return this._settle("finished");
    }
    this._tell();
  }

  /** To an epoch, as far as there are rows; once it is there it is nobody's aim any more. @param {number} epoch */
  _bring(epoch) {
    this.player.dispatch({ type: "seek", epoch });
    if (this.player.state.epoch >= epoch) this._rest = null;
  }

  /** No more rows for now. @param {"finished" | "stopped"} status */
  _settle(status) {
    this.status = status;
    this.isStopping = false;
    this.player.extend(this.reach);
    this.player.end(this.reach);
    this._tell();
  }

  /** @param {Status} status @param {Problem | null} problem */
  _end(status, problem) {
    this._channel.close();
    this.problem = problem;
    this.status = status;
    this.player.extend(this.reach);
    this.player.end(this.reach);
    this._tell();
  }

  _tell() {
    for (const listener of [...this._listeners]) listener();
  }
}
