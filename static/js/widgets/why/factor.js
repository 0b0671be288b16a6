// @ts-check
/** One line of the gradient taken apart (templates/_partials/gradient_bars.html): a symbol, a bar from zero, a number, and words beneath. */

import { decimals } from "../../words/format.js";
import { mathNodes } from "./math.js";

export class Factor {
  /** @param {Element} element */
  constructor(element) {
    /** @param {string} selector */
    const find = (selector) => /** @type {Element} */ (element.querySelector(selector));
    this.element = /** @type {HTMLElement} */ (element);
    this._symbol = find(".factor-symbol");
    this._picture = find(".factor-bar");
    this._bar = find(".bar");
    this._ghost = find(".ghost");
    this._beyond = find(".beyond");
    this._number = /** @type {HTMLDataElement} */ (find(".factor-number"));
    this._note = find('[data-part="note"]');
    this._verdict = find('[data-part="verdict"]');
    this._full = 1;
  }

  /** @param {string} symbol @param {string} note */
  name(symbol, note) {
    this._symbol.replaceChildren(...mathNodes(symbol));
    this.note(note);
  }

  /** @param {string} text */
  note(text) {
    if (this._note.textContent !== text) this._note.textContent = text;
  }

  /** @param {number} full the number whose bar has full length @param {boolean} isSigned whether zero is in the middle */
  scale(full, isSigned) {
    this._full = full;
    this._picture.setAttribute("viewBox", isSigned ? "-100 0 200 12" : "0 0 100 12");
  }

  /** @param {number | null} value @param {number | null} [length] of its bar, where that is not the number */
  show(value, length = value) {
    this._lay(this._bar, length);
    const isBeyond = length !== null && Math.abs(length) > this._full * (1 + 1e-9);
    this._beyond.setAttribute("d", isBeyond ? `M${94 * Math.sign(length)} 2L${98 * Math.sign(length)} 6L${94 * Math.sign(length)} 10` : "");
    this.ghost(null);
    this._write(value);
  }

  /** A factor that is not there, and what it would have been. @param {number | null} length @param {number | null} value */
  showGhost(length, value) {
    this._lay(this._bar, null);
    this._beyond.setAttribute("d", "");
    this.ghost(length);
    this._write(value);
  }

  /** @param {number | null} value */
  ghost(value) {
    this._lay(this._ghost, value);
  }

  /** @param {string} words @param {boolean} [isCulprit] */
  say(words, isCulprit = false) {
    if (this._verdict.textContent === words) return;
    this._verdict.textContent = words;
    this.element.classList.toggle("is-culprit", isCulprit);
  }

  /** @param {Element} bar @param {number | null} value */
  _lay(bar, value) {
    const length = value === null ? 0 : Math.max(-100, Math.min(100, (100 * value) / this._full));
    bar.setAttribute("x", Math.min(length, 0).toFixed(2));
    bar.setAttribute("width", Math.abs(length).toFixed(2));
  }

  /** @param {number | null} value */
  _write(value) {
    this._number.value = value === null ? "" : String(value);
    this._number.textContent = decimals(value);
  }
}
