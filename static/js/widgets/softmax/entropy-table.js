// @ts-check
/** Both forms of the cross-entropy for every example, with both means, as they are and with q clipped. */

import { decimals } from "../../words/format.js";
import { messages } from "../../words/messages.js";
import { entropyWords } from "../../words/softmax-words.js";
import { find } from "./number.js";

/** The logarithm of a rounded q is off by so much, clipped or not. */
const ALIKE = 1e-12;

export class EntropyTable {
  /** @param {HTMLElement} root */
  constructor(root) {
    this._rows = find(root, '[data-part="entropy-rows"]');
    this._means = find(root, '[data-part="entropy-means"]');
    this._elements = find(root, '[data-part="elements"]');
    this._words = find(root, '[data-part="entropy-words"]');
  }

  /** @param {any} answer */
  show(answer) {
    const { forms, clipped, q } = answer;
    const columns = [forms.categorical, forms.per_output, clipped.forms.categorical, clipped.forms.per_output];
    this._rows.replaceChildren(
      ...q.map((/** @type {number[]} */ _, /** @type {number} */ index) => row(messages.softmax.entropy.example(index + 1), columns.map(({ values }) => values[index]))),
    );
    const [perExample, overElements] = this._means.children;
    fill(perExample, columns.map(({ mean_per_example: mean }) => mean));
    fill(overElements, columns.map(({ mean_over_elements: mean }) => mean));
    this._elements.textContent = String(q.length * q[0].length);
    this._words.textContent = entropyWords(answer, q[0].length);
  }
}

/** @param {string} name @param {(number | null)[]} values */
function row(name, values) {
  const element = document.createElement("tr");
  const head = Object.assign(document.createElement("th"), { scope: "row", textContent: name });
  element.append(head, ...values.map(() => document.createElement("td")));
  fill(element, values);
  return element;
}

/** Whether two costs are the same but for roundings. @param {number | null} one @param {number | null} other */
function isAlike(one, other) {
  return one === null || other === null ? one === other : Math.abs(one - other) <= ALIKE * Math.max(1, one);
}

/** @param {Element} element @param {(number | null)[]} values those of the first two columns, and clipped */
function fill(element, values) {
  for (const [index, cell] of [...element.querySelectorAll("td")].entries()) {
    const value = values[index];
    const data = document.createElement("data");
    data.value = value === null ? "" : String(value);
    data.textContent = value === null ? messages.softmax.infinite : decimals(value);
    cell.replaceChildren(data);
    cell.classList.toggle("is-changed", index >= 2 && !isAlike(value, values[index - 2]));
  }
}
