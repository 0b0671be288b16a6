// @ts-check
/** −ln q over q and the same clipped, which the template has drawn; here the wanted classes of the batch are put upon them. */

import { svg } from "../../charts/svg.js";
import { messages } from "../../words/messages.js";
import { clipWords } from "../../words/softmax-words.js";
import { find } from "./number.js";

/** The ends of the picture: q = 10⁻¹⁶, and a cost of 40. */
const DECADES = 16;
const DEAREST = 40;

export class ClipCurve {
  /** @param {HTMLElement} root */
  constructor(root) {
    this._dots = find(root, '[data-part="dots"]');
    this._words = find(root, '[data-part="clip-words"]');
    this._frame = find(root, "svg").dataset.frame.split(" ").map(Number);
  }

  /** @param {any} answer @param {import("../../link/softmax-state.js").SoftmaxState} state */
  show(answer, { p }) {
    const [left, top, width, height] = this._frame;
    const dots = [];
    for (const [example, row] of p.entries())
      for (const [index, wanted] of row.entries()) {
        if (wanted === 0) continue;
        // The cost itself says where ln q lies, even where q is too small to be told from 0.
        const term = answer.forms.categorical.terms[example][index];
        const cost = term === null ? Infinity : term / wanted;
        const isBeyond = cost > DECADES * Math.LN10;
        const x = left + width * (isBeyond ? 0 : 1 - cost / (DECADES * Math.LN10));
        const y = top + height * (1 - Math.min(cost, DECADES * Math.LN10) / DEAREST);
        dots.push(isBeyond ? svg("path", { class: "clip-beyond", d: `M${x - 9} ${y}l8 -5v10z` }) : svg("circle", { class: "clip-dot", cx: x, cy: y, r: 5 }));
        dots[dots.length - 1].append(svg("title", {}, messages.softmax.clip.dot(example + 1, index + 1)));
      }
    this._dots.replaceChildren(...dots);
    this._words.textContent = clipWords(answer);
  }
}
