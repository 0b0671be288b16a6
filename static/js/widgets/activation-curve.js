// @ts-check
/**
 * The activation and its slope, with marks where neurons stand on them (templates/_partials/activation_curve.html). It
 * shows one neuron, with a dot for each of its examples (`choose`, `show`), or several neurons by name (`showMark`).
 */

import { listOf, targetsOf } from "../runs/experiment.js";
import { activationSymbol, plain } from "../words/format.js";
import { exampleIn, fits, readingOf } from "../runs/reading.js";

const EDGE = 6;
/** Where the arrow of a dot that rests at the edge begins. */
const ARROW = 7;

/**
 * @typedef {{low: number, high: number}} Scale
 * @typedef {{value_path: string, value_scale: Scale, slope_path: string, slope_scale: Scale}} Picture
 */

export class ActivationCurve {
  /**
   * @param {Element} svg
   * @param {Record<string, Picture>} pictures by the name of the activation
   */
  constructor(svg, pictures) {
    this._svg = svg;
    this._pictures = pictures;
    this._picture = pictures.sigmoid;
    const frame = /** @type {string} */ (svg.getAttribute("data-frame")).split(" ").map(Number);
    const [left, width, top, height, slopeTop, slopeHeight] = frame;
    this._frame = { left, width, top, height, slopeTop, slopeHeight };
    this._crowd = /** @type {Element} */ (svg.querySelector('[data-part="crowd"]'));
    /** @type {Map<string, Element>} */
    this._marks = new Map();
    for (const mark of svg.querySelectorAll("[data-mark]"))
      this._marks.set(/** @type {string} */ (mark.getAttribute("data-mark")), mark);
    /** @type {any} */
    this._experiment = null;
    /** @type {number | null} */
    this._example = null;
  }

  /** Draws the activation of an experiment. @param {any} experiment @param {number | null} [example] */
  choose(experiment, example = null) {
    this._experiment = experiment;
    this._example = exampleIn(experiment, example);
    this._picture = this._pictures[experiment.activation];
    /** @param {string} name @param {(element: Element) => void} change */
    const part = (name, change) => this._svg.querySelectorAll(`[data-part="${name}"]`).forEach(change);
    part("value-path", (path) => path.setAttribute("d", this._picture.value_path));
    part("slope-path", (path) => path.setAttribute("d", this._picture.slope_path));
    part("value-high", (text) => (text.textContent = plain(this._picture.value_scale.high)));
    part("value-low", (text) => (text.textContent = plain(this._picture.value_scale.low)));
    part("slope-high", (text) => (text.textContent = plain(this._picture.slope_scale.high)));
    const letter = activationSymbol(experiment.activation);
    part("value-name", (text) => (text.textContent = `${letter}(z)`));
    part("slope-name", (text) => (text.textContent = `${letter}′(z)`));
  }

  /** The picture is the same whatever the rows are. */
  prepare() {}

  /** Where the chosen experiment's neuron stands, null: not known yet. @param {Record<string, any> | null} row */
  show(row) {
    const [id] = this._marks.keys();
    const isKnown = fits(row, this._experiment);
    const isCrowd = isKnown && targetsOf(this._experiment).length > 1;
    this._crowd.setAttribute("d", isCrowd ? this._pathOf(listOf(row.z), listOf(row.a), listOf(row.slope)) : "");
    if (!isKnown || this._example === null) {
      this.hideMark(id);
      return;
    }
    const { z, a, slope } = readingOf(row, this._experiment, this._example);
    if (z === null || a === null || slope === null) this.hideMark(id);
    else this.showMark(id, { z, a, slope });
  }

  destroy() {
    this._experiment = null;
  }

  /**
   * Moves a mark. A neuron beyond the edge of the picture rests at the edge.
   * @param {string} id @param {{z: number, a: number, slope: number}} row
   */
  showMark(id, { z, a, slope }) {
    const mark = this._marks.get(id);
    if (mark === undefined) return;
    mark.removeAttribute("display");
    const x = this._x(z);
    const [valueY, slopeY] = [this._valueY(a), this._slopeY(slope)];
    place(mark.querySelector('[data-dot="value"]'), { cx: x, cy: valueY });
    place(mark.querySelector('[data-dot="slope"]'), { cx: x, cy: slopeY });
    place(mark.querySelector(".stem"), { x1: x, x2: x, y1: slopeY });
    place(mark.querySelector(".dot-label"), { x, y: valueY });
    const way = z < -EDGE ? -1 : z > EDGE ? 1 : 0;
    const arrow = (/** @type {number} */ y) => `M${(x + ARROW * way).toFixed(2)} ${(y - 4).toFixed(2)}l${4 * way} 4l${-4 * way} 4z`;
    mark.querySelector(".beyond")?.setAttribute("d", way === 0 ? "" : arrow(valueY) + arrow(slopeY));
  }

  /** Takes a mark away until it is shown again. @param {string} id */
  hideMark(id) {
    this._marks.get(id)?.setAttribute("display", "none");
  }

  /** A dot on both curves for every example, in one path. @param {number[]} z @param {number[]} a @param {number[]} slope */
  _pathOf(z, a, slope) {
    const dots = z.map((value, index) => {
      const x = this._x(value).toFixed(1);
      return `M${x} ${this._valueY(a[index]).toFixed(1)}h0M${x} ${this._slopeY(slope[index]).toFixed(1)}h0`;
    });
    return dots.join("");
  }

  /** @param {number} z */
  _x(z) {
    return this._frame.left + this._frame.width * fraction(z, { low: -EDGE, high: EDGE });
  }

  /** @param {number} a */
  _valueY(a) {
    return this._frame.top + this._frame.height * (1 - fraction(a, this._picture.value_scale));
  }

  /** @param {number} slope */
  _slopeY(slope) {
    return this._frame.slopeTop + this._frame.slopeHeight * (1 - fraction(slope, this._picture.slope_scale));
  }
}

/** @param {number} value @param {Scale} scale */
function fraction(value, { low, high }) {
  return Math.max(0, Math.min(1, (value - low) / (high - low)));
}

/** @param {Element | null} element @param {Record<string, number>} attributes */
function place(element, attributes) {
  if (element === null) return;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value.toFixed(2));
}
