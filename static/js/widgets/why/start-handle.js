// @ts-check
/** The ring at a neuron's start on its cost curve: a slider, dragged along the curve with a pointer or moved by keys. */

import { decimals, roughly } from "../../words/format.js";
import { messages } from "../../words/messages.js";

/** As near as this to the top, the word at the start stands beneath it. */
const LABEL_ROOM = 24;
const KEYS = /** @type {Record<string, number>} */ ({ ArrowLeft: -0.1, ArrowDown: -0.1, ArrowRight: 0.1, ArrowUp: 0.1, PageDown: -1, PageUp: 1, Home: -Infinity, End: Infinity });

/** @typedef {(z: number, how: {isFinal: boolean}) => void} OnDrag the start is to be at this z */

export class StartHandle {
  /**
   * @param {SVGGElement} element
   * @param {import("./curve-plane.js").CurvePlane} plane
   * @param {OnDrag} [onDrag] without it, the ring is a picture alone
   */
  constructor(element, plane, onDrag) {
    this._element = element;
    this._label = /** @type {Element} */ (element.querySelector("text"));
    this._picture = /** @type {SVGSVGElement} */ (element.ownerSVGElement);
    this._plane = plane;
    this._onDrag = onDrag;
    /** @type {import("./curve-points.js").CurvePoints | null} */
    this._curve = null;
    this._z = 0;
    /** While the start is dragged: where the plot lies on the screen. @type {DOMRect | null} */
    this._grip = null;
    /** Whether a key that moves the start is still down. */
    this._isPressed = false;
    this._listening = new AbortController();
    this._listen();
  }

  get z() {
    return this._z;
  }

  /** Whether a pointer holds it. */
  get isHeld() {
    return this._grip !== null;
  }

  /** Where the start is, unless a pointer holds it; to be seen from the next `stand` on. @param {number} z */
  put(z) {
    if (!this.isHeld) this._z = z;
  }

  /** Whose start it is, where there are several. @param {number} number @param {number} count */
  name(number, count) {
    const isOne = count === 1;
    this._label.textContent = isOne ? messages.why.startLabel : messages.why.startOfExample(number);
    this._element.setAttribute("aria-label", isOne ? messages.why.startHandle : messages.why.startHandleOf(number));
  }

  /** Whether the start may be dragged. @param {boolean} canChange */
  allow(canChange) {
    if (this._onDrag === undefined) return;
    this._element.classList.toggle("is-draggable", canChange);
    this._element.setAttribute("aria-disabled", String(!canChange));
  }

  /** Draws the ring on a curve, or hides it where there is none. @param {import("./curve-points.js").CurvePoints | null} curve */
  stand(curve) {
    this._curve = curve;
    const handle = this._element;
    const { frame, range } = this._plane;
    const cost = curve?.at(Math.max(range.low, Math.min(range.high, this._z))) ?? null;
    if (cost === null) {
      handle.setAttribute("display", "none");
      return;
    }
    handle.removeAttribute("display");
    const y = this._plane.y(cost);
    handle.setAttribute("transform", `translate(${this._plane.x(this._z).toFixed(2)} ${y.toFixed(2)})`);
    this._label.setAttribute("y", y < frame.top + LABEL_ROOM ? "21" : "-12");
    handle.setAttribute("aria-valuemin", String(range.low));
    handle.setAttribute("aria-valuemax", String(range.high));
    handle.setAttribute("aria-valuenow", String(this._z));
    handle.setAttribute("aria-valuetext", messages.why.start(roughly(this._z), decimals(cost)));
  }

  destroy() {
    this._listening.abort();
  }

  _listen() {
    const handle = this._element;
    const { signal } = this._listening;
    if (this._onDrag === undefined) {
      handle.removeAttribute("tabindex");
      handle.setAttribute("role", "img");
    } else {
      handle.classList.add("is-draggable");
      handle.addEventListener("pointerdown", (event) => this._grasp(event), { signal });
      handle.addEventListener("pointermove", (event) => this._grip && this._drag(event, this._grip, false), { signal });
      handle.addEventListener("pointerup", (event) => this._grip && this._drag(event, this._grip, true), { signal });
      handle.addEventListener("pointercancel", () => this._grip && this._moveTo(this._z, true), { signal });
      handle.addEventListener("keydown", (event) => this._press(event), { signal });
      for (const end of ["keyup", "blur"]) handle.addEventListener(end, () => this._release(), { signal });
    }
  }

  get _isDraggable() {
    return this._element.classList.contains("is-draggable");
  }

  /** @param {PointerEvent} event */
  _grasp(event) {
    if (event.button !== 0 || !this._isDraggable) return;
    event.preventDefault();
    this._element.setPointerCapture(event.pointerId);
    this._element.focus();
    this._grip = this._picture.getBoundingClientRect();
  }

  /** @param {PointerEvent} event @param {DOMRect} grip @param {boolean} isFinal */
  _drag(event, grip, isFinal) {
    const x = ((event.clientX - grip.left) / grip.width) * this._picture.viewBox.baseVal.width;
    this._moveTo(this._plane.zAt(x), isFinal);
  }

  /** @param {KeyboardEvent} event */
  _press(event) {
    const by = KEYS[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey || !this._isDraggable) return;
    event.preventDefault();
    // The page's own keys move the clock.
    event.stopPropagation();
    this._isPressed = true;
    this._moveTo(this._z + by, false);
  }

  /** A key that is held moves the start many times, and that is one change. */
  _release() {
    if (!this._isPressed) return;
    this._isPressed = false;
    this._moveTo(this._z, true);
  }

  /** @param {number} z @param {boolean} isFinal */
  _moveTo(z, isFinal) {
    const { low, high } = this._plane.range;
    this._z = Math.round(100 * Math.max(low, Math.min(high, z))) / 100;
    if (isFinal) this._grip = null;
    this.stand(this._curve);
    this._onDrag?.(this._z, { isFinal });
  }
}
