// @ts-check
/** The true class: the log-likelihood cost, and δ = a − y as bars beside what the quadratic cost would make of it. */

import { messages } from "../../words/messages.js";
import { truthWords } from "../../words/softmax-words.js";
import { showSigned } from "./bar.js";
import { find, outputsOf, showNumber } from "./number.js";

export class TrueClass {
  /** @param {HTMLElement} root @param {(label: number) => void} onChoose */
  constructor(root, onChoose) {
    this._rows = outputsOf(root);
    this._radios = /** @type {HTMLInputElement[]} */ ([...root.querySelectorAll('input[name="label"]')]);
    this._label = find(root, '[data-part="label"]');
    this._cost = find(root, '[data-part="cost"]');
    this._words = find(root, '[data-part="truth-words"]');
    for (const [index, radio] of this._radios.entries()) radio.addEventListener("change", () => onChoose(index));
  }

  /** @param {import("../../link/softmax-state.js").SoftmaxState} state */
  choose({ label }) {
    this._radios[label].checked = true;
  }

  /** @param {any} answer @param {import("../../link/softmax-state.js").SoftmaxState} state */
  show({ a, truth }, { c }) {
    this._label.textContent = String(truth.label + 1);
    showNumber(this._cost, truth.cost, { none: messages.softmax.infinite });
    // δ is at most c: every bar keeps its place on the scale while z moves.
    const scale = c === "max" ? 1 : Math.max(1, c);
    this._rows.forEach((row, index) => {
      const [main, other] = row.querySelectorAll(".signed-bar");
      const [first, second] = row.querySelectorAll("data");
      const [own, quadratic] = [truth.delta[index], truth.quadratic.delta[index]];
      const isEndless = own === null || quadratic === null;
      row.classList.toggle("is-endless", isEndless);
      // Where a signal has no end it pulls the true class up, and every other down.
      const [end, none] = index === truth.label ? [-scale, messages.softmax.minusInfinite] : [scale, messages.softmax.infinite];
      showSigned(main, own ?? end, scale);
      showSigned(other, quadratic ?? end, scale);
      showNumber(first, own, { none });
      showNumber(second, quadratic, { none });
      row.classList.toggle("is-true", index === truth.label);
    });
    this._words.textContent = truthWords(truth, a, c);
  }
}
