// @ts-check
/** Costs and activations that do not go together are not offered together: the other choice has to be changed first. */

import { messages } from "../../words/messages.js";

export class PossiblePairs {
  /** @param {HTMLFormElement} form @param {(cost: string, activation: string) => boolean} isPossible */
  constructor(form, isPossible) {
    /** @param {string} name */
    const select = (name) => /** @type {HTMLSelectElement} */ (form.elements.namedItem(name));
    this._cost = select("cost");
    this._activation = select("activation");
    this._isPossible = isPossible;
    form.addEventListener("input", () => this.update());
    this.update();
  }

  update() {
    for (const option of this._cost.options) this._offer(option, this._isPossible(option.value, this._activation.value));
    for (const option of this._activation.options) this._offer(option, this._isPossible(this._cost.value, option.value));
  }

  /** @param {HTMLOptionElement} option @param {boolean} isPossible */
  _offer(option, isPossible) {
    option.disabled = !isPossible && !option.selected;
    const label = option.dataset.label ?? option.text;
    option.dataset.label = label;
    option.text = option.disabled ? messages.lab.notTogether(label) : label;
  }
}
