// @ts-check
/** One example of the batch, class by class: what is wanted, what is answered, and what it costs. */

import { messages } from "../../words/messages.js";
import { classesWords } from "../../words/softmax-words.js";
import { showShare } from "./bar.js";
import { find, showNumber } from "./number.js";

export class EntropyExample {
  /** @param {HTMLElement} root @param {(example: number) => void} onChoose */
  constructor(root, onChoose) {
    this._body = find(root, '[data-part="classes"]');
    this._words = find(root, '[data-part="classes-words"]');
    this._select = /** @type {HTMLSelectElement} */ (find(root, "select"));
    this._row = /** @type {HTMLElement} */ (this._body.firstElementChild);
    this._select.addEventListener("change", () => onChoose(Number(this._select.value)));
  }

  /** @param {any} answer @param {import("../../link/softmax-state.js").SoftmaxState} state */
  show(answer, { p, example }) {
    const shown = Math.min(example, answer.q.length - 1);
    this._fit(this._select, answer.q.length, (index) => new Option(String(index + 1), String(index)));
    this._select.value = String(shown);
    const wanted = p[shown];
    this._fit(this._body, wanted.length, () => /** @type {HTMLElement} */ (this._row.cloneNode(true)));
    [...this._body.children].forEach((row, index) => {
      row.children[0].textContent = String(index + 1);
      const [first, second] = row.querySelectorAll(".share-bar");
      const [ofP, ofQ, ofTerm] = row.querySelectorAll("data");
      const q = answer.q[shown][index];
      showShare(first, wanted[index]);
      showShare(second, q);
      showNumber(ofP, wanted[index]);
      showNumber(ofQ, q);
      showNumber(ofTerm, answer.forms.categorical.terms[shown][index], { none: messages.softmax.infinite });
    });
    this._words.textContent = classesWords(wanted, answer, shown);
  }

  /** So many children. @param {Element} parent @param {number} count @param {(index: number) => Element} make */
  _fit(parent, count, make) {
    while (parent.children.length > count) parent.lastElementChild?.remove();
    while (parent.children.length < count) parent.append(make(parent.children.length));
  }
}
