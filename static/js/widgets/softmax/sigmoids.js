// @ts-check
/** The same weighted inputs through a softmax and through sigmoids, with both sums. */

import { sigmoidWords } from "../../words/softmax-words.js";
import { showShare } from "./bar.js";
import { find, outputsOf, showNumber } from "./number.js";

export class Sigmoids {
  /** @param {HTMLElement} root */
  constructor(root) {
    this._root = root;
    this._rows = outputsOf(root);
  }

  /** @param {any} answer */
  show(answer) {
    this._rows.forEach((row, index) => {
      const [soft, own] = row.querySelectorAll(".sigmoid-cell");
      for (const [cell, a] of /** @type {const} */ ([[soft, answer.a[index]], [own, answer.sigmoids.a[index]]])) {
        showShare(find(cell, ".share-bar"), a);
        showNumber(find(cell, "data"), a);
      }
    });
    showNumber(find(this._root, '[data-part="softmax-sum"]'), answer.sum);
    showNumber(find(this._root, '[data-part="sigmoid-sum"]'), answer.sigmoids.sum);
    find(this._root, '[data-part="sigmoid-words"]').textContent = sigmoidWords(answer);
  }
}
