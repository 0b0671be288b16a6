// @ts-check
/**
 * The curve a neuron walks on: C against z (templates/_partials/cost_curve.html), with a dot where it stands, the
 * tangent there, which is the slope that it feels, and a ring at its start that can be dragged along the curve.
 */

import { niceStep } from "../../axes.js";
import { svg } from "../../charts/svg.js";
import { listOf, targetsOf } from "../../runs/experiment.js";
import { decimals, plain, roughly } from "../../words/format.js";
import { messages } from "../../words/messages.js";
import { exampleIn, extentOf, fits, readingOf } from "../../runs/reading.js";
import { startOf } from "../../runs/start.js";
import { CurvePoints } from "./curve-points.js";

const USUAL = 6;
/** A path that runs farther than this would press everything else into a corner; the dot then rests at the edge. */
const FARTHEST = 30;
/** Half the length of the tangent, in units of the picture. */
const TANGENT = 40;
/** As near as this to the top, the word at the start stands beneath it. */
const LABEL_ROOM = 24;
/** More curves than these for other targets would hide the one that counts. */
const MOST_TARGETS = 3;
const KEYS = /** @type {Record<string, number>} */ ({ ArrowLeft: -0.1, ArrowDown: -0.1, ArrowRight: 0.1, ArrowUp: 0.1, PageDown: -1, PageUp: 1, Home: -Infinity, End: Infinity });

/**
 * @typedef {{cost: string, activation: string, y: number, low: number, high: number}} Question
 * @typedef {{z: number[], cost: (number | null)[], delta: (number | null)[]}} Answer
 * @typedef {object} Options
 * @property {Record<string, {followsGradient: boolean}>} costs
 * @property {(question: Question) => Promise<Answer>} fetchCurve
 * @property {(z: number, how: {isFinal: boolean}) => void} [onDrag] the start is to be at this z
 */

export class CostCurve {
  /** @param {HTMLElement} element @param {Options} options */
  constructor(element, options) {
    /** @param {string} name @returns {SVGGElement} */
    const part = (name) => /** @type {any} */ (element.querySelector(`[data-part="${name}"]`));
    this._svg = /** @type {SVGSVGElement} */ (element.querySelector("svg"));
    this._options = options;
    const [left, width, top, height] = /** @type {string} */ (this._svg.dataset.frame).split(" ").map(Number);
    this._frame = { left, width, top, height };
    this._parts = {
      slope: part("slope"), ticks: part("ticks"), others: part("others"), curve: part("curve"), tangent: part("tangent"),
      crowd: part("crowd"), start: part("start"), now: part("now"), beyond: part("beyond"),
    };
    this._dot = /** @type {Element} */ (this._parts.now.querySelector("circle"));
    this._startLabel = /** @type {Element} */ (this._parts.start.querySelector("text"));
    /** @type {import("../../runs/trace.js").Trace | null} */
    this._trace = null;
    /** @type {any} */
    this._experiment = null;
    /** @type {number | null} */
    this._example = null;
    /** @type {Record<string, any> | null} */
    this._row = null;
    /** @type {Map<string, Promise<CurvePoints>>} */
    this._known = new Map();
    /** @type {CurvePoints | null} */
    this._curve = null;
    this._asked = "";
    /** The cost and the activation whose curve is drawn. */
    this._drawn = "";
    /** @type {Question[]} */
    this._questions = [];
    this._isAsking = false;
    /** The ends of the axes as they are drawn, and those of z that the next curve is to have. */
    this._range = { low: -USUAL, high: USUAL, top: 1 };
    this._wanted = { low: -USUAL, high: USUAL };
    this._start = 0;
    /** While the start is dragged: where the plot lies on the screen. @type {DOMRect | null} */
    this._grip = null;
    /** Whether a key that moves the start is still down. */
    this._isPressed = false;
    this._listening = new AbortController();
    this._makeHandle();
  }

  /** @param {any} experiment @param {number | null} example */
  choose(experiment, example) {
    this._experiment = experiment;
    this._example = exampleIn(experiment, example);
    if (this._grip === null) this._start = startOf(experiment, this._example);
    this._nameStart();
    this._update();
  }

  /** @param {import("../../runs/trace.js").Trace} trace */
  prepare(trace) {
    this._trace = trace;
    this._update();
  }

  /** @param {Record<string, any> | null} row */
  show(row) {
    this._row = row;
    if (!fits(row, this._experiment) || this._curve === null) {
      this._parts.now.setAttribute("display", "none");
      for (const name of /** @type {const} */ (["tangent", "crowd"])) this._parts[name].setAttribute("d", "");
      this._parts.slope.textContent = "";
      return;
    }
    const isCrowd = targetsOf(this._experiment).length > 1;
    if (isCrowd) this._showCrowd(listOf(row.z), listOf(row.loss));
    else this._parts.crowd.setAttribute("d", "");
    if (this._example === null) {
      this._parts.now.setAttribute("display", "none");
      this._parts.tangent.setAttribute("d", "");
      this._parts.slope.textContent = messages.why.manyDots(listOf(row.z).length);
    } else this._showDot(readingOf(row, this._experiment, this._example));
  }

  /** Whether the start may be dragged. @param {boolean} canChange */
  allow(canChange) {
    if (this._options.onDrag === undefined) return;
    this._parts.start.classList.toggle("is-draggable", canChange);
    this._parts.start.setAttribute("aria-disabled", String(!canChange));
  }

  destroy() {
    this._known.clear();
    this._listening.abort();
  }

  /** Range, curves and start, when any of what they depend on may have changed. */
  _update() {
    if (this._experiment === null) return;
    // The ground must not move under a hand that drags.
    if (this._grip === null) this._wanted = this._widened();
    const { cost, activation } = this._experiment;
    const { low, high } = this._wanted;
    const targets = targetsOf(this._experiment);
    const own = targets[this._example ?? 0];
    const different = [...new Set(targets)];
    const others = different.length <= MOST_TARGETS ? different.filter((y) => y !== own) : [];
    const questions = [own, ...others].map((y) => ({ cost, activation, y, low, high }));
    const asked = JSON.stringify(questions);
    if (asked === this._asked) {
      this._placeStart();
      return;
    }
    this._asked = asked;
    this._questions = questions;
    // Another formula's curve must not stand there while its own is on the way.
    if (this._drawn !== `${cost} ${activation}`) this._erase();
    this._ask();
  }

  /** One set of questions at a time, so that answers come in order, and of those that wait only the newest. */
  _ask() {
    if (this._isAsking) return;
    this._isAsking = true;
    const questions = this._questions;
    Promise.all(questions.map((question) => this._fetch(question)))
      .then((curves) => !this._listening.signal.aborted && this._draw(curves))
      .catch((error) => {
        if (questions !== this._questions) return;
        // Only a lost connection may be back the next time; a refusal would be the same again.
        const isLost = error instanceof TypeError;
        if (isLost) this._asked = "";
        this._erase();
        this._parts.slope.textContent = isLost ? messages.why.noCurve : messages.why.noSuchCurve;
      })
      .finally(() => {
        this._isAsking = false;
        if (questions !== this._questions) this._ask();
      });
  }

  _widened() {
    const [low, high] = extentOf(this._trace, "z") ?? [0, 0];
    return {
      low: Math.max(Math.min(-USUAL, Math.floor(Math.min(low, this._start))), -FARTHEST),
      high: Math.min(Math.max(USUAL, Math.ceil(Math.max(high, this._start))), FARTHEST),
    };
  }

  /** @param {Question} question @returns {Promise<CurvePoints>} */
  _fetch(question) {
    const key = JSON.stringify(question);
    const known = this._known.get(key);
    if (known !== undefined) return known;
    const curve = this._options.fetchCurve(question).then(({ z, cost }) => new CurvePoints(z, cost));
    this._known.set(key, curve);
    curve.catch(() => this._known.delete(key));
    return curve;
  }

  /** Nothing is known of the curve. */
  _erase() {
    this._curve = null;
    this._drawn = "";
    for (const name of /** @type {const} */ (["curve", "others"])) this._parts[name].setAttribute("d", "");
    this._parts.ticks.replaceChildren();
    this._placeStart();
    this.show(this._row);
  }

  /** @param {CurvePoints[]} curves the one walked on first */
  _draw([curve, ...others]) {
    this._curve = curve;
    const [{ cost, activation }] = this._questions;
    this._drawn = `${cost} ${activation}`;
    const most = Math.max(...[curve, ...others].map((each) => each.greatest));
    this._range = { low: curve.low, high: curve.high, top: 1.05 * most || 1 };
    this._parts.curve.setAttribute("d", this._pathOf(curve));
    this._parts.others.setAttribute("d", others.map((each) => this._pathOf(each)).join(""));
    this._drawTicks();
    this._placeStart();
    this.show(this._row);
  }

  /** @param {CurvePoints} curve */
  _pathOf({ z, values }) {
    const { left, top } = this._frame;
    let path = "";
    let isDown = false;
    values.forEach((value, index) => {
      if (value !== null) path += `${isDown ? "L" : "M"}${(this._x(z[index]) - left).toFixed(1)} ${(this._y(value) - top).toFixed(2)}`;
      isDown = value !== null;
    });
    return path;
  }

  _drawTicks() {
    const { low, high, top } = this._range;
    const { left, top: above, height } = this._frame;
    const texts = [];
    for (const z of ticks(low, high, niceStep((high - low) / 6)))
      texts.push(svg("text", { x: this._x(z), y: above + height + 16, "text-anchor": "middle" }, plain(z)));
    for (const cost of ticks(0, top, niceStep(top / 3)))
      texts.push(svg("text", { x: left - 6, y: this._y(cost) + 4, "text-anchor": "end" }, plain(cost)));
    this._parts.ticks.replaceChildren(...texts);
  }

  /** @param {import("../../runs/reading.js").Reading} reading */
  _showDot({ z, loss, delta }) {
    const { now, tangent, slope, beyond } = this._parts;
    if (z === null) {
      now.setAttribute("display", "none");
      tangent.setAttribute("d", "");
      slope.textContent = "";
      return;
    }
    const { left, width, top, height } = this._frame;
    const [x, y] = [this._x(z), this._y(loss ?? this._range.top)];
    now.removeAttribute("display");
    this._dot.setAttribute("cx", x.toFixed(2));
    this._dot.setAttribute("cy", y.toFixed(2));
    const way = z < this._range.low ? -1 : z > this._range.high ? 1 : 0;
    beyond.setAttribute("d", way === 0 ? "" : `M${x + 7 * way} ${y - 5}l${5 * way} 5l${-5 * way} 5z`);
    const follows = this._options.costs[this._experiment.cost].followsGradient;
    const steepness = follows ? delta : this._curve?.slopeAt(z) ?? null;
    slope.textContent = slopeWords(follows, steepness, delta);
    if (steepness === null || way !== 0) {
      tangent.setAttribute("d", "");
      return;
    }
    const [right, down] = [width / (this._range.high - this._range.low), (-steepness * height) / this._range.top];
    const length = TANGENT / Math.hypot(right, down);
    const [dx, dy] = [right * length, down * length];
    tangent.setAttribute("d", `M${(x - left - dx).toFixed(2)} ${(y - top - dy).toFixed(2)}l${(2 * dx).toFixed(2)} ${(2 * dy).toFixed(2)}`);
  }

  /** Every example as a dot, in one path: two hundred circles a frame would cost too much. @param {number[]} z @param {(number | null)[]} loss */
  _showCrowd(z, loss) {
    const dots = z.map((value, index) => `M${this._x(value).toFixed(1)} ${this._y(loss[index] ?? this._range.top).toFixed(1)}h0`);
    this._parts.crowd.setAttribute("d", dots.join(""));
  }

  /** Where z is in the picture; beyond its edges, at the edge. @param {number} z */
  _x(z) {
    const { low, high } = this._range;
    return this._frame.left + this._frame.width * Math.max(0, Math.min(1, (z - low) / (high - low)));
  }

  /** @param {number} cost */
  _y(cost) {
    return this._frame.top + this._frame.height * (1 - Math.max(0, Math.min(1, cost / this._range.top)));
  }

  // The start

  _makeHandle() {
    const handle = this._parts.start;
    const { signal } = this._listening;
    if (this._options.onDrag === undefined) {
      handle.removeAttribute("tabindex");
      handle.setAttribute("role", "img");
    } else {
      handle.classList.add("is-draggable");
      handle.addEventListener("pointerdown", (event) => this._grasp(event), { signal });
      handle.addEventListener("pointermove", (event) => this._grip && this._drag(event, false), { signal });
      handle.addEventListener("pointerup", (event) => this._grip && this._drag(event, true), { signal });
      handle.addEventListener("pointercancel", () => this._grip && this._moveTo(this._start, true), { signal });
      handle.addEventListener("keydown", (event) => this._press(event), { signal });
      for (const end of ["keyup", "blur"]) handle.addEventListener(end, () => this._release(), { signal });
    }
  }

  /** Whose start it is, where there are several. */
  _nameStart() {
    const number = (this._example ?? 0) + 1;
    const isOne = targetsOf(this._experiment).length === 1;
    this._startLabel.textContent = isOne ? messages.why.startLabel : messages.why.startOfExample(number);
    this._parts.start.setAttribute("aria-label", isOne ? messages.why.startHandle : messages.why.startHandleOf(number));
  }

  get _isDraggable() {
    return this._parts.start.classList.contains("is-draggable");
  }

  /** @param {PointerEvent} event */
  _grasp(event) {
    if (event.button !== 0 || !this._isDraggable) return;
    event.preventDefault();
    this._parts.start.setPointerCapture(event.pointerId);
    this._parts.start.focus();
    this._grip = this._svg.getBoundingClientRect();
  }

  /** @param {PointerEvent} event @param {boolean} isFinal */
  _drag(event, isFinal) {
    const { left, width } = this._frame;
    const rect = /** @type {DOMRect} */ (this._grip);
    const x = ((event.clientX - rect.left) / rect.width) * this._svg.viewBox.baseVal.width;
    const { low, high } = this._range;
    this._moveTo(low + ((x - left) / width) * (high - low), isFinal);
  }

  /** @param {KeyboardEvent} event */
  _press(event) {
    const by = KEYS[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey || !this._isDraggable) return;
    event.preventDefault();
    // The page's own keys move the clock.
    event.stopPropagation();
    this._isPressed = true;
    this._moveTo(this._start + by, false);
  }

  /** A key that is held moves the start many times, and that is one change. */
  _release() {
    if (!this._isPressed) return;
    this._isPressed = false;
    this._moveTo(this._start, true);
  }

  /** @param {number} z @param {boolean} isFinal */
  _moveTo(z, isFinal) {
    const { low, high } = this._range;
    this._start = Math.round(100 * Math.max(low, Math.min(high, z))) / 100;
    if (isFinal) this._grip = null;
    this._placeStart();
    this._options.onDrag?.(this._start, { isFinal });
  }

  _placeStart() {
    const handle = this._parts.start;
    const cost = this._curve?.at(Math.max(this._range.low, Math.min(this._range.high, this._start))) ?? null;
    if (cost === null) {
      handle.setAttribute("display", "none");
      return;
    }
    handle.removeAttribute("display");
    const y = this._y(cost);
    handle.setAttribute("transform", `translate(${this._x(this._start).toFixed(2)} ${y.toFixed(2)})`);
    this._startLabel.setAttribute("y", y < this._frame.top + LABEL_ROOM ? "21" : "-12");
    handle.setAttribute("aria-valuemin", String(this._range.low));
    handle.setAttribute("aria-valuemax", String(this._range.high));
    handle.setAttribute("aria-valuenow", String(this._start));
    handle.setAttribute("aria-valuetext", messages.why.start(roughly(this._start), decimals(cost)));
  }
}

/** @param {boolean} follows whether the rule follows the slope @param {number | null} slope of the curve @param {number | null} delta */
function slopeWords(follows, slope, delta) {
  const words = messages.why;
  if (follows) return words.slopeHere(decimals(delta));
  return slope === null ? words.onlyRule(decimals(delta)) : words.otherSlope(decimals(slope), decimals(delta));
}

/** Round numbers from low to high. @param {number} low @param {number} high @param {number} step */
function ticks(low, high, step) {
  const found = [];
  for (let count = Math.ceil(low / step); count * step <= high * (1 + 1e-12); count += 1) found.push(Number((count * step).toPrecision(6)));
  return found;
}
