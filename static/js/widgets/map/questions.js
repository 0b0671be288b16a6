// @ts-check
/** Questions to begin with: each is a button that shows its map, and says what to see while that is there. */

/**
 * @typedef {{title: string, description: string, measure: string, across: any, up: any}} Question
 * @typedef {import("../../link/map-state.js").MapState} MapState
 */

export class Questions {
  /** @param {Element} root @param {{questions: Record<string, Question>, onAsk: (name: string) => void}} options */
  constructor(root, { questions, onAsk }) {
    this._questions = questions;
    this._remark = /** @type {Element} */ (root.querySelector('[data-part="remark"]'));
    /** @type {HTMLElement[]} */
    this._buttons = [...root.querySelectorAll(/** @type {any} */ ("[data-question]"))];
    for (const button of this._buttons) button.addEventListener("click", () => onAsk(/** @type {string} */ (button.dataset.question)));
  }

  /** @param {MapState} state */
  update({ measure, across, up }) {
    const isAlike = (/** @type {any} */ one, /** @type {any} */ other) => one.name === other.name && one.scale === other.scale;
    const asked = Object.keys(this._questions).find((name) => {
      const question = this._questions[name];
      return question.measure === measure && isAlike(question.across, across) && isAlike(question.up, up);
    });
    for (const button of this._buttons) button.setAttribute("aria-pressed", String(button.dataset.question === asked));
    this._remark.textContent = asked === undefined ? "" : this._questions[asked].description;
  }
}
