// @ts-check
/** The sharpness c: a number greater than 0 or the word "max", which is the last stop of its slider. */

import { nearest, stopsOf } from "../../entry/stops.js";
import { complaintOf, readNumber } from "../../entry/typed-number.js";
import { messages } from "../../words/messages.js";
import { plain } from "../../words/format.js";
import { Field } from "../form/field.js";

const MAX = "max";

export class SharpnessField extends Field {
  /** @param {HTMLElement} element @param {{sharpest: number, most: number}} options where the slider ends, and what may be typed */
  constructor(element, { sharpest, most }) {
    super(element);
    this._bounds = { above: 0, most };
    this._stops = stopsOf({ low: 0.1, high: sharpest, step: 0.1, scale: "log" }, false);
    this._range = /** @type {HTMLInputElement} */ (element.querySelector('input[type="range"]'));
    Object.assign(this._range, { min: "0", max: String(this._stops.length), step: "1" });
    this._range.addEventListener("input", () => {
      const stop = this._stops[this._range.valueAsNumber];
      this.control.value = stop === undefined ? MAX : String(stop);
      this._show();
    });
    this.control.addEventListener("input", () => this._show());
  }

  /** @returns {number | "max"} NaN where nothing can be read yet */
  get value() {
    const text = this.control.value.trim().toLowerCase();
    return text === MAX || text === "∞" ? MAX : readNumber(text);
  }

  set value(value) {
    const isBeingTyped = document.activeElement === this.control && Object.is(this.value, value);
    if (!isBeingTyped) this.control.value = String(value);
    this.say("");
    this._show();
  }

  check() {
    const { value } = this;
    const complaint = value === MAX ? "" : Number.isNaN(value) ? messages.softmax.sharpness.needed : complaintOf(value, this._bounds);
    this.say(complaint);
    return complaint === "";
  }

  _show() {
    const { value } = this;
    if (Number.isNaN(value)) return;
    this._range.value = String(value === MAX ? this._stops.length : nearest(this._stops, value));
    this._range.setAttribute("aria-valuetext", value === MAX ? MAX : plain(value));
  }
}
