// @ts-check
/** Whether predictions are asked for before a run; while one is open, what would give the run away is hidden. */

export class PredictSwitch {
  /** @param {HTMLElement} lab @param {{onSwitch: (isOn: boolean) => void}} options */
  constructor(lab, { onSwitch }) {
    this._lab = lab;
    this._box = /** @type {HTMLInputElement} */ (lab.querySelector('[data-tool="predict"]'));
    this._box.addEventListener("change", () => onSwitch(this._box.checked));
  }

  /** @param {import("../lab/workbench.js").View} view */
  update({ isGuessing, state }) {
    this._box.checked = state.predict;
    this._lab.classList.toggle("is-secret", isGuessing);
  }
}
