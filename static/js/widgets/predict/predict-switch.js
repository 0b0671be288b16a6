// @ts-check
/** Whether predictions are asked for before a run; while one is open, what would give the run away is hidden. */

import { messages } from "../../words/messages.js";

export class PredictSwitch {
  /** @param {HTMLElement} lab @param {{onSwitch: (isOn: boolean) => void}} options */
  constructor(lab, { onSwitch }) {
    this._lab = lab;
    this._box = /** @type {HTMLInputElement} */ (lab.querySelector('[data-tool="predict"]'));
    this._hint = /** @type {HTMLElement} */ (lab.querySelector('[data-part="predict-hint"]'));
    this._box.addEventListener("change", () => {
      onSwitch(this._box.checked);
      // What is asked may lie below the screen.
      if (this._box.checked) lab.querySelector('[data-part="predict"]:not([hidden])')?.scrollIntoView({ block: "nearest" });
    });
  }

  /** @param {import("../lab/workbench.js").View} view */
  update({ isGuessing, state }) {
    this._box.checked = state.predict;
    this._lab.classList.toggle("is-secret", isGuessing);
    this._hint.textContent = isGuessing ? messages.lab.predictFirst : "";
  }
}
