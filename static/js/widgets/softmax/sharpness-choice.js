// @ts-check
/** A few sharpnesses side by side, each with its outputs and to be pressed, and what the present one means. */

import { sharpnessWords } from "../../words/softmax-words.js";
import { showStrip } from "./bar.js";
import { find } from "./number.js";

export class SharpnessChoice {
  /** @param {HTMLElement} root @param {(c: number | "max") => void} onChoose */
  constructor(root, onChoose) {
    this._buttons = /** @type {HTMLButtonElement[]} */ ([...root.querySelectorAll("[data-sharpness]")]);
    this._strips = /** @type {SVGElement[]} */ ([...root.querySelectorAll(".strip")]);
    this._words = find(root, '[data-part="sharpness-words"]');
    for (const button of this._buttons) {
      button.disabled = false;
      button.addEventListener("click", () => onChoose(valueOf(button)));
    }
  }

  /** @param {import("../../link/softmax-state.js").SoftmaxState} state */
  choose({ c }) {
    for (const button of this._buttons) button.setAttribute("aria-pressed", String(valueOf(button) === c));
    this._words.textContent = sharpnessWords(c);
  }

  /** @param {{also: number[][]}} answer */
  show({ also }) {
    this._strips.forEach((strip, index) => showStrip(strip, also[index]));
  }
}

/** @param {HTMLElement} button @returns {number | "max"} */
function valueOf({ dataset: { sharpness = "" } }) {
  return sharpness === "max" ? "max" : Number(sharpness);
}
