// @ts-check
/** The activation and its slope, with marks where neurons stand on them (templates/_partials/activation_curve.html). */

import { activationSymbol, plain } from "../format.js";

const EDGE = 6;

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
    /** @type {Map<string, Element>} */
    this._marks = new Map();
    for (const mark of svg.querySelectorAll("[data-mark]"))
      this._marks.set(/** @type {string} */ (mark.getAttribute("data-mark")), mark);
  }

  /** Draws another activation. @param {string} name */
  choose(name) {
    this._picture = this._pictures[name];
    /** @param {string} name @param {(element: Element) => void} change */
    const part = (name, change) => this._svg.querySelectorAll(`[data-part="${name}"]`).forEach(change);
    part("value-path", (path) => path.setAttribute("d", this._picture.value_path));
    part("slope-path", (path) => path.setAttribute("d", this._picture.slope_path));
    part("value-high", (text) => (text.textContent = plain(this._picture.value_scale.high)));
    part("value-low", (text) => (text.textContent = plain(this._picture.value_scale.low)));
    part("slope-high", (text) => (text.textContent = plain(this._picture.slope_scale.high)));
    const letter = activationSymbol(name);
    part("value-name", (text) => (text.textContent = `${letter}(z)`));
    part("slope-name", (text) => (text.textContent = `${letter}′(z)`));
  }

  /**
   * Moves a mark. A neuron beyond the edge of the picture rests at the edge.
   * @param {string} id @param {{z: number, a: number, slope: number}} row
   */
  show(id, { z, a, slope }) {
    const mark = this._marks.get(id);
    if (mark === undefined) return;
    mark.removeAttribute("display");
    const { left, width, top, height, slopeTop, slopeHeight } = this._frame;
    const x = left + width * fraction(z, { low: -EDGE, high: EDGE });
    const valueY = top + height * (1 - fraction(a, this._picture.value_scale));
    const slopeY = slopeTop + slopeHeight * (1 - fraction(slope, this._picture.slope_scale));
    place(mark.querySelector('[data-dot="value"]'), { cx: x, cy: valueY });
    place(mark.querySelector('[data-dot="slope"]'), { cx: x, cy: slopeY });
    place(mark.querySelector(".stem"), { x1: x, x2: x, y1: slopeY });
    place(mark.querySelector(".dot-label"), { x, y: valueY });
  }

  /** Takes a mark away until it is shown again. @param {string} id */
  hide(id) {
    this._marks.get(id)?.setAttribute("display", "none");
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
