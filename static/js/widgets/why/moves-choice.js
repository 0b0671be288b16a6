// @ts-check
/** What a start that is dragged along its curve changes: the bias or the weight. */

export class MovesChoice {
  /** @param {Element} element a fieldset of two radio buttons @param {{onMoves: (moves: "b" | "w") => void}} options */
  constructor(element, { onMoves }) {
    /** @type {NodeListOf<HTMLInputElement>} */
    this._choices = element.querySelectorAll("input");
    for (const choice of this._choices)
      choice.addEventListener("change", () => onMoves(/** @type {"b" | "w"} */ (choice.value)));
  }

  /** @param {import("../lab/workbench.js").View} view */
  update({ state: { moves } }) {
    for (const choice of this._choices) choice.checked = choice.value === moves;
  }
}
