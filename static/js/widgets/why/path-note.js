// @ts-check
/** Why there is no landscape to look at: with one input the path in (w, b) is a straight line (templates/_partials/contour.html). */

import { inputRows, weightsOf } from "../../runs/experiment.js";
import { plain } from "../../words/format.js";
import { messages } from "../../words/messages.js";

export class PathNote {
  /** @param {HTMLElement} element */
  constructor(element) {
    this._element = element;
  }

  /** @param {any} experiment @param {number | null} [_example] */
  choose(experiment, _example) {
    const words = messages.why.contour;
    const count = weightsOf(experiment).length;
    const inputs = inputRows(experiment);
    const isSame = inputs.every(([x]) => x === inputs[0][0]);
    if (count === 1) this.say(isSame ? words.straight(plain(inputs[0][0])) : words.straightMany);
    else this.say(count === 2 ? "" : words.tooMany(count));
  }

  /** Something else instead, or nothing. @param {string} text */
  say(text) {
    if (this._element.textContent !== text) this._element.textContent = text;
    this._element.hidden = text === "";
  }
}
