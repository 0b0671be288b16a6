// @ts-check
/**
 * The curve a neuron walks on: C against z (templates/_partials/cost_curve.html), with a dot where it stands, the
 * tangent there, which is the slope that it feels, and a ring at its start that can be dragged along the curve.
 */

import { listOf, targetsOf } from "../../runs/experiment.js";
import { decimals } from "../../words/format.js";
import { messages } from "../../words/messages.js";
import { exampleIn, fits, readingOf } from "../../runs/reading.js";
import { startOf } from "../../runs/start.js";
import { CurvePlane } from "./curve-plane.js";
import { CurveSource, questionsOf, rangeOf, USUAL } from "./curve-source.js";
import { StartHandle } from "./start-handle.js";

/** Half the length of the tangent, in units of the picture. */
const TANGENT = 40;

/**
 * @typedef {import("./curve-points.js").CurvePoints} CurvePoints
 * @typedef {object} Options
 * @property {Record<string, {followsGradient: boolean}>} costs
 * @property {(question: import("./curve-source.js").Question) => Promise<import("./curve-source.js").Answer>} fetchCurve
 * @property {import("./start-handle.js").OnDrag} [onDrag]
 */

export class CostCurve {
  /** @param {HTMLElement} element @param {Options} options */
  constructor(element, { costs, fetchCurve, onDrag }) {
    /** @param {string} name @returns {SVGGElement} */
    const part = (name) => /** @type {any} */ (element.querySelector(`[data-part="${name}"]`));
    this._costs = costs;
    this._parts = {
      slope: part("slope"), ticks: part("ticks"), others: part("others"), curve: part("curve"), tangent: part("tangent"),
      crowd: part("crowd"), now: part("now"), beyond: part("beyond"),
    };
    this._dot = /** @type {Element} */ (this._parts.now.querySelector("circle"));
    const picture = /** @type {SVGSVGElement} */ (element.querySelector("svg"));
    const [left, width, top, height] = /** @type {string} */ (picture.dataset.frame).split(" ").map(Number);
    this._plane = new CurvePlane({ left, width, top, height }, { low: -USUAL, high: USUAL, top: 1 });
    this._start = new StartHandle(part("start"), this._plane, onDrag);
    this._source = new CurveSource(fetchCurve, {
      onCurves: (curves) => this._draw(curves),
      onFailure: (isLost) => {
        this._erase();
        this._parts.slope.textContent = isLost ? messages.why.noCurve : messages.why.noSuchCurve;
      },
    });
    /** @type {import("../../runs/trace.js").Trace | null} */
    this._trace = null;
    /** @type {any} */
    this._experiment = null;
    /** @type {number | null} */
    this._example = null;
    /** @type {Record<string, any> | null} */
    this._row = null;
    /** @type {CurvePoints | null} */
    this._curve = null;
    /** The cost and the activation whose curve is drawn. */
    this._drawn = "";
    /** The ends of z that the next curve is to have. */
    this._wanted = { low: -USUAL, high: USUAL };
  }

  /** @param {any} experiment @param {number | null} example */
  choose(experiment, example) {
    this._experiment = experiment;
    this._example = exampleIn(experiment, example);
    this._start.put(startOf(experiment, this._example));
    this._start.name((this._example ?? 0) + 1, targetsOf(experiment).length);
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
      this._hideDot();
      this._parts.crowd.setAttribute("d", "");
      this._parts.slope.textContent = "";
      return;
    }
    const isCrowd = targetsOf(this._experiment).length > 1;
    if (isCrowd) this._showCrowd(listOf(row.z), listOf(row.loss));
    else this._parts.crowd.setAttribute("d", "");
    if (this._example === null) {
      this._hideDot();
      this._parts.slope.textContent = messages.why.manyDots(listOf(row.z).length);
    } else this._showDot(readingOf(row, this._experiment, this._example));
  }

  /** Whether the start may be dragged. @param {boolean} canChange */
  allow(canChange) {
    this._start.allow(canChange);
  }

  destroy() {
    this._source.destroy();
    this._start.destroy();
  }

  /** Range, curves and start, when any of what they depend on may have changed. */
  _update() {
    if (this._experiment === null) return;
    // The ground must not move under a hand that drags.
    if (!this._start.isHeld) this._wanted = rangeOf(this._trace, this._start.z);
    const isOther = this._source.ask(questionsOf(this._experiment, this._example, this._wanted));
    if (!isOther) this._start.stand(this._curve);
    // Another formula's curve must not stand there while its own is on the way.
    else if (this._drawn !== formulaOf(this._experiment)) this._erase();
  }

  /** Nothing is known of the curve. */
  _erase() {
    this._curve = null;
    this._drawn = "";
    for (const name of /** @type {const} */ (["curve", "others"])) this._parts[name].setAttribute("d", "");
    this._parts.ticks.replaceChildren();
    this._start.stand(null);
    this.show(this._row);
  }

  /** @param {CurvePoints[]} curves the one walked on first */
  _draw([curve, ...others]) {
    this._curve = curve;
    this._drawn = formulaOf(this._experiment);
    const most = Math.max(...[curve, ...others].map((each) => each.greatest));
    this._plane.range = { low: curve.low, high: curve.high, top: 1.05 * most || 1 };
    this._parts.curve.setAttribute("d", this._plane.pathOf(curve));
    this._parts.others.setAttribute("d", others.map((each) => this._plane.pathOf(each)).join(""));
    this._parts.ticks.replaceChildren(...this._plane.ticks());
    this._start.stand(curve);
    this.show(this._row);
  }

  _hideDot() {
    this._parts.now.setAttribute("display", "none");
    this._parts.tangent.setAttribute("d", "");
  }

  /** @param {import("../../runs/reading.js").Reading} reading */
  _showDot({ z, loss, delta }) {
    const { now, tangent, slope, beyond } = this._parts;
    if (z === null) {
      this._hideDot();
      slope.textContent = "";
      return;
    }
    const [x, y] = [this._plane.x(z), this._plane.y(loss ?? this._plane.range.top)];
    now.removeAttribute("display");
    this._dot.setAttribute("cx", x.toFixed(2));
    this._dot.setAttribute("cy", y.toFixed(2));
    const way = this._plane.sideOf(z);
    beyond.setAttribute("d", way === 0 ? "" : `M${x + 7 * way} ${y - 5}l${5 * way} 5l${-5 * way} 5z`);
    const follows = this._costs[this._experiment.cost].followsGradient;
    const steepness = follows ? delta : this._curve?.slopeAt(z) ?? null;
    slope.textContent = slopeWords(follows, steepness, delta);
    const isDrawn = steepness !== null && way === 0;
    tangent.setAttribute("d", isDrawn ? this._plane.tangentOf({ x, y }, steepness, TANGENT) : "");
  }

  /** Every example as a dot, in one path: two hundred circles a frame would cost too much. @param {number[]} z @param {(number | null)[]} loss */
  _showCrowd(z, loss) {
    const { range } = this._plane;
    const dots = z.map((value, index) => `M${this._plane.x(value).toFixed(1)} ${this._plane.y(loss[index] ?? range.top).toFixed(1)}h0`);
    this._parts.crowd.setAttribute("d", dots.join(""));
  }
}

/** @param {any} experiment */
function formulaOf({ cost, activation }) {
  return `${cost} ${activation}`;
}

/** @param {boolean} follows whether the rule follows the slope @param {number | null} slope of the curve @param {number | null} delta */
function slopeWords(follows, slope, delta) {
  const words = messages.why;
  if (follows) return words.slopeHere(decimals(delta));
  return slope === null ? words.onlyRule(decimals(delta)) : words.otherSlope(decimals(slope), decimals(delta));
}
