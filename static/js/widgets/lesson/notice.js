// @ts-check
/** What the reader should know of the page as a whole, such as what is wrong with the link; it can be put away. */

import { messages } from "../../words/messages.js";

export class Notice {
  /** @param {HTMLElement} element */
  constructor(element) {
    this._element = element;
    /** @type {string[]} */
    this._sentences = [];
  }

  /** @param {string} sentence */
  add(sentence) {
    this.show([...this._sentences, sentence]);
  }

  /** @param {string[]} sentences */
  show(sentences) {
    this._sentences = sentences;
    this._element.hidden = sentences.length === 0;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet";
    button.textContent = messages.lab.dismiss;
    button.addEventListener("click", () => (this._element.hidden = true));
    this._element.replaceChildren(
      ...sentences.map((sentence) => Object.assign(document.createElement("p"), { textContent: sentence })),
      button,
    );
  }
}
