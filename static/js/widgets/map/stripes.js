// @ts-check
/** "Why are there stripes?", with the answer a press away; while it is open a line of equal starts lies on the maps. */

import { hasStripes, quantityOf, START } from "../../map/cell.js";
import { coordinate } from "../../words/map-words.js";
import { messages } from "../../words/messages.js";

export class Stripes {
  /** @param {HTMLDetailsElement} element @param {(isOpen: boolean) => void} onToggle */
  constructor(element, onToggle) {
    this._element = element;
    this._words = /** @type {Element} */ (element.querySelector('[data-part="stripes-words"]'));
    this._isOpen = false;
    element.addEventListener("toggle", () => {
      if (element.open === this._isOpen) return;
      this._isOpen = element.open;
      onToggle(element.open);
    });
  }

  /** @param {import("../../link/map-state.js").MapState} state @param {boolean} hasLine */
  update({ experiment, across, up, stripes }, hasLine) {
    this._isOpen = this._element.open = stripes;
    const words = messages.map.stripes;
    const names = [across.name, up.name];
    const z = coordinate(quantityOf(experiment, START));
    const said = hasStripes(names) ? [...words.yes] : [words.no];
    if (!hasLine) said.push(words.noLine);
    else said.push(words.line(z) + (names.includes("w") && names.includes("b") ? ` ${words.formula(coordinate(experiment.x), z)}` : ""));
    this._words.replaceChildren(...said.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
  }
}
