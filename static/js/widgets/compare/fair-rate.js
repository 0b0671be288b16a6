// @ts-check
/** A learning rate for one lane that is fair to another, in one of several senses (templates/_partials/fair_rate.html). */

import { post, Refusal } from "../../api.js";
import { areSameExperiments } from "../../runs/experiment.js";
import { decimals, shortly } from "../../words/format.js";
import { messages } from "../../words/messages.js";

/** @typedef {import("../lab/workbench.js").View} View */

export class FairRate {
  /**
   * @param {HTMLElement} element
   * @param {{api: string, getExperiments: () => any[], onRate: (lane: number, eta: number) => void,
   *   onPair: (pair: {rate: string, fair: string}) => void}} options
   */
  constructor(element, { api, getExperiments, onRate, onPair }) {
    this._getExperiments = getExperiments;
    this._element = element;
    this._api = api;
    this._onRate = onRate;
    /** @param {string} name */
    const part = (name) => /** @type {any} */ (element.querySelector(`[data-part="${name}"]`));
    this._other = part("other");
    this._reference = part("reference");
    this._words = part("words");
    for (const select of [this._other, this._reference])
      select.addEventListener("change", () => onPair({ rate: this._other.value, fair: this._reference.value }));
    /** The experiments of which something is said. @type {any[] | null} */
    this._said = null;
    this._question = 0;
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (element.querySelectorAll("[data-rule]")))
      button.addEventListener("click", () => this._ask(/** @type {string} */ (button.dataset.rule)));
  }

  /** @param {View} view */
  update({ lanes, state: { rate, fair } }) {
    this._element.hidden = lanes.length < 2;
    const letters = lanes.map(({ letter }) => letter);
    for (const select of [this._other, this._reference])
      for (const option of select.options) option.hidden = option.disabled = !letters.includes(option.value);
    // A lane that has gone leaves its place to the last one, or to the first.
    this._other.value = letters.includes(rate) ? rate : letters[letters.length - 1];
    this._reference.value = letters.includes(fair) ? fair : letters[0];
    // What was said of a rate holds until something is changed.
    if (this._said !== null && !areSameExperiments(this._said, this._getExperiments())) this._say("");
  }

  /** @param {string} rule */
  async _ask(rule) {
    const [one, other] = [this._reference.selectedIndex, this._other.selectedIndex];
    if (one === other) return this._say(messages.rates.itself);
    const asked = this._getExperiments();
    const [reference, experiment] = [asked[one], asked[other]];
    const letters = [...this._reference.options].map((option) => option.value);
    this._say(messages.rates.asking);
    const question = (this._question += 1);
    let eta, compared;
    try {
      ({ eta, reference: compared } = await post(`${this._api}/rates`, { reference, other: experiment, rule }));
    } catch (error) {
      if (question !== this._question) return;
      if (error instanceof Refusal) this._say(messages.rates.failed(named(error.message, letters[one], letters[other])));
      else this._say(messages.rates.unreachable);
      return;
    }
    // An answer to an older question, or about lanes that have changed since, is no answer any more.
    if (question !== this._question || !areSameExperiments(asked, this._getExperiments())) {
      if (question === this._question) this._say(messages.rates.late);
      return;
    }
    const words = messages.rates.told[/** @type {keyof typeof messages.rates.told} */ (rule)];
    this._onRate(other, eta);
    this._words.textContent =
      messages.rates.set(letters[other], shortly(eta)) + words(letters[one], decimals(compared), [reference.cost, experiment.cost]);
    this._said = this._getExperiments();
  }

  /** @param {string} words */
  _say(words) {
    this._said = null;
    this._words.textContent = words;
  }
}

/** The server's sentence with the names that the two have here. @param {string} sentence @param {string} one @param {string} other */
function named(sentence, one, other) {
  return sentence
    .replaceAll(/the reference/gi, messages.rates.lane(one))
    .replaceAll(/the other (?:experiment|neuron)/gi, messages.rates.lane(other));
}
