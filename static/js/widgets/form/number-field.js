// @ts-check
/** A number that is typed (entry.js), stepped with the arrow keys or moved by a slider beside it. */

import { complaintOf, readNumber, tidied } from "../../entry/typed-number.js";
import { neighbour } from "../../entry/stops.js";
import { Field } from "./field.js";
import { SliderField } from "./slider-field.js";

/** @param {DOMStringMap} data of a control @returns {import("../../entry/typed-number.js").Bounds} */
function boundsOf({ least, above, most, whole }) {
  const number = (/** @type {string | undefined} */ text) => (text === undefined ? undefined : Number(text));
  return { least: number(least), above: number(above), most: number(most), isWhole: whole !== undefined };
}

export class NumberField extends Field {
  /** @param {HTMLElement} element with `data-field` */
  constructor(element) {
    super(element);
    const { low, high, step, scale = "linear" } = this.control.dataset;
    this.bounds = boundsOf(this.control.dataset);
    this._hints = { low: Number(low), high: Number(high), step: Number(step), scale };
    this._isStepping = false;
    const range = /** @type {HTMLInputElement | null} */ (element.querySelector('input[type="range"]'));
    const isWhole = this.bounds.isWhole === true;
    this._slider = range && new SliderField(range, { ...this._hints, isWhole }, (value) => this._write(value));
    this.control.addEventListener("input", () => this._show());
    this.control.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this._onKey(event));
    for (const end of ["keyup", "blur"]) this.control.addEventListener(end, () => this._endStepping());
    this.control.addEventListener("change", () => {
      this.text = tidied(this.text, this.bounds.isWhole);
    });
    this._show();
  }

  /** Another quantity's bounds and steps, for a field without a slider. @param {import("../../entry/typed-number.js").Bounds} bounds @param {import("../../entry/stops.js").Slider} hints */
  retune(bounds, hints) {
    this.bounds = bounds;
    this._hints = hints;
  }

  /** @returns {number} NaN where no number is typed yet */
  get value() {
    return readNumber(this.control.value, this.bounds.isWhole);
  }

  set value(value) {
    // Whoever types 0,50 and means what the page already knows is not interrupted.
    const isBeingTyped = document.activeElement === this.control && Object.is(this.value, value);
    if (!isBeingTyped) this._write(value);
    this.say("");
  }

  /** What is typed, number or not. */
  get text() {
    return this.control.value;
  }

  set text(text) {
    this.control.value = text;
    this._show();
  }

  check() {
    const complaint = complaintOf(this.value, this.bounds);
    this.say(complaint);
    return complaint === "";
  }

  /** @param {number} value */
  _write(value) {
    this.text = String(value);
  }

  /** Brings what else shows the number up to it. */
  _show() {
    const { value } = this;
    if (Number.isNaN(value)) this.control.removeAttribute("aria-valuenow");
    else {
      this.control.setAttribute("aria-valuenow", String(value));
      this._slider?.show(value);
    }
  }

  /** @param {KeyboardEvent} event */
  _onKey(event) {
    const isArrow = event.key === "ArrowUp" || event.key === "ArrowDown";
    const { value } = this;
    if (!isArrow || event.altKey || event.ctrlKey || event.metaKey || Number.isNaN(value)) return;
    event.preventDefault();
    const stepped = neighbour(value, event.key === "ArrowUp" ? 1 : -1, this._hints);
    if (complaintOf(stepped, this.bounds) !== "") return;
    this._write(stepped);
    this._isStepping = true;
    this.control.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  /** A held arrow is one change. */
  _endStepping() {
    if (!this._isStepping) return;
    this._isStepping = false;
    this.control.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
