// @ts-check
/** Whole numbers as somebody types them: "30, 10". Nothing is an empty list, or, where that may be, no list at all. */

import { complaintOf, readNumber } from "../../entry/typed-number.js";
import { messages } from "../../words/messages.js";
import { Field } from "./field.js";

export class ListField extends Field {
  /** @param {HTMLElement} element with `data-field` */
  constructor(element) {
    super(element);
    const { least, most, longest, optional } = this.control.dataset;
    this._bounds = { least: Number(least), most: Number(most), isWhole: true };
    this._longest = Number(longest);
    this._isOptional = optional !== undefined;
    this.control.addEventListener("change", () => {
      if (this.check()) this._write(this.value);
    });
  }

  /** @returns {number[] | null} */
  get value() {
    const text = this.control.value.trim();
    if (text === "") return this._isOptional ? null : [];
    return text.split(/[\s,;]+/).filter((/** @type {string} */ part) => part !== "").map((/** @type {string} */ part) => readNumber(part, true));
  }

  set value(value) {
    const isBeingTyped = document.activeElement === this.control && JSON.stringify(this.value) === JSON.stringify(value);
    if (!isBeingTyped) this._write(value);
    this.say("");
  }

  check() {
    const numbers = this.value ?? [];
    const tooMany = numbers.length > this._longest ? messages.network.list.tooMany(this._longest) : "";
    const complaint = tooMany || (numbers.map((number) => complaintOf(number, this._bounds)).find((text) => text !== "") ?? "");
    this.say(complaint);
    return complaint === "";
  }

  /** @param {number[] | null} value */
  _write(value) {
    this.control.value = (value ?? []).join(", ");
  }
}
