// @ts-check
/** The Jacobian as a table whose cells are coloured by sign and size, and the outputs after one input has been raised. */

import { decimals } from "../../words/format.js";
import { raisedWords } from "../../words/softmax-words.js";
import { NumberField } from "../form/number-field.js";
import { showShare } from "./bar.js";
import { find, outputsOf, showNumber } from "./number.js";

export class Jacobian {
  /**
   * @param {HTMLElement} root
   * @param {{tones: number, heading: HTMLElement, onChange: (change: any, isStep: boolean) => void, onRaise: () => void}} options
   */
  constructor(root, { tones, heading, onChange, onRaise }) {
    this._tones = tones;
    this._heading = heading;
    this._table = find(root, ".jacobian");
    this._rows = outputsOf(find(this._table, "tbody"));
    this._after = outputsOf(find(root, ".raised"));
    this._words = find(root, '[data-part="jacobian-words"]');
    this._radios = /** @type {HTMLInputElement[]} */ ([...root.querySelectorAll('input[name="raised"]')]);
    for (const [index, radio] of this._radios.entries()) radio.addEventListener("change", () => onChange({ raised: index }, true));
    const element = find(root, '[data-field="by"]');
    this._by = new NumberField(element);
    for (const [type, isStep] of /** @type {const} */ ([["input", false], ["change", true]]))
      element.addEventListener(type, () => this._by.check() && onChange({ by: this._by.value }, isStep));
    // A column is its input's own choice; the radio buttons do the same by keyboard.
    this._table.addEventListener("click", (/** @type {Event} */ event) => {
      const cell = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-input]"));
      if (cell !== null) onChange({ raised: Number(cell.dataset.input) }, true);
    });
    const raise = find(root, '[data-use="raise"]');
    raise.disabled = false;
    raise.addEventListener("click", onRaise);
  }

  /** @param {import("../../link/softmax-state.js").SoftmaxState} state */
  choose({ raised, by }) {
    this._radios[raised].checked = true;
    this._by.value = by;
    this._heading.textContent = String(raised + 1);
    for (const cell of this._table.querySelectorAll("[data-input]")) cell.classList.toggle("is-raised", Number(cell.dataset.input) === raised);
  }

  /** @param {any} answer @param {import("../../link/softmax-state.js").SoftmaxState} state */
  show({ a, jacobian, raised }, { c }) {
    const most = c === "max" ? 1 : c / 4;
    this._rows.forEach((row, j) =>
      row.querySelectorAll("td").forEach((/** @type {HTMLElement} */ cell, /** @type {number} */ k) => {
        const value = jacobian[j][k];
        cell.dataset.sign = value > 0 ? "up" : value < 0 ? "down" : "none";
        cell.dataset.tone = String(Math.min(this._tones, Math.ceil((this._tones * Math.abs(value)) / most)));
        showNumber(find(cell, "data"), value, { isSigned: true });
      }),
    );
    this._after.forEach((row, index) => {
      showShare(find(row, ".share-bar"), raised.a[index], a[index]);
      showNumber(find(row, "data"), raised.a[index]);
      const change = raised.change[index];
      find(row, '[data-part="change"]').textContent = `${change > 0 ? "▲ +" : change < 0 ? "▼ " : ""}${decimals(change)}`;
    });
    this._words.textContent = raisedWords(raised, a);
  }
}
