// @ts-check
/** A learning rate for one lane that is fair to another, in one of several senses (templates/_partials/fair_rate.html). */

import { post, Refusal } from "../../api.js";
import { decimals, shortly } from "../../words/format.js";
import { messages } from "../../words/messages.js";

/** @typedef {import("../lab/workbench.js").View} View */

export class FairRate {
  /**
   * @param {HTMLElement} element
   * @param {{api: string, onRate: (lane: number, eta: number) => void}} options
   */
  constructor(element, { api, onRate }) {
    this._element = element;
    this._api = api;
    this._onRate = onRate;
    /** @param {string} name */
    const part = (name) => /** @type {any} */ (element.querySelector(`[data-part="${name}"]`));
    this._other = part("other");
    this._reference = part("reference");
    this._words = part("words");
    /** @type {any[]} */
    this._experiments = [];
    this._said = "";
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (element.querySelectorAll("[data-rule]")))
      button.addEventListener("click", () => this._ask(/** @type {string} */ (button.dataset.rule)));
  }

  /** @param {View} view */
  update({ lanes, state }) {
    this._element.hidden = lanes.length < 2;
    for (const select of [this._other, this._reference])
      for (const option of select.options) option.hidden = option.disabled = option.index >= lanes.length;
    if (this._reference.selectedIndex >= lanes.length) this._reference.selectedIndex = 0;
    if (this._other.selectedIndex >= lanes.length) this._other.selectedIndex = lanes.length - 1;
    // What was said of a rate holds until something is changed.
    if (this._said !== "" && this._said !== JSON.stringify(state.experiments)) this._say("");
    this._experiments = state.experiments;
  }

  /** @param {string} rule */
  async _ask(rule) {
    const [one, other] = [this._reference.selectedIndex, this._other.selectedIndex];
    if (one === other) return this._say(messages.rates.itself);
    const [reference, experiment] = [this._experiments[one], this._experiments[other]];
    try {
      const answer = await post(`${this._api}/rates`, { reference, other: experiment, rule });
      this._onRate(other, answer.eta);
      const words = messages.rates.told[/** @type {keyof typeof messages.rates.told} */ (rule)];
      const letters = [...this._reference.options].map((option) => option.value);
      this._said = JSON.stringify(this._experiments.with(other, { ...experiment, eta: answer.eta }));
      this._words.textContent =
        messages.rates.set(letters[other], shortly(answer.eta)) +
        words(letters[one], decimals(answer.reference), [reference.cost, experiment.cost]);
    } catch (error) {
      if (error instanceof Refusal) this._say(messages.rates.failed(error.message));
      else this._say(messages.rates.unreachable);
    }
  }

  /** @param {string} words */
  _say(words) {
    this._said = "";
    this._words.textContent = words;
  }
}
