// @ts-check
/**
 * One map's values from the server, coarse at once and finer while somebody looks.
 *
 * Never more than one request is under way. A newer question takes the place of an older one as soon as that has an
 * answer: to break off a request would leave a job on the server that nobody knows of. A job that is left is
 * cancelled, and one that has been read is given back.
 */

import { exchange, Refusal, remove } from "../api.js";
import { filled, gridOf } from "./grid.js";

/**
 * @typedef {{base: Record<string, any>, measure: string, across: {name: string, values: number[], few: number[]}, up: {name: string, values: number[], few: number[]}}} Question
 *   `few` of the values make the coarse map
 * @typedef {{id: string, state: string, done: number, seconds_left: number | null, problem: any}} Job
 * @typedef {{state: "idle" | "coarse" | "fine" | "waiting" | "finished" | "cancelled" | "failed", done: number, secondsLeft: number | null, reason: string}} Progress
 * @typedef {object} Handlers
 * @property {(grid: import("./grid.js").Grid | null) => void} onGrid
 * @property {(progress: Progress) => void} onProgress
 * @property {(error: Error) => string} say an error in words
 */

/** Milliseconds between two looks at a job. */
const LOOK = 300;
/** A part of the result is fetched when so much more of it is there, or anything more after so many milliseconds. */
const [WORTH, OFTEN] = [0.1, 1500];
/** Seconds before a full server is asked again, where it does not say. */
const PATIENCE = 2;

/** Whether there is more to come. @param {Progress} progress */
export function isUnderWay({ state }) {
  return state === "coarse" || state === "fine" || state === "waiting";
}

export class Refinement {
  /** @param {string} api @param {Handlers} handlers */
  constructor(api, { onGrid, onProgress, say }) {
    this._address = `${api}/sweeps`;
    this._onGrid = onGrid;
    this._onProgress = onProgress;
    this._say = say;
    /** @type {Question | null} */
    this._question = null;
    /** @type {{question: Question} | null} */
    this._next = null;
    this._isBusy = false;
    this._isCancelled = false;
    /** The job that is under way or whose result can still be had. @type {string | null} */
    this._job = null;
    this._wake = () => {};
  }

  /** The question that is or was last answered, for whoever wants its values as a file. */
  get question() {
    return this._question;
  }

  /** The address of a finished job's result; null where the answer came at once. */
  get result() {
    return this._job === null ? null : `${this._address}/${this._job}/result`;
  }

  /** @param {Question} question */
  ask(question) {
    this._next = { question };
    this._isCancelled = false;
    this._tell("coarse", 0);
    this._wake();
    if (!this._isBusy) this._proceed();
  }

  /** Leaves it at what has been computed. */
  cancel() {
    this._isCancelled = true;
    this._next = null;
    this._wake();
  }

  /** The page is being left: what still runs on the server is not for anybody. */
  leave() {
    void this._forget();
    this.cancel();
  }

  async _proceed() {
    this._isBusy = true;
    while (this._next !== null) {
      const { question } = this._next;
      this._next = null;
      try {
        await this._forget();
        this._question = question;
        const state = await this._answer(question);
        if (this._next === null) this._tell(this._isCancelled ? "cancelled" : state, 1);
      } catch (error) {
        if (this._next === null && !this._isCancelled) this._fail(/** @type {Error} */ (error));
        else if (this._isCancelled) this._tell("cancelled", 1);
      }
    }
    this._isBusy = false;
  }

  /** @param {Question} question @returns {Promise<"finished" | "cancelled">} */
  async _answer(question) {
    const names = { across: question.across.name, up: question.up.name };
    this._tell("coarse", 0);
    const coarse = await this._compute(question, "few", () => {});
    if (coarse === null) return "cancelled";
    const isAll = question.across.few.length === question.across.values.length && question.up.few.length === question.up.values.length;
    const first = gridOf(coarse, names, isAll);
    this._onGrid(first);
    if (isAll) return "finished";
    await this._forget();
    this._tell("fine", 0);
    const fine = await this._compute(question, "values", (partial) => this._onGrid(filled(gridOf(partial, names, false), first)));
    if (fine === null) return "cancelled";
    this._onGrid(gridOf(fine, names));
    return "finished";
  }

  /**
   * @param {Question} question @param {"few" | "values"} which @param {(partial: any) => void} onPart
   * @returns {Promise<any>} the answer, or null when it is not wanted any more
   */
  async _compute({ base, measure, across, up }, which, onPart) {
    const body = { base, measure, axes: { [up.name]: { values: up[which] }, [across.name]: { values: across[which] } } };
    const answer = await this._ask(body);
    if (answer === null) return null;
    if (answer.status !== 202) return this._isStale ? null : answer.body;
    this._job = answer.body.id;
    return this._follow(`${this._address}/${this._job}`, answer.body, onPart);
  }

  /** @param {unknown} body @returns {Promise<{status: number, body: any} | null>} */
  async _ask(body) {
    while (!this._isStale) {
      try {
        return await exchange(this._address, { method: "POST", body });
      } catch (error) {
        // A full classroom: what is on the screen stays, and the question is asked again.
        if (!(error instanceof Refusal) || ![429, 503].includes(error.status)) throw error;
        this._tell("waiting", 0);
        await this._rest(1000 * (error.retryAfter || PATIENCE));
      }
    }
    return null;
  }

  /** @param {string} address @param {Job} job @param {(partial: any) => void} onPart @returns {Promise<any>} */
  async _follow(address, job, onPart) {
    let [shown, since] = [0, performance.now()];
    while (job.state === "waiting" || job.state === "running") {
      this._tell(job.state === "waiting" ? "waiting" : "fine", job.done, job.seconds_left);
      const isOld = performance.now() - since > OFTEN;
      if (job.done < 1 && job.done > shown && (isOld || job.done >= shown + WORTH)) {
        [shown, since] = [job.done, performance.now()];
        onPart((await exchange(`${address}/result?format=json&partial=true`)).body);
      } else await this._rest(LOOK);
      if (this._isStale) {
        await this._forget();
        return null;
      }
      job = (await exchange(address)).body;
    }
    if (job.state === "finished") return this._isStale ? null : (await exchange(`${address}/result?format=json`)).body;
    this._job = null;
    if (job.state === "cancelled") return null;
    throw new Refusal(job.problem ?? { title: job.state });
  }

  get _isStale() {
    return this._next !== null || this._isCancelled;
  }

  /** Gives the last job back: it makes room for the next. */
  async _forget() {
    if (this._job === null) return;
    const address = `${this._address}/${this._job}`;
    this._job = null;
    await remove(address);
  }

  /** @param {Error} error */
  _fail(error) {
    this._job = null;
    this._onProgress({ state: "failed", done: 0, secondsLeft: null, reason: this._say(error) });
  }

  /** @param {Progress["state"]} state @param {number} done @param {number | null} [secondsLeft] */
  _tell(state, done, secondsLeft = null) {
    this._onProgress({ state, done, secondsLeft, reason: "" });
  }

  /** Waits, unless something else is wanted meanwhile. @param {number} milliseconds @returns {Promise<void>} */
  _rest(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this._wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
