// @ts-check
/** What lies over a chart while somebody guesses: a surface that takes strokes of the pointer, and a hint. */

import { svg } from "../../charts/svg.js";

/** @typedef {{x: number, y: number}} Point in pixels from the chart's corner */

export class GuessLayer {
  /**
   * @param {HTMLElement} plot
   * @param {object} options
   * @param {string} options.hint
   * @param {() => void} options.onResize
   * @param {(from: Point, to: Point) => void} options.onStroke begins with one from a point to itself
   * @param {() => void} options.onCancel the stroke was none after all
   */
  constructor(plot, { hint, onResize, onStroke, onCancel }) {
    this.plot = plot;
    this._onStroke = onStroke;
    this._isOpen = false;
    /** @type {Point | null} */
    this._last = null;
    this._surface = svg("rect", { class: "guess-surface" });
    this._hint = svg("text", { class: "guess-hint", "text-anchor": "middle" });
    this._hint.textContent = hint;
    this.root = svg("svg", { class: "guess" });
    this.root.append(this._surface, this._hint);
    this.root.addEventListener("pointerdown", (event) => this._start(/** @type {PointerEvent} */ (event)));
    this.root.addEventListener("pointermove", (event) => this._stroke(/** @type {PointerEvent} */ (event)));
    // A press must not select text nor give the focus to what has just come under it: either may scroll the page.
    this.root.addEventListener("mousedown", (event) => this._isOpen && event.preventDefault());
    this.root.addEventListener("pointerup", () => (this._last = null));
    this.root.addEventListener("pointercancel", () => {
      if (this._last !== null) onCancel();
      this._last = null;
    });
    plot.append(this.root);
    this._resizes = new ResizeObserver(onResize);
    this._resizes.observe(plot);
  }

  get isOpen() {
    return this._isOpen;
  }

  /** @param {boolean} isOpen */
  setOpen(isOpen) {
    if (isOpen === this._isOpen) return;
    this._isOpen = isOpen;
    this._last = null;
    this.root.classList.toggle("is-open", isOpen);
  }

  /** @param {{left: number, top: number, width: number, height: number}} at the chart's area @param {boolean} isEmpty nothing is guessed yet */
  place({ left, top, width, height }, isEmpty) {
    for (const [name, value] of Object.entries({ x: left, y: top, width, height })) this._surface.setAttribute(name, String(value));
    this._hint.setAttribute("x", String(left + width / 2));
    this._hint.setAttribute("y", String(top + height * 0.4));
    this._hint.toggleAttribute("hidden", !isEmpty || !this._isOpen);
  }

  destroy() {
    this._resizes.disconnect();
    this.root.remove();
  }

  /** @param {PointerEvent} event */
  _start(event) {
    if (!this._isOpen || event.button !== 0) return;
    this.root.setPointerCapture(event.pointerId);
    this._last = this._pointOf(event);
    this._onStroke(this._last, this._last);
  }

  /** @param {PointerEvent} event */
  _stroke(event) {
    if (this._last === null || !this._isOpen) return;
    const point = this._pointOf(event);
    this._onStroke(this._last, point);
    this._last = point;
  }

  /** @param {PointerEvent} event @returns {Point} */
  _pointOf(event) {
    const { left, top } = this.plot.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }
}
