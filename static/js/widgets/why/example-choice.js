// @ts-check
/** Which of several training examples the pictures show, or the mean of all. Not there while every lane has one only. */

import { targetsOf } from "../../runs/experiment.js";
import { messages } from "../../words/messages.js";

export class ExampleChoice {
  /**
   * @param {HTMLElement} element a label around a select
   * @param {{onExample: (example: number | null) => void}} options
   */
  constructor(element, { onExample }) {
    this._element = element;
    this._select = /** @type {HTMLSelectElement} */ (element.querySelector("select"));
    this._select.addEventListener("change", () => {
      onExample(this._select.value === "" ? null : Number(this._select.value));
    });
    this._count = 0;
  }

  /** @param {import("../lab/workbench.js").View} view */
  update({ lanes, state: { example } }) {
    const count = Math.max(...lanes.map(({ experiment }) => targetsOf(experiment).length));
    this._element.hidden = count === 1;
    if (count !== this._count) {
      const names = Array.from({ length: count }, (_, index) => new Option(messages.lab.example(index + 1), String(index)));
      this._select.replaceChildren(new Option(messages.lab.means, ""), ...names);
      this._count = count;
    }
    this._select.value = example === null || example >= count ? "" : String(example);
  }
}
