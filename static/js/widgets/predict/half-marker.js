// @ts-check
/** A line over a chart of the output, to be put where one thinks that the output passes 0.5: a slider on the epoch axis. */

import { geometry, sizeOf, withHeadroom } from "../../charts/geometry.js";
import { svg } from "../../charts/svg.js";
import { messages } from "../../words/messages.js";
import { GuessLayer } from "./guess-layer.js";

const GRIP = 9;
/** What a label needs beside its line, in pixels. */
const ROOM = 110;

export class HalfMarker {
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
    /** @type {number[]} */
    this._levels = [];
    /** @type {number | null} */
    this._epoch = null;
    /** @type {number | null} */
    this._before = null;
    this._isNever = false;
    /** @type {number | null} */
    this._truth = null;
    this._isFalling = true;
    this._layer = new GuessLayer(plot, {
      hint: words.hintHalf,
      onResize: () => this._place(),
      onStroke: (from, to) => {
        if (from === to) {
          this._before = this._epoch;
          // So that keys can go on where the pointer left it.
          this._slider.focus({ preventScroll: true });
        }
        this._move(this._at(to.x));
      },
      // The finger that seemed to press was scrolling the page.
      onCancel: () => this._take(this._before),
    });
    this._layer.root.classList.add("guess-half");
    this._level = svg("g", { class: "guess-levels" });
    this._line = svg("line", { class: "guess-line" });
    this._grip = svg("circle", { class: "guess-grip", r: GRIP });
    this._label = svg("text", { class: "guess-label" });
    this._slider = svg("g", {
      class: "guess-slider",
      role: "slider",
      tabindex: 0,
      "aria-label": words.marker,
      "aria-describedby": describedBy,
      "aria-valuemin": 0,
    });
    this._slider.append(this._line, this._grip, this._label);
    this._slider.addEventListener("keydown", (event) => this._onKey(/** @type {KeyboardEvent} */ (event)));
    this._truthLine = svg("line", { class: "guess-truth" });
    this._truthSpan = svg("line", { class: "guess-span" });
    this._truthLabel = svg("text", { class: "guess-label guess-truth-label" });
    this._layer.root.append(this._level, this._truthSpan, this._truthLine, this._truthLabel, this._slider);
  }

  /** The guess: an epoch, "never", or null. @returns {import("../../words/predictions.js").Half | null} */
  get value() {
    return this._isNever ? "never" : this._epoch;
  }

  /** Forgets the guess. @param {number[]} levels of the output that are to be passed */
  reset(levels) {
    this._levels = levels;
    this._epoch = this._truth = null;
    this._isNever = false;
    this._place();
  }

  /** @param {import("../../charts/geometry.js").Axes} axes of the chart @param {number} epochs of the run */
  setAxes(axes, epochs) {
    this._axes = axes;
    this._epochs = epochs;
    this._place();
  }

  /** @param {boolean} isNever */
  setNever(isNever) {
    this._isNever = isNever;
    this._place();
  }

  /** Whether it can be moved. @param {boolean} isOpen */
  setOpen(isOpen) {
    this._layer.setOpen(isOpen);
    this._place();
  }

  /** Shows where it was beside where it was thought to be. @param {number | null} epoch @param {boolean} isFalling the output comes from above */
  tell(epoch, isFalling) {
    this._truth = epoch;
    this._isFalling = isFalling;
    this._place();
  }

  destroy() {
    this._layer.destroy();
  }

  /** @param {number} x */
  _at(x) {
    return geometry(withHeadroom(this._axes), sizeOf(this._layer.plot)).epochAt(x);
  }

  /** @param {number} epoch */
  _move(epoch) {
    this._take(Math.round(Math.min(Math.max(epoch, 0), this._epochs)));
  }

  /** @param {number | null} epoch */
  _take(epoch) {
    this._epoch = epoch;
    this._isNever = false;
    this._place();
    this._onChange();
  }

  /** @param {KeyboardEvent} event */
  _onKey(event) {
    const epochs = this._epochs;
    const step = Math.max(1, Math.round(epochs / 100)) * (event.shiftKey ? 10 : 1);
    const here = this._epoch ?? epochs / 2;
    /** @type {Record<string, number>} */
    const places = {
      ArrowLeft: here - step,
      ArrowDown: here - step,
      ArrowRight: here + step,
      ArrowUp: here + step,
      PageDown: here - 10 * step,
      PageUp: here + 10 * step,
      Home: 0,
      End: epochs,
    };
    if (!(event.key in places) || !this._layer.isOpen || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this._move(places[event.key]);
  }

  _place() {
    const words = messages.predict;
    const epochs = this._epochs;
    const at = geometry(withHeadroom(this._axes), sizeOf(this._layer.plot));
    const bottom = at.top + at.height;
    const levels = this._levels.map(at.y).filter((y) => y > at.top + 1 && y < bottom - 1);
    this._level.toggleAttribute("hidden", !this._layer.isOpen && this.value === null);
    this._level.replaceChildren(...levels.map((y) => svg("line", { x1: at.left, x2: at.left + at.width, y1: y, y2: y })));
    const { isOpen } = this._layer;
    this._layer.place(at, this._epoch === null && !this._isNever);
    const [epoch, x] = [this._epoch, at.x(this._epoch ?? epochs / 2)];
    this._slider.classList.toggle("is-placed", epoch !== null && !this._isNever);
    this._slider.classList.toggle("is-never", this._isNever);
    set(this._line, { x1: x, x2: x, y1: at.top, y2: bottom });
    set(this._grip, { cx: x, cy: levels[0] ?? at.top + at.height / 2 });
    const isLate = this._isNever || (epoch !== null && epoch > (this._truth ?? epochs));
    this._write(this._label, this._isNever ? at.left + at.width : x, isLate, at);
    this._label.textContent = this._isNever ? words.yourNever : epoch === null ? "" : words.yours(epoch);
    set(this._slider, { "aria-valuemax": epochs, "aria-valuenow": epoch ?? Math.round(epochs / 2), "aria-disabled": !isOpen, tabindex: isOpen ? 0 : -1 });
    this._slider.setAttribute("aria-valuetext", this._label.textContent || words.notYet);
    this._showTruth(at, x);
  }

  /** @param {ReturnType<typeof geometry>} at @param {number} guessX */
  _showTruth(at, guessX) {
    const isTold = this._truth !== null;
    const x = at.x(this._truth ?? 0);
    const y = this._levels.map(at.y)[0] ?? at.top + at.height / 2;
    set(this._truthLine, { x1: x, x2: x, y1: at.top, y2: at.top + at.height });
    set(this._truthSpan, { x1: guessX, x2: x, y1: y, y2: y });
    this._write(this._truthLabel, x, null, at, Math.abs(x - guessX) < 2 * ROOM ? 1 : 0);
    this._truthLabel.textContent = this._truth === null ? "" : messages.predict.truth(this._truth);
    this._truthLine.toggleAttribute("hidden", !isTold);
    this._truthSpan.toggleAttribute("hidden", !isTold || this._epoch === null || this._isNever);
  }

  /**
   * Writes a label beside a line, where the curve of the output is not: it is on one side of the level before it
   * passes it, and on the other afterwards.
   * @param {Element} label @param {number} x of the line @param {boolean | null} isAfter the curve has passed there; null: it passes at the line
   * @param {{left: number, top: number, height: number}} at @param {number} [row] away from the edge
   */
  _write(label, x, isAfter, { left, top, height }, row = 0) {
    const isLeft = x > left + ROOM;
    const isHigh = this._isFalling === (isAfter ?? !isLeft);
    const y = isHigh ? top + 16 + 18 * row : top + height - 8 - 18 * row;
    set(label, { x: x + (isLeft ? -8 : 8), y, "text-anchor": isLeft ? "end" : "start" });
  }
}

/** @param {Element} element @param {Record<string, any>} attributes */
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}
