// @ts-check
/**
 * The neuron as a picture: numbers, bars around zero, and the output as a level (templates/_partials/neuron_diagram.html).
 * With several inputs, each has a line of its own; with several examples, the chosen one is shown, or the mean output.
 */

import { svg } from "../charts/svg.js";
import { inputRows, listOf, weightsOf } from "../runs/experiment.js";
import { activationSymbol, decimals, plain } from "../words/format.js";
import { messages } from "../words/messages.js";
import { exampleIn, fits, readingOf, sizeOf } from "../runs/reading.js";

const HALF_TRACK = 35;
const [LEVEL_BOTTOM, LEVEL_HEIGHT] = [100, 68];
/** The bars' scale at the least; larger weights widen it. */
const LEAST_SCALE = 3;
/** Where the neuron is, and the picture's size, as the template draws them. */
const [MIDDLE, WIDTH, HEIGHT] = [66, 330, 168];
/** Several inputs: how many have a line, the first line and the distance of lines. */
const [MOST_INPUTS, FIRST_LINE, LINE] = [4, 28, 46];

export class NeuronDiagram {
  /** @param {Element} svg */
  constructor(svg) {
    /** @param {string} name */
    const part = (name) => /** @type {Element} */ (svg.querySelector(`[data-part="${name}"]`));
    this._svg = svg;
    this._groups = { one: part("one"), several: part("several"), neuron: part("neuron") };
    this._one = new Weight(part("w"), part("w-bar"), part("x"), "");
    this._bias = new Weight(part("b"), part("b-bar"), null, "");
    /** @type {Weight[]} one an input, as many as are shown */
    this._weights = [this._one];
    this._output = part("a");
    this._symbol = part("f");
    this._level = part("level");
    this._scale = LEAST_SCALE;
    /** @type {any} */
    this._experiment = null;
    /** @type {number | null} */
    this._example = null;
  }

  /** @param {any} experiment @param {number | null} [example] */
  choose(experiment, example = null) {
    this._experiment = experiment;
    this._example = exampleIn(experiment, example);
    this._symbol.textContent = activationSymbol(experiment.activation);
    this._scale = Math.max(LEAST_SCALE, ...[...weightsOf(experiment), experiment.b].map(Math.abs));
    this._arrange(weightsOf(experiment).length);
    const inputs = this._example === null ? [] : inputRows(experiment)[this._example];
    this._weights.forEach((weight, index) => weight.take(inputs[index]));
  }

  /**
   * Makes room for the largest weight of a run, so that a bar never changes its scale while it plays.
   * @param {import("../runs/trace.js").Trace} trace
   */
  prepare(trace) {
    this._scale = Math.max(LEAST_SCALE, sizeOf(trace, "w"), sizeOf(trace, "b"));
  }

  /** @param {Record<string, any> | null} row null: before anything was computed */
  show(row) {
    if (this._experiment === null) return;
    const isKnown = fits(row, this._experiment);
    const { w, b } = isKnown ? row : this._experiment;
    const weights = listOf(w);
    this._weights.forEach((weight, index) => weight.show(weights[index], this._scale));
    this._bias.show(b, this._scale);
    const a = isKnown ? readingOf(row, this._experiment, this._example).a : null;
    this._output.textContent = decimals(a);
    const height = Math.max(0, Math.min(1, a ?? 0)) * LEVEL_HEIGHT;
    this._level.setAttribute("y", String(LEVEL_BOTTOM - height));
    this._level.setAttribute("height", String(height));
  }

  destroy() {
    this._experiment = null;
  }

  /** Lines for so many inputs, and the neuron in their middle. @param {number} count */
  _arrange(count) {
    const isOne = count === 1;
    const shown = isOne ? 1 : Math.min(count, MOST_INPUTS);
    setShown(this._groups.one, isOne);
    setShown(this._groups.several, !isOne);
    const middle = isOne ? MIDDLE : Math.max(FIRST_LINE + ((shown - 1) * LINE) / 2, MIDDLE - 10);
    this._groups.neuron.setAttribute("transform", `translate(0 ${middle - MIDDLE})`);
    const first = middle - ((shown - 1) * LINE) / 2;
    const rest = count - shown;
    const height = isOne ? HEIGHT : Math.max(middle + HEIGHT - MIDDLE, first + (shown - 1) * LINE + 26 + (rest > 0 ? 22 : 0));
    this._svg.setAttribute("viewBox", `0 0 ${WIDTH} ${height}`);
    if (isOne) {
      this._weights = [this._one];
      return;
    }
    if (this._weights.length === shown && this._groups.several.getAttribute("data-count") === String(count)) return;
    this._groups.several.setAttribute("data-count", String(count));
    this._groups.several.replaceChildren();
    this._weights = Array.from({ length: shown }, (_, index) => this._drawLine(index, first + index * LINE, middle));
    if (rest > 0) {
      const y = first + (shown - 1) * LINE + 38;
      this._groups.several.append(svg("text", { class: "label", x: 24, y, "text-anchor": "start" }, messages.why.more(rest)));
    }
  }

  /** @param {number} index @param {number} y @param {number} middle of the neuron @returns {Weight} */
  _drawLine(index, y, middle) {
    const centre = 96;
    const end = { x: 184 - 34 * Math.cos(Math.atan2(middle - y, 120)), y: middle - 34 * Math.sin(Math.atan2(middle - y, 120)) };
    const input = svg("text", { x: 22, y: y + 4, "text-anchor": "middle", class: "input" });
    const number = svg("tspan", {});
    const name = svg("text", { x: centre, y: y - 6, "text-anchor": "middle" });
    name.append(svg("tspan", { class: "symbol" }, "w"), svg("tspan", { class: "index", dy: 3 }, String(index + 1)), svg("tspan", { dy: -3 }, " = "), number);
    const bar = svg("rect", { class: "bar", y: y + 5, height: 5 });
    this._groups.several.append(
      svg("path", { class: "wire", d: `M42 ${y}H134L${end.x.toFixed(1)} ${end.y.toFixed(1)}` }),
      svg("circle", { class: "node", cx: 22, cy: y, r: 20 }),
      input,
      name,
      svg("rect", { class: "track", x: centre - HALF_TRACK, y: y + 5, width: 2 * HALF_TRACK, height: 5, rx: 1 }),
      bar,
      svg("line", { class: "zero", x1: centre, x2: centre, y1: y + 3, y2: y + 12 }),
    );
    return new Weight(number, bar, input, `x${"₁₂₃₄"[index]}`);
  }
}

/** A weight, or the bias: a number, a bar from the middle of the track beneath it, and the input where there is one. */
class Weight {
  /** @param {Element} number @param {Element} bar @param {Element | null} input @param {string} name of the input, where its number is not one */
  constructor(number, bar, input, name) {
    this._name = name;
    this._number = number;
    this._bar = bar;
    this._input = input;
    const track = /** @type {Element} */ (bar.previousElementSibling);
    this._centre = Number(track.getAttribute("x")) + HALF_TRACK;
  }

  /** @param {number | undefined} x */
  take(x) {
    if (this._input !== null) this._input.textContent = x === undefined ? this._name : plain(x);
  }

  /** @param {number} value @param {number} scale */
  show(value, scale) {
    this._number.textContent = decimals(value);
    const length = Math.max(-1, Math.min(1, value / scale)) * HALF_TRACK;
    this._bar.setAttribute("x", String(this._centre + Math.min(length, 0)));
    this._bar.setAttribute("width", String(Math.abs(length)));
  }
}

/** @param {Element} group @param {boolean} isShown */
function setShown(group, isShown) {
  if (isShown) group.removeAttribute("display");
  else group.setAttribute("display", "none");
}
