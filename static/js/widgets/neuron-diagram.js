// @ts-check
/** The neuron as a picture: numbers, bars around zero, and the output as a level (templates/_partials/neuron_diagram.html). */

import { activationSymbol, decimals, plain } from "../format.js";

const HALF_TRACK = 35;
const [LEVEL_BOTTOM, LEVEL_HEIGHT] = [100, 68];
/** The bars' scale at the least; larger weights widen it. */
const LEAST_SCALE = 3;

export class NeuronDiagram {
  /** @param {Element} svg */
  constructor(svg) {
    /** @param {string} name */
    const part = (name) => /** @type {Element} */ (svg.querySelector(`[data-part="${name}"]`));
    this._numbers = { w: part("w"), b: part("b"), a: part("a") };
    this._bars = { w: part("w-bar"), b: part("b-bar") };
    this._input = part("x");
    this._symbol = part("f");
    this._level = part("level");
    this._centres = Object.fromEntries(
      Object.entries(this._bars).map(([name, bar]) => [name, centreOf(bar)]),
    );
    this._scale = LEAST_SCALE;
  }

  /**
   * Makes room for the largest weight of a run, so that a bar never changes its scale while it plays.
   * @param {{x: number, activation: string}} experiment
   * @param {number} largest of |w| and |b|
   */
  prepare({ x, activation }, largest) {
    this._symbol.textContent = activationSymbol(activation);
    this._input.textContent = plain(x);
    this._scale = Math.max(LEAST_SCALE, largest);
  }

  /** @param {{w: number, b: number, a?: number}} row */
  show(row) {
    for (const name of /** @type {const} */ (["w", "b"])) {
      this._numbers[name].textContent = decimals(row[name]);
      const length = Math.max(-1, Math.min(1, row[name] / this._scale)) * HALF_TRACK;
      this._bars[name].setAttribute("x", String(this._centres[name] + Math.min(length, 0)));
      this._bars[name].setAttribute("width", String(Math.abs(length)));
    }
    this._numbers.a.textContent = decimals(row.a);
    const height = Math.max(0, Math.min(1, row.a ?? 0)) * LEVEL_HEIGHT;
    this._level.setAttribute("y", String(LEVEL_BOTTOM - height));
    this._level.setAttribute("height", String(height));
  }
}

/** The middle of the track on which a bar lies. @param {Element} bar */
function centreOf(bar) {
  const track = /** @type {Element} */ (bar.previousElementSibling);
  return Number(track.getAttribute("x")) + HALF_TRACK;
}
