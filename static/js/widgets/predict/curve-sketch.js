// @ts-check
/** A curve drawn by hand over a chart of the cost: with a pointer anywhere, or by keys with a row of handles. */

import { geometry, sizeOf, withHeadroom } from "../../charts/geometry.js";
import { svg } from "../../charts/svg.js";
import { decimals } from "../../words/format.js";
import { messages } from "../../words/messages.js";
import { completed, emptySketch, HANDLE_STEP, POINTS, withHandle, withStroke } from "../../words/predictions.js";
import { GuessLayer } from "./guess-layer.js";

/** An arrow key moves a handle by this part of the axis. */
const KEY_STEP = 1 / 50;
const HANDLE = 5;
const TARGET = 13;

export class CurveSketch {
  /**
   * @param {HTMLElement} plot of templates/_partials/plot.html
   * @param {{describedBy: string, onChange: () => void}} options `describedBy`: the id of what explains it
   */
  constructor(plot, { describedBy, onChange }) {
    const words = messages.predict;
    this._onChange = onChange;
    this._axes = { epochs: 1, low: 0, high: 1 };
    /** Of the run that is guessed about; the axis may be longer. */
    this._epochs = 1;
    this._sketch = emptySketch();
    this._layer = new GuessLayer(plot, {
      hint: words.hintSketch,
      onResize: () => this._place(),
      onStroke: (from, to) => this._change(withStroke(this._sketch, this._numbersAt(from), this._numbersAt(to))),
      onCancel: () => {},
    });
    this._path = svg("path", { class: "guess-line" });
    this._label = svg("text", { class: "guess-label", "text-anchor": "end" });
    this._group = svg("g", { class: "guess-handles", role: "group", "aria-label": words.handles, "aria-describedby": describedBy });
    const count = Math.ceil(POINTS / HANDLE_STEP);
    this._handles = [...Array(count).keys()].map((order) => this._makeHandle(order, words.handle(order + 1, count)));
    this._group.append(...this._handles);
    this._layer.root.append(this._path, this._label, this._group);
  }

  /** The sketch, or null while nothing is drawn. @returns {import("../../words/predictions.js").Sketch | null} */
  get value() {
    return this._isEmpty ? null : completed(this._sketch, this._level);
  }

  /** Forgets the sketch. */
  reset() {
    this._sketch = emptySketch();
    this._place();
  }

  /** @param {import("../../charts/geometry.js").Axes} axes of the chart @param {number} epochs of the run */
  setAxes(axes, epochs) {
    this._axes = axes;
    this._epochs = epochs;
    this._place();
  }

  /** Whether it can be drawn. @param {boolean} isOpen */
  setOpen(isOpen) {
    this._layer.setOpen(isOpen);
    this._place();
  }

  destroy() {
    this._layer.destroy();
  }

  get _isEmpty() {
    return this._sketch.every((value) => value === null);
  }

  /** Where handles lie before anything is drawn. */
  get _level() {
    return (this._axes.low + this._axes.high) / 2;
  }

  /** @param {import("../../words/predictions.js").Sketch} sketch */
  _change(sketch) {
    this._sketch = sketch;
    this._place();
    this._onChange();
  }

  /** @param {{x: number, y: number}} point */
  _numbersAt({ x, y }) {
    const { low, high } = this._axes;
    const at = geometry(withHeadroom(this._axes), sizeOf(this._layer.plot));
    return { place: clamp(at.epochAt(x) / this._epochs, 0, 1), value: clamp(at.valueAt(y), low, high) };
  }

  /** @param {number} order @param {string} label */
  _makeHandle(order, label) {
    const handle = svg("g", { class: "guess-handle", role: "slider", tabindex: order === 0 ? 0 : -1, "aria-label": label, "aria-orientation": "vertical" });
    handle.append(svg("circle", { class: "guess-target", r: TARGET }), svg("circle", { class: "guess-grip", r: HANDLE }));
    handle.addEventListener("keydown", (event) => this._onKey(/** @type {KeyboardEvent} */ (event), order));
    handle.addEventListener("focus", () => this._rove(order));
    return handle;
  }

  /** One handle at a time is in the order of Tab. @param {number} order */
  _rove(order) {
    this._handles.forEach((handle, index) => handle.setAttribute("tabindex", index === order && this._layer.isOpen ? "0" : "-1"));
  }

  /** @param {KeyboardEvent} event @param {number} order of the handle */
  _onKey(event, order) {
    if (!this._layer.isOpen || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this._handles.length - 1;
    /** @type {Record<string, number>} */
    const handles = { ArrowLeft: order - 1, ArrowRight: order + 1, Home: 0, End: last };
    /** @type {Record<string, number>} */
    const steps = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
    if (event.key in handles) this._handles[clamp(handles[event.key], 0, last)].focus();
    else if (event.key in steps) this._lift(order * HANDLE_STEP, steps[event.key] * (event.shiftKey ? 5 : 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} index of a point @param {number} steps */
  _lift(index, steps) {
    const { low, high } = this._axes;
    const value = completed(this._sketch, this._level)[index] + steps * KEY_STEP * (high - low);
    this._change(withHandle(this._sketch, index, clamp(value, low, high), this._level));
  }

  _place() {
    const words = messages.predict;
    const { low, high } = this._axes;
    const epochs = this._epochs;
    const at = geometry(withHeadroom(this._axes), sizeOf(this._layer.plot));
    const whole = completed(this._sketch, this._level);
    const points = whole.map((value, index) => ({ x: at.x((index / (POINTS - 1)) * epochs), y: at.y(clamp(value, low, high)) }));
    const { isOpen } = this._layer;
    this._layer.place(at, this._isEmpty);
    this._path.setAttribute("d", this._isEmpty ? "" : `M${points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}`);
    this._label.textContent = this._isEmpty ? "" : words.yourSketch;
    const end = points[POINTS - 1];
    this._label.setAttribute("x", String(end.x));
    this._label.setAttribute("y", String(end.y < at.top + 24 ? end.y + 20 : end.y - 10));
    this._group.toggleAttribute("hidden", !isOpen);
    this._group.classList.toggle("is-placed", !this._isEmpty);
    this._handles.forEach((handle, order) => {
      const index = order * HANDLE_STEP;
      handle.setAttribute("transform", `translate(${points[index].x.toFixed(1)},${points[index].y.toFixed(1)})`);
      const epoch = Math.round((index / (POINTS - 1)) * epochs);
      handle.setAttribute("aria-valuemin", String(low));
      handle.setAttribute("aria-valuemax", String(high));
      handle.setAttribute("aria-valuenow", String(whole[index]));
      handle.setAttribute("aria-valuetext", this._isEmpty ? words.notDrawn(epoch) : words.handleAt(epoch, decimals(whole[index])));
    });
  }
}

/** @param {number} value @param {number} low @param {number} high */
function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}
