// @ts-check
/** Which curves of C against z a picture needs, and asking for them: one set at a time, with the answers kept. */

import { extentOf } from "../../runs/reading.js";
import { targetsOf } from "../../runs/experiment.js";
import { CurvePoints } from "./curve-points.js";

/** The ends of z, unless the path runs farther. */
export const USUAL = 6;
/** A path that runs farther than this would press everything else into a corner; the dot then rests at the edge. */
const FARTHEST = 30;
/** More curves than these for other targets would hide the one that counts. */
const MOST_TARGETS = 3;
/** A slider over the targets or a path that grows leaves many curves behind that nobody comes back to. */
const MOST_KEPT = 32;

/**
 * @typedef {{cost: string, activation: string, y: number, low: number, high: number}} Question
 * @typedef {{z: number[], cost: (number | null)[], delta: (number | null)[]}} Answer
 */

/**
 * The ends of z that show the whole path and its start.
 * @param {import("../../runs/trace.js").Trace | null} trace @param {number} start
 */
export function rangeOf(trace, start) {
  const [low, high] = extentOf(trace, "z") ?? [0, 0];
  return {
    low: Math.max(Math.min(-USUAL, Math.floor(Math.min(low, start))), -FARTHEST),
    high: Math.min(Math.max(USUAL, Math.ceil(Math.max(high, start))), FARTHEST),
  };
}

/**
 * @param {any} experiment @param {number | null} example @param {{low: number, high: number}} range
 * @returns {Question[]} the curve walked on first, then those of other targets
 */
export function questionsOf(experiment, example, { low, high }) {
  const { cost, activation } = experiment;
  const targets = targetsOf(experiment);
  const own = targets[example ?? 0];
  const different = [...new Set(targets)];
  const others = different.length <= MOST_TARGETS ? different.filter((y) => y !== own) : [];
  return [own, ...others].map((y) => ({ cost, activation, y, low, high }));
}

/**
 * One set of questions at a time, so that answers come in order, and of those that wait only the newest. Unlike
 * `Latest` it hands over an answer even when a newer question waits: the curve follows a slider that does not rest.
 */
export class CurveSource {
  /**
   * @param {(question: Question) => Promise<Answer>} fetchCurve
   * @param {{onCurves: (curves: CurvePoints[]) => void, onFailure: (isLost: boolean) => void}} options
   *   `isLost`: the connection, which may be back the next time, while a refusal would be the same again
   */
  constructor(fetchCurve, { onCurves, onFailure }) {
    this._fetchCurve = fetchCurve;
    this._onCurves = onCurves;
    this._onFailure = onFailure;
    /** The curves asked for last, the newest at the end. @type {Map<string, Promise<CurvePoints>>} */
    this._known = new Map();
    /** @type {Question[]} */
    this._questions = [];
    this._asked = "";
    this._isBusy = false;
    this._isOver = false;
  }

  /** @param {Question[]} questions @returns {boolean} whether they are others than the last time */
  ask(questions) {
    const asked = JSON.stringify(questions);
    if (asked === this._asked) return false;
    this._asked = asked;
    this._questions = questions;
    if (!this._isBusy) this._proceed();
    return true;
  }

  destroy() {
    this._isOver = true;
    this._known.clear();
  }

  async _proceed() {
    this._isBusy = true;
    const questions = this._questions;
    try {
      const curves = await Promise.all(questions.map((question) => this._fetch(question)));
      if (!this._isOver) this._onCurves(curves);
    } catch (error) {
      if (questions === this._questions && !this._isOver) this._fail(error instanceof TypeError);
    } finally {
      this._isBusy = false;
      if (questions !== this._questions && !this._isOver) this._proceed();
    }
  }

  /** @param {boolean} isLost */
  _fail(isLost) {
    if (isLost) this._asked = "";
    this._onFailure(isLost);
  }

  /** @param {Question} question @returns {Promise<CurvePoints>} */
  _fetch(question) {
    const key = JSON.stringify(question);
    const curve = this._known.get(key) ?? this._request(key, question);
    this._known.delete(key);
    this._known.set(key, curve);
    for (const oldest of this._known.keys()) {
      if (this._known.size <= MOST_KEPT) break;
      this._known.delete(oldest);
    }
    return curve;
  }

  /** @param {string} key @param {Question} question */
  _request(key, question) {
    const curve = this._fetchCurve(question).then(({ z, cost }) => new CurvePoints(z, cost));
    curve.catch(() => this._known.delete(key));
    return curve;
  }
}
