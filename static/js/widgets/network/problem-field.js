// @ts-check
/** The problem of a lane: a data set with its own options, or a table that the reader has brought. */

import { TABLE } from "../../networks/experiment.js";
import { messages } from "../../words/messages.js";
import { Field } from "../form/field.js";
import { NumberField } from "../form/number-field.js";

export class ProblemField extends Field {
  /** @param {HTMLElement} element with `data-field` @param {{onTable: () => void}} handlers `onTable`: somebody wants to bring a table */
  constructor(element, { onTable }) {
    super(element);
    /** @type {Map<string, {element: HTMLElement, fields: Field[]}>} */
    this._options = new Map(
      [...element.querySelectorAll(/** @type {any} */ ("[data-options]"))].map((block) => {
        const fields = [...block.querySelectorAll("[data-field]")].map((each) => (each.querySelector("select") ? new Field(each) : new NumberField(each)));
        return [block.dataset.options, { element: block, fields }];
      }),
    );
    /** The table that was brought last. @type {{x: number[][], y: number[][]} | null} */
    this._table = null;
    this._last = this.control.value;
    this.control.addEventListener("input", (/** @type {Event} */ event) => {
      if (this.control.value !== TABLE || this._table !== null) return this._show();
      // There is nothing to train on yet: until there is, it stays as it was.
      event.stopPropagation();
      this.control.value = this._last;
      onTable();
    });
    this.control.addEventListener("change", (/** @type {Event} */ event) => {
      if (this.control.value === this._last) event.stopPropagation();
      this._last = this.control.value;
    });
    this._show();
  }

  /** @returns {any} */
  get value() {
    const name = this.control.value;
    if (name === TABLE) return { name, ...this._table };
    const fields = this._options.get(name)?.fields ?? [];
    return { name, ...Object.fromEntries(fields.map((field) => [field.name, field.value])) };
  }

  set value(value) {
    this.control.value = this._last = value.name;
    if (value.name === TABLE) this._table = { x: value.x, y: value.y };
    for (const field of this._options.get(value.name)?.fields ?? []) field.value = value[field.name];
    this._show();
    this.say("");
  }

  check() {
    this.say("");
    return (this._options.get(this.control.value)?.fields ?? []).map((field) => field.check()).every(Boolean);
  }

  /** Problems that this server cannot give, with the reason. @param {Map<string, string>} reasons */
  lack(reasons) {
    for (const option of this.control.options) {
      const reason = reasons.get(option.value);
      const label = (option.dataset.label ??= option.text);
      option.disabled = reason !== undefined;
      option.text = reason === undefined ? label : messages.network.notHere(label);
      if (reason !== undefined) option.title = reason;
    }
  }

  _show() {
    for (const [name, { element }] of this._options) element.hidden = name !== this.control.value;
  }
}
