// @ts-check
/**
 * "Predict first": asks for a guess about a lane before it is run, keeps it until the run has been seen to its end,
 * and says then how far off it was (templates/_partials/prediction.html). It runs nothing: the page does.
 */

import { listOf, targetsOf } from "../../runs/experiment.js";
import { messages } from "../../words/messages.js";
import { halfLevels, halfMeaning, halfWords, sketchWords } from "../../words/predictions.js";
import { CurveSketch } from "./curve-sketch.js";
import { HalfMarker } from "./half-marker.js";

/**
 * @typedef {import("../../words/predictions.js").Guess} Guess
 * @typedef {import("../../charts/geometry.js").Axes} Axes
 * @typedef {"open" | "locked" | "skipped" | "told"} State
 */

export class Prediction {
  /**
   * @param {HTMLElement} element
   * @param {object} options
   * @param {HTMLElement} options.outputPlot the `.plot` of the output; the line is laid over it
   * @param {HTMLElement} options.costPlot the `.plot` of the cost; the sketch is laid over it
   * @param {(guess: Guess) => void} options.onLock the guess stands: the run may be seen now
   * @param {() => void} options.onSkip no guess is wanted: the run may be seen now
   * @param {() => void} options.onChange the guess is another, or is open again: the run may not be seen
   */
  constructor(element, { outputPlot, costPlot, onLock, onSkip, onChange }) {
    /** @param {string} selector @returns {any} */
    const find = (selector) => element.querySelector(selector);
    this._element = element;
    this._handlers = { onLock, onSkip, onChange };
    /** @type {any} */
    this._experiment = null;
    /** @type {Record<string, Axes>} */
    this._axes = {};
    /** @type {State} */
    this._state = "open";
    this._ask = find(".predict-ask");
    this._words = find(".predict-words");
    this._never = find(".predict-never");
    this._neverBox = find(".predict-never input");
    /** @type {HTMLInputElement[]} */
    this._kinds = [...element.querySelectorAll(/** @type {any} */ ('input[type="radio"]'))];
    this._lock = find('[data-action="lock"]');
    this._again = find('[data-action="again"]');
    const drawing = { describedBy: this._ask.id, onChange: () => this._change() };
    this._marker = new HalfMarker(outputPlot, drawing);
    this._sketch = new CurveSketch(costPlot, drawing);
    this._gone = new AbortController();
    /** @param {EventTarget} target @param {string} type @param {() => void} act */
    const on = (target, type, act) => target.addEventListener(type, act, { signal: this._gone.signal });
    for (const kind of this._kinds) on(kind, "change", () => this._show());
    on(this._neverBox, "change", () => {
      this._marker.setNever(this._neverBox.checked);
      this._change();
    });
    on(this._lock, "click", () => this._settle("locked", messages.predict.locked, () => onLock(this.guess)));
    on(find('[data-action="skip"]'), "click", () => this._settle("skipped", messages.predict.skipped, onSkip));
    on(this._again, "click", () => this._reopen());
  }

  /** Whether a guess is still asked for: neither locked in nor skipped. */
  get isOpen() {
    return this._state === "open";
  }

  /** What has been guessed so far. @returns {Guess} */
  get guess() {
    return { half: this._marker.value, sketch: this._sketch.value };
  }

  /** Asks anew, about an experiment. @param {any} experiment @param {Record<string, Axes>} axes of its charts, by column: `a` and `cost` */
  reset(experiment, axes) {
    this._experiment = experiment;
    this._state = "open";
    this._words.textContent = "";
    this._marker.reset(halfLevels(experiment));
    this._sketch.reset();
    this._neverBox.checked = false;
    this._never.querySelector("span").textContent = messages.predict.never(experiment.epochs);
    this.setAxes(axes);
    this._show();
  }

  /**
   * Where the run starts: an output that is within 0.5 of its target from the start leaves nothing to guess, but its
   * cost can be sketched.
   * @param {Record<string, any> | null} row
   */
  know(row) {
    const targets = targetsOf(this._experiment);
    const isRight = row !== null && listOf(row.a).every((a, index) => Math.abs(a - targets[index]) < 0.5);
    const [half, sketch] = this._kinds;
    if (half.disabled === isRight) return;
    half.disabled = isRight;
    if (isRight) sketch.checked = true;
    else half.checked = true;
    this._show();
  }

  /** The charts have other axes: what was drawn stays at its numbers. @param {Record<string, Axes>} axes by column */
  setAxes(axes) {
    this._axes = axes;
    const { epochs } = this._experiment ?? axes.a;
    this._marker.setAxes(axes.a, epochs);
    this._sketch.setAxes(axes.cost, epochs);
  }

  /** Says how far off the guess was, once. @param {import("../../runs/session.js").Lane} lane of a finished run whose end has been seen */
  reveal(lane) {
    if (this._state !== "locked" || lane.summary === null || lane.trace.length === 0) return;
    const { half, sketch } = this.guess;
    const parts = [];
    if (half !== null) parts.push(halfWords(half, lane));
    if (sketch !== null) parts.push(sketchWords(sketch, lane, this._axes.cost));
    const [start, target] = [lane.trace.columns.a[0], lane.experiment.y].map((cell) => listOf(cell)[0]);
    if (half !== null) this._marker.tell(lane.summary.epochs_to_half, start > target);
    this._state = "told";
    this._words.textContent = parts.join(" ");
    this._show();
  }

  /** Asks for nothing any more, and leaves nothing on the charts. */
  leave() {
    this._state = "skipped";
    this._words.textContent = "";
    this._marker.reset(halfLevels(this._experiment));
    this._sketch.reset();
    this._show();
  }

  destroy() {
    this._gone.abort();
    this._marker.destroy();
    this._sketch.destroy();
  }

  _change() {
    this._neverBox.checked = this._marker.value === "never";
    this._show();
    this._handlers.onChange();
  }

  /** @param {State} state @param {string} words @param {() => void} tell */
  _settle(state, words, tell) {
    this._state = state;
    this._words.textContent = words;
    this._show();
    // The button that was pressed is gone, and the focus must not be lost with it.
    this._again.focus();
    tell();
  }

  _reopen() {
    this.reset(this._experiment, this._axes);
    (this._kinds.find((kind) => kind.checked) ?? this._kinds[0]).focus();
    this._handlers.onChange();
  }

  _show() {
    const words = messages.predict;
    const kind = this._kinds.find(({ checked }) => checked)?.value ?? "half";
    const { half, sketch } = this.guess;
    this._element.dataset.state = this._state;
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (this._element.querySelectorAll("[data-when]")))
      part.hidden = (part.dataset.when === "open") !== this.isOpen;
    const [halfChoice] = this._kinds;
    /** @type {Element} */ (halfChoice.nextElementSibling).textContent = words.kind(halfMeaning(this._experiment));
    this._ask.textContent =
      kind === "half" ? words.askHalf(halfMeaning(this._experiment)) : halfChoice.disabled ? words.askSketchOnly : words.askSketch;
    this._never.hidden = kind !== "half";
    this._lock.disabled = half === null && sketch === null;
    this._marker.setOpen(this.isOpen && kind === "half");
    this._sketch.setOpen(this.isOpen && kind === "sketch");
  }
}
